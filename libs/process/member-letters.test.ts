import { describe, expect, it, onTestFinished } from 'vitest'
import type { Bus } from '#bus'
import { partitionOf } from '#contracts'
import { until } from '../../test/until.ts'
import { heard, member, noted, pairs, publish, seen } from './member-fixtures.ts'

/** Why what came was buried, or what it was. */
async function lettersOn(bus: Bus, field: 'reason' | 'value'): Promise<readonly string[]> {
  const letters: string[] = []
  const stop = await bus.follow('dead-letters', ({ message }) =>
    letters.push((message as { data: Record<typeof field, string> }).data[field]),
  )
  onTestFinished(stop)
  return letters
}

describe.each(pairs)('a member, %s', (_name, open) => {
  it('buries what no schema accepts, and goes on', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard, { name: 'dead-letters', keep: 1 }])
    await member(bus, store)
    const letters = await lettersOn(bus, 'reason')
    await bus.publish([
      {
        topic: 'noted',
        partition: partitionOf('k', 3),
        key: 'k',
        message: { id: 'x', type: 'noted', v: 1, at: 1, corr: '', data: { n: 'one' } },
      },
      {
        topic: 'noted',
        partition: (partitionOf('k', 3) + 1) % 3,
        key: 'k',
        message: { id: 'y', type: 'noted', v: 1, at: 1, corr: '', data: { n: 1 } },
      },
    ])
    await publish(bus, noted, 2)
    await until('the good one is handled', async () => (await seen(store)).length === 1)
    await until('the bad ones are dead letters', () => letters.length === 2)
    expect(letters.toSorted()).toEqual(['noted v1: n: invalid_type', 'the record is not in the partition of its key'])
  })

  it('buries once what no schema accepts and its source wrote twice', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard, { name: 'dead-letters', keep: 1 }])
    await member(bus, store)
    const letters = await lettersOn(bus, 'value')
    const bad = (id: string, seq: number) => ({
      topic: 'noted',
      partition: partitionOf('k', 3),
      key: 'k',
      message: { id, type: 'noted', v: 1 as const, at: 1, corr: '', data: { n: 'one' } },
      source: { lane: 'edge/e', incarnation: '', seq, index: 0 },
    })
    await bus.publish([bad('x', 1), bad('x', 1)])
    await bus.publish([bad('x', 1), bad('last', 2)])
    const ids = () => letters.map((each) => JSON.parse(each).id).toSorted()
    await until('it and what came after it are dead letters', () => ids()[0] === 'last' && ids().length > 1)
    expect(ids()).toEqual(['last', 'x'])
  })

  it('buries what would make too large a message, whose state stays, and goes on', async () => {
    const { bus, store } = await open()
    await bus.ensureTopics([noted, heard, { name: 'dead-letters', keep: 1 }])
    const made = await member(bus, store)
    await until('its lanes run', () => made.troubles().length === 0)
    const letters = await lettersOn(bus, 'reason')
    for (const n of [1, -1, 2]) await publish(bus, noted, n)
    await until('the others are handled', async () => (await seen(store)).length === 2)
    expect(await seen(store)).toEqual([1, 2])
    await until('it is a dead letter', () => letters.length === 1)
    expect(letters[0]).toMatch(/^it would make a noted of 12\d{5} octets for heard, and the log takes 1048588$/)
    expect(made.troubles()).toEqual([])
  })
})
