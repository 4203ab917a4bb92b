import { describe, expect, it } from 'vitest'
import { type PostingKind, postingAccounts } from '#contracts'
import { Account, at, refs } from './fixtures.ts'
import { flawOf, recount } from './recount.ts'
import type { AccountState } from './state.ts'

const condemned = { case: '10002000', times: 2 }

/** What the case is told of each charge. */
function redress(account: Account, chargeId: string, more: object = {}) {
  const told = account.play.say('charge.condemned', { chargeId, ...condemned, ...more })
  account.took(told)
  for (const each of account.play.state?.charges ?? []) expect(flawOf(each)).toBeUndefined()
  return told.find((each) => each.type === 'charge.redressed')?.data
}

const charged = () => {
  const account = new Account().confirms('joke', 500).until('2026-11-26')
  expect(account.charged('c1', 'joke', 500)).toBe('right')
  return account
}

describe('a case proved the pattern that a charge is of (docs/rules.md, "Partners")', () => {
  it('it goes back twice, once, though nobody complained', () => {
    const account = charged()
    expect(redress(account, 'c1')).toMatchObject({ refundFen: 1000, beforeFen: 0, former: false, gone: false })
    expect(redress(account, 'c1')).toMatchObject({ refundFen: 0 })
    account.until('2026-11-26T21:00')
    expect(account.told()).toContain('refund: joke 500 back 1000')
  })

  it('what a dispute gave back before counts', () => {
    const account = charged()
    account.disputes('笑话')
    expect(redress(account, 'c1')).toMatchObject({ refundFen: 500 })
    expect(account.play.state?.charges[0]?.dispute).toMatchObject({ status: 'proven', decidedBy: 'rule' })
  })

  it.each([
    ['was refunded at once', 2000, 500],
    ['waits for a person', 100, 0],
  ])('whose dispute %s gets what a proven one gives, though the verdict gives once', (_, amountFen, beforeFen) => {
    const account = new Account(refs({ disputes: { ...refs().policy.disputes, amountFen } }))
    account.confirms('joke', 500).until('2026-11-26').charged('c1', 'joke', 500)
    account.disputes('笑话')
    expect(redress(account, 'c1', { times: 1 })).toMatchObject({ refundFen: 1000 - beforeFen, beforeFen })
    expect(account.play.state?.charges[0]?.dispute).toMatchObject({ status: 'proven', decidedBy: 'rule' })
    expect(redress(account, 'c1', { case: '10002001' })).toMatchObject({ refundFen: 0, beforeFen: 1000 })
  })

  it('of two verdicts the one that gives more holds, whichever is first', () => {
    const account = charged()
    expect(redress(account, 'c1', { times: 1 })).toMatchObject({ refundFen: 500 })
    expect(redress(account, 'c1', { case: '10002001' })).toMatchObject({ refundFen: 500, beforeFen: 500 })
    expect(redress(account, 'c1', { case: '10002002' })).toMatchObject({ refundFen: 0, beforeFen: 1000 })
    expect(redress(account, 'c1', { case: '10002003', times: 1 })).toMatchObject({ refundFen: 0, beforeFen: 1000 })
    account.until('2026-11-26T21:00')
    expect(account.told().filter((each) => each.startsWith('refund'))).toEqual(['refund: joke 500 back 1000'])
  })

  it('one that was wrong by the rule has gone back already', () => {
    const account = charged()
    expect(account.charged('c2', 'joke', 500)).toBe('too.often')
    expect(redress(account, 'c2')).toMatchObject({ refundFen: 0, beforeFen: 1000 })
  })

  it('a former owner gets it by export: nobody is told at the number', () => {
    const account = charged()
    account.says('tenure.ended', { tenure: 1, reason: 'released' }).told()
    expect(redress(account, 'c1')).toMatchObject({ refundFen: 1000, former: true })
    expect(account.hours(48).told()).toEqual([])
  })

  it('what is not kept any more is said, so that a person looks', () => {
    expect(redress(charged(), 'c9')).toMatchObject({ gone: true, refundFen: 0 })
  })
})

describe('an appeal took a verdict back', () => {
  const paid = { partner: 0, operator: 0 }
  /** Who paid what went back, by all postings: `[partner, operator]`, fen. */
  const payers = (account: Account) => {
    const sums = { ...paid }
    for (const { kind, amountFen } of account.postings) {
      if (kind === 'charge') continue
      const [debit, credit] = postingAccounts[kind as PostingKind]
      if (debit in sums) sums[debit as keyof typeof sums] += amountFen
      if (credit in sums) sums[credit as keyof typeof sums] -= amountFen
    }
    return [sums.partner, sums.operator]
  }
  const acquit = (account: Account, chargeId: string, more: object = {}) => {
    const told = account.play.say('charge.acquitted', { chargeId, case: condemned.case, ...more })
    account.took(told)
    for (const each of account.play.state?.charges ?? []) expect(flawOf(each)).toBeUndefined()
    const sums: Record<string, number> = {}
    for (const { partnerId, month, serviceId, kind, amountFen } of account.postings) {
      const name = `${partnerId}|${month}|${serviceId}|${kind}`
      sums[name] = (sums[name] ?? 0) + amountFen
    }
    expect(recount([account.play.state as AccountState])).toEqual(sums)
    return told.find((each) => each.type === 'charge.borne')?.data
  }

  it('what went back by it stays with the subscriber, and the operator pays it, once', () => {
    const account = charged()
    redress(account, 'c1')
    expect(payers(account)).toEqual([1000, 0])
    expect(acquit(account, 'c1')).toMatchObject({ fen: 1000, gone: false })
    expect(acquit(account, 'c1')).toMatchObject({ fen: 0 })
    expect(payers(account)).toEqual([0, 1000])
    account.until('2026-11-26T21:00')
    expect(account.told()).toContain('refund: joke 500 back 1000')
  })

  it('what a rule, or a person, found wrong by itself stays the partner’s', () => {
    const account = charged()
    expect(account.charged('c2', 'joke', 500)).toBe('too.often')
    account.disputes('笑话')
    account.says('dispute.decided', { chargeId: 'c1', proven: true, by: 'zhang' })
    for (const id of ['c1', 'c2']) {
      redress(account, id)
      expect(acquit(account, id)).toMatchObject({ fen: 0, gone: false })
    }
    expect(payers(account)).toEqual([2000, 0])
  })

  it('of a dispute that the verdict settled the operator pays all that went back', () => {
    const account = charged()
    account.disputes('笑话')
    redress(account, 'c1')
    expect(acquit(account, 'c1')).toMatchObject({ fen: 1000 })
    expect(payers(account)).toEqual([0, 1000])
  })

  it('while another verdict holds the partner pays, in whatever order they come', () => {
    const other = { case: '10002001' }
    const account = charged()
    redress(account, 'c1')
    redress(account, 'c1', other)
    expect(acquit(account, 'c1')).toMatchObject({ fen: 0 })
    expect(payers(account)).toEqual([1000, 0])
    expect(acquit(account, 'c1', other)).toMatchObject({ fen: 1000 })
    // And a third finds it wrong after all: nothing more goes back, nobody is told twice, and the partner pays again.
    account.until('2026-11-26T21:00').told()
    expect(redress(account, 'c1', { case: '10002002', times: 1 })).toMatchObject({ refundFen: 0, beforeFen: 1000 })
    expect(payers(account)).toEqual([1000, 0])
    account.until('2026-11-27T21:00')
    expect(account.told().filter((each) => each.startsWith('refund'))).toEqual([])
  })

  it('a charge that it did not name, or that is not kept any more, moves nothing', () => {
    const account = charged()
    expect(acquit(account, 'c1')).toMatchObject({ fen: 0, gone: false })
    redress(account, 'c1', { case: '10002001' })
    expect(acquit(account, 'c1')).toMatchObject({ fen: 0, gone: false })
    expect(acquit(account, 'c9')).toMatchObject({ fen: 0, gone: true })
    expect(payers(account)).toEqual([1000, 0])
  })
})

describe('a partner that is kept from charging', () => {
  const frozen = (from: string, restraints: readonly object[], version: number) =>
    ({
      id: `r${version}`,
      type: 'partner.restrained',
      v: 1,
      at: at(from),
      corr: '',
      data: { partnerId: 'mellow', version, restraints: restraints.map((each) => ({ case: '1', ...each })) },
    }) as never
  const given = () => {
    const known = refs()
    const partnerId = known.catalogue.service('joke', 0)?.partnerId
    const apply = (message: { data: object }) =>
      (known.catalogue as unknown as { apply(m: object): void }).apply({
        ...message,
        data: { ...message.data, partnerId },
      })
    return { known, apply }
  }

  it('is held while it is, and its charges are judged without that afterwards', () => {
    const { known, apply } = given()
    const account = new Account(known).confirms('joke', 500)
    apply(frozen('2026-11-26T10:00', [{ what: 'charges' }], 1))
    account.until('2026-11-26T12:00')
    expect(account.charged('c1', 'joke', 500)).toBe('not judged')
    account.hours(5)
    expect(account.judged).toEqual([])
    apply(frozen('2026-11-26T18:00', [], 2))
    account.hours(3)
    expect(account.judged).toMatchObject([{ chargeId: 'c1', refundFen: 0 }])
  })

  it('waits for no longer than charges are taken, though the freeze never ends', () => {
    const { known, apply } = given()
    const account = new Account(known).confirms('joke', 500)
    apply(frozen('2026-11-26T10:00', [{ what: 'charges' }], 1))
    account.until('2026-11-26T12:00')
    account.charged('agreed', 'joke', 500)
    account.charged('not agreed', 'star', 800)
    account.hours(179 * 24)
    expect(account.judged).toEqual([])
    account.hours(2 * 24)
    expect(account.judged).toMatchObject([
      { chargeId: 'agreed', refundFen: 0 },
      { chargeId: 'not agreed', refundFen: 1600 },
    ])
  })

  it('once it is out, whatever is charged is wrong', () => {
    const { known, apply } = given()
    const account = new Account(known).confirms('joke', 500)
    // As a standing says it: whoever is out is kept from all else as well.
    const all = ['ended', 'orders', 'charges', 'settlement'].map((what) => ({ what }))
    apply(frozen('2026-11-26T10:00', all, 1))
    account.until('2026-11-26T12:00')
    expect(account.charged('c1', 'joke', 500)).toBe('partner.ended')
  })

  it('what was held until it is out is judged then', () => {
    const { known, apply } = given()
    const account = new Account(known).confirms('joke', 500)
    apply(frozen('2026-11-26T10:00', [{ what: 'charges' }], 1))
    account.until('2026-11-26T12:00')
    expect(account.charged('c1', 'joke', 500)).toBe('not judged')
    apply(frozen('2026-11-26T18:00', [{ what: 'charges' }, { what: 'ended' }], 2))
    account.hours(8)
    expect(account.judged).toMatchObject([{ chargeId: 'c1', refundFen: 0 }])
  })
})

describe('a verdict on who was charged more often than an account keeps', () => {
  const song = (account: Account, id: string) =>
    account.says('charge.received', {
      id,
      msisdn: '1',
      serviceId: 'song',
      amountFen: 200,
      at: account.play.now,
      kind: 'once',
    })
  const often = (times: number) => {
    const account = new Account()
    for (let i = 0; i < times; i++) song(account.buys('song', 200), `c${i}`)
    return account
  }
  const condemns = (account: Account, chargeId: string) => {
    account.says('charge.condemned', { chargeId, ...condemned })
    for (const each of account.play.state?.charges ?? []) expect(flawOf(each)).toBeUndefined()
    const sums: Record<string, number> = {}
    for (const { partnerId, month, serviceId, kind, amountFen } of account.postings) {
      const name = `${partnerId}|${month}|${serviceId}|${kind}`
      sums[name] = (sums[name] ?? 0) + amountFen
    }
    expect(recount([account.play.state as AccountState])).toEqual(sums)
    return account.posted(chargeId).join(', ')
  }

  it('gives back what is not kept whole any more, once, also when it comes again or is condemned again', () => {
    const account = often(420)
    expect(account.play.state?.charges).toHaveLength(400)
    for (const id of ['c3', 'c4']) song(account, id)
    const twice = 'charge 200, refund 200, compensation 200'
    expect(condemns(account, 'c3')).toBe(twice)
    expect(condemns(account, 'c3')).toBe(twice)
    song(account, 'c3')
    expect(account.posted('c4')).toEqual(['charge 200'])
    // What was given back, and told, leaves with the next one, and is known no more.
    account.hours(1)
    song(account.buys('song', 200), 'd')
    expect(condemns(account, 'c3')).toBe(twice)
    expect(redress(account, 'c3')).toMatchObject({ refundFen: 0, gone: true })
  })

  it('makes the partner pay what a dispute gave back at the operator’s cost, however long ago', () => {
    const account = often(1)
    account.play.wait(61_000)
    account.disputes('单曲下载')
    account.says('dispute.taken', { chargeId: 'c0', by: 'zhang' })
    account.says('dispute.decided', { chargeId: 'c0', proven: false, by: 'zhang' })
    expect(account.posted('c0')).toEqual(['charge 200', 'dispute 200', 'dispute-disproven 200'])
    for (let i = 1; i < 420; i++) song(account.buys('song', 200), `c${i}`)
    expect(condemns(account, 'c0')).toMatch(/dispute-reversed 200/)
    expect(redress(account, 'c0')).toMatchObject({ gone: false })
  })

  it('and tells it in the morning where it was at night, whatever is charged in between', () => {
    const account = often(420)
    account.until('2026-11-22T23:00').told()
    expect(condemns(account, 'c3')).toBe('charge 200, refund 200, compensation 200')
    song(account.buys('song', 200), 'd')
    account.until('2026-11-23T09:00')
    expect(account.told()).toEqual(['refund: song 200 back 400'])
    song(account.buys('song', 200), 'e')
    expect(account.play.state?.charges).toHaveLength(400)
  })

  it('until it is as old as charges are looked up, or there are fourteen hundred', () => {
    const account = often(1405)
    expect(redress(account, 'c4')).toMatchObject({ refundFen: 0, gone: true })
    expect(condemns(account, 'c5')).toBe('charge 200, refund 200, compensation 200')
    account.until('2028-01-01').charged('late', 'joke', 500)
    expect(account.play.state?.past).toEqual([])
    expect(redress(account, 'c6')).toMatchObject({ refundFen: 0, gone: true })
  })
})
