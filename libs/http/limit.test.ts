import { describe, expect, it } from 'vitest'
import { inSlices, Limits, Turnstile } from './limit.ts'
import { networkOf } from './network.ts'

describe('the limit of a key', () => {
  it('counts items and not calls: what was taken too much is waited for', () => {
    let now = 0
    const limits = new Limits(() => now)
    expect(limits.waitSeconds('a', 60)).toBe(0)
    limits.spend('a', 60, 180)
    expect(limits.waitSeconds('a', 60)).toBe(121)
    now += 120_000
    expect(limits.waitSeconds('a', 60)).toBe(1)
    now += 1_000
    expect(limits.waitSeconds('a', 60)).toBe(0)
  })

  it('is each key’s own, and is not saved up', () => {
    let now = 0
    const limits = new Limits(() => now)
    limits.spend('a', 2, 2)
    expect([limits.waitSeconds('a', 2), limits.waitSeconds('b', 2)]).toEqual([30, 0])
    now += 3_600_000
    limits.spend('a', 2, 2)
    expect(limits.waitSeconds('a', 2)).toBe(30)
  })
})

describe('the rows of a file', () => {
  it('count as items, and wait by the second so that half of the limit is left to calls', () => {
    let now = 0
    const limits = new Limits(() => now)
    // given a key with 600 a minute: half of them go through at once
    expect(limits.spendRows('a', 600, 300)).toBe(0)
    expect([limits.spendRows('a', 600, 9), limits.spendRows('a', 600, 1)]).toEqual([0, 1000])
    // then a call is answered all the same, and when the file has waited it goes on
    expect(limits.waitSeconds('a', 600)).toBe(0)
    now += 1000
    expect([limits.spendRows('a', 600, 9), limits.spendRows('a', 600, 1)]).toEqual([0, 1000])
    // and what calls took, the file waits for
    limits.spend('a', 600, 290)
    expect(limits.spendRows('a', 600, 1)).toBe(30_100)
  })
})

describe('the turnstile', () => {
  const state = (promise: Promise<unknown>) =>
    Promise.race([promise.then(() => 'in'), new Promise((resolve) => setImmediate(() => resolve('waits')))])

  it('lets a key have so much in handling, the rest waits in its own line and nobody else does', async () => {
    const gate = new Turnstile(100, 10)
    const first = gate.enter('hog', 100)
    const second = gate.enter('hog', 100)
    const third = gate.enter('hog', 1)
    expect([await state(first), await state(second), await state(third)]).toEqual(['in', 'waits', 'waits'])
    expect(await state(gate.enter('other', 100))).toBe('in')
    const leave = (await first) as () => void
    leave()
    leave()
    expect([await state(second), await state(third)]).toEqual(['in', 'waits'])
    ;((await second) as () => void)()
    expect(await state(third)).toBe('in')
  })

  it('takes many small ones at once, one that is over everything alone, and has an end of its line', async () => {
    const gate = new Turnstile(10, 1)
    const small = Array.from({ length: 10 }, () => gate.enter('a', 1))
    expect(await Promise.all(small.map(state))).toEqual(Array(10).fill('in'))
    expect(await state(gate.enter('b', 1000))).toBe('in')
    const waits = gate.enter('b', 1)
    expect(await state(waits)).toBe('waits')
    expect(await gate.enter('b', 1)).toBeUndefined()
  })
})

it('slices give others their turn, and keep the order', async () => {
  let turns = 0
  const other = () => {
    turns++
    if (turns < 1000) next = setImmediate(other)
  }
  let next = setImmediate(other)
  const items = Array.from({ length: 1000 }, (_, i) => i)
  expect(await inSlices(items, (each) => each * 2)).toEqual(items.map((each) => each * 2))
  clearImmediate(next)
  expect(turns).toBeGreaterThan(0)
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
