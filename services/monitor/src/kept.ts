import { expect } from 'vitest'
import type { InRecord, OutRecord } from '#bus'
import { monitorFlags } from '#contracts'
import type { ToldFlag } from '#monitor'
import type { Query, StateWrite, Store } from '#store'
import { toldFlags } from './told.ts'

/** For tests: the flags that stand by what was emitted. */
export const toldIn = (emitted: readonly OutRecord[]): Promise<readonly ToldFlag[]> =>
  toldFlags({
    follow: async (_, each) => {
      for (const { topic, key, message } of emitted)
        if (topic === monitorFlags.name) each({ topic, key, message, trusted: true } as InRecord)
      return async () => undefined
    },
  })

/** For tests: states of one process as a store keeps them, in the order of their keys. */
export class Kept {
  readonly rows = new Map<string, StateWrite>()

  readonly store = {
    find: async (_: string, { after = '', limit, descending = false }: Query) =>
      [...this.rows.values()]
        .filter(({ key }) => (descending ? key < after : key > after))
        .sort((a, b) => (a.key < b.key === descending ? 1 : -1))
        .slice(0, limit)
        .map(({ key, body }) => ({ key, body, cursor: key })),
    load: async (_: string, keys: readonly string[]) =>
      new Map(
        keys.flatMap((key) => {
          const row = this.rows.get(key)
          return row ? [[key, { body: row.body, wakeAt: row.wakeAt }]] : []
        }),
      ),
    nextWake: async () => undefined,
  } as unknown as Store

  commit(writes: readonly StateWrite[]): void {
    for (const each of writes) {
      expect(each.fresh).toBe(!this.rows.has(each.key))
      if (each.body === undefined) this.rows.delete(each.key)
      else this.rows.set(each.key, each)
    }
  }

  due(until: number): readonly string[] {
    return [...this.rows.values()].flatMap(({ key, wakeAt }) => (wakeAt !== undefined && wakeAt <= until ? [key] : []))
  }
}
