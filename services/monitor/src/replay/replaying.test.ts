import { expect, it } from 'vitest'
import type { Bus, OutRecord } from '#bus'
import type { Archived, Observation } from '#monitor'
import { defaultPolicy } from '#policy'
import type { Deps } from '#service'
import { Finding } from '#store'
import { Archive } from '../archive.ts'
import { Kept } from '../kept.ts'
import { Replays } from './replaying.ts'

const START = Date.parse('2026-07-01T01:00:00Z')
const charge = (i: number): Observation => ({
  ...{ kind: 'charge', at: START + i * 977, service: 's1', partner: 'huayu', sub: 1000 + (i % 97), block: 0 },
  ...{ id: `charge-${i}`, amount: 500 },
})
const ROWS = 6
const PER_ROW = 4096

/** What came of a replay over an archive of which a row was edited, or that is found after some looks at that row. */
async function replayed(how: 'edited' | { readonly foundAfter: number }) {
  const kept = new Kept()
  const archive = new Archive(kept.store, 396)
  for (let n = 0; n < ROWS; n++) {
    const messages = Array.from({ length: PER_ROW }, (_, i): Archived => {
      const seen = charge(n * PER_ROW + i)
      return { at: seen.at, seen: [seen] }
    })
    kept.commit(archive.add(messages, { name: 'default', figures: defaultPolicy.monitor }))
  }
  let left = how === 'edited' ? Number.POSITIVE_INFINITY : how.foundAfter
  const store = { ...kept.store }
  store.find = async (process, query) => {
    const found = await kept.store.find(process, query)
    const isMeant = ({ key }: { key: string }) => Number(key) === PER_ROW * 3
    if (!found.some(isMeant) || query.descending || left-- <= 0) return found
    if (how !== 'edited' && query.asStored) throw new Finding(process)
    return query.asStored
      ? found.map((each) => (isMeant(each) ? { ...each, changed: true as const } : each))
      : found.filter((each) => !isMeant(each))
  }
  const told: OutRecord['message'][] = []
  const bus = {
    partitions: 1,
    publish: async (records: readonly OutRecord[]) => void told.push(...records.map(({ message }) => message)),
    follow: async () => async () => undefined,
  } as unknown as Bus
  const clock = { now: () => START, sleep: async () => undefined }
  const log = { warn: () => undefined }
  const replays = new Replays({ store, bus, clock, log, policy: { policy: defaultPolicy } } as unknown as Deps)
  replays.run('d1', { proposed: defaultPolicy.monitor, held: defaultPolicy.monitor, at: START })
  const end = () => told.find(({ type }) => type === 'replay.done' || type === 'replay.failed')
  await expect.poll(end).toBeDefined()
  return end()
}

it('a replay that cannot read a part of the archive has failed: nothing is released by it', async () => {
  expect(await replayed('edited')).toMatchObject({ type: 'replay.failed' })
})

it('it waits while the rows of the archive’s lane are being found, and nothing is missing', async () => {
  expect(await replayed({ foundAfter: 3 })).toMatchObject({ type: 'replay.done', data: { messages: ROWS * PER_ROW } })
})
