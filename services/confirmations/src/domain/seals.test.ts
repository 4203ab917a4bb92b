import { describe, expect, it } from 'vitest'
import { shardOf } from '#contracts'
import { genesis, makeSealer, type Seal, Stamps } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { isWhole, type ShardState, sealKey, seals } from './seals.ts'

const MINUTE = 60_000
const place = (chain: string, number: number) => ({ number, digest: `digest of ${chain} ${number}` })
const head = (chain: string, number: number) => ({ chain, ...place(chain, number), since: place(chain, number - 1) })
const made = (emitted: readonly Emit[]): Seal[] => emitted.map((each) => each.data as Seal)

const stamps = new Stamps(['test'], 'waiting-heads')
/** Four heads are signed without waiting for the five minutes. */
const share = () => {
  const policy = { ...defaultPolicy, evidence: { sealMinutes: 5, sealHeads: 4 } }
  return new Play(seals, { key: 'receipts-k', refs: { policy, sealer: makeSealer('test'), stamps } })
}

describe('chains that grew', () => {
  it('are signed after minutes, each from where it stood to its last record, and only when there is something', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    shard.say('head.moved', head('mei.1', 7))
    shard.say('head.moved', head('lin.1', 2))
    expect(shard.wait(4 * MINUTE)).toEqual([])
    const [seal] = made(shard.wait(MINUTE))
    expect(seal).toMatchObject({ shard: 'receipts-k', number: 1, before: genesis })
    expect(seal?.heads).toEqual([head('mei.1', 7), { ...head('lin.1', 2), since: place('lin.1', 0) }])
    expect(seal).toMatchObject({ chains: 1, records: 3 })
    expect(shard.wait(600 * MINUTE)).toEqual([])
  })

  it('are not put off by what comes after they are due, before the timer does', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    shard.timersWait = true
    shard.wait(6 * MINUTE)
    shard.say('head.moved', head('mei.1', 1))
    shard.timersWait = false
    expect(made(shard.wait(MINUTE))).toHaveLength(1)
  })

  it('are signed at once when they are many, and seals follow one another', () => {
    const shard = share()
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((name) =>
      made(shard.say('head.moved', head(`${name}.1`, 1))),
    )
    expect(all.map((each) => [each.number, each.heads.length])).toEqual([
      [1, 4],
      [2, 4],
    ])
    expect(all[1]?.before).toBe(all[0]?.digest)
  })
})

describe('what waits to be signed, and is changed in the store', () => {
  const state = (shard: ReturnType<typeof share>) => shard.state as ShardState
  const [first] = [{ head: head('lin.1', 1), stamp: stamps.of(['x']) }]
  it.each<[string, (state: ShardState) => object]>([
    ['a head', ({ told }) => ({ told: told.map((each) => ({ ...each, head: head('lin.1', 3) })) })],
    ['a head put in', ({ told }) => ({ told: [...told, first] })],
    ['a head taken out', ({ told }) => ({ told: told.slice(1) })],
    ['heads in another order', ({ told }) => ({ told: told.toReversed() })],
    ['all of them', () => ({ told: undefined })],
    ['where the seals stand', ({ number }) => ({ number: number + 1 })],
    ['how many there were', () => ({ records: -7.5 })],
    ['the stamp', () => ({ stamp: undefined })],
  ])('is not signed, and named: %s', (_what, edit) => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    shard.say('head.moved', head('mei.1', 1))
    expect(isWhole('receipts-k', state(shard), stamps)).toBe(true)
    shard.state = { ...state(shard), ...edit(state(shard)) } as ShardState
    expect(isWhole('receipts-k', state(shard), stamps)).toBe(false)
    const [seal] = made(shard.wait(6 * MINUTE))
    expect(seal).toMatchObject({ heads: [], broken: ['receipts-k'] })
    // From then on all is signed again, under a secret that the database has not.
    shard.say('head.moved', head('lin.1', 2))
    expect(made(shard.wait(6 * MINUTE))[0]).toMatchObject({ heads: [{ chain: 'lin.1' }] })
    expect(isWhole('receipts-k', state(shard), new Stamps(['another'], 'waiting-heads'))).toBe(false)
  })

  it('is no share’s but its own', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    expect(isWhole('receipts-j', state(shard), stamps)).toBe(false)
  })

  it('in a record: its next head does not follow the one that waits, and the chain is named', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    shard.say('head.moved', { ...head('lin.1', 2), since: { number: 1, digest: 'of what was changed' } })
    const [seal] = made(shard.wait(6 * MINUTE))
    expect(seal).toMatchObject({ broken: ['lin.1'], heads: [{ chain: 'lin.1', number: 2, since: { number: 0 } }] })
  })

  it('of another process, which says so', () => {
    const shard = share()
    shard.say('head.broken', { chain: 'huayu|2026-11' })
    expect(made(shard.wait(6 * MINUTE))).toMatchObject([{ heads: [], broken: ['huayu|2026-11'] }])
  })

  it('goes on with the stamps of before while the secret is rotated', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    const rotated = new Stamps(['the new one', 'test'], 'waiting-heads')
    const { told } = state(shard)
    const next = head('mei.1', 1)
    const more = { head: next, stamp: rotated.of([told[0]?.stamp, next]) }
    expect(isWhole('receipts-k', { ...state(shard), told: [...told, more] }, rotated)).toBe(true)
  })
})

it('a share is found by its key, and seals are in order as texts', () => {
  expect(shardOf('receipts', 'AbC')).toBe('receipts-A')
  expect([2, 10].map((number) => sealKey({ shard: 's', number })).sort()[0]).toBe('s.000000002')
})
