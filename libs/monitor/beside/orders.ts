import type { MonitorPolicy } from '#policy'
import type { Around, Identity, Moment } from '../counted/moment.ts'
import type { Telling } from '../counted/usage-told.ts'

/** What ways that are counted elsewhere hear besides what was seen. Services are told by a number. */
export type Order =
  | { readonly what: 'service'; readonly service: number; readonly id: Identity }
  | { readonly what: 'follow'; readonly service: number }
  | { readonly what: 'drop'; readonly name: string }
  | { readonly what: 'kind'; readonly partner: string; readonly kind: string }
  | { readonly what: 'policy'; readonly policy: MonitorPolicy }
  | { readonly what: 'ahead'; readonly ahead: number }
  | { readonly what: 'close'; readonly step: number; readonly usage: ReadonlyMap<string, Telling> }
  | { readonly what: 'learn'; readonly day: number }

/** What of a batch of observations was seen of services, in its order, and what else was heard between. */
export interface Orders {
  /** The batch; undefined: of none is anything seen. */
  readonly batch: number | undefined
  /** Nothing more of it is seen. */
  readonly isOver: boolean
  readonly count: number
  /** Of each that was seen its place in the batch, its service, its moment, and what is known around it. */
  readonly places: Uint32Array<ArrayBuffer>
  readonly services: Uint32Array<ArrayBuffer>
  readonly steps: Int32Array<ArrayBuffer>
  readonly hours: Int32Array<ArrayBuffer>
  readonly around: Uint8Array<ArrayBuffer>
  /** Each with how many were seen before it. */
  readonly orders: readonly { readonly after: number; readonly order: Order }[]
}

/** A bit each; of `isNear`, which may be unknown, one for each answer. */
const around = { usageTold: 1, isCustomer: 2, isOwn: 4, isNear: 8, isNotNear: 16 } as const

/** Orders of one batch, as they are given. */
export class OrdersOut {
  #batch: number | undefined
  #count = 0
  #places: Uint32Array<ArrayBuffer>
  #services: Uint32Array<ArrayBuffer>
  #steps: Int32Array<ArrayBuffer>
  #hours: Int32Array<ArrayBuffer>
  #around: Uint8Array<ArrayBuffer>
  #orders: { after: number; order: Order }[] = []

  constructor(batch: number | undefined, most: number) {
    this.#batch = batch
    this.#places = new Uint32Array(most)
    this.#services = new Uint32Array(most)
    this.#steps = new Int32Array(most)
    this.#hours = new Int32Array(most)
    this.#around = new Uint8Array(most)
  }

  get isEmpty(): boolean {
    return this.#count === 0 && this.#orders.length === 0
  }

  say(order: Order): void {
    this.#orders.push({ after: this.#count, order })
  }
  see(place: number, service: number, { step, hour }: Moment, { usageTold, isCustomer, isOwn, isNear }: Around): void {
    const n = this.#count++
    if (n >= this.#places.length) throw new RangeError('More was seen of a batch than it has observations.')
    this.#places[n] = place
    this.#services[n] = service
    this.#steps[n] = step
    this.#hours[n] = hour
    this.#around[n] =
      (usageTold ? around.usageTold : 0) |
      (isCustomer ? around.isCustomer : 0) |
      (isOwn ? around.isOwn : 0) |
      (isNear === undefined ? 0 : isNear ? around.isNear : around.isNotNear)
  }

  /** What was given until now; what is given next begins anew. */
  taken(isOver: boolean): Orders {
    const [count, orders] = [this.#count, this.#orders]
    ;[this.#count, this.#orders] = [0, []]
    return {
      batch: this.#batch,
      isOver,
      count,
      places: this.#places.slice(0, count),
      services: this.#services.slice(0, count),
      steps: this.#steps.slice(0, count),
      hours: this.#hours.slice(0, count),
      around: this.#around.slice(0, count),
      orders,
    }
  }
}

/** What is handed over with orders, and not copied. */
export const buffersOf = ({ places, services, steps, hours, around }: Orders): ArrayBuffer[] =>
  [places, services, steps, hours, around].map(({ buffer }) => buffer)

/** What is known around the n-th that was seen, but for the rest of it. */
export function aroundOf({ around: bits }: Orders, n: number) {
  const known = bits[n] as number
  const isNear = known & around.isNear ? true : known & around.isNotNear ? false : undefined
  return {
    usageTold: (known & around.usageTold) !== 0,
    isCustomer: (known & around.isCustomer) !== 0,
    isOwn: (known & around.isOwn) !== 0,
    isNear,
  }
}
