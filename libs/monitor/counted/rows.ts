import { Places } from './near.ts'

/** Of so many who came last, so many of one hundred, within so many hours, are numbers in a row. */
const LAST = 16
const ROW = 8
const HOURS = 2
/** Of the last so many who were alone of their hundred, so many come from a partner’s own place. */
const OTHERS = 16
const OWN = 4

/** Where those of a row are: everywhere; at a site of their own; or it is not told. */
export type InRow = 'apart' | 'together' | 'untold'

/**
 * Who came as one of numbers in a row: half of those who came last are of one hundred, and came within two hours. Staff for
 * whom somebody orders come so as well, from their site; a place from which others come too is a partner’s own, and no site.
 */
export class Rows {
  #last: { readonly block: number; readonly hour: number }[] = []
  /** Where those in a row are. */
  readonly #site = new Places()
  /** From where those came who were alone of their hundred, the latest; 0: not told. */
  #others: number[] = []

  /**
   * Somebody new came.
   * @param place where they are; undefined: not told
   */
  add(block: number, place: number | undefined, hour: number): InRow | undefined {
    this.#last.push({ block, hour })
    if (this.#last.length > LAST) this.#last.shift()
    let inRow = 0
    for (const each of this.#last) if (each.block === block && hour - each.hour < HOURS) inRow++
    if (inRow === 1) {
      this.#others.push(place ?? 0)
      if (this.#others.length > OTHERS) this.#others.shift()
    }
    if (inRow < ROW) return undefined
    if (place === undefined) return 'untold'
    return this.#site.isBeyond(place) || this.#isOwn(place) ? 'apart' : 'together'
  }

  #isOwn(place: number): boolean {
    return this.#others.filter((each) => each === place).length >= OWN
  }

  save() {
    return { last: this.#last, site: this.#site.save(), others: this.#others }
  }
  load({ last, site, others }: ReturnType<Rows['save']>): void {
    this.#last = [...last]
    this.#site.load(site)
    this.#others = [...others]
  }
}
