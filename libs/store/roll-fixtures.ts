import { Stamps } from '#evidence'
import { MemoryDatabase, MemoryStore } from './memory/index.ts'
import type { LaneDocument, LaneId } from './port.ts'
import { StampedStore } from './stamped.ts'
import type { Watch } from './stamping.ts'

export const account: LaneId = { process: 'account', lane: 0 }
export const session: LaneId = { process: 'web-sessions', lane: 0 }
export const money: LaneId = { process: 'settlement', lane: 0 }
const stamping = { absent: ['web-sessions'], held: ['account', 'settlement'], behind: ['account'] }

/** A database, gateways on it, and whoever has its shell. */
export function world() {
  const database = new MemoryDatabase()
  const told: string[] = []
  const opened = (patienceMs?: number, on = new MemoryStore(database), watch: Partial<Watch> = {}) =>
    new StampedStore(
      on,
      new Stamps(['a secret'], 'states'),
      stamping,
      () => 0,
      { changed: (...what) => told.push(what.join(' ')), ...watch },
      patienceMs,
    )
  /** Rows of a lane are found one by one, each when it is let go on. */
  const slowly = () => {
    const slow = new MemoryStore(database)
    const waiting: (() => void)[] = []
    let isOpen = false
    slow.tails = async (id, page) => {
      if (!isOpen) await new Promise<void>((resolve) => waiting.push(resolve))
      return MemoryStore.prototype.tails.call(slow, id, page)
    }
    const goOn = () => {
      isOpen = true
      for (const each of waiting) each()
    }
    return { slow, goOn }
  }
  const write = async (
    on: StampedStore,
    id: LaneId,
    lane: LaneDocument,
    seq: number,
    bodies: Record<string, object | undefined>,
    wakeAt?: number,
  ) => {
    const known = database.process(id.process)
    const states = Object.entries(bodies).map(([key, body]) => ({
      ...{ key, body, wakeAt, tags: undefined, sort: '' },
      fresh: !known.has(key),
    }))
    const { epoch } = lane
    await on.commit({ id, epoch, seq, log: {}, positions: {}, marks: {}, states, emit: [], published: 0 })
  }
  const row = (process: string, key: string) => database.process(process).get(key)
  const put = (process: string, key: string, was: ReturnType<typeof row>) => {
    if (was) database.process(process).set(key, was)
    else database.process(process).delete(key)
  }
  return { database, told, opened, slowly, write, row, put }
}
export const active = { standings: ['ring-month'] }
export const cancelled = { standings: [] }

/** Of one account: it was active, then cancelled; another is beside it. */
export async function lived() {
  const all = world()
  const store = all.opened()
  const lane = await store.takeOver(account, 's')
  await all.write(store, account, lane, 1, { zhang: active, li: active })
  const former = all.row('account', 'zhang')
  await all.write(store, account, lane, 2, { zhang: cancelled })
  return { ...all, store, lane, former }
}
export type Lived = Awaited<ReturnType<typeof lived>>

export const edits: [string, (on: Lived) => void][] = [
  ['is taken away', ({ put }) => put('account', 'zhang', undefined)],
  ['is put back to what it was', ({ put, former }) => put('account', 'zhang', former)],
  [
    'is woken at another time',
    ({ put, row }) => put('account', 'zhang', { ...row('account', 'zhang'), wakeAt: 9 } as never),
  ],
]

/** What is found out of a lane, sooner or later. */
export const comesOut = async (store: StampedStore, id: LaneId) => {
  for (let n = 0; n < 200; n++) {
    store.checkRows(id)
    await new Promise(setImmediate)
  }
}
