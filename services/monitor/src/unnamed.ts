import type { OutRecord } from '#bus'
import { monitorFlags, monitorStandings, partitionOf } from '#contracts'
import { hash32 } from '#monitor'
import type { Store } from '#store'
import { chargesIn } from './domain/charges.ts'

/** Where charges are named by their ids, and who keeps that. */
const NAMING = [
  ['flags', monitorFlags.name],
  ['monitor-standings', monitorStandings.name],
] as const
const PAGE = 100
/** Hashes that one message has. */
const MOST = 1000

/** Tells whoever keeps what was found that charges with these ids (hashed) are nobody’s any more: those that name one. */
export async function unnamed(
  store: Pick<Store, 'find'>,
  charges: ReadonlySet<number>,
  { at, partitions }: { readonly at: number; readonly partitions: number },
): Promise<readonly OutRecord[]> {
  const told: OutRecord[] = []
  for (const [process, topic] of NAMING)
    for (let after: string | undefined; ; ) {
      const found = await store.find(process, {
        limit: PAGE,
        asStored: true,
        ...(after === undefined ? {} : { after }),
      })
      for (const { key, body } of found) {
        const named = [...new Set(chargesIn(body).map(hash32))].filter((each) => charges.has(each)).slice(0, MOST)
        if (named.length === 0) continue
        const id = `erased ${key}.${at}`.slice(0, 400)
        const message = { id, type: 'charges.erased', v: 1, at, corr: 'erased', data: { charges: named } }
        told.push({ topic, partition: partitionOf(key, partitions), key, message })
      }
      const last = found.at(-1)
      if (!last || found.length < PAGE) break
      after = last.cursor
    }
  return told
}
