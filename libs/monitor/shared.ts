/** Subscribers of each partner that are compared: those whose hashes are smallest. */
export const COMPARED = 192
/** A subscriber of more partners than this is no sign of any two of them. */
const MOST_PARTNERS = 12
/** Fewer than this in common is chance. */
const LEAST = 5
/** Who buys something buys more than others, and of one’s town: so many times what chance would make any two have in common. */
const TIMES_CHANCE = 3
const HASHES = 2 ** 32

export interface Shared {
  readonly x: number
  readonly n: number
  readonly with: string
}

/**
 * With whom a partner shares most of its new subscribers, of those that both could hold. The smallest hashes of two sets
 * have in common what the sets have in common (bottom-k), so a few of each are enough.
 */
export function sharedVictims(smallest: ReadonlyMap<string, readonly number[]>): Map<string, Shared> {
  const partnersOf = new Map<number, string[]>()
  for (const [partner, subs] of smallest)
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
  const everybody = countOf(smallest, partnersOf.keys())
  const found = new Map<string, Shared>()
  for (const [partner, subs] of smallest) {
    if (subs.length < LEAST) continue
    let best: Shared = { x: 0, n: subs.length, with: '' }
    for (const [other, x] of pairs.get(partner) ?? []) {
      // Most pairs have one or two by chance: only of the others it is counted of how many.
      if (x < LEAST) continue
      const { n, own, others } = unionBelow(subs, smallest.get(other) as readonly number[])
      // As many of its people as of all others are the other one’s.
      const rest = Math.max(n, everybody * own.share) - own.count
      const chance = rest > 0 ? (own.count * (others - x)) / rest : 0
      const beyond = x - TIMES_CHANCE * chance
      if (n > 0 && beyond / n > best.x / best.n) best = { x: beyond, n, with: other }
    }
    found.set(partner, best)
  }
  return found
}

/** How many subscribers there are in all: where not all of each are compared, by the smallest of their hashes. */
function countOf(smallest: ReadonlyMap<string, readonly number[]>, subs: Iterable<number>): number {
  const known = [...subs]
  if ([...smallest.values()].every((each) => each.length < COMPARED)) return known.length
  const last = known.sort((a, b) => a - b)[COMPARED - 1] as number
  return Math.max(known.length, (COMPARED / last) * HASHES)
}

/** Of two, which are in order, up to where each is known whole: how many there are among both, and of each. */
function unionBelow(one: readonly number[], other: readonly number[]) {
  const whole = (subs: readonly number[]) =>
    subs.length < COMPARED ? Number.POSITIVE_INFINITY : (subs.at(-1) as number)
  const limit = Math.min(whole(one), whole(other))
  let [n, i, j] = [0, 0, 0]
  for (; i < one.length || j < other.length; n++) {
    const [a, b] = [one[i] ?? Number.POSITIVE_INFINITY, other[j] ?? Number.POSITIVE_INFINITY]
    if (Math.min(a, b) > limit) break
    if (a <= b) i++
    if (b <= a) j++
  }
  return { n, own: { count: i, share: Math.min(1, limit / HASHES) }, others: j }
}
