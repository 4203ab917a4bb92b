import { HOURS, type Sample } from '../counted/sample.ts'

/** Subscribers of each partner that are compared: those whose hashes are smallest. */
export const COMPARED = 192
/** A subscriber of more partners than this is no sign of any two of them. */
const MOST_PARTNERS = 12
/** Fewer than this in common is chance. */
const LEAST = 5
/** Who buys something buys more than others, and of one’s town: so many times what chance would make any two have in common. */
const TIMES_CHANCE = 3
/** A list is worked through by one after the other within so many hours. */
const SOON = 14 * 24
const HASHES = 2 ** 32

/** Whom a partner brought, those whose hashes are smallest, in order: up to this one all of them; and the hour when each came last. */
export interface Brought {
  readonly limit: number
  readonly subs: readonly number[]
  readonly hours: readonly number[]
}

export interface Shared {
  readonly x: number
  readonly n: number
  readonly with: string
}

/**
 * With whom a partner shares most of those whom it brought, of all whom either did: both brought them, one soon after the
 * other. The smallest hashes of two sets have in common what the sets have in common (bottom-k), so a few of each are enough.
 * @param everybody how many subscribers there are
 */
export function sharedVictims(brought: ReadonlyMap<string, Brought>, everybody: number): Map<string, Shared> {
  const partnersOf = new Map<number, string[]>()
  for (const [partner, { subs }] of brought)
    for (const sub of subs) {
      const held = partnersOf.get(sub)
      if (held) held.push(partner)
      else partnersOf.set(sub, [partner])
    }
  const pairs = new Map<string, Map<string, number>>()
  for (const partners of partnersOf.values()) {
    if (partners.length < 2 || partners.length > MOST_PARTNERS) continue
    for (const one of partners)
      for (const other of partners) {
        if (one === other) continue
        const held = pairs.get(one) ?? new Map<string, number>()
        held.set(other, (held.get(other) ?? 0) + 1)
        pairs.set(one, held)
      }
  }
  const found = new Map<string, Shared>()
  for (const [partner, own] of brought) {
    if (own.subs.length < LEAST) continue
    let best: Shared = { x: 0, n: own.subs.length, with: '' }
    for (const [other, common] of pairs.get(partner) ?? []) {
      // Most pairs have one or two by chance: only of the others it is counted of how many.
      if (common < LEAST) continue
      const theirs = brought.get(other) as Brought
      const both = compared(own, theirs)
      if (both.x < LEAST || both.x / both.n <= best.x / best.n) continue
      const beyond = both.x - TIMES_CHANCE * chanceOf(own, theirs, both, everybody)
      if (beyond / both.n > best.x / best.n) best = { x: beyond, n: both.n, with: other }
    }
    found.set(partner, best)
  }
  return found
}

/** How many subscribers there are in all: where not all of each are compared, by the smallest of their hashes. */
export function countOf(smallest: readonly Float64Array[]): number {
  const all = roomFor(smallest.reduce((sum, each) => sum + each.length, 0))
  let size = 0
  for (const each of smallest) {
    all.set(each, size)
    size += each.length
  }
  const known = differing(all.subarray(0, size).sort())
  if (smallest.every((each) => each.length < COMPARED)) return known.length
  return Math.max(known.length, (COMPARED / (known[COMPARED - 1] as number)) * HASHES)
}

/** Used again each time. */
let room = new Float64Array(0)
function roomFor(most: number): Float64Array {
  if (room.length < most) room = new Float64Array(2 * most)
  return room
}

/** Each of these once, which are in order; they are written over. */
function differing(values: Float64Array): Float64Array {
  let size = 0
  for (let place = 0; place < values.length; place++)
    if (size === 0 || values[place] !== values[size - 1]) values[size++] = values[place] as number
  return values.subarray(0, size)
}

const limitOf = (samples: readonly Sample[]) => Math.min(...samples.map(({ limit }) => limit))
const sizeOf = (samples: readonly Sample[]) => samples.reduce((sum, { size }) => sum + size, 0)

/** Of all who came to any of these, by no package: those whose hashes are smallest, in order. */
export function smallestOf(samples: readonly Sample[]): Float64Array {
  const [limit, all] = [limitOf(samples), roomFor(sizeOf(samples))]
  let size = 0
  for (const each of samples) size = each.subsInto(all, size, limit)
  return differing(all.subarray(0, size).sort()).slice(0, COMPARED)
}

/** Whom any of these brought: who came to several of them, as they came last. */
export function broughtTo(samples: readonly Sample[]): Brought {
  const [limit, all] = [limitOf(samples), roomFor(sizeOf(samples))]
  let size = 0
  for (const each of samples) size = each.broughtInto(all, size, limit)
  all.subarray(0, size).sort()
  const [subs, hours]: [number[], number[]] = [[], []]
  for (let place = 0; place < size; place++) {
    const [sub, next] = [Math.floor((all[place] as number) / HOURS), (all[place + 1] as number) / HOURS]
    if (place + 1 < size && Math.floor(next) === sub) continue
    if (subs.push(sub) > COMPARED) break
    hours.push((all[place] as number) % HOURS)
  }
  subs.length = hours.length
  return { limit: subs.length < COMPARED ? limit : (subs.at(-1) as number), subs, hours }
}

/** Of two, up to where each is known whole: whom both brought soon after one another, and whom either did. */
function compared(one: Brought, other: Brought) {
  const limit = Math.min(one.limit, other.limit)
  let [x, n, i, j] = [0, 0, 0, 0]
  for (; i < one.subs.length || j < other.subs.length; n++) {
    const [a, b] = [one.subs[i] ?? Number.POSITIVE_INFINITY, other.subs[j] ?? Number.POSITIVE_INFINITY]
    if (Math.min(a, b) > limit) break
    if (a === b && Math.abs((one.hours[i] as number) - (other.hours[j] as number)) <= SOON) x++
    if (a <= b) i++
    if (b <= a) j++
  }
  return { x, n, limit, counts: [i, j] as const }
}

/** How many both would have by chance: as many of its people as of all others came to the other one as soon. */
function chanceOf(one: Brought, other: Brought, both: ReturnType<typeof compared>, everybody: number): number {
  const { n, limit, counts } = both
  const own = Float64Array.from(one.hours.slice(0, counts[0])).sort()
  const others = new Float64Array(n - own.length)
  for (let [i, j, place] = [0, 0, 0]; j < counts[1]; j++) {
    const sub = other.subs[j] as number
    while (i < own.length && (one.subs[i] as number) < sub) i++
    if (i === own.length || one.subs[i] !== sub) others[place++] = other.hours[j] as number
  }
  others.sort()
  let [from, to, near] = [0, 0, 0]
  for (const hour of own) {
    while (from < others.length && (others[from] as number) < hour - SOON) from++
    while (to < others.length && (others[to] as number) <= hour + SOON) to++
    near += to - from
  }
  const rest = Math.max(n, everybody * Math.min(1, limit / HASHES)) - own.length
  return rest > 0 ? near / rest : 0
}
