import { DatabaseSync } from 'node:sqlite'

/* Somebody with the file of an embedded gateway, and not its process: rows are read and written while that one runs. */
const sqlite = new DatabaseSync(process.argv[2] as string, { timeout: 10_000 })
// What is written here need not last, and waits for no disk: else the gateway finds its file locked.
sqlite.exec('PRAGMA synchronous = OFF')
const rows = sqlite.prepare('SELECT key, body FROM states WHERE process = ? ORDER BY key')
const change = sqlite.prepare('UPDATE states SET body = ? WHERE process = ? AND key = ?')
const insert = sqlite.prepare('INSERT INTO states (process, key, lane, wake_at, body) VALUES (?, ?, ?, ?, ?)')
const remove = sqlite.prepare('DELETE FROM states WHERE process = ? AND key = ? RETURNING lane, wake_at')
const removed = new Map<string, { lane: number; wake_at: number | null }>()

const copy = sqlite.prepare('SELECT process, key, lane, wake_at, body FROM states WHERE process = ? AND key = ?')
const put = sqlite.prepare('INSERT OR REPLACE INTO states (process, key, lane, wake_at, body) VALUES (?, ?, ?, ?, ?)')

const lists = sqlite.prepare('SELECT key, tag, sort FROM lists WHERE process = ? ORDER BY key, tag')
const unlist = sqlite.prepare('DELETE FROM lists WHERE process = ? AND key = ?')
const enlist = sqlite.prepare('INSERT INTO lists (process, key, tag, sort) VALUES (?, ?, ?, ?)')

const wakes = sqlite.prepare('SELECT key, wake_at FROM states WHERE process = ? AND wake_at IS NOT NULL ORDER BY key')
const rewake = sqlite.prepare('UPDATE states SET wake_at = ? WHERE process = ? AND key = ?')

interface Asked {
  readonly kind: string
  readonly write?: readonly (readonly [string, string | null])[]
  /** The row of this key, as it is, to be put back. */
  readonly copy?: string
  readonly back?: readonly [string, string, number, number | null, string]
  readonly lists?: true
  readonly wakes?: true
  readonly wake?: readonly [key: string, at: number | null]
  readonly list?: readonly [key: string, readonly (readonly [tag: string, sort: string])[]]
}

process.on('message', ({ kind, write, copy: key, back, lists: isListed, list, wakes: isWoken, wake }: Asked) => {
  if (wake) rewake.run(wake[1], kind, wake[0])
  if (wake || isWoken) {
    process.send?.(isWoken ? wakes.all(kind).map((each) => Object.values(each)) : [])
    return
  }
  if (list) {
    sqlite.exec('BEGIN IMMEDIATE')
    unlist.run(kind, list[0])
    for (const [tag, sort] of list[1]) enlist.run(kind, list[0], tag, sort)
    sqlite.exec('COMMIT')
  }
  if (list || isListed) {
    process.send?.(isListed ? lists.all(kind).map((each) => Object.values(each)) : [])
    return
  }
  if (back) put.run(...back)
  if (key !== undefined || back) {
    process.send?.(key === undefined ? [] : Object.values(copy.get(kind, key) ?? {}))
    return
  }
  if (write) {
    sqlite.exec('BEGIN IMMEDIATE')
    for (const [key, body] of write) {
      const name = `${kind} ${key}`
      if (body === null) removed.set(name, remove.get(kind, key) as { lane: number; wake_at: number | null })
      else if (change.run(body, kind, key).changes === 0) {
        const { lane, wake_at } = removed.get(name) ?? { lane: 0, wake_at: null }
        insert.run(kind, key, lane, wake_at, body)
      }
    }
    sqlite.exec('COMMIT')
  }
  process.send?.(write ? [] : rows.all(kind).map(({ key, body }) => [key, body]))
})
