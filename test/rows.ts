// biome-ignore lint/suspicious/noExplicitAny: the stored state of any process
export type Body = any
/** Rows of one kind of state, by their keys, as they are stored. */
export type Rows = ReadonlyMap<string, Body>

/** List entries beside one row: what it is found by, and sorted by. */
export type Entries = readonly (readonly [tag: string, sort: string])[]

/** What takes rows from what they are to what they shall be; undefined removes one. */
export const changesOf = (from: Rows, to: Rows): Map<string, Body | undefined> =>
  new Map([
    ...[...to].filter(([key, body]) => JSON.stringify(from.get(key)) !== JSON.stringify(body)),
    ...[...from.keys()].filter((key) => !to.has(key)).map((key) => [key, undefined] as const),
  ])
