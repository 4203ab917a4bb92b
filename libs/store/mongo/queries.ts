import type { Filter } from 'mongodb'
import { type Beside, jsonIn, MOST_BESIDE, placeOf, type Query, TAIL } from '../port.ts'
import type { StateRow } from './rows.ts'

/** Somebody else put in a key that is none: it is shown to auditors (`beside`), and nothing to anybody else. */
export const TEXT = { $gte: '' }
/** The same where another index than that of keys is meant. */
export const OF_TEXT = { $expr: { $eq: [{ $type: '$_id' }, 'string'] } }

const LENGTH = { $strLenCP: '$b' }
const LAST = { $substrCP: ['$b', { $max: [0, { $subtract: [LENGTH, TAIL] }] }, TAIL] }
/** What a state ends with. One of another type would fail the page of all. */
export const END = { $cond: [{ $eq: [{ $type: '$b' }, 'string'] }, LAST, ''] }

/** Stands for a field that is absent. */
const NONE = '\0'

/** As it stands there, whatever types somebody gave it. */
export function besideOf({ _id: key, b, w: wakeAt, l: lane, x = [], s = NONE }: StateRow): Beside {
  const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : JSON.stringify(value))
  const sort = s === NONE ? '' : textOf(s)
  const entries = [x].flat().slice(0, MOST_BESIDE)
  return { key, body: jsonIn(b), wakeAt, lane, entries: entries.map((tag) => [textOf(tag), sort] as const) }
}

/** What a page of a list is asked for by. */
export function filterOf(query: Query): Filter<StateRow> {
  const { tag, after, descending = false } = query
  const beyond = descending ? '$lt' : '$gt'
  const place = after ? placeOf(after) : undefined
  if (tag === undefined) return { _id: place ? { ...TEXT, [beyond]: place.key } : TEXT }
  return { x: tag, ...OF_TEXT, ...boundsOf(query), ...(place ? { $or: beyondOf(place, beyond) } : {}) }
}

export function boundsOf({ from, until }: { from?: string; until?: string }): Filter<StateRow> {
  const bounds = { ...(from === undefined ? {} : { $gte: from }), ...(until === undefined ? {} : { $lt: until }) }
  return Object.keys(bounds).length > 0 ? { s: bounds } : {}
}

/** Two ranges of the index, each in its order: what stands beside it in the sort, and what stands behind. */
const beyondOf = ({ sort, key }: { sort: string; key: string }, beyond: '$lt' | '$gt'): Filter<StateRow>[] =>
  sort === ''
    ? [{ s: { $exists: false }, _id: { [beyond]: key } }, ...(beyond === '$gt' ? [{ s: { $gt: '' } }] : [])]
    : [
        { s: sort, _id: { [beyond]: key } },
        { s: { [beyond]: sort } },
        ...(beyond === '$lt' ? [{ s: { $exists: false } }] : []),
      ]
