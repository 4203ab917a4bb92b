import { type Behaviour, plain, profiles } from './behaviour.ts'
import type { Kind } from './kind.ts'
import type { Random } from './random.ts'

/** What is usual where the partners are, all of them: how much, how large, how alike, and how charges are told. */
export interface World {
  readonly plain: Behaviour
  readonly size: { readonly wide: number; readonly most: number; readonly leastMalicious: number }
  /** How much partners differ from one another (log). */
  readonly differ: number
  readonly tariffs: readonly number[]
  /** Hours of most partners, and of the others. */
  readonly hours: readonly [readonly number[], readonly number[]]
  /** Share of partners that have several services, and how many more than one at most. */
  readonly services: { readonly several: number; readonly more: number }
  /** Share of wrong charges that are disputed at least. */
  readonly wrongDisputed: number
  /** When a charge of that time is told. */
  readonly toldAt: (at: number, random: Random) => number
}

/** How one partner of this world behaves as a rule: each differs from the others. */
export function usualOf({ plain, size, differ, hours }: World, { malicious }: Kind, random: Random): Behaviour {
  const vary = () => random.logNormal(1, differ)
  return {
    ...plain,
    perDay: Math.max(
      malicious ? size.leastMalicious : 1,
      Math.min(size.most, random.logNormal(plain.perDay, size.wide)),
    ),
    hours: random.is(0.3) ? hours[1] : hours[0],
    yes: Math.min(0.7, plain.yes * vary()),
    quick: Math.min(0.12, plain.quick * vary()),
    cancel: plain.cancel * vary(),
    complain: plain.complain * vary(),
    dispute: plain.dispute * vary(),
    uses: Math.min(0.9, plain.uses * vary()),
    answer: { median: plain.answer.median * vary(), sigma: random.between(0.8, 1.2) },
    addresses: 50 + random.below(600),
    cells: 100 + random.below(1500),
  }
}

/** The one in which thresholds were chosen. */
export const home: World = {
  plain,
  size: { wide: 0.7, most: 80, leastMalicious: 10 },
  differ: 0.35,
  tariffs: [300, 500, 800, 1000, 800],
  hours: [profiles.day, profiles.evening],
  services: { several: 0.35, more: 3 },
  wrongDisputed: 0.1,
  toldAt: (at, random) => at + random.between(1, 600) * 1000,
}

const HOUR = 3_600_000
const OWN_MORNING = 19

/**
 * Another operator’s: more, smaller and more various partners, people who complain more and cancel more, answer sooner, and
 * dispute hardly what is wrong; half of the charges come with the file of the next morning.
 */
export const elsewhere: World = {
  plain: {
    ...plain,
    perDay: 9,
    yes: 0.45,
    refuse: 0.08,
    answer: { median: 17, sigma: 0.85 },
    quick: 0.06,
    cancel: 0.009,
    complain: 0.0035,
    dispute: 0.006,
    complainAfter: { from: 2, to: 40 },
    wrong: { 'no.consent': 0.0003, 'above.tariff': 0.0001, 'too.often': 0.0006, 'free.period': 0.0002 },
    afterCancel: 0.001,
    again: 0.035,
    uses: 0.5,
    addresses: 150,
    cells: 400,
    slow: 0.07,
    unsolved: 0.11,
    unwanted: 0.02,
    pages: 5,
  },
  size: { wide: 1.1, most: 120, leastMalicious: 2 },
  differ: 0.45,
  tariffs: [100, 200, 600, 1500, 3000],
  hours: [profiles.evening, profiles.day],
  services: { several: 0.35, more: 3 },
  wrongDisputed: 0.04,
  toldAt: (at, random) =>
    random.is(0.5)
      ? at + random.between(5, 120) * 1000
      : (Math.floor(at / (24 * HOUR)) * 24 + OWN_MORNING + 24 * Number((at / HOUR) % 24 >= OWN_MORNING)) * HOUR +
        random.next() * HOUR,
}

/** A weekday’s, of who sells to people at work. */
const working = [0.3, 0.2, 0.1, 0.1, 0.2, 0.5, 2, 5, 8, 9, 9, 8, 11, 8, 8, 8, 8, 9, 6, 4, 3, 2, 1, 0.5]

/**
 * A third operator’s: few partners, large ones with many services, and cheap or dear; people who read slowly, refuse often,
 * use what they pay for, and seldom complain or leave; most of them behind few addresses. One charge in twelve is told days
 * later, the others by the hour.
 */
export const abroad: World = {
  plain: {
    ...plain,
    perDay: 32,
    yes: 0.22,
    refuse: 0.28,
    answer: { median: 46, sigma: 1.15 },
    quick: 0.02,
    cancel: 0.0035,
    complain: 0.0009,
    dispute: 0.0018,
    complainAfter: { from: 1, to: 30 },
    wrong: { 'no.consent': 0.0001, 'above.tariff': 0.0003, 'too.often': 0.0002, 'free.period': 0.0002 },
    afterCancel: 0.0008,
    again: 0.012,
    uses: 0.78,
    addresses: 60,
    cells: 260,
    slow: 0.03,
    unsolved: 0.05,
    unwanted: 0.006,
    pages: 8,
    lateDays: 4,
    lateShare: 0.005,
  },
  size: { wide: 1.2, most: 160, leastMalicious: 3 },
  differ: 0.4,
  tariffs: [50, 1000, 2500, 3000],
  hours: [working, profiles.day],
  services: { several: 0.6, more: 5 },
  wrongDisputed: 0.06,
  toldAt: (at, random) =>
    random.is(1 / 12)
      ? at + random.between(1, 2.5) * 24 * HOUR
      : (Math.floor(at / HOUR) + 1) * HOUR + random.next() * 0.2 * HOUR,
}

/**
 * A fourth operator’s: partners of middling size and much alike, people who agree often, use little, and complain sooner than
 * they dispute; charges are told twice a day.
 */
export const inland: World = {
  plain: {
    ...plain,
    perDay: 14,
    yes: 0.38,
    refuse: 0.12,
    answer: { median: 34, sigma: 0.95 },
    quick: 0.05,
    cancel: 0.007,
    complain: 0.0028,
    dispute: 0.0035,
    complainAfter: { from: 1, to: 45 },
    wrong: { 'no.consent': 0.0002, 'above.tariff': 0.0003, 'too.often': 0.0004, 'free.period': 0.0003 },
    afterCancel: 0.0007,
    again: 0.025,
    uses: 0.55,
    addresses: 220,
    cells: 600,
    slow: 0.06,
    unsolved: 0.09,
    unwanted: 0.012,
    pages: 4,
  },
  size: { wide: 0.9, most: 100, leastMalicious: 4 },
  differ: 0.3,
  tariffs: [200, 500, 1200, 2000],
  hours: [profiles.day, profiles.evening],
  services: { several: 0.4, more: 4 },
  wrongDisputed: 0.07,
  toldAt: (at, random) => (Math.floor(at / (12 * HOUR)) + 1) * 12 * HOUR + random.next() * HOUR,
}

/** A fifth operator’s: between the first and the second, with few cells, and every fourth charge told a day later. */
export const border: World = {
  plain: {
    ...plain,
    perDay: 12,
    yes: 0.36,
    refuse: 0.14,
    answer: { median: 24, sigma: 0.9 },
    quick: 0.045,
    cancel: 0.008,
    complain: 0.0022,
    dispute: 0.0045,
    complainAfter: { from: 1, to: 50 },
    wrong: { 'no.consent': 0.0002, 'above.tariff': 0.0002, 'too.often': 0.0004, 'free.period': 0.0002 },
    afterCancel: 0.0006,
    again: 0.022,
    uses: 0.6,
    unwanted: 0.012,
  },
  size: { wide: 0.9, most: 100, leastMalicious: 5 },
  differ: 0.35,
  tariffs: [200, 500, 800, 1500],
  hours: [profiles.day, profiles.evening],
  services: { several: 0.4, more: 3 },
  wrongDisputed: 0.08,
  toldAt: (at, random) => (random.is(0.25) ? at + 24 * HOUR : at + random.between(1, 900) * 1000),
}
