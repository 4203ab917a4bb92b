import type { MonitorPolicy } from '#policy'
import type { Counter } from './counters.ts'

/** ms */
export const HOUR = 3_600_000

/** Of what a unit is: a service on its port, a port without a service of its own, an app, or all of a partner. */
export interface Identity {
  readonly kind: 'service' | 'port' | 'app' | 'way'
  readonly name: string
  /** Of a way: the service that people come to by it. */
  readonly service?: string
  partner?: string
  port?: string
  period?: string
}

/** Where a moment lies on the operator’s wall. */
export interface Moment {
  /** The step that it counts in. */
  readonly step: number
  /** Hours of the wall since 1970. */
  readonly hour: number
}

export interface Around {
  readonly policy: MonitorPolicy
  /** How far the wall is ahead of UTC at this time, ms. */
  readonly ahead: number
  /** Somebody’s use of a service is told at all. */
  readonly usageTold: boolean
  /** Who complains paid for what the unit is of, or came to it. */
  readonly isCustomer: boolean
  /** The same, or was asked; undefined where that is not known. */
  readonly isNear: boolean | undefined
  /** Who it is of asked for the service themselves. */
  readonly isOwn: boolean
  /** Counts for the app by which a subscriber came. */
  readonly tellApp: (app: string, counter: Counter, step: number) => void
  /** The same, for those who came by it at that hour. */
  readonly tellCohort: (app: string, counter: Counter, hour: number, n: number) => void
}

/** Who was heard of within so many hours is counted a day for each day. */
export const HEARD = 32 * 24

/** For who counts for itself what is known of its people. */
export const NOBODY_TOLD: Pick<Around, 'tellApp' | 'tellCohort'> = {
  tellApp: () => undefined,
  tellCohort: () => undefined,
}

export const isNight = (hour: number, { nightHours }: MonitorPolicy): boolean => {
  const ofDay = Math.floor(hour) % 24
  return ofDay >= nightHours.from && ofDay < nightHours.to
}
