import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Envelope, partitionOf } from '#contracts'
import {
  type Bus,
  hasNews,
  type InRecord,
  type LaneReader,
  type Membership,
  type OutRecord,
  type Source,
} from './port.ts'

export interface BusUnderTest {
  readonly bus: Bus
  close(): Promise<void>
}

const PARTITIONS = 3
const message = (id: string): Envelope => ({ id, type: 'noted', v: 1, at: 1_700_000_000_000, corr: id, data: { id } })
const record = (topic: string, id: string, key = 'k'): OutRecord => ({
  topic,
  partition: partitionOf(key, PARTITIONS),
  key,
  message: message(id),
})

/** What every log must do. `open` gives a fresh one with three partitions. */
export function busContract(name: string, open: () => Promise<BusUnderTest>): void {
  describe(`bus contract: ${name}`, () => {
    let under: BusUnderTest
    const memberships: Membership[] = []
    beforeAll(async () => {
      under = await open()
      await under.bus.ensureTopics([
        { name: 'letters', keep: 1 },
        { name: 'parcels', keep: 1 },
        { name: 'facts', keep: 'compact' },
      ])
    })
    afterAll(async () => {
      await Promise.all(memberships.map((each) => each.leave()))
      await under.close()
    })

    /** Joins and gives the reader of one lane as soon as the group grants it. */
    const joined = async (group: string, topics: string[], lane: number): Promise<LaneReader> => {
      const granted = Promise.withResolvers<LaneReader>()
      const membership = await under.bus.join(group, topics, {
        granted: (n, reader) => {
          if (n === lane) granted.resolve(reader)
        },
        revoked: async () => {},
      })
      memberships.push(membership)
      return granted.promise
    }

    const readIds = async (reader: LaneReader, topic: string, count: number): Promise<string[]> => {
      const ids: string[] = []
      while (ids.length < count) {
        for (const pending of await reader.poll(100, 1000)) {
          if (pending.topic !== topic) continue
          for (const each of pending.records) ids.push((each.message as Envelope).id)
          const last = pending.records.at(-1)
          if (last) reader.advance({ [topic]: last.offset + 1 })
        }
      }
      return ids
    }

    it('gives a lane what was published before and after it joined, in order', async () => {
      const lane = partitionOf('k', PARTITIONS)
      await under.bus.publish([record('letters', 'a'), record('letters', 'b')])
      const reader = await joined('readers', ['letters', 'parcels'], lane)
      reader.seek({ letters: 0, parcels: 0 })
      await under.bus.publish([record('letters', 'c')])
      await under.bus.publish([record('letters', 'd'), record('letters', 'e')])
      expect(await readIds(reader, 'letters', 5)).toEqual(['a', 'b', 'c', 'd', 'e'])
    })

    it('reads again from an offset that is sought', async () => {
      const reader = await joined('seekers', ['letters'], partitionOf('k', PARTITIONS))
      const { letters } = await reader.ranges()
      const end = letters?.end as number
      reader.seek({ letters: end - 2 })
      expect(await readIds(reader, 'letters', 2)).toHaveLength(2)
      reader.seek({ letters: end - 3 })
      expect((await readIds(reader, 'letters', 3)).at(-1)).toBe('e')
    })

    it('tells of every input topic whether more is there', async () => {
      const lane = partitionOf('k', PARTITIONS)
      const reader = await joined('thorough', ['letters', 'facts'], lane)
      const { letters } = await reader.ranges()
      reader.seek({ letters: 0, facts: 0 })
      let polled = await reader.poll(2, 2000)
      while (!hasNews(polled)) polled = await reader.poll(2, 2000)
      const told = polled.map(({ topic, records, more }) => ({ topic, count: records.length, more }))
      expect(told.toSorted((a, b) => a.topic.localeCompare(b.topic))).toEqual([
        { topic: 'facts', count: 0, more: false },
        { topic: 'letters', count: 2, more: (letters?.end as number) > 2 },
      ])
    })

    it('counts a topic as having more until its end was reached once', async () => {
      const lane = 0
      const put = (topic: string, count: number) =>
        under.bus.publish(
          Array.from({ length: count }, (_, n) => ({ ...record(topic, `${topic}-${n}`), partition: lane })),
        )
      await Promise.all([put('letters', 40), put('parcels', 40)])
      const reader = await joined('backlog', ['letters', 'parcels'], lane)
      const ends = await reader.ranges()
      const positions: Record<string, number> = { letters: 0, parcels: 0 }
      for (let round = 0; round < 20; round++) {
        reader.seek((round < 10 ? { letters: 0, parcels: 0 } : positions) as Record<string, number>)
        for (const { topic, records, more } of await reader.poll(100, 50)) {
          const reached = (positions[topic] as number) + records.length
          if (!more) expect(reached).toBe(ends[topic]?.end)
          if (round >= 10) positions[topic] = reached
        }
      }
    })

    it('keeps what was not advanced over', async () => {
      const reader = await joined('hesitant', ['parcels'], 1)
      reader.seek({ parcels: 0 })
      await under.bus.publish([{ ...record('parcels', 'p'), partition: 1 }])
      const look = async () =>
        (await reader.poll(10, 2000)).flatMap((each) => each.records.map((found) => (found.message as Envelope).id))
      let first = await look()
      while (first.length === 0) first = await look()
      expect(first).toEqual(['p'])
      expect(await look()).toEqual(['p'])
    })

    it('ends the wait of a poll for who wakes it, also a moment before', async () => {
      const reader = await joined('sleeper', ['facts'], 1)
      const { facts } = await reader.ranges()
      reader.seek({ facts: facts?.end as number })
      while ((await reader.poll(10, 20)).some((each) => each.more));
      const waiting = reader.poll(10, 600_000)
      reader.wake()
      await waiting
      reader.wake()
      await reader.poll(10, 600_000)
    })

    it('carries the source of an emitted message', async () => {
      const source = { lane: 'process/2', incarnation: 'x', seq: 7, index: 3 }
      const reader = await joined('sources', ['parcels'], 2)
      reader.seek({ parcels: 0 })
      await under.bus.publish([{ ...record('parcels', 's'), partition: 2, source }])
      let records = (await reader.poll(10, 1000)).flatMap((each) => each.records)
      while (records.length === 0) records = (await reader.poll(10, 1000)).flatMap((each) => each.records)
      if (under.bus.constructor.name === 'EmbeddedBus') expect(records[0]?.source).toBeUndefined()
      else expect(records[0]?.source).toEqual(source)
    })

    it('numbers what comes without a source, where its client may write it twice', async () => {
      const reader = await joined('edges', ['parcels'], 0)
      const { parcels } = await reader.ranges()
      reader.seek({ parcels: parcels?.end as number })
      for (const id of ['x', 'y'])
        await under.bus.publish([{ ...record('parcels', id), partition: 0 }], { withinMs: 5000 })
      const found: InRecord[] = []
      while (found.length < 2)
        for (const { records } of await reader.poll(10, 1000)) {
          found.push(...records)
          const last = records.at(-1)
          if (last) reader.advance({ parcels: last.offset + 1 })
        }
      if (under.bus.constructor.name !== 'KafkaBus') return
      const [x, y] = found.map((each) => each.source as Source)
      expect(x?.lane).toMatch(/^edge\/[\w-]{8}$/)
      expect(y).toEqual({ ...x, seq: (x?.seq as number) + 1 })
    })

    it('refuses what is too large at once, with all that was to be published with it', async () => {
      const { message, ...rest } = record('facts', 'large', 'x')
      const large = { ...rest, message: { ...message, data: { text: '费'.repeat(under.bus.largest / 3) } } }
      await expect(under.bus.publish([record('facts', 'small', 'x'), large])).rejects.toMatchObject({
        code: 'bus.too-large',
        retriable: false,
      })
    })

    it('takes what is just not too large', async () => {
      const text = 'x'.repeat(under.bus.largest - 400)
      const seen: unknown[] = []
      await under.bus.publish([{ ...record('letters', 'f'), message: { ...message('f'), data: { text } } }])
      const stop = await under.bus.follow('letters', (each) => seen.push((each.message as Envelope).data))
      expect(seen).toContainEqual({ text })
      await stop()
    })

    it('follows a topic to its end and beyond', async () => {
      const seen: string[] = []
      await under.bus.publish([record('facts', 'one', 'x'), record('facts', 'two', 'y')])
      const stop = await under.bus.follow('facts', (each) => seen.push((each.message as Envelope).id))
      expect(seen.toSorted()).toEqual(['one', 'two'])
      await under.bus.publish([record('facts', 'three', 'z')])
      await expect.poll(() => seen, { timeout: 10_000 }).toContain('three')
      await stop()
    })

    it('reads a topic from its end on, and says where that was', async () => {
      const seen: InRecord[] = []
      await under.bus.publish([record('facts', 'before', 'x')])
      const tail = await under.bus.tail('facts', (each) => seen.push(each))
      await under.bus.publish([record('facts', 'after', 'x')])
      await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(1)
      const place = tail.from[partitionOf('x', PARTITIONS)]
      expect(seen).toMatchObject([{ message: { id: 'after' }, offset: place }])
      expect(tail.from).toHaveLength(PARTITIONS)
      await tail.stop()
      await under.bus.publish([record('facts', 'never', 'x')])
      expect(seen).toHaveLength(1)
    })

    it('names its log, so that positions of another are never used on it', async () => {
      const reader = await joined('identity', ['letters'], 0)
      expect((await reader.identity())['letters']).toMatch(/.{6,}/)
    })

    it('refuses a topic that it does not have', async () => {
      if (under.bus.constructor.name === 'KafkaBus') return
      await expect(under.bus.publish([record('nowhere', 'a')])).rejects.toThrow('nowhere')
    })
  })
}
