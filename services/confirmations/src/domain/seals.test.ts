import { describe, expect, it } from 'vitest'
import { shardOf } from '#contracts'
import { genesis, makeSealer, type Seal } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { sealKey, seals } from './seals.ts'

const MINUTE = 60_000
const place = (chain: string, number: number) => ({ number, digest: `digest of ${chain} ${number}` })
const head = (chain: string, number: number) => ({ chain, ...place(chain, number), since: place(chain, number - 1) })
const made = (emitted: readonly Emit[]): Seal[] => emitted.map((each) => each.data as Seal)

/** Three chains that grew are signed without waiting for the five minutes. */
const share = () => {
  const policy = { ...defaultPolicy, evidence: { sealMinutes: 5, sealHeads: 3 } }
  return new Play(seals, { key: 'receipts-k', refs: { policy, sealer: makeSealer('test') } })
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
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) => made(shard.say('head.moved', head(`${name}.1`, 1))))
    expect(all.map((each) => [each.number, each.heads.length])).toEqual([
      [1, 3],
      [2, 3],
    ])
    expect(all[1]?.before).toBe(all[0]?.digest)
  })
})

it('a share is found by its key, and seals are in order as texts', () => {
  expect(shardOf('receipts', 'AbC')).toBe('receipts-A')
  expect([2, 10].map((number) => sealKey({ shard: 's', number })).sort()[0]).toBe('s.000000002')
})
