import type { ChargeRule } from '#contracts'
import type { Behaviour } from './behaviour.ts'
import type { Random } from './random.ts'

/**
 * Loud is who is to be flagged within 24 hours of event time, and from when these count. It is loud because on each day on
 * which it acts it does to several people what no honest partner does to one of two hundred: counts of one day tell it. All
 * others do a little each day, as honest ones do by mishap, and are told by weeks.
 * - `acts`: from the first thing that it did on the first day on which it acts: a request, or a charge that nobody asked for.
 * - `second`: from the second charge of that rule that was told. One is a mishap that one in some hundred honest partners has
 *   as well; whoever flagged the first would flag more honest ones than malicious ones in a year.
 *
 * A dozen a day who are gone through number by number and mostly agree are on their first day what a small firm's order is
 * (decision 110): these are `soon`, to be flagged within 48 hours. Loud are dozens, most of whom do not agree, or a machine does.
 */
export type Loud = 'acts' | { readonly second: ChargeRule }

/** A kind of partner: what it changes in what is usual for a partner, day by day from its `from`. */
export interface Kind {
  readonly name: string
  readonly malicious: boolean
  readonly loud?: Loud
  readonly soon?: true
  /** The days on which it acts, where that is not each one from its beginning on. */
  readonly acts?: (day: number) => boolean
  /** Services that it has; absent: one to four. */
  readonly services?: number
  /** Nothing was tuned on it: it is only reported on. */
  readonly heldOut?: true
  /** @param more how much it does of it: about 1 */
  readonly on: (usual: Behaviour, day: number, more: number, random: Random, partner: number) => Partial<Behaviour>
}

export const honest = (name: string, on: Kind['on'], more: Partial<Kind> = {}): Kind => ({
  name,
  malicious: false,
  on,
  ...more,
})
export const malicious = (name: string, on: Kind['on'], more: Partial<Kind> = {}): Kind => ({
  name,
  malicious: true,
  on,
  ...more,
})
export const angry = (usual: Behaviour, more: number) => ({
  complain: usual.complain + 0.03 * more,
  dispute: 0.015 * more,
})
