import { describe, expect, it } from 'vitest'
import type { InRecord, OutRecord } from '#bus'
import { monitorFlags, monitorObservations, partitionOf } from '#contracts'
import { observe } from '#monitor'
import { defaultPolicy, versionPolicy } from '#policy'
import { Population } from '../../../tools/population/population.ts'
import { Kept, toldIn } from './kept.ts'
import { Watching } from './watching.ts'

const population = new Population({ seed: 8, partners: 14, days: 12, malicious: 0.5, heldOut: true })
const BATCH = 200

const records: readonly InRecord[] = [...population.days()].flat().flatMap(({ topic, key, message }) => {
  const seen = observe(topic, key, message)
  if (typeof seen === 'string' || seen.length === 0) return []
  const { id, at, corr } = message
  const told = { id: `${id}.seen`, type: 'seen', v: 1, at, corr, data: { seen } }
  return { topic: monitorObservations.name, partition: 2, offset: 0, key: 'all', message: told, trusted: true } as never
})

/** The monitor's lane over a store, as often taken over as need be. */
class Lane {
  readonly kept = new Kept()
  /** Messages of the archive that a takeover read. */
  read = 0
  /** What was told until now, as it stands in the log. */
  told: OutRecord[] = []
  #timeZone = defaultPolicy.timeZone

  async takeOver(timeZone = this.#timeZone): Promise<Watching> {
    this.read = 0
    const { store } = this.kept
    const find: typeof store.find = async (process, query) => {
      const found = await store.find(process, query)
      if (!query.descending)
        for (const { key, body } of found) if (key < 'a') this.read += (body as { messages: number }).messages
      return found
    }
    const watching = new Watching({
      bus: { partitions: 4 },
      store: { ...store, find } as typeof store,
      policy: versionPolicy({ ...defaultPolicy, timeZone }),
      refuse: (_, reason) => {
        throw new Error(reason)
      },
      told: () => toldIn(this.told),
      lane: partitionOf('all', 4),
    })
    await watching.start()
    return watching
  }

  /** All flags, from a lane that is taken over after so many turns each. */
  async run(turns: number): Promise<string[]> {
    const emitted: OutRecord[] = []
    let watching = await this.takeOver()
    for (let turn = 0; turn * BATCH < records.length; turn++) {
      const batch = records.slice(turn * BATCH, (turn + 1) * BATCH)
      if (turn % turns === turns - 1) watching = await this.takeOver()
      // One in eleven is not stored, and done again by whoever takes over.
      if (turns !== Number.POSITIVE_INFINITY && turn % 11 === 7) {
        await watching.records({ records: batch })
        watching = await this.takeOver()
      }
      const { states, emit } = await watching.records({ records: batch })
      emitted.push(...emit)
      this.told.push(...emit)
      this.kept.commit(states)
      watching.committed()
    }
    return emitted.flatMap(({ topic, message }) => (topic === monitorFlags.name ? JSON.stringify(message) : []))
  }
}

describe('figures that were released', () => {
  const set = (figures: object, name: string) =>
    ({
      ...{ topic: monitorObservations.name, partition: 2, offset: 0, key: 'all', trusted: true },
      message: { id: name, type: 'policy.set', v: 1, at: 1_782_000_000_000, corr: name, data: { name, figures } },
    }) as never
  const desk = { campaigns: { reporters: 7 } }
  const strict = { ...defaultPolicy.monitor, falseFlags: 0.01 }

  it('of the desk, which an older build tells the monitor too, stop nothing and are not taken up', async () => {
    const lane = new Lane()
    const watching = await lane.takeOver()
    const { states } = await watching.records({ records: [set(strict, 'm1-x'), set(desk, 'm2-x')] })
    expect(watching.held).toEqual({ name: 'm1-x', figures: strict })
    lane.kept.commit(states)
    await watching.records({ records: [set({ ...strict, ...desk }, 'm3-x')] })
    expect(watching.held).toEqual({ name: 'm3-x', figures: strict })
    expect((await lane.takeOver()).held.name).toBe('m1-x')
  })
})

describe('what the monitor knows is kept', () => {
  it('killed and taken over again and again it says the same, byte for byte, and reads about a day of its archive', async () => {
    const whole = await new Lane().run(Number.POSITIVE_INFINITY)
    expect(whole.length).toBeGreaterThan(3)
    const lane = new Lane()
    expect(await lane.run(9)).toEqual(whole)
    await lane.takeOver()
    expect(lane.read).toBeGreaterThan(0)
    expect(lane.read).toBeLessThan(records.length / 2)
  })

  it('where nothing of it can be gone on from, the archive is read whole, and the same is said', async () => {
    const lane = new Lane()
    const half = records.length >> 1
    const hear = async (watching: Watching, from: number, to: number) => {
      const emitted: OutRecord[] = []
      for (let at = from; at < to; at += BATCH) {
        const { states, emit } = await watching.records({
          records: records.slice(at, Math.min(to, at + BATCH)) as never,
        })
        emitted.push(...emit)
        lane.told.push(...emit)
        lane.kept.commit(states)
        watching.committed()
      }
      return JSON.stringify(emitted.filter(({ topic }) => topic === monitorFlags.name))
    }
    await hear(await lane.takeOver(), 0, half)
    const { rows } = lane.kept
    const [kept, told] = [new Map(rows), lane.told]
    const said = async (change: (key: string, row: { body: never }) => object | undefined, zone?: string) => {
      rows.clear()
      lane.told = [...told]
      for (const [key, row] of kept) {
        const changed = key.startsWith('snapshot.') ? change(key, row as never) : row.body
        if (changed) rows.set(key, { ...row, body: changed })
      }
      const watching = await lane.takeOver(zone)
      const isWhole = lane.read >= half
      return { isWhole, flags: await hear(watching, half, records.length) }
    }
    const body = (_: string, row: { body: never }): object => row.body
    const from = await said(body)
    expect(from.isWhole).toBe(false)
    const isPart = (key: string) => !key.endsWith('.head')
    const damaged = {
      'a part is gone': (key: string, row: { body: never }) => (key.endsWith('.000001') ? undefined : row.body),
      'of another build': (key: string, row: { body: object }) =>
        isPart(key) ? row.body : { ...row.body, format: '0.x' },
      'a part is of another time': (key: string, row: { body: { known: number } }) =>
        isPart(key) ? { ...row.body, known: row.body.known - 1 } : row.body,
      'what cannot be opened': (key: string, row: { body: object }) =>
        key.endsWith('.000001') ? { ...row.body, data: 'AAAA' } : row.body,
      'it knows more than was archived': (_: string, row: { body: { known: number } }) => ({
        ...row.body,
        known: row.body.known + records.length,
      }),
    }
    for (const [why, change] of Object.entries(damaged)) {
      const other = await said(change as never)
      expect(other.isWhole, why).toBe(true)
      expect(other.flags, why).toBe(from.flags)
    }
    expect((await said(body, 'UTC')).isWhole).toBe(true)
  })
})
