import type { Place, Restoration } from '#evidence'
import type { Proved } from './proved.ts'

/** What restores from a backup explain, and what they do not. */
export class Restorations {
  readonly #remembered: Proved
  readonly #made: Restoration[] = []

  constructor(remembered: Proved | undefined) {
    this.#remembered = remembered ?? { at: 0, seals: {}, restorations: [] }
  }

  add(made: Restoration): void {
    this.#made.push(made)
  }

  all(): readonly Restoration[] {
    return this.#made.toSorted((a, b) => a.at - b.at)
  }

  digests(): string[] {
    return this.#made.map((each) => each.digest)
  }

  /** Those that were there and are not: only a later restore takes one away. */
  gone(): string[] {
    const known = new Set(this.digests())
    const later = this.#made.some((each) => each.at > this.#remembered.at)
    return later ? [] : this.#remembered.restorations.filter((each) => !known.has(each)).map(() => 'restored')
  }

  /** Digests of seals that must be there, by `share.number`: those last proved, and those that backups held. */
  expected(isOwn: (shard: string) => boolean): Map<string, string> {
    const found = new Map<string, string>()
    const heads = (made: Restoration): Record<string, Place> =>
      Object.fromEntries(made.heads.map((each) => [each.chain, each]))
    const { at, seals } = this.#remembered
    const places = [{ at, seals }, ...this.#made.map((each) => ({ at: each.at, seals: heads(each) }))]
    for (const each of places)
      for (const [shard, { number, digest }] of Object.entries(each.seals))
        if (isOwn(shard) && !this.#tookAway(shard, number, each.at)) found.set(`${shard}.${number}`, digest)
    return found
  }

  /** True when a restore after that time was from a backup that did not hold it. */
  #tookAway(shard: string, number: number, at: number): boolean {
    return this.#made.some(
      (each) => each.at > at && (each.heads.find(({ chain }) => chain === shard)?.number ?? 0) < number,
    )
  }
}
