import { expect, it } from 'vitest'
import { type Orders, WaysBeside } from '#monitor'
import { defaultPolicy } from '#policy'
import { Beside } from './replay-beside.ts'

const { monitor: policy } = defaultPolicy
const line = (topic: string, type: string, data: object, at: unknown = Date.parse('2026-07-01T00:00:00Z')) =>
  JSON.stringify({ topic, key: 'k1', message: { type, at, data } })
const charge = line('charging.events', 'charge.judged', { serviceId: 'comics', chargeId: 'c1', amountFen: 800 })
const usage = line('service.usage', 'usage.told', { serviceId: '漫画' })

/** Pieces of so many octets each, wherever that cuts a letter in two. */
async function* inPieces(text: string, octets: number): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text)
  for (let from = 0; from < all.length; from += octets) {
    yield all.subarray(from, from + octets)
    // A link may bring nothing, and go on.
    yield Buffer.alloc(0)
  }
}

it('lines come as they stand in the file, however it is cut: what is observed, and what else each of them is', async () => {
  const text = [
    charge,
    '',
    'nothing',
    usage,
    line('other', 'x', {}),
    line('service.usage', 'usage.told', {}),
    usage,
  ].join('\r\n')
  for (const octets of [1, 64, 1 << 18]) {
    await using beside = new Beside(policy)
    const [found, odd]: [unknown[], unknown[]] = [[], []]
    let read = 0
    for await (const { batch, seen } of beside.batches(inPieces(text, octets))) {
      found.push(...seen.map(({ kind, service }) => [kind, service]))
      odd.push(...[...batch.odd.values()].map(({ is }) => is))
      read += batch.octets
    }
    expect(found).toEqual([
      ['charge', 'comics'],
      ['usage', '漫画'],
      ['usage', '漫画'],
    ])
    expect(odd).toEqual(['blank', 'bad', 'unknown', 'unreadable'])
    expect(read).toBe(Buffer.byteLength(text))
  }
})

it('of an empty file there is nothing', async () => {
  await using beside = new Beside(policy)
  for await (const { seen, batch } of beside.batches(inPieces('', 1))) expect([seen, batch.lines]).toEqual([[], 0])
})

it('what came over a link before it broke is told, and then that it did', async () => {
  await using beside = new Beside(policy)
  async function* broken(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 100; n++) yield Buffer.from(`${charge}\n`)
    throw new Error('the link broke')
  }
  let read = 0
  const reading = async () => {
    for await (const { seen } of beside.batches(broken())) read += seen.length
  }
  await expect(reading()).rejects.toThrow('the link broke')
  expect(read).toBe(100)
})

it('what was brought is taken while more is waited for, which may never come', async () => {
  await using beside = new Beside(policy)
  async function* pausing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`\uFEFF${charge}\n`)
    await new Promise(() => undefined)
  }
  for await (const { seen } of beside.batches(pausing())) {
    expect(seen).toMatchObject([{ kind: 'charge', service: 'comics' }])
    break
  }
})

it('whoever waits for an answer of the thread hears what went wrong in it, and so does whoever reads', async () => {
  await using beside = new Beside(policy)
  const ways = new WaysBeside(policy, {
    hear: (orders: Orders) => beside.hear({ ...orders, count: 1 }),
    look: (about) => beside.look(about),
  })
  // One that it was never told of.
  ways.kindOf('huayu', 'content')
  expect(() => ways.looking({ day: 1, counts: ['live'] })()).toThrow(TypeError)
  const reading = async () => {
    for await (const _ of beside.batches(inPieces(charge, 10))) {
      // Nothing of it is wanted.
    }
  }
  await expect(reading()).rejects.toThrow(TypeError)
})
