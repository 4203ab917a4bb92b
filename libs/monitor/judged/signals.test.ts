import { expect, it } from 'vitest'
import {
  approved,
  blockOf,
  cancelled,
  charge,
  complaint,
  consent,
  DAY,
  dispute,
  type Example,
  findingsOf,
  HOUR,
  isOne,
  line,
  message,
  outcome,
  person,
  receipt,
  reported,
  request,
  SECOND,
  spread,
  subscribed,
  used,
  wished,
  wrong,
} from '../told-fixtures.ts'
import { reach } from '../told-reach.ts'
import { type SignalName, signalNames } from './signals.ts'

const examples: Readonly<Record<SignalName, Example>> = {
  ...reach,
  'charges.no.consent': wrong('no.consent'),
  'charges.after.cancel': wrong('after.cancel'),
  'charges.free.period': wrong('free.period'),
  'charges.above.tariff': wrong('above.tariff'),
  'charges.too.often': wrong('too.often'),
  'charges.purchase': wrong('purchase.used'),
  'charges.unagreed': wrong('after.cancel'),
  'charges.wrong': wrong('purchase.over'),
  'charges.proven': wrong('disputed'),
  'charges.creep': {
    bad: (i, at, day) => [charge(i, at, { amountFen: 800 + (day > 5 ? day * 10 : 0) })],
    good: (i, at) => [charge(i, at)],
  },
  'charges.late': {
    bad: (i, at) => [charge(i, at, isOne(i, 3) ? { chargedAt: at - 20 * DAY } : {})],
    good: (i, at) => [charge(i, at, isOne(i, 3) ? { chargedAt: at - 2 * DAY } : {})],
  },
  'charges.backdated': {
    // One in ten is told three weeks late, day after day; or an outage delays all of five days.
    bad: (i, at) => [charge(i, at, isOne(i, 10) ? { chargedAt: at - 20 * DAY } : {})],
    good: (i, at, day) => [charge(i, at, day >= 6 && day < 11 ? { chargedAt: at - 12 * DAY } : {})],
  },
  'charges.conflict': {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 5) ? [dispute(i, at, 'charge.conflict')] : [])],
    good: (i, at) => [charge(i, at)],
  },
  'charges.relapsed': {
    // The month is billed twice on its last day, again and again; or once, and it is put right in these days.
    bad: (i, at, day) => [charge(i, at, day % 14 === 4 && isOne(i, 2) ? { rule: 'too.often' } : {})],
    good: (i, at, day) => [charge(i, at, day >= 4 && day < 9 && isOne(i, 2) ? { rule: 'too.often' } : {})],
    days: 28,
  },
  'complaints.unfounded': {
    bad: (i, at) => [
      charge(i, at),
      ...(isOne(i, 5) ? [complaint(i, at, 'opened'), complaint(i, at + HOUR, 'closed', { upheld: false })] : []),
    ],
    good: (i, at) => [
      charge(i, at),
      ...(isOne(i, 60) ? [complaint(i, at, 'opened'), complaint(i, at + HOUR, 'closed', { upheld: false })] : []),
    ],
  },
  complaints: {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 5) ? [complaint(i, at, 'opened')] : [])],
    good: (i, at, day) => [charge(i, at), ...(i === 3 && day === 3 ? [complaint(i, at, 'opened')] : [])],
  },
  refunds: {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 4) ? [dispute(i, at, 'dispute.opened', { instant: true })] : [])],
    good: (i, at) => [charge(i, at), ...(isOne(i, 4) ? [dispute(i, at, 'dispute.opened', { instant: false })] : [])],
  },
  disputes: {
    bad: (i, at) => [charge(i, at), ...(isOne(i, 5) ? [dispute(i, at, 'dispute.opened')] : [])],
    good: (i, at) => [charge(i, at), ...(isOne(i, 200) ? [dispute(i, at, 'dispute.opened')] : [])],
  },
  regrets: {
    bad: (i, at) => [subscribed(i, at), ...(isOne(i, 5) ? [complaint(i, at + 3 * HOUR, 'opened')] : [])],
    good: (i, at) => [subscribed(i, at), ...(isOne(i, 200) ? [complaint(i, at + 3 * HOUR, 'opened')] : [])],
  },
  'cancel.quick': {
    bad: (i, at) => [subscribed(i, at), ...(isOne(i, 2) ? [cancelled(i, at + 2 * HOUR, at)] : [])],
    good: (i, at) => [subscribed(i, at), ...(isOne(i, 20) ? [cancelled(i, at + 2 * HOUR, at)] : [])],
  },
  'cancel.own': {
    bad: (i, at) => [wished(i, at), subscribed(i, at), ...(isOne(i, 2) ? [cancelled(i, at + 2 * HOUR, at)] : [])],
    good: (i, at) => [wished(i, at), subscribed(i, at), ...(isOne(i, 20) ? [cancelled(i, at + 2 * HOUR, at)] : [])],
  },
  'cancel.cohort': {
    // They leave when they have been charged for the second time.
    bad: (i, at, day) => [subscribed(i, at), ...(day >= 10 ? [cancelled(i - 200, at, at - 10 * DAY)] : [])],
    good: (i, at, day) => [
      subscribed(i, at),
      ...(day >= 10 && isOne(i, 10) ? [cancelled(i - 200, at, at - 10 * DAY)] : []),
    ],
    days: 26,
  },
  'cancel.charged': {
    // One in three leaves the day after the first charge; or before it, and weeks after it.
    bad: (i, at) => [
      subscribed(i, at),
      charge(i, at + 3 * DAY),
      ...(isOne(i, 3) ? [cancelled(i, at + 4 * DAY, at)] : []),
    ],
    good: (i, at) => [
      subscribed(i, at),
      ...(isOne(i, 3) ? [cancelled(i, at + 2 * DAY, at)] : [charge(i, at + 3 * DAY)]),
      ...(i % 3 === 1 ? [cancelled(i, at + 20 * DAY, at)] : []),
    ],
    days: 20,
  },
  'answers.fast': {
    bad: (i, at) => [consent(i, at, isOne(i, 3) ? 900 : spread(i))],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.regular': {
    bad: (i, at) => [consent(i, at, 9000 + (i % 9) * 15)],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.narrow': {
    // One in five after nine seconds, the others as people do.
    bad: (i, at) => [consent(i, at, isOne(i, 5) ? 9000 + (i % 9) * 15 : spread(i))],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.hasty': {
    bad: (i, at) => [consent(i, at, 3500 + (i % 3) * 800)],
    good: (i, at) => [consent(i, at, spread(i))],
  },
  'answers.rushed': {
    // At one in the morning, each within 5 s; the same by day, and at night as people do.
    bad: (i, at) => [consent(i, at - 7 * HOUR, 4000 + (i % 5) * 200)],
    good: (i, at) => [isOne(i, 2) ? consent(i, at, 4000 + (i % 5) * 200) : consent(i, at - 7 * HOUR, spread(i))],
  },
  'prompts.agreed': {
    bad: (i, at) => [outcome(i, at, 'asked'), consent(i, at + 30_000, spread(i))],
    good: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 3) ? [consent(i, at + 30_000, spread(i))] : [])],
  },
  'apps.new': {
    bad: (i, at, day) => [consent(i, at, spread(i), { app: { package: `cn.lamp${day}` } })],
    good: (i, at) => [consent(i, at, spread(i), { app: { package: 'cn.lamp' } })],
  },
  'prompts.refused': {
    bad: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 10) ? [] : [outcome(i, at, 'refused')])],
    good: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 5) ? [outcome(i, at, 'refused')] : [])],
  },
  'prompts.silent': {
    bad: (i, at) => [outcome(i, at, 'asked'), outcome(i, at + HOUR, 'expired')],
    good: (i, at) => [outcome(i, at, 'asked'), ...(isOne(i, 2) ? [outcome(i, at + HOUR, 'expired')] : [])],
  },
  'prompts.unlike': {
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      receipt(i, at, isOne(i, 4) ? { tariffFen: 1000 } : isOne(i, 3) ? { asked: '漫画，8.50元/月，回复“是”' } : {}),
    ],
    good: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      receipt(i, at, isOne(i, 2) ? { asked: '漫画，8元/月，回复“是”' } : { asked: 'Comics, CNY 8/month' }),
    ],
  },
  'requests.unwanted': {
    bad: (i, at) => [request(i, at), ...(isOne(i, 2) ? [outcome(i, at, 'rejected', 'refused.before')] : [])],
    good: (i, at) => [request(i, at), ...(isOne(i, 2) ? [outcome(i, at, 'rejected', 'service.unknown')] : [])],
  },
  'subscribed.bare': {
    bad: (i, at) => [subscribed(i, at, isOne(i, 2) ? {} : { receiptId: `y${i}` })],
    // A service that was moved here, in ten days.
    good: (i, at, day) => [subscribed(i, at, day < 10 ? { since: at - 90 * DAY } : { receiptId: `y${i}` })],
  },
  'subscribed.bare.new': {
    bad: (i, at, day) => [subscribed(i, at, day >= 4 && isOne(i, 2) ? {} : { receiptId: `y${i}` })],
    // Books that are moved, one after the other; and those of a system that tells since when only of the day of its move.
    good: (i, at, day) => [
      subscribed(i, at, day < 2 ? {} : day < 10 ? { since: at - 90 * DAY } : { receiptId: `y${i}` }),
    ],
  },
  resubscribed: {
    bad: (i, at, day) => {
      const who = (day % 2) * 100 + (i % 20)
      return [cancelled(who, at, at - 2 * DAY), subscribed(who, at + 5 * HOUR)]
    },
    // One in ten who leave comes back.
    good: (i, at, day) => [
      subscribed(i, at),
      ...(day >= 4 ? [cancelled(i - 80, at, at - 4 * DAY)] : []),
      ...(day >= 5 && isOne(i, 10) ? [subscribed(i - 100, at + HOUR)] : []),
    ],
  },
  'resubscribed.left': {
    // Who left is subscribed again after three days, and leaves after two; or stays for twenty.
    bad: (i, at) => [subscribed(i % 100, at), cancelled(i % 100, at + 2 * DAY, at)],
    good: (i, at) => [subscribed(i % 500, at), cancelled(i % 500, at + 20 * DAY, at)],
    days: 60,
  },
  'payers.silent': {
    // They came before; some others use it, so that use is told at all.
    bad: (i, at, day) => [
      ...(day === 0 ? [subscribed(i, at)] : [charge(i % 20, at)]),
      ...(i % 20 < 3 ? [used('comics', at + SECOND, `k${(i % 20) + 1}`)] : []),
    ],
    good: (i, at, day) =>
      day === 0 ? [subscribed(i, at)] : [used('comics', at - 60_000, person(i % 20)), charge(i % 20, at)],
    days: 35,
  },
  'payers.never': {
    // Each is charged once. Of those who come first some use it, so that use is told; of later ones nobody does, or most.
    bad: (i, at, day) => [
      ...(day >= 3 ? [subscribed(i, at), charge(i, at + 4 * DAY)] : []),
      ...(i % 20 < 4 ? [used('comics', at + SECOND, `k${i % 20}`)] : []),
    ],
    good: (i, at, day) => [
      ...(day >= 3 ? [subscribed(i, at), charge(i, at + 4 * DAY)] : []),
      ...(i % 20 < 12 && day >= 1 ? [used('comics', at + SECOND, person(i - 20))] : []),
    ],
    days: 40,
  },
  nights: {
    bad: (i, at) => [request(i, isOne(i, 5) ? at : at - 7 * HOUR)],
    good: (i, at) => [request(i, at)],
  },
  'nights.hour': {
    // All of two days in one night, or, of night owls, all of each night.
    bad: (i, at, day) => {
      const atThree = at - (i % 20) * 12 * 60_000 - 5 * HOUR
      return day % 4 === 2
        ? []
        : [
            request(i, day % 4 === 3 ? atThree : at),
            consent(i, (day % 4 === 3 ? atThree : at) + 20 * SECOND, 20 * SECOND),
          ]
    },
    good: (i, at) => [request(i, at - 5 * HOUR)],
  },
  'nights.charges': {
    bad: (i, at) => [charge(i, at, { chargedAt: at - 7 * HOUR })],
    good: (i, at) => [charge(i, at)],
  },
  bursts: {
    bad: (i, at, day) => (day < 20 ? [request(i, at)] : [0, 1, 2, 3, 4, 5].map((n) => request(i * 6 + n, at + n))),
    good: (i, at) => [request(i, at)],
    days: 22,
  },
  'refunds.slow': {
    bad: (i, at, day) =>
      day < 6
        ? [dispute(i, at, 'dispute.opened', { instant: false })]
        : [dispute(i - 6 * 20, at, 'dispute.decided', { proven: true })],
    good: (i, at) => [
      dispute(i, at, 'dispute.opened', { instant: false }),
      dispute(i, at + HOUR, 'dispute.decided', { proven: true }),
    ],
    days: 12,
  },
  'refunds.overdue': {
    bad: (i, at, day) => [
      dispute(i, at, 'dispute.opened', { instant: false }),
      ...(day >= 5 && isOne(i, 3) ? [dispute(i - 5 * 20, at, 'dispute.waiting', { change: 'overdue' })] : []),
    ],
    // Decided late, and in time.
    good: (i, at, day) => [
      dispute(i, at, 'dispute.opened', { instant: false }),
      ...(day >= 4 ? [dispute(i - 4 * 20, at, 'dispute.decided', { proven: true })] : []),
    ],
    days: 20,
  },
  unsolved: {
    bad: (i, at) => [complaint(i, at, 'closed'), ...(isOne(i, 2) ? [complaint(i, at + HOUR, 'reopened')] : [])],
    good: (i, at) => [complaint(i, at, 'closed'), ...(isOne(i, 12) ? [complaint(i, at + HOUR, 'reopened')] : [])],
  },
  'mt.refused': {
    bad: (i, at) => [message(i, at, !isOne(i, 3))],
    good: (i, at) => [message(i, at, !isOne(i, 40))],
  },
  blocks: {
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      charge(i, at),
      ...(isOne(i, 4) ? [blockOf(i, at)] : []),
    ],
    good: (i, at) => [charge(i, at)],
  },
  spam: {
    bad: (i, at, day) => [...(i === 0 && day === 0 ? [approved] : []), charge(i, at), reported(i, at)],
    good: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      charge(i, at),
      // Codes and notices of honest senders, and those whose reporters never proved right.
      isOne(i, 2) ? reported(i, at, { honest: 'otp' }) : reported(i, at, { weight: 0 }),
    ],
  },
  campaigns: {
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [approved] : []),
      charge(i, at),
      ...(i % 20 === 1 && isOne(day, 3)
        ? [line('campaign.events', `c${day}`, 'campaign.proposed', at, { port: '10661' })]
        : []),
    ],
    good: (i, at, day) => [...(i === 0 && day === 0 ? [approved] : []), charge(i, at)],
  },
}

it.each(signalNames)('%s is told of who does it, and not of who does not', (name) => {
  const { bad, good, days } = examples[name]
  expect(findingsOf(bad, days)).toContain(name)
  expect(findingsOf(good, days)).not.toContain(name)
})
