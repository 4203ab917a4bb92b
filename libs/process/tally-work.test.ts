import { expect, it } from 'vitest'
import type { InRecord } from '#bus'
import { topic } from '#contracts'
import { TallyWork } from './tally-work.ts'

const NOW = Date.parse('2026-11-28T04:20:00Z')
const said = topic({ name: 'said', key: 'any', owner: 'test', summary: '', keep: 1, messages: {} })

/** What one turn tells of messages with these times: how many by each of them, and when that is told. */
async function turnOf(...times: number[]) {
  const work = new TallyWork<Map<number, number>>(
    {
      ...{ name: 'tally', inputs: [said] },
      begin: () => new Map(),
      add: (sums, { at }) => sums.set(at, (sums.get(at) ?? 0) + 1),
      told: (sums) => [{ topic: 'told', key: 'k', type: 'counted', data: [...sums] }],
      refuse: () => {
        throw new Error('nothing is refused here')
      },
    },
    { partitions: 1, now: () => NOW },
  )
  const records = times.map((at, offset): InRecord => {
    const message = { id: `m${offset}`, type: 'said', v: 1, at, corr: 'c', data: {} }
    return { topic: 'said', partition: 0, offset, key: 'k', message, trusted: true, raw: () => '' }
  })
  const { emit } = await work.records({ records, readUpTo: records.map(() => NOW) })
  const [{ message }] = emit as [(typeof emit)[number]]
  return { counted: message.data, at: message.at }
}

it('counts a stamp from the future as now', async () => {
  const { counted, at } = await turnOf(NOW - 5, Date.parse('9999-12-31T23:00:00Z'))
  expect({ counted, at }).toEqual({
    counted: [
      [NOW - 5, 1],
      [NOW + 1000, 1],
    ],
    at: NOW + 1000,
  })
})

it('tells what it counted at the latest time of it, whichever came last', async () => {
  expect(await turnOf(NOW, 1)).toMatchObject({ at: NOW })
})
