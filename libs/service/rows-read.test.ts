import { expect, it, vi } from 'vitest'
import type { InRecord, OutRecord } from '#bus'
import { lookAtRead, RowsRead } from './rows-read.ts'

/** A process that has the lanes of these rows, on a log of its own. */
function process(own: readonly string[]) {
  const told: OutRecord[] = []
  const looked: string[][] = []
  let hear: (record: InRecord) => void = () => undefined
  const deps = {
    bus: {
      partitions: 4,
      publish: async (records: readonly OutRecord[]) => void told.push(...records),
      tail: async (_: string, each: typeof hear) => {
        hear = each
        return { from: [], stop: async () => undefined }
      },
    },
    store: {
      hasLaneOf: (_: string, key: string) => own.includes(key),
      load: async (_: string, keys: string[]) => {
        looked.push(keys)
        throw new Error('away')
      },
    },
    clock: { now: () => 1 },
  } as unknown as ConstructorParameters<typeof RowsRead>[0]
  return { deps, told, looked, hear: (record: OutRecord) => hear({ ...record, trusted: false } as unknown as InRecord) }
}

it('rows by which something was granted are told together, each once; of lanes that are here nothing is', async () => {
  vi.useFakeTimers()
  const here = process(['own'])
  const read = new RowsRead(here.deps, 'account')
  for (const key of ['own', 'a', 'b', 'a', ...Array.from({ length: 500 }, (_, n) => `k${n}`)]) read.granted(key)
  expect(here.told).toEqual([])
  await vi.runAllTimersAsync()
  vi.useRealTimers()
  const keys = here.told.map(({ message }) => (message.data as { keys: string[] }).keys)
  expect(keys.map((each) => each.length)).toEqual([500, 2])
  expect(keys.flat().slice(0, 2)).toEqual(['a', 'b'])
  const owner = process(['b'])
  await lookAtRead(owner.deps)
  for (const each of here.told) owner.hear(each)
  expect(owner.looked).toEqual([['b']])
})
