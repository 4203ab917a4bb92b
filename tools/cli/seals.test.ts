import { describe, expect, it, vi } from 'vitest'
import { type Envelope, headMoved, postingAccounts, shardOf } from '#contracts'
import {
  type GrownHead,
  makeSealer,
  type Seal,
  Stamps,
  type Standing,
  standingOf,
  start,
  versionAfter,
} from '#evidence'
import { defaultPolicy } from '#policy'
import { seeded } from '../../libs/process/simulation/world.ts'
import { type SettlementState, settlement, standingOfMonth } from '../../services/charging/src/domain/settlement.ts'
import { type SealRefs, type ShardState, sealKey, seals } from '../../services/confirmations/src/domain/seals.ts'
import type { Client } from './client.ts'
import { pages } from './pages.ts'
import { type Kind, Proof } from './seals.ts'

const sealer = makeSealer('key')
const stamps = new Stamps(['test'], 'waiting-heads')
const policy = { ...defaultPolicy, evidence: { sealMinutes: 5, sealHeads: 3 } }
const refs: SealRefs = { policy, sealer, stamps }
const MONTHS = ['sp-huayu|2026-11', 'sp-shop|2026-11']
const ACCOUNTS = [...'0123'].flatMap((share) => [`${share}1`, `${share}2`, `${share}3`])

/** A gateway that writes on while an auditor reads it, page by page: months, accounts, their heads, and the seals of them. */
class Busy {
  readonly months = new Map<string, SettlementState>()
  readonly accounts = new Map<string, { body: { n: number }; version: ReturnType<typeof versionAfter> }>()
  readonly shards = new Map<string, ShardState>()
  readonly seals = new Map<string, Seal>()
  /** Heads and seals that were told, and did not come yet. */
  readonly #heads: { key: string; data: object }[] = []
  readonly #made: Seal[] = []
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seeded(seed)
  }

  /** An account is charged, which is told and signed at once. */
  chargeAndSign(key: string): void {
    this.#charge(key)
    while (this.#heads.length > 0) this.#hear(this.#heads.shift())
    for (const shard of this.shards.keys()) this.#seal(shard)
    for (const made of this.#made.splice(0)) this.seals.set(sealKey(made), made)
  }

  /** Some more happens: postings, charges, and what follows of them, each some time later. */
  goOn(steps: number): void {
    for (let step = 0; step < steps; step++) {
      const choice = Math.floor(this.#random() * 9)
      if (choice === 0) this.#charge(this.#one(ACCOUNTS))
      if (choice === 1) this.#month(this.#one(MONTHS), 'posting')
      if (choice === 2) this.#month(this.#one(MONTHS), 'wake')
      if (choice >= 6) this.#hear(this.#heads.shift())
      if (choice === 3 && this.shards.size > 0) this.#seal(this.#one([...this.shards.keys()]))
      const made = choice >= 4 && choice < 6 ? this.#made.shift() : undefined
      if (made) this.seals.set(sealKey(made), made)
    }
  }

  /** Answers a page as its routes do, of what is there just then, and goes on. */
  async json(_method: string, path: string, steps = 8): Promise<unknown> {
    const url = new URL(path, 'http://gateway')
    const after = url.searchParams.get('after') ?? ''
    const kind = url.searchParams.get('kind') ?? ''
    this.goOn(steps)
    const page = <T>(all: ReadonlyMap<string, T>, show: (key: string, each: T) => object) => {
      const found = [...all].filter(([key]) => key > after && key.startsWith(kind)).sort(([a], [b]) => (a < b ? -1 : 1))
      const items = found.slice(0, 5)
      const next = found.length > items.length ? { next: items.at(-1)?.[0] } : {}
      return { items: items.map(([key, each]) => ({ id: key, ...show(key, each) })), ...next }
    }
    if (url.pathname === '/v1/restorations') return { items: [] }
    if (url.pathname === '/v1/seal-key') return { seal_minutes: 5 }
    if (url.pathname === '/v1/seals') return page(this.seals, (_, each) => each)
    if (url.pathname === '/v1/seals/waiting')
      return page(this.shards, (_, { number, digest }) => ({ number, digest, whole: true }))
    if (url.pathname === '/months') return page(this.months, (key, each) => standingOfMonth(key, each, stamps))
    return page(this.accounts, (key, { body, version }) => standingOf(key, version, body))
  }

  /** Another state of an account, as whoever writes the database makes one. */
  putIn(key: string, at: number): void {
    const before = this.accounts.get(key)?.version ?? start
    const body = { n: 0 }
    this.accounts.set(key, { body, version: versionAfter({ number: before.number, digest: before.digest }, body, at) })
  }

  #one(of: readonly string[]): string {
    return of[Math.floor(this.#random() * of.length)] as string
  }

  #charge(key: string): void {
    const before = this.accounts.get(key)
    const [body, since] = [{ n: (before?.body.n ?? 0) + 1 }, before?.version ?? start]
    const version = versionAfter({ number: since.number, digest: since.digest }, body, Date.now())
    this.accounts.set(key, { body, version })
    const { number, digest } = version
    const head: GrownHead = { chain: key, number, digest, since: { number: since.number, digest: since.digest } }
    this.#heads.push(headMoved(shardOf('accounts', key), head))
  }

  #month(key: string, what: 'posting' | 'wake'): void {
    const [partnerId = '', month = ''] = key.split('|')
    const [debit, credit] = postingAccounts.charge
    const data = { partnerId, month, serviceId: 'joke', chargeId: 'c', kind: 'charge', debit, credit, amountFen: 500 }
    const message = what === 'wake' ? { type: 'wake' as const, at: 1 } : envelope('posting.made', data)
    const before = this.months.get(key)
    if (what === 'wake' && !before) return
    const context = { now: Date.now(), key, cause: 'c', refs: { policy, stamps } }
    const { state, emit = [] } = settlement.decide(before, message, context)
    this.months.set(key, state as SettlementState)
    this.#heads.push(
      ...emit.filter(({ topic }) => topic === 'chain.heads').map(({ key, data }) => ({ key, data: data as object })),
    )
  }

  #hear(head: { key: string; data: object } | undefined): void {
    if (head) this.#decide(head.key, envelope('head.moved', head.data))
  }

  #seal(shard: string): void {
    this.#decide(shard, { type: 'wake', at: 1 })
  }

  #decide(key: string, message: Parameters<typeof seals.decide>[1]): void {
    const { state, emit = [] } = seals.decide(this.shards.get(key), message, { now: Date.now(), key, cause: 'c', refs })
    this.shards.set(key, state as ShardState)
    this.#made.push(...emit.map(({ data }) => data as Seal))
  }
}

const envelope = (type: string, data: object): Envelope => ({ id: 'i', type, v: 1, at: 1, corr: 'c', data }) as Envelope

const MINUTE = 60_000

/** Proves the accounts; `between` is done after each page of them. */
async function flawsOfAccounts(busy: Busy, between = () => {}) {
  const client = {
    json: async (method: string, path: string) => {
      const page = await busy.json(method, path, 0)
      if (path.startsWith('/accounts')) between()
      return page
    },
  } as unknown as Client
  return flawsOf(client, 'accounts', '/accounts', (key) => shardOf('accounts', key))
}

async function flawsOf(client: unknown, kind: Kind, path: string, sharesOf: (key: string) => string) {
  const proof = await Proof.begin(client as Client, { publicKey: sealer.publicKey }, [kind])
  await proof.prove(kind, sharesOf, pages<Standing & { id: string }>(client as Client, path))
  return proof.finish().flaws
}

describe('an auditor, while the gateway writes on', () => {
  it.each([
    ['months', '/months', () => 'months'],
    ['accounts', '/accounts', (key: string) => shardOf('accounts', key)],
  ] as const)('names nothing of %s that nobody changed', async (kind, path, sharesOf) => {
    for (let seed = 1; seed <= 12; seed++) {
      const busy = new Busy(seed)
      for (let proof = 0; proof < 6; proof++) {
        busy.goOn(20)
        expect(await flawsOf(busy, kind, path, sharesOf), `seed ${seed}`).toEqual([])
      }
    }
  })

  it('names nothing that was changed and signed long after a proof began', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-26T08:00:00Z') })
    try {
      const busy = new Busy(1)
      for (const key of ACCOUNTS) busy.chargeAndSign(key)
      let pages = 0
      const flaws = await flawsOfAccounts(busy, () => {
        if (pages++ > 0) return
        vi.advanceTimersByTime(12 * MINUTE)
        busy.chargeAndSign(ACCOUNTS.at(-1) as string)
      })
      expect(flaws).toEqual([])
      // Of a time to come is nothing.
      busy.putIn('31', Date.now() + 12 * MINUTE)
      expect(await flawsOfAccounts(busy)).toEqual([{ id: '31', flaw: 'unsealed' }])
    } finally {
      vi.useRealTimers()
    }
  })

  it('names what was put back, whatever the store says was signed when a proof began', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-26T08:00:00Z') })
    try {
      const busy = new Busy(1)
      const [key] = ACCOUNTS as [string]
      busy.chargeAndSign(key)
      const [shard, account] = [shardOf('accounts', key), busy.accounts.get(key)]
      const before = busy.shards.get(shard) as ShardState
      busy.chargeAndSign(key)
      vi.advanceTimersByTime(60 * MINUTE)
      if (account) busy.accounts.set(key, account)
      const now = busy.shards.get(shard) as ShardState
      busy.shards.set(shard, before)
      expect(await flawsOfAccounts(busy, () => busy.shards.set(shard, now))).toEqual([{ id: key, flaw: 'back' }])
    } finally {
      vi.useRealTimers()
    }
  })
})
