import { describe, expect, it } from 'vitest'
import {
  type Account,
  account,
  type ledgerLines,
  type MessageOf,
  type PostingKind,
  postingAccounts,
  postingKind,
} from '#contracts'
import { Stamps } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Catalogue } from '#reference'
import { isFrozen, monthAfter, owedFen, rowsOf, type SettlementState, settlement } from './settlement.ts'

const stamps = new Stamps(['test'], 'waiting-months')
type Posted = MessageOf<typeof ledgerLines>['data']

/** All settlements; corrections go round as the log would bring them. */
class Books {
  readonly months = new Map<string, SettlementState>()
  readonly lines: Posted[] = []

  post(
    kind: PostingKind,
    amountFen: number,
    { partnerId = 'huayu', month = '2026-11', serviceId = 'joke' } = {},
  ): void {
    const [debit, credit] = postingAccounts[kind]
    const data = { partnerId, month, serviceId, chargeId: 'c', kind, debit, credit, amountFen }
    this.#take({ topic: 'ledger.postings', key: `${partnerId}|${month}`, type: 'posting.made', data })
  }

  close(month: string, partnerId = 'huayu'): void {
    this.#take({ topic: '', key: `${partnerId}|${month}`, type: 'month.close', data: { partnerId, month, by: 'k' } })
  }

  month(month: string, partnerId = 'huayu'): SettlementState {
    return this.months.get(`${partnerId}|${month}`) as SettlementState
  }

  #take(message: Emit): void {
    const input = { id: 'i', type: message.type, v: 1, at: 1, corr: 'c', data: message.data }
    const context = { now: 1, key: message.key, cause: 'i', refs: { policy: defaultPolicy, stamps } }
    const decision = settlement.decide(this.months.get(message.key), input, context)
    this.months.set(message.key, decision.state as SettlementState)
    for (const next of decision.emit ?? []) {
      if (next.topic === 'ledger.lines') this.lines.push(next.data as Posted)
      else this.#take(next)
    }
  }
}

describe('a partner’s month', () => {
  it('says that it was changed in the store, of what charges do not prove, before it is signed', () => {
    const told = (edit: (state: SettlementState) => SettlementState) => {
      const books = new Books()
      books.post('charge', 500)
      books.close('2026-11')
      const wake = { type: 'wake', at: 1 } as const
      const refs = { policy: defaultPolicy, stamps }
      const { emit } = settlement.decide(edit(books.month('2026-11')), wake, {
        now: 1,
        key: 'huayu|2026-11',
        cause: 'w',
        refs,
      })
      return emit?.map((each) => each.type)
    }
    expect(told((state) => state)).toEqual(['head.moved'])
    for (const edit of [
      ({ closed: _, ...state }: SettlementState) => state,
      (state: SettlementState) => ({ ...state, closed: { at: 1, by: 'another' } }),
      ({ untold, ...state }: SettlementState) =>
        untold ? { ...state, untold: { ...untold, since: { number: 7, digest: 'of what was there' } } } : state,
    ])
      expect(told(edit)).toEqual(['head.moved', 'head.broken'])
  })

  it('is made of lines that add up to it, each booked in one month, corrections too', () => {
    const books = new Books()
    books.post('charge', 500)
    books.post('charge', 300)
    books.close('2026-11')
    books.post('refund', 500)
    for (const [month, state] of [...books.months.values()].map((each) => [each.month, each] as const))
      for (const { serviceId, kind, correctionOf, count, movedFen } of rowsOf(state)) {
        const own = books.lines.filter(
          (each) =>
            [each.month, each.serviceId, each.kind, each.correctionOf ?? ''].join() ===
            [month, serviceId, kind, correctionOf].join(),
        )
        expect([own.length, own.reduce((sum, each) => sum + each.amountFen, 0)]).toEqual([count, movedFen])
      }
    expect(books.lines.map(({ month, kind, correctionOf }) => [month, kind, correctionOf])).toEqual([
      ['2026-11', 'charge', undefined],
      ['2026-11', 'charge', undefined],
      ['2026-12', 'refund', '2026-11'],
    ])
  })

  it('sums charges and what went back, by service', () => {
    const books = new Books()
    for (let i = 0; i < 3; i++) books.post('charge', 500)
    books.post('refund', 500)
    books.post('compensation', 500)
    books.post('charge', 800, { serviceId: 'star' })
    expect(rowsOf(books.month('2026-11'))).toEqual([
      { serviceId: 'joke', kind: 'charge', correctionOf: '', count: 3, movedFen: 1500, amountFen: 1500 },
      { serviceId: 'joke', kind: 'compensation', correctionOf: '', count: 1, movedFen: 500, amountFen: -500 },
      { serviceId: 'joke', kind: 'refund', correctionOf: '', count: 1, movedFen: 500, amountFen: -500 },
      { serviceId: 'star', kind: 'charge', correctionOf: '', count: 1, movedFen: 800, amountFen: 800 },
    ])
    expect(owedFen(books.month('2026-11'))).toBe(1300)
  })

  it('that is closed never changes; what comes later is an entry of the next open one, and says so', () => {
    const books = new Books()
    books.post('charge', 500)
    books.close('2026-11')
    books.post('charge', 1)
    books.close('2026-12')
    const before = [books.month('2026-11'), books.month('2026-12')]
    books.post('refund', 500)
    expect([books.month('2026-11'), books.month('2026-12')]).toEqual(before)
    expect(rowsOf(books.month('2027-01'))).toMatchObject([{ kind: 'refund', correctionOf: '2026-11', amountFen: -500 }])
  })

  it('comes after the one before it', () => {
    expect([monthAfter('2026-09'), monthAfter('2026-12')]).toEqual(['2026-10', '2027-01'])
  })
})

it('two hundred thousand random postings, with months closed between, always balance and come to an independent sum', () => {
  const books = new Books()
  const partners = ['huayu', 'mellow', 'skycast']
  const owed = new Map<string, number>()
  const sums = new Map<string, number>()
  let seed = 20_261_122
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  for (let i = 0; i < 200_000; i++) {
    const partnerId = partners[random(3)] as string
    const month = `2026-${String(1 + random(9)).padStart(2, '0')}`
    if (random(20_000) === 0) books.close(month, partnerId)
    const kind = postingKind.options[random(postingKind.options.length)] as PostingKind
    const amount = 1 + random(10_000)
    books.post(kind, amount, { partnerId, month, serviceId: `s${random(5)}` })
    sums.set(`${partnerId} ${kind}`, (sums.get(`${partnerId} ${kind}`) ?? 0) + amount)
    const sign =
      kind === 'charge' || kind === 'appeal-granted' ? 1 : kind === 'dispute' || kind === 'dispute-disproven' ? 0 : -1
    owed.set(partnerId, (owed.get(partnerId) ?? 0) + sign * amount)
  }
  const states = [...books.months.values()].filter((each) => Object.keys(each.lines).length > 0)
  for (const { accounts } of states) {
    const balance = account.options.map((name: Account) => (accounts[name]?.debit ?? 0) - (accounts[name]?.credit ?? 0))
    expect(balance.reduce((sum, each) => sum + each, 0)).toBe(0)
  }
  for (const partnerId of partners) {
    const mine = states.filter((each) => each.partnerId === partnerId)
    expect(mine.reduce((sum, each) => sum + owedFen(each), 0)).toBe(owed.get(partnerId))
    for (const kind of postingKind.options) {
      const lines = mine.flatMap((each) => Object.entries(each.lines)).filter(([name]) => name.split('|')[1] === kind)
      expect(lines.reduce((sum, [, line]) => sum + line.amountFen, 0)).toBe(sums.get(`${partnerId} ${kind}`))
    }
  }
})

it('a month is frozen by a case about all of its partner, or about one service that is in it', () => {
  const books = new Books()
  books.post('charge', 500)
  const frozen = (serviceId?: string) => {
    const catalogue = new Catalogue()
    const restraints = [{ what: 'settlement' as const, case: '10002000', ...(serviceId ? { serviceId } : {}) }]
    const data = { partnerId: 'huayu', version: 1, restraints }
    catalogue.apply({ id: 'r', type: 'partner.restrained', v: 1, at: 1, corr: 'c', data })
    return isFrozen(books.month('2026-11'), catalogue, 2)
  }
  expect([frozen(), frozen('joke'), frozen('other')]).toEqual([true, true, false])
})
