/** Subscribers of each partner that are compared: those whose hashes are smallest. */
export const COMPARED = 192
/** A subscriber of more partners than this is no sign of any two of them. */
const MOST_PARTNERS = 12
/** Fewer than this in common is chance. */
const LEAST = 5

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
  const found = new Map<string, Shared>()
  for (const [partner, subs] of smallest) {
    if (subs.length < LEAST) continue
    let best: Shared = { x: 0, n: subs.length, with: '' }
    for (const [other, x] of pairs.get(partner) ?? []) {
      // Most pairs have one or two by chance: only of the others it is counted of how many.
      if (x < LEAST) continue
      const n = unionBelow(subs, smallest.get(other) as readonly number[])
      if (n > 0 && x / n > best.x / best.n) best = { x, n, with: other }
    }
    found.set(partner, best)
  }
  return found
}

/** How many different ones there are among both, which are in order, up to where each of them is known whole. */
function unionBelow(one: readonly number[], other: readonly number[]): number {
  const whole = (subs: readonly number[]) =>
    subs.length < COMPARED ? Number.POSITIVE_INFINITY : (subs.at(-1) as number)
  const limit = Math.min(whole(one), whole(other))
  let [count, i, j] = [0, 0, 0]
  for (; i < one.length || j < other.length; count++) {
    const [a, b] = [one[i] ?? Number.POSITIVE_INFINITY, other[j] ?? Number.POSITIVE_INFINITY]
    if (Math.min(a, b) > limit) break
    if (a <= b) i++
    if (b <= a) j++
  }
  return count
}
