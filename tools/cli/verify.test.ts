import { describe, expect, it } from 'vitest'
import { postingAccounts } from '#contracts'
import { type Link, linkAfter, makeSealer, standingOf, start, type Version, versionAfter } from '#evidence'
import type { Client } from './client.ts'
import { verifyLedger, verifyReceipts } from './verify.ts'
import { verifyCases } from './verify-cases.ts'

const given = { publicKey: makeSealer('key').publicKey, patienceMs: 1000 }
const PAGE = 2

interface Item {
  readonly id: string
  /** Of an account: what is told of a charge of it. */
  readonly lacks?: string
}

/** A gateway that nothing was signed of yet, and on which something happens after a page of a route was read. */
class Going {
  /** What each route gives now, by key. */
  readonly routes: Readonly<Record<string, () => readonly Item[]>>
  readonly recount: (accounts: readonly Item[]) => object
  readonly happens: [route: string, what: () => void][] = []

  constructor(routes: Record<string, () => readonly Item[]>, recount: Going['recount'] = () => ({})) {
    this.routes = routes
    this.recount = recount
  }

  async json(_method: string, path: string): Promise<unknown> {
    const { pathname, searchParams } = new URL(path, 'http://gateway')
    const after = searchParams.get('after') ?? ''
    const items = (this.routes[pathname]?.() ?? []).filter(({ id }) => id > after)
    const page = items.slice(0, PAGE)
    const next = items.length > PAGE ? { next: page.at(-1)?.id } : {}
    const answer = {
      seal_minutes: 5,
      items: page,
      ...next,
      ...(pathname === '/v1/ledger/recount' ? this.recount(page) : {}),
    }
    const due = this.happens.findIndex(([route]) => route === pathname)
    if (due >= 0) this.happens.splice(due, 1)[0]?.[1]()
    return structuredClone(answer)
  }

  after(route: string, what: () => void): void {
    this.happens.push([route, what])
  }

  get client(): Client {
    return this as unknown as Client
  }
}

describe('verify receipts, while people say yes', () => {
  interface Receipt extends Link {
    readonly chain: string
    readonly version: Version
  }
  function yeses() {
    const kept: Receipt[] = []
    const heads = new Map<string, Link>()
    const gateway = new Going({
      '/v1/receipts': () => kept.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      '/v1/receipt-heads': () =>
        [...heads].map(([chain, { number, digest }]) => ({ id: chain, chain, number, digest })),
    })
    const keep = (chain: string, link: Link) => {
      const life = { digest: link.digest, endedAt: undefined, eraseAt: undefined }
      kept.push({ ...link, chain, version: versionAfter(start, life, Date.now()) })
    }
    const yes = (chain: string): Link => {
      const content = { answer: '是' }
      const made = linkAfter(heads.get(chain), 'salt', content)
      const link = { ...made, id: `${chain}.${made.number}`, salt: 'salt', content }
      heads.set(chain, link)
      return link
    }
    const wanted = async () => (await verifyReceipts(gateway.client, given)).flaws
    for (const chain of ['li.1', 'zhang.1', 'zhang.1']) keep(chain, yes(chain))
    return { gateway, kept, heads, keep, yes, flaws: wanted }
  }

  it('names nobody who said yes between the heads and the receipts', async () => {
    const { gateway, keep, yes, flaws } = yeses()
    gateway.after('/v1/receipt-heads', () => keep('zhang.1', yes('zhang.1')))
    expect(await flaws()).toEqual([])
  })

  it('names nobody whose receipt is kept a moment after the yes', async () => {
    const { gateway, keep, yes, flaws } = yeses()
    const link = yes('zhang.1')
    gateway.after('/v1/receipts', () => {})
    gateway.after('/v1/receipts', () => keep('zhang.1', link))
    expect(await flaws()).toEqual([])
  })

  it.each<[string, (on: ReturnType<typeof yeses>) => void, string]>([
    ['whose last receipt was taken away', ({ kept }) => void kept.pop(), 'zhang.1.1'],
    ['all of whose receipts were taken away', ({ kept }) => void kept.splice(0, 1), 'li.1.1'],
    [
      'who has a receipt beyond the head',
      ({ heads, yes, keep }) => {
        const head = heads.get('zhang.1') as Link
        keep('zhang.1', yes('zhang.1'))
        heads.set('zhang.1', head)
      },
      'zhang.1.3',
    ],
    [
      'whose head is another',
      ({ heads }) => void heads.set('zhang.1', { ...(heads.get('zhang.1') as Link), digest: 'x' }),
      'zhang.1.2',
    ],
  ])('names one %s', async (_, edit, id) => {
    const on = yeses()
    edit(on)
    // Meanwhile others say yes.
    on.gateway.after('/v1/receipt-heads', () => on.keep('li.2', on.yes('li.2')))
    expect(await on.flaws()).toEqual([{ id, flaw: 'head' }])
  })
})

describe('verify ledger, while charges are posted', () => {
  function ledger() {
    const fen = { charged: 500, posted: 500, kept: 1 }
    const missing: string[] = []
    const month = () => {
      const body = { posted: fen.posted }
      const standing = standingOf('sp|2026-11', versionAfter(start, body, Date.now()), body)
      const accounts = { partner: { debit: fen.posted, credit: 0 } }
      return { id: 'sp|2026-11', partner: 'sp', month: '2026-11', lines: lines(), accounts, ...standing }
    }
    const lines = () => [{ service: 'joke', kind: 'charge', count: 1, moved_fen: fen.posted }]
    const months = () => [balanced(month())]
    const accounts: Item[] = []
    const recount: Going['recount'] = (page) => ({
      sums: { 'sp|2026-11|joke|charge': fen.charged },
      flaws: [],
      missing: [...missing, ...page.flatMap(({ lacks }) => lacks ?? [])],
      items: [],
    })
    const row = 'sp|2026-11|joke|charge|'
    const kept = () => Array.from({ length: fen.kept }, () => ({ id: 'line', row, moved_fen: fen.posted }))
    const routes = { '/v1/ledger/months': months, '/v1/ledger/recount': () => accounts, '/v1/ledger/lines': kept }
    const gateway = new Going(routes, recount)
    const wrong = async () => (await verifyLedger(gateway.client, given)).wrong
    return { fen, missing, accounts, gateway, wrong }
  }
  /** With accounts as its one line of charges moves them. */
  const balanced = <M extends { readonly accounts: { readonly partner: { readonly debit: number } } }>(month: M) => {
    const fen = month.accounts.partner.debit
    const [debit, credit] = postingAccounts.charge
    return { ...month, accounts: { [debit]: { debit: fen, credit: 0 }, [credit]: { debit: 0, credit: fen } } }
  }

  it('names no service that is charged between accounts and months', async () => {
    const { fen, gateway, wrong } = ledger()
    gateway.after('/v1/ledger/recount', () => {
      fen.charged += 300
      fen.posted += 300
    })
    expect(await wrong()).toEqual([])
  })

  it('names no service whose charge is posted a moment later', async () => {
    const { fen, gateway, wrong } = ledger()
    fen.charged += 300
    for (let read = 0; read < 2; read++) gateway.after('/v1/ledger/months', () => {})
    gateway.after('/v1/ledger/months', () => {
      fen.posted += 300
    })
    expect(await wrong()).toEqual([])
  })

  it.each([300, -300])('names a service that is posted %i fen too much', async (too) => {
    const { fen, wrong } = ledger()
    fen.posted += too
    expect(await wrong()).toEqual([`sp 2026-11 joke charge: ${fen.posted} fen posted, the charges come to 500 fen`])
  })

  it('names no charge that came while it looked again, and each whose rows do not come', async () => {
    const { missing, gateway, wrong } = ledger()
    // Somebody is charged between any two looks, and what is kept of it comes a moment later.
    const charge = (number: number) => {
      missing.splice(0, 1, `charge late-${number}: cases do not find it`)
      gateway.after('/v1/ledger/recount', () => charge(number + 1))
    }
    charge(1)
    expect(await wrong()).toEqual([])
    missing.push('charge taken: nothing says that its id is known')
    expect(await wrong()).toEqual(['charge taken: nothing says that its id is known'])
  })

  it('looks again at every account that it read, also when others came before it on its page', async () => {
    const { accounts, gateway, wrong } = ledger()
    const lacks = 'charge taken: cases do not find it'
    accounts.push({ id: 'chen' }, { id: 'li', lacks })
    gateway.after('/v1/ledger/recount', () => accounts.splice(1, 0, { id: 'huang' }))
    expect(await wrong()).toEqual([lacks])
  })

  it('names no row whose line comes while it looks again, and each that has too few, or too many', async () => {
    const { fen, gateway, wrong } = ledger()
    fen.kept = 0
    gateway.after('/v1/ledger/lines', () => {
      fen.kept = 1
    })
    expect(await wrong()).toEqual([])
    const posted = (lines: string) => [`sp 2026-11 joke charge: ${lines} fen are kept, 1 of 500 fen were posted`]
    fen.kept = 2
    expect(await wrong()).toEqual(posted('2 lines of 1000'))
    fen.kept = 0
    expect(await wrong()).toEqual(posted('0 lines of 0'))
  })
})

describe('verify cases, while verdicts are given', () => {
  const penalty = { partner: 'sp', at: 1, points: 20, sanctions: [] }
  const head = (number: string, of?: object) => {
    const body = { number, of }
    return {
      id: number,
      ...standingOf(number, versionAfter(start, body, Date.now()), body),
      ...(of ? { penalty: of } : {}),
    }
  }
  function cases() {
    const heads = new Map([head('1', penalty), head('2')].map((each) => [each.id, each]))
    const held: { case: string; penalty: object }[] = [{ case: '1', penalty }]
    const gateway = new Going({
      '/v1/case-heads': () => [...heads.values()],
      '/v1/penalties': () => [{ id: 'sp', penalties: held }],
    })
    const decide = () => {
      heads.set('2', head('2', penalty))
      held.push({ case: '2', penalty })
    }
    const wrong = async () => (await verifyCases(gateway.client, given)).wrong
    return { gateway, heads, held, decide, wrong }
  }

  it('names no partner whose verdict is given between cases and penalties', async () => {
    const { gateway, decide, wrong } = cases()
    gateway.after('/v1/case-heads', decide)
    expect(await wrong()).toEqual([])
  })

  it('names a partner who is kept from what no case says, and one who is kept from nothing', async () => {
    const { gateway, held, decide, wrong } = cases()
    held.splice(0, 1, { case: '3', penalty })
    gateway.after('/v1/case-heads', decide)
    expect(await wrong()).toEqual([
      'sp: what it is kept from by case 3 is not what that case says',
      'sp: it is kept from nothing by case 1',
    ])
  })
})
