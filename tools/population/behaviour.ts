import type { ChargeRule } from '#contracts'

/** How a partner behaves on a day. Shares are of what stands beside them; times in ms or hours. */
export interface Behaviour {
  /** Requests a day. */
  perDay: number
  /** Share of requests by hour of the day, 24 of them. */
  hours: readonly number[]
  yes: number
  refuse: number
  /** Median time to a yes, seconds, and how wide (log). */
  answer: { median: number; sigma: number }
  /** Share of requests that a machine agrees to, and how soon. */
  machine: { share: number; median: number; sigma: number }
  /** Cancelled within a day. */
  quick: number
  /** Of those that stand, a day. */
  cancel: number
  /** Share of new subscribers who complain in the end, and of charges that are disputed. */
  complain: number
  dispute: number
  /** Days after which those that complain do. */
  complainAfter: { from: number; to: number }
  /** Share of charges that are wrong, by rule. */
  wrong: Partial<Record<ChargeRule, number>>
  /** Charges a day of people who never asked for anything. */
  unasked: number
  /** Of those who cancelled: charged once more, and subscribed again. */
  afterCancel: number
  again: number
  /** Share of payers who use it in a month. */
  uses: number
  /** From where subscribers are taken. */
  from: 'anybody' | 'range' | 'own' | 'shared' | 'elderly'
  /** Share of requests that come so. */
  fromShare: number
  /** Of a range, each so many-th number. */
  gap: number
  app?: string
  appShare: number
  /** Addresses and cells that requests come from. */
  addresses: number
  cells: number
  /** Once-purchases a request leads to. */
  purchases: number
  /** Share of disputes that wait for days, and of outcomes that solved nothing. */
  slow: number
  unsolved: number
  /** Charges told so many days after they were made. */
  lateDays: number
  lateShare: number
  /** Requests to those who refused or locked their line. */
  unwanted: number
  /** Charged more than agreed to, and nobody said so. */
  priceTimes: number
  /** Messages a day, and share of them to who blocked the port. */
  messages: number
  blocked: number
  spam: number
  /** Imported subscriptions on the first day, and each day after it. */
  imported: number
  importedDaily: number
  /** Of those who cancelled, charged again a day. */
  lapsed: number
  /** Pages that requests come from. */
  pages: number
  /** Share of disputes whose time runs out. */
  overdue: number
  /** Charge ids a day that come with two contents. */
  conflicts: number
  /** Users that it has at most: beyond them it asks nobody. */
  most: number
  /** All its services, or one after the other, each for so many days. */
  rotates: number
  /** On its first service alone people are charged who asked for nothing. */
  unaskedOnFirst: boolean
}

const day = [1, 0.6, 0.4, 0.3, 0.3, 0.5, 1.2, 2.5, 4, 5, 5.5, 6, 6.5, 6, 5.5, 5.5, 5.5, 6, 7, 8, 8, 6.5, 4, 2]
const evening = [2, 1, 0.5, 0.3, 0.2, 0.2, 0.5, 1, 2, 3, 3, 4, 5, 4, 4, 4, 5, 7, 9, 12, 13, 11, 6, 3]
const night = [8, 12, 16, 16, 12, 5, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 3]
export const profiles = { day, evening, night } as const

/** What most partners do. */
export const plain: Behaviour = {
  perDay: 18,
  hours: day,
  yes: 0.32,
  refuse: 0.15,
  answer: { median: 28, sigma: 1 },
  machine: { share: 0, median: 5, sigma: 0.1 },
  quick: 0.04,
  cancel: 0.006,
  complain: 0.002,
  dispute: 0.004,
  complainAfter: { from: 1, to: 60 },
  wrong: { 'no.consent': 0.0002, 'above.tariff': 0.0002, 'too.often': 0.0003, 'free.period': 0.0001 },
  unasked: 0,
  afterCancel: 0.0005,
  again: 0.02,
  uses: 0.65,
  from: 'anybody',
  fromShare: 0,
  gap: 1,
  appShare: 0,
  addresses: 400,
  cells: 900,
  purchases: 0,
  slow: 0.05,
  unsolved: 0.08,
  lateDays: 0,
  lateShare: 0,
  unwanted: 0.01,
  priceTimes: 1,
  messages: 0,
  blocked: 0.02,
  spam: 0,
  imported: 0,
  importedDaily: 0,
  lapsed: 0,
  pages: 3,
  overdue: 0,
  conflicts: 0,
  most: Number.POSITIVE_INFINITY,
  rotates: 0,
  unaskedOnFirst: false,
}
