import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import type { Body, Entries, Rows } from './rows.ts'

/** Whoever has the database and nothing else of the gateway: reads and writes rows, or documents, beside it. */
export interface Outside {
  read(kind: string): Promise<Rows>
  /** Takes a copy of a row with all that stands beside it. @returns puts it back */
  copy(kind: string, key: string): Promise<() => Promise<void>>
  /** Undefined removes a record. */
  write(kind: string, changes: ReadonlyMap<string, Body | undefined>): Promise<void>
  /** The list entries that stand beside the rows of a kind, by key. */
  lists(kind: string): Promise<ReadonlyMap<string, Entries>>
  /** Other entries beside one row, or beside none. */
  list(kind: string, key: string, entries: Entries): Promise<void>
  /** When the rows of a kind are woken, by key, of those that are. */
  wakes(kind: string): Promise<ReadonlyMap<string, number>>
  /** Has one row woken at another time, or never. */
  wake(kind: string, key: string, at: number | undefined): Promise<void>
  close(): Promise<void>
}

/** By the SQLite file, in a process of its own. */
export async function outsideOfFile(folder: string): Promise<Outside> {
  const child = fork(new URL('./outside.child.ts', import.meta.url), [join(folder, 'quadzero.sqlite')])
  const ask = async <Answer = [string, string][]>(question: object): Promise<Answer> => {
    const answer = once(child, 'message')
    child.send(question)
    return (await answer)[0] as Answer
  }
  return {
    read: async (kind) => new Map((await ask({ kind })).map(([key, body]) => [key, JSON.parse(body)])),
    async copy(kind, key) {
      const back = await ask<unknown[]>({ kind, copy: key })
      return async () => void (await ask({ kind, back }))
    },
    async write(kind, changes) {
      const write = [...changes].map(([key, body]) => [key, body === undefined ? null : JSON.stringify(body)])
      await ask({ kind, write })
    },
    async lists(kind) {
      const found = new Map<string, [string, string][]>()
      for (const [key, tag, sort] of await ask<[string, string, string][]>({ kind, lists: true }))
        found.set(key, [...(found.get(key) ?? []), [tag, sort]])
      return found
    },
    list: async (kind, key, entries) => void (await ask({ kind, list: [key, entries] })),
    wakes: async (kind) => new Map(await ask<[string, number][]>({ kind, wakes: true })),
    wake: async (kind, key, at) => void (await ask({ kind, wake: [key, at ?? null] })),
    async close() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

interface StateDocument {
  readonly _id: string
  readonly b: string
  readonly l: number
  readonly w?: number
  readonly x?: readonly string[]
  readonly s?: string
}

/** One document is sorted alike in all of its lists. */
const fieldsOf = (entries: Entries): Pick<StateDocument, 'x' | 's'> => {
  const s = entries.at(-1)?.[1] ?? ''
  return entries.length === 0 ? {} : { x: entries.map(([tag]) => tag), ...(s === '' ? {} : { s }) }
}

/** By MongoDB, as with its shell. */
export async function outsideOfDatabase(url: string): Promise<Outside> {
  const client = await MongoClient.connect(url)
  const states = (kind: string) =>
    client.db().collection<StateDocument>(`states.${kind}`, { writeConcern: { w: 'majority' } })
  const removed = new Map<string, object>()
  return {
    async read(kind) {
      const found = await states(kind).find().sort({ _id: 1 }).toArray()
      return new Map(found.map(({ _id, b }) => [_id, JSON.parse(b)]))
    },
    async copy(kind, key) {
      const document = await states(kind).findOne({ _id: key })
      if (!document) throw new Error(`there is no ${kind} ${key}`)
      return async () => void (await states(kind).replaceOne({ _id: key }, document, { upsert: true }))
    },
    async write(kind, changes) {
      for (const [key, body] of changes) {
        const name = `${kind} ${key}`
        if (body === undefined) removed.set(name, (await states(kind).findOneAndDelete({ _id: key })) ?? {})
        else {
          const { l = 0, ...more } = (removed.get(name) ?? {}) as { l?: number; _id?: string }
          const { _id: _, ...first } = { ...more, l }
          const b = JSON.stringify(body)
          const { matchedCount } = await states(kind).updateOne({ _id: key }, { $set: { b } })
          if (matchedCount === 0) await states(kind).insertOne({ ...first, _id: key, b })
        }
      }
    },
    async lists(kind) {
      const found = await states(kind).find().sort({ _id: 1 }).toArray()
      return new Map(found.map(({ _id, x = [], s = '' }) => [_id, x.map((tag) => [tag, s] as const)]))
    },
    async list(kind, key, entries) {
      const { x: _, s: __, ...known } = (await states(kind).findOne({ _id: key })) ?? { _id: key, b: '{}', l: 0 }
      if (known.b === '{}' && entries.length === 0) await states(kind).deleteOne({ _id: key })
      else await states(kind).replaceOne({ _id: key }, { ...known, ...fieldsOf(entries) }, { upsert: true })
    },
    async wakes(kind) {
      const found = await states(kind)
        .find({ w: { $exists: true } })
        .sort({ _id: 1 })
        .toArray()
      return new Map(found.map(({ _id, w = 0 }) => [_id, w]))
    },
    wake: async (kind, key, at) =>
      void (await states(kind).updateOne({ _id: key }, at === undefined ? { $unset: { w: 1 } } : { $set: { w: at } })),
    close: () => client.close(),
  }
}
