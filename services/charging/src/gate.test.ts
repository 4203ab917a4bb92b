import { describe, expect, it } from 'vitest'
import { partitionOf } from '#contracts'
import { DecideWork, type ProcessDefinition, TIMER_GRACE_MS } from '#process'
import type { Catalogue } from '#reference'
import type { Deps } from '#service'
import type { Store } from '#store'
import { accountProcess } from './domain/account.ts'
import { at, grants, KEY, refs } from './domain/fixtures.ts'
import { type GrantedCharge, newAccount } from './domain/state.ts'
import { Gate, heartbeatKeys } from './gate.ts'

const PARTITIONS = 6

/** A gate over accounts in memory: Lin has 每日笑话 since March, and bought a song twice just now. `beat`: how long ago the slowest lane gave a sign, ms. */
function gate({ beat = 500, away = false, whenUnknown = 'deny' as 'deny' | 'allow' } = {}) {
  let now = at('2026-11-22')
  const errors: string[] = []
  const counted: string[] = []
  const given = refs()
  const standings = [{ serviceId: 'joke', since: at('2026-03-02') }]
  const purchases = ['r1', 'r2'].map((receiptId) => ({ receiptId, serviceId: 'song', tariffFen: 200, at: now }))
  const states = new Map<string, unknown>([[KEY, { ...newAccount('8613800138000'), standings, purchases }]])
  const beats = () => {
    for (const [lane, key] of heartbeatKeys(PARTITIONS).entries())
      states.set(key, { ...newAccount(''), heartbeat: lane === 3 ? now - beat : now })
  }
  beats()
  const time = {
    pass(ms: number, { beats: go = true } = {}) {
      now += ms
      if (go) beats()
    },
  }
  const deps = {
    bus: { partitions: PARTITIONS },
    clock: { now: () => now },
    keyOf: () => KEY,
    log: { error: (_fields: object, text: string) => errors.push(text) },
    metrics: { chargeChecks: { inc: ({ rule }: { rule: string }) => counted.push(rule) } },
    store: {
      load: async (_process: string, keys: readonly string[]) => {
        if (away) throw new Error('the store is away')
        return new Map(keys.flatMap((key) => (states.has(key) ? [[key, { body: states.get(key) }]] : [])))
      },
    },
  } as unknown as Deps
  const policy = { ...given.policy, charging: { ...given.policy.charging, whenUnknown } }
  const question = { id: 'c1', msisdn: '8613800138000', serviceId: 'joke', amountFen: 500, kind: 'month' as const }
  const { catalogue } = given
  return { gate: new Gate(deps, { ...given, policy }, grants), question, errors, counted, now, time, catalogue }
}

describe('the charge gate', () => {
  it('denies at once what a case keeps a partner from, and allows it again when it ends', async () => {
    const { gate: open, question, counted, now, catalogue } = gate()
    const partnerId = catalogue.service('joke', now)?.partnerId as string
    const restrain = (version: number, restraints: readonly object[]) =>
      (catalogue as Catalogue).apply({
        id: `r${version}`,
        type: 'partner.restrained',
        v: 1,
        at: now,
        corr: '',
        data: { partnerId, version, restraints } as never,
      })
    restrain(1, [{ what: 'charges', case: '10002000', serviceId: 'joke' }])
    const before = { ...question, id: 'c0' }
    expect(await open.ask([before])).toEqual([{ allow: false, rule: 'partner.restrained' }])
    restrain(2, [
      { what: 'charges', case: '10002000' },
      { what: 'ended', case: '10002001' },
    ])
    expect(await open.ask([before]), 'of who is out nothing is held').toEqual([{ allow: false, rule: 'partner.ended' }])
    restrain(3, [])
    expect(await open.ask([question])).toMatchObject([{ allow: true }])
    expect(counted).toEqual(['partner.restrained', 'partner.ended', 'allowed'])
  })

  it('allows with a grant that holds for ten minutes, for just this charge', async () => {
    const { gate: open, question, counted, now } = gate()
    const [answer] = await open.ask([question])
    expect(answer).toMatchObject({ allow: true, until: now + 10 * 60_000 })
    const grant = (answer as { grant: string }).grant
    const charge = { id: 'c1', subscriber: KEY, serviceId: 'joke', amountFen: 500, kind: 'month', at: now + 5 * 60_000 }
    expect(grants.read(grant, charge as GrantedCharge)).toMatchObject({
      tenure: 1,
      cycle: expect.stringContaining('.'),
    })
    for (const other of [
      { id: 'c2' },
      { subscriber: 'k' },
      { serviceId: 'star' },
      { amountFen: 501 },
      { kind: 'once' },
      { at: now + 11 * 60_000 },
    ])
      expect(grants.read(grant, { ...charge, ...other } as GrantedCharge)).toBeUndefined()
    expect(counted).toEqual(['allowed'])
  })

  it('gives one grant at a time for a period: another charge is too often until it has run out, the same one is not', async () => {
    const { gate: open, question, time } = gate()
    const other = { ...question, id: 'c2' }
    expect(await open.ask([question, other, question])).toMatchObject([
      { allow: true },
      { allow: false, rule: 'too.often' },
      { allow: true },
    ])
    time.pass(10 * 60_000)
    expect(await open.ask([other])).toMatchObject([{ allow: false, rule: 'too.often' }])
    time.pass(1)
    expect(await open.ask([other])).toMatchObject([{ allow: true }])
  })

  it('gives a grant for each of two purchases of the same, and none for a third', async () => {
    const { gate: open, question, now } = gate()
    const songs = ['s1', 's2', 's3', 's1'].map(
      (id) => ({ ...question, id, serviceId: 'song', amountFen: 200, kind: 'once' }) as const,
    )
    const answers = await open.ask(songs)
    expect(answers.map((each) => (each.allow ? 'allowed' : each.rule))).toEqual([
      'allowed',
      'allowed',
      'purchase.used',
      'allowed',
    ])
    const cycles = answers.flatMap((each, index) => {
      const { msisdn: _, ...song } = songs[index] as (typeof songs)[number]
      return each.allow ? [grants.read(each.grant, { ...song, subscriber: KEY, at: now })?.cycle] : []
    })
    expect(cycles).toEqual(['r1', 'r2', 'r1'])
  })

  it('does not take a sign from before the clock was set back for one of now', async () => {
    const { gate: open, question, time } = gate()
    expect(await open.ask([question])).toMatchObject([{ allow: true }])
    time.pass(-3_600_000, { beats: false })
    expect(await open.ask([question])).toMatchObject([{ allow: false, rule: 'unknown' }])
  })

  it.each([
    ['accounts that are older than five seconds', { beat: 5001 + TIMER_GRACE_MS }],
    ['a store that is away', { away: true }],
  ])('cannot know by %s: it says so, denies, and counts it', async (_why, state) => {
    const { gate: blind, question, counted } = gate(state)
    expect(await blind.ask([question, question])).toEqual([
      { allow: false, rule: 'unknown' },
      { allow: false, rule: 'unknown' },
    ])
    expect(counted).toEqual(['unknown', 'unknown'])
  })

  it('allows when it cannot know only where the policy says so, and says that it did not know', async () => {
    const { gate: blind, question, errors } = gate({ away: true, whenUnknown: 'allow' })
    expect(await blind.ask([question])).toMatchObject([{ allow: true, rule: 'unknown' }])
    expect(errors).toHaveLength(1)
  })

  it('asks each lane for a sign of its own', () => {
    expect(heartbeatKeys(PARTITIONS).map((key) => partitionOf(key, PARTITIONS))).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('has its signs again at once after the clock was set forward by an hour', async () => {
    const [key] = heartbeatKeys(1) as [string]
    const start = at('2026-11-22')
    const store = { load: async () => new Map(), due: async () => [{ key }], nextWake: async () => undefined }
    const options = { refs: () => refs(), partitions: 1, largest: 1_000_000, cacheSize: 10, now: () => start }
    const work = new DecideWork(accountProcess as ProcessDefinition, 0, store as unknown as Store, options)
    const message = { id: 'h', type: 'heartbeat', v: 1, at: start, corr: 'h', data: {} }
    const place = { topic: 'subscriber.charges', partition: 0, offset: 0, key, trusted: true }
    await work.records({ records: [{ ...place, message, raw: () => '' }], readUpTo: [start] })
    work.committed()
    const { states } = await work.wake(start + 3_600_000)
    expect(states).toMatchObject([{ body: { heartbeat: start + 3_600_000 } }])
  })
})
