import { expect, it } from 'vitest'
import type { InRecord, OutRecord } from '#bus'
import { type Envelope, monitorFlags, monitorObservations, monitorStandings, partitionOf } from '#contracts'
import { type Observation, observe } from '#monitor'
import { defaultPolicy, versionPolicy } from '#policy'
import { Population } from '../../../tools/population/population.ts'
import { flags } from './domain/flags.ts'
import { standings } from './domain/standings.ts'
import { Kept, toldIn } from './kept.ts'
import { Watching } from './watching.ts'

const population = new Population({ seed: 8, partners: 14, days: 12, malicious: 0.5, heldOut: true })
const BATCH = 500
const DAY = 86_400_000
const wrapped = (id: string, at: number, type: string, data: object) =>
  ({
    ...{ topic: monitorObservations.name, partition: 2, offset: 0, key: 'all', trusted: true },
    message: { id, type, v: 1, at, corr: id, data },
  }) as never as InRecord
const records = [...population.days()].flat().flatMap(({ topic, key, message }) => {
  const seen = observe(topic, key, message)
  return typeof seen === 'string' || seen.length === 0 ? [] : [wrapped(message.id, message.at, 'seen', { seen })]
})
const seenIn = (record: InRecord) => ((record.message as Envelope).data as { seen: Observation[] }).seen
const CASES = { flags: [flags, monitorFlags.name], 'monitor-standings': [standings, monitorStandings.name] } as const

/** The monitor’s lane, and the states of those who keep what it tells. */
class Lane {
  readonly kept = new Kept()
  readonly told: OutRecord[] = []
  readonly states = { flags: new Map<string, unknown>(), 'monitor-standings': new Map<string, unknown>() }
  #watching!: Watching

  async takeOver(): Promise<void> {
    const find: Kept['store']['find'] = async (process, query) => {
      if (!(process in CASES)) return this.kept.store.find(process, query)
      const rows = [...this.states[process as keyof typeof CASES]].filter(([key]) => key > (query.after ?? ''))
      return rows
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, query.limit)
        .map(([key, body]) => ({ key, body, cursor: key })) as never
    }
    this.#watching = new Watching({
      bus: { partitions: 4 },
      store: {
        ...this.kept.store,
        find,
        due: async (_: unknown, until: number) => this.kept.due(until).map((key) => ({ key })),
      } as never,
      policy: versionPolicy(defaultPolicy),
      refuse: (_, reason) => {
        throw new Error(reason)
      },
      told: () => toldIn(this.told),
      lane: partitionOf('all', 4),
    })
    await this.#watching.start()
  }

  async hear(some: readonly InRecord[]): Promise<void> {
    for (let at = 0; at < some.length; at += BATCH)
      this.#commit(await this.#watching.records({ records: some.slice(at, at + BATCH) as InRecord[] }))
  }

  async wake(until: number): Promise<boolean> {
    const due = this.kept.due(until).length
    if (due > 0) this.#commit(await this.#watching.wake(until))
    return due > 0
  }

  #commit({ states, emit }: Awaited<ReturnType<Watching['records']>>): void {
    this.kept.commit(states)
    this.#watching.committed()
    this.told.push(...emit)
    for (const { topic, key, message } of emit)
      for (const [name, [process, of]] of Object.entries(CASES)) {
        if (topic !== of) continue
        const rows = this.states[name as keyof typeof CASES]
        const context = { now: message.at, key, cause: message.id, refs: undefined }
        rows.set(key, process.decide(rows.get(key) as never, message, context as never).state)
      }
  }
}

it('whoever was erased is named by no charge in what was told, is known, or is told later', async () => {
  const lane = new Lane()
  await lane.takeOver()
  const most = Math.floor(records.length * 0.8)
  const before = records.slice(0, most)
  await lane.hear(before)
  const named = () => JSON.stringify([...lane.states.flags.values(), ...lane.states['monitor-standings'].values()])
  const idsOf = (sub: number) =>
    before.flatMap(seenIn).flatMap((each) => (each.sub === sub && each.id ? [each.id] : []))
  const isIn = (text: string, sub: number) => idsOf(sub).some((id) => text.includes(`"${id}"`))
  const shown = named()
  const everywhere = Object.values(lane.states).map((each) => JSON.stringify([...each.values()]))
  const [victim = 0, other = 0] = [...new Set(before.flatMap(seenIn).map(({ sub }) => sub))].filter(
    (sub) => sub !== 0 && everywhere.every((each) => isIn(each, sub)),
  )
  expect([isIn(shown, victim), isIn(shown, other)]).toEqual([true, true])

  const now = (before[most - 1] as InRecord).message as Envelope
  await lane.hear([wrapped('erase', now.at, 'subscriber.erased', { sub: victim })])
  while (await lane.wake(now.at));
  expect([isIn(named(), victim), isIn(named(), other)]).toEqual([false, true])
  // Nothing of it is kept, and who takes over knows nothing of it; what is told from now on does not name it.
  expect(isIn(JSON.stringify([...lane.kept.rows.values()]), victim)).toBe(false)
  const told = lane.told.length
  const dayLater = records.findIndex(({ message }) => (message as Envelope).at > now.at + DAY)
  await lane.hear(records.slice(most, dayLater))
  await lane.takeOver()
  await lane.hear(records.slice(dayLater))
  const later = JSON.stringify(lane.told.slice(told).map(({ message }) => message.data))
  expect(later).toContain('"charges":["')
  expect([isIn(later, victim), isIn(named(), victim)]).toEqual([false, false])
})
