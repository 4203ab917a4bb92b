/** Buyers that are remembered, the latest: whoever comes back after so many others is no large part of them. */
const BUYERS = 1024
/** From so many hours after the purchase before on, one is another one: several of an evening are one. */
const ANOTHER = 12
/** How often somebody buys again is told of so many days after they came; who buys each week or two shows in the longer one. */
const SPANS = [14, 28] as const
/** So many of one place, and of other places, of whom that is told, say something. */
const LEAST = 12
const OTHERS = 6
/** Of people hardly so many buy again so many times within these days: some have had enough. */
const NEARLY_ALL = [0.75, 0.9] as const
const TIMES = [1, 2, 4]
/** Log units by which that is no chance, of who buys again as the others do. */
const SURE = 10
/** Variance of how often they do, by that of the same chance for each on each day; people differ, and have 3 and more. */
const ALIKE = 1.5
/** Of who has a habit (a ticket to work, lunch) more come at their hour, give or take one. */
const HABIT = 2 / 3
/** So many of one hundred are neighbours. */
const NEIGHBOURS = 4
/** Who bought nothing for so many hours is let go. */
const STALE = 63 * 24

/** Where somebody bought first; 0: not told. */
interface Place {
  readonly cell: number
  readonly address: number
  readonly block: number
}
interface Buyer extends Place {
  /** Hours: of the first purchase, and of the last. */
  readonly first: number
  last: number
  /** Other purchases within the first days of each span, and those at the hour of the day of the one before. */
  readonly again: number[]
  readonly same: number[]
}

/** How often those bought again of whom it is told over one span. */
class Group {
  count = 0
  readonly #span: number
  /** So many times or more. */
  readonly #times = TIMES.map(() => 0)
  #sum = 0
  #squares = 0
  #same = 0

  /** @param span its place among all */
  constructor(span: number) {
    this.#span = span
  }

  add(buyer: Buyer): void {
    const [again, same] = [buyer.again[this.#span] as number, buyer.same[this.#span] as number]
    this.count++
    for (const [place, times] of TIMES.entries()) if (again >= times) (this.#times[place] as number)++
    this.#sum += again
    this.#squares += again * again
    this.#same += same
  }

  get #isAlike(): boolean {
    const mean = this.#sum / this.count
    const days = SPANS[this.#span] as number
    const ofChance = mean * (1 - Math.min(mean, days - 1) / days)
    return this.#squares - this.#sum * mean <= ALIKE * ofChance * (this.count - 1)
  }

  /** Whether nearly all of these buy again, each as often as another and by no habit, as all others do not. */
  standsOut(all: Group): boolean {
    const others = all.count - this.count
    if (this.count < LEAST || others < OTHERS || !this.#isAlike || this.#same > HABIT * this.#sum) return false
    return this.#times.some((again, place) => {
      if (again < (NEARLY_ALL[this.#span] as number) * this.count) return false
      const share = again / this.count
      const usual = ((all.#times[place] as number) - again + 1) / (others + 2)
      const rest = share < 1 ? (1 - share) * Math.log((1 - share) / (1 - usual)) : 0
      return share > usual && this.count * (share * Math.log(share / usual) + rest) >= SURE
    })
  }
}

/**
 * Who buys what is bought once again and again from one place (or with neighbouring numbers), each as often as another: SIMs in a
 * back room. Of people of one place (a dormitory, a station, a shop) some buy once, and some far more than others. The places
 * are fixed from what came before, so that what comes after counts by no chance.
 */
export class Alike {
  /** Who bought last is at the end. */
  #buyers = new Map<number, Buyer>()
  /** Cells, addresses and hundreds. */
  #places = new Set<number>()

  /** Somebody buys: whether again, as one of these. */
  add(sub: number, { cell, address, block }: Place, hour: number): boolean {
    const known = this.#buyers.get(sub)
    this.#buyers.delete(sub)
    if (known === undefined && this.#buyers.size >= BUYERS)
      for (const [oldest] of this.#buyers) {
        this.#buyers.delete(oldest)
        break
      }
    this.#buyers.set(sub, known ?? { cell, address, block, first: hour, last: hour, again: [0, 0], same: [0, 0] })
    if (known === undefined) return false
    for (const [span, days] of SPANS.entries()) {
      if (hour - known.last < ANOTHER || hour - known.first > days * 24) continue
      known.again[span] = (known.again[span] as number) + 1
      if ((hour - known.last + 1) % 24 <= 2) known.same[span] = (known.same[span] as number) + 1
    }
    known.last = Math.max(known.last, hour)
    return [known.cell, known.address, known.block].some((place) => this.#places.has(place))
  }

  /** A day is over: where these are is fixed until the next one. */
  look(hour: number): void {
    this.#places.clear()
    const hundreds = new Map<number, number>()
    for (const [sub, { last, block }] of this.#buyers)
      if (hour - last > STALE) this.#buyers.delete(sub)
      else hundreds.set(block, (hundreds.get(block) ?? 0) + 1)
    for (const span of SPANS.keys()) this.#fix(hour, span, hundreds)
  }

  #fix(hour: number, span: number, hundreds: ReadonlyMap<number, number>): void {
    const [all, near] = [new Group(span), new Group(span)]
    const places = new Map<number, Group>()
    const isNear = (block: number) => block !== 0 && (hundreds.get(block) as number) >= NEIGHBOURS
    for (const buyer of this.#buyers.values()) {
      if (hour - buyer.first <= (SPANS[span] as number) * 24) continue
      all.add(buyer)
      if (isNear(buyer.block)) near.add(buyer)
      for (const place of [buyer.cell, buyer.address]) {
        if (place === 0) continue
        const group = places.get(place) ?? new Group(span)
        group.add(buyer)
        places.set(place, group)
      }
    }
    for (const [place, group] of places) if (group.standsOut(all)) this.#places.add(place)
    if (near.standsOut(all)) for (const block of hundreds.keys()) if (isNear(block)) this.#places.add(block)
  }

  forget(sub: number): void {
    this.#buyers.delete(sub)
  }

  save() {
    return { buyers: this.#buyers, places: this.#places }
  }
  load({ buyers, places }: ReturnType<Alike['save']>): void {
    ;[this.#buyers, this.#places] = [buyers, places]
  }

  get bytes(): number {
    return this.#buyers.size * 200 + this.#places.size * 24
  }
}
