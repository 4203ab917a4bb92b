import { canonical } from '#evidence'
import type { Body, Entries, Rows } from './rows.ts'

/** How one kind of evidence can be edited. */
export interface Editable {
  /** Parts of its state that prove nothing, and why. */
  readonly working: Readonly<Record<string, string>>
  readonly only?: (key: string, body: Body) => boolean
  /** Its working parts change with every message: a roll-back of these alone is none. */
  readonly converses?: boolean
  /** The record with its digests made anew over what it holds now, as anybody can who knows the code. */
  readonly remade?: (body: Body) => Body
  /** Records that never were, made as the code would make them. */
  readonly invented: (rows: Rows) => readonly (readonly [key: string, body: Body])[]
}

export interface Edit {
  /** Kind of edit, and where. */
  readonly how: string
  readonly where: string
  readonly rows: Rows
  /** Keys, one of which the finding names. */
  readonly of: readonly string[]
}

/** Every leaf of a value, and each place in a list. */
function* places(value: Body, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return void (yield path)
  for (const name of Object.keys(value)) yield* places(value[name], [...path, name])
}

/** Lists of a value with more than one place, by their path. */
function* lists(value: Body, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value) && value.length > 1) yield path
  for (const name of Object.keys(value)) yield* lists(value[name], [...path, name])
}

/** The value with one place changed; `undefined` takes the place away. */
export const edited = (
  value: Body,
  [name, ...rest]: readonly string[],
  change: (value: Body) => Body | undefined,
): Body => {
  const copy = structuredClone(value)
  if (rest.length > 0) copy[name as string] = edited(copy[name as string], rest, change)
  else {
    const made = change(copy[name as string])
    if (made !== undefined) copy[name as string] = made
    else if (Array.isArray(copy)) copy.splice(Number(name), 1)
    else delete copy[name as string]
  }
  return copy
}

const another = (value: Body): Body =>
  typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`

/** Every way in which whoever writes the database can change this kind; `former` is what it was at the time of a backup. */
export function* edits(
  rows: Rows,
  former: Rows,
  { working, only = () => true, converses = false, remade, invented }: Editable,
): Generator<Edit> {
  const proving = (of: Body) => JSON.stringify(Object.entries(of).filter(([name]) => !(name in working)))
  const own = [...rows].filter(([key, body]) => only(key, body))
  const [key, body] = own.toSorted(([, a], [, b]) => [...places(b)].length - [...places(a)].length)[0] as [string, Body]
  const changed = function* (how: string, path: readonly string[], change: (value: Body) => Body): Generator<Edit> {
    if ((path[0] as string) in working) return
    const made = edited(body, path, change)
    const edit = { where: path.join('.'), of: [key] }
    yield { ...edit, how, rows: new Map([...rows, [key, made]]) }
    const again = remade && attempt(() => remade(made))
    // Of a digest that was changed nothing is left when it is made anew.
    if (again && canonical(again) !== canonical(body))
      yield { ...edit, how: `${how}, with new digests`, rows: new Map([...rows, [key, again]]) }
  }
  for (const path of places(body)) {
    yield* changed('changes', path, another)
    yield* changed('removes', path, () => undefined)
  }
  for (const name of Object.keys(body)) yield* changed('removes all of', [name], () => undefined)
  for (const path of lists(body)) yield* changed('reorders', path, (list) => list.toReversed())
  const without = (gone: readonly string[]) => new Map([...rows].filter(([each]) => !gone.includes(each)))
  for (const [each] of own)
    yield { how: 'removes a record', where: each, rows: without([each]), of: [each, followerOf(each, own)] }
  for (const count of [1, 2]) {
    const gone = own.slice(-count).map(([each]) => each)
    yield { how: 'truncates', where: `the last ${count}`, rows: without(gone), of: gone }
  }
  const all = own.map(([each]) => each)
  yield { how: 'removes all', where: 'of the kind', rows: without(all), of: all }
  const [[first, a], [second, b]] = own as [[string, Body], [string, Body]]
  yield { how: 'swaps', where: first, rows: new Map([...rows, [first, b], [second, a]]), of: [first, second] }
  yield { how: 'inserts a copy', where: key, rows: new Map([...rows, [`${key}0`, body]]), of: [`${key}0`, key] }
  for (const [each, made] of invented(new Map(own)))
    yield { how: 'inserts what never was', where: each, rows: new Map([...rows, [each, made]]), of: [each] }
  for (const [each, old] of former) {
    const now = rows.get(each)
    if (!only(each, old) || JSON.stringify(old) === JSON.stringify(now)) continue
    if (converses && proving(old) === proving(now ?? {})) continue
    yield { how: 'rolls back', where: each, rows: new Map([...rows, [each, old]]), of: [each] }
  }
  const added = own.filter(([each]) => !former.has(each)).map(([each]) => each)
  if (added.length > 0) yield { how: 'rolls all back', where: 'to a backup', rows: former, of: added }
}

const followerOf = (key: string, own: readonly [string, Body][]): string =>
  own[own.findIndex(([each]) => each === key) + 1]?.[0] ?? key

const attempt = (make: () => Body): Body | undefined => {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** Every way in which whoever writes the database can change where one state stands in lists. */
export function* listEdits(entries: Entries): Generator<{ readonly how: string; readonly entries: Entries }> {
  const [first, ...rest] = entries
  if (!first) return
  const [tag, sort] = first
  const [name, value] = [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]
  for (const gone of entries)
    yield { how: `takes it out of ${gone[0]}`, entries: entries.filter((each) => each !== gone) }
  yield { how: 'takes it out of all', entries: [] }
  yield { how: 'puts it into another’s list', entries: [[`${name}=${value}x`, sort], ...rest] }
  yield { how: 'puts it into a list beside', entries: [...entries, [`${name}=${value}x`, sort]] }
  yield { how: 'puts it into a list of another name', entries: [...entries, ['never=was', sort]] }
  yield { how: 'moves it in its lists', entries: entries.map(([each]) => [each, `${sort}0`]) }
  yield { how: 'moves it to their beginning', entries: entries.map(([each]) => [each, sort === '' ? '0' : '']) }
}
