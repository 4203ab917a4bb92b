import type { ChargeRule } from '#contracts'
import type { Behaviour } from './behaviour.ts'
import type { Random } from './random.ts'

/** A kind of partner: what it changes in what is usual for a partner, day by day from its `from`. */
export interface Kind {
  readonly name: string
  readonly malicious: boolean
  /** It is to be seen within a day of event time. */
  readonly loud?: true
  /** It begins when its first charge of that kind is told: before there is nothing to be seen. */
  readonly begins?: ChargeRule
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
