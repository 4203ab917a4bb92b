/** So many are remembered. */
const MOST = 64

/** The last receipts that were told of: each is told by an event and by itself. */
export class Receipts {
  #known = new Set<string>()

  /** Whether this one was told of lately; from now on it was. */
  isKnown(id: string | undefined): boolean {
    if (id === undefined) return false
    if (this.#known.has(id)) return true
    this.#known.add(id)
    if (this.#known.size > MOST) this.#known.delete(this.#known.values().next().value as string)
    return false
  }

  save() {
    return this.#known
  }
  load(known: ReturnType<Receipts['save']>): void {
    this.#known = known
  }
}
