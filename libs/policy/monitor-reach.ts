import type { SignalPolicy } from './monitor.ts'

const OWN = 'chosen on the tuning half of tools/population, reported on the other'
/** What a signal is, where nothing else is said. */
export const base = {
  shape: 3,
  cap: 40,
  atLeast: 5,
  alone: false,
  odd: 0,
  withoutWorst: 0,
  peersMost: 5,
  peersDown: 1,
  on: 'live',
  source: OWN,
} as const
/** How people are reached and when, which harms nobody by itself: in each such manner some honest ones are odd. */
export const manner = { ...base, odd: 0.002, atLeast: 10 } as const
const EVENING =
  'Whoever fills a stadium or a fair has everybody at one place for an evening or two; who asks from one place does so day after day'

/** From where people come, and whose numbers they have. */
export const reach = {
  'numbers.near': {
    ...manner,
    group: 'reach',
    healthy: 0.02,
    shape: 2.5,
    atLeast: 8,
    withoutWorst: 2,
    peersMost: 50,
  },
  'numbers.apart': {
    ...manner,
    odd: 0.0001,
    group: 'reach',
    healthy: 0.01,
    shape: 2.5,
    atLeast: 8,
    withoutWorst: 3,
    peersMost: 50,
    alone: true,
    source:
      'Numbers that were sold together and are asked day after day, of people everywhere: staff share a site, or come with one order of some days',
  },
  'numbers.unwilling': {
    ...manner,
    odd: 0.0001,
    group: 'reach',
    healthy: 0.05,
    shape: 2.5,
    atLeast: 8,
    withoutWorst: 2,
    peersMost: 10,
    peersDown: 0.5,
    alone: true,
    source:
      'Whoever orders for people with neighbouring numbers orders for people who want it; a partner’s own word about places shows nothing',
  },
  'numbers.unmoved': {
    ...manner,
    odd: 0.00001,
    group: 'reach',
    healthy: 0.05,
    shape: 2.5,
    atLeast: 10,
    peersMost: 10,
    peersDown: 0.5,
    alone: true,
    source:
      'Dozens who were gone through in a day, of whom more than half have not agreed hours later: those of whom somebody orders for them do',
  },
  'numbers.instead': {
    ...manner,
    odd: 0.00001,
    group: 'reach',
    healthy: 0.02,
    shape: 2.5,
    atLeast: 8,
    withoutWorst: 1,
    peersMost: 10,
    alone: true,
    source:
      'An order comes beside those who come anyway; where neighbours take their place, on two days, numbers are gone through',
  },
  'same.address': { ...manner, group: 'reach', healthy: 0.2, shape: 2, withoutWorst: 2, source: EVENING },
  'same.cell': { ...manner, group: 'reach', healthy: 0.2, shape: 2, withoutWorst: 2, source: EVENING },
  'numbers.row': {
    ...base,
    group: 'reach',
    healthy: 0.05,
    atLeast: 10,
    peersMost: 10,
    alone: true,
    source: 'Staff for whom somebody orders are at their site; numbers in a row, everywhere, are gone through',
  },
  'numbers.rows': {
    ...base,
    group: 'reach',
    healthy: 0.05,
    atLeast: 10,
    withoutWorst: 1,
    peersMost: 10,
    alone: true,
    source: 'An order comes on one day; another one of other numbers, and so on, is no order',
  },
} as const satisfies Record<string, SignalPolicy>
