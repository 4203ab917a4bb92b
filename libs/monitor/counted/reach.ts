import { isMoved, type Observation } from '../observed/observe.ts'
import type { Counter } from './counters.ts'
import { Neighbours, Places, Unanswered } from './near.ts'
import { Rows } from './rows.ts'
import { Top } from './small.ts'

type Add = (counter: Counter) => void

/** From where subscribers come: one address, cell or page, and numbers in a row. */
export class Reach {
  readonly #addresses = new Top()
  readonly #cells = new Top()
  readonly #pages = new Top()
  readonly #near = new Neighbours()
  readonly #places = new Places()
  readonly #unanswered = new Unanswered()
  readonly #rows = new Rows()

  /** @param hour of the wall, at which they came */
  origin(seen: Observation, hour: number, add: Add): void {
    from(seen.address, this.#addresses, 'address', 'addressOf', add)
    from(seen.cell, this.#cells, 'cell', 'cellOf', add)
    from(seen.page, this.#pages, 'page', 'pageOf', add)
    this.neighbour(seen, hour, add)
  }

  /** Whether its number is beside others that came lately. */
  isNear({ block }: Observation): boolean {
    return this.#near.isNear(block)
  }

  /** Whether it is one who was asked in a walk through numbers. */
  agreed(sub: number): boolean {
    return this.#unanswered.agree(sub)
  }

  neighbour(seen: Observation, hour: number, add: Add): void {
    const { kind, block, sub, cell, address } = seen
    const arrival = this.#near.add(block, sub, kind === 'request')
    if (arrival === undefined) return
    add('nearOf')
    if (arrival.near) add('near')
    if (kind === 'request' && arrival.lately) add('beside')
    if (!arrival.fresh) return
    const isWalked = kind === 'request' && arrival.several && arrival.lately
    const isKnown = isWalked && this.#unanswered.ask(sub, hour)
    if (isKnown) add('walked')
    if (kind === 'request' && isKnown === isWalked) add('walkedOf')
    if (kind === 'request' && !isWalked) this.#unanswered.askOther(hour)
    const place = cell ?? address
    // A book that is moved may be in the order of its numbers.
    const inRow = isMoved(seen) ? undefined : this.#rows.add(block, place, hour)
    if (inRow === 'apart' || (inRow === 'untold' && kind === 'request')) add('row')
    if (inRow === 'apart' || inRow === 'untold') add('rows')
    // Whoever tells no place of those it asks has shown no site that they have in common.
    if (place === undefined && kind !== 'request') return
    add('apartOf')
    if (place === undefined ? isWalked : arrival.several && this.#places.isBeyond(place)) add('apart')
  }

  /** The step is over, and its last hour: what came most is fixed until the next look, and who was asked in a walk and had time. */
  look(hour: number, isNight: (hour: number) => boolean, add: (counter: Counter, n: number) => void): void {
    for (const each of [this.#addresses, this.#cells, this.#pages]) each.look()
    const { moved, unmoved, all } = this.#unanswered.look(hour, isNight)
    if (all === 0) return
    add('moved', moved)
    add('unmoved', unmoved)
    add('movedOf', all)
  }

  /** Nothing is known of this one any more. */
  forget(sub: number): void {
    this.#near.forget(sub)
    this.#unanswered.forget(sub)
  }

  save() {
    return {
      tops: [this.#addresses.save(), this.#cells.save(), this.#pages.save()] as const,
      near: this.#near.save(),
      places: this.#places.save(),
      unanswered: this.#unanswered.save(),
      rows: this.#rows.save(),
    }
  }
  load({ tops, near, places, unanswered, rows }: ReturnType<Reach['save']>): void {
    this.#addresses.load(tops[0])
    this.#cells.load(tops[1])
    this.#pages.load(tops[2])
    this.#near.load(near)
    this.#places.load(places)
    this.#unanswered.load(unanswered)
    this.#rows.load(rows)
  }

  get bytes(): number {
    return this.#near.bytes + this.#places.bytes + this.#unanswered.bytes
  }
}

/** Where one of several is told: whether it is where most are. */
function from(value: number | undefined, top: Top, counter: Counter, of: Counter, add: Add): void {
  if (value === undefined) return
  if (top.top !== 0) add(of)
  if (value === top.top) add(counter)
  top.add(value)
}
