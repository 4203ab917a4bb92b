import { describe, expect, it } from 'vitest'
import { genesis, makeSealer, type Seal } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { sealKey, seals, shardOf } from './seals.ts'

const HOUR = 3_600_000
const head = (chain: string, number: number) => ({ chain, number, digest: `digest of ${chain} ${number}` })
const made = (emitted: readonly Emit[]): Seal[] => emitted.map((each) => each.data as Seal)

/** It is 18:30 in Shanghai. Three chains that grew are signed without waiting for midnight. */
const share = () => {
  const policy = { ...defaultPolicy, evidence: { sealAt: '00:00', sealHeads: 3 } }
  return new Play(seals, { key: 'receipts-k', refs: { policy, sealer: makeSealer('test') } })
}

describe('chains that grew', () => {
  it('are signed at midnight, each by its last record, and only when there is something', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    shard.say('head.moved', head('mei.1', 7))
    shard.say('head.moved', head('lin.1', 2))
    expect(shard.wait(5 * HOUR)).toEqual([])
    const [seal] = made(shard.wait(HOUR))
    expect(seal).toMatchObject({ shard: 'receipts-k', number: 1, before: genesis })
    expect(seal?.heads).toEqual([head('mei.1', 7), head('lin.1', 2)])
    expect(new Date(seal?.at ?? 0).toISOString()).toBe('2026-11-22T16:00:00.000Z')
    expect(shard.wait(48 * HOUR)).toEqual([])
  })

  it('are not put off by what comes after midnight, before the timer does', () => {
    const shard = share()
    shard.say('head.moved', head('lin.1', 1))
    shard.timersWait = true
    shard.wait(6 * HOUR)
    shard.say('head.moved', head('mei.1', 1))
    shard.timersWait = false
    expect(made(shard.wait(HOUR))).toHaveLength(1)
  })

  it('are signed at once when they are many, and seals follow one another', () => {
    const shard = share()
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => made(shard.say('head.moved', head(`${name}.1`, 1))))
    expect(all.map((each) => [each.number, each.heads.length])).toEqual([
      [1, 3],
      [2, 3],
    ])
    expect(all[1]?.before).toBe(all[0]?.digest)
  })
})

it('a share is found by its key, and seals are in order as texts', () => {
  expect(shardOf('AbC')).toBe('receipts-A')
  expect([2, 10].map((number) => sealKey({ shard: 's', number })).sort()[0]).toBe('s.000000002')
})
