import type { SignalName } from './judged/signals.ts'
import {
  agrees,
  approved,
  buys,
  charge,
  type Example,
  HOUR,
  isOne,
  line,
  next,
  request,
  SECOND,
  START,
  sold,
  subscribed,
  walks,
} from './told-fixtures.ts'

type Reach = Extract<SignalName, `${'numbers' | 'same' | 'buyers' | 'victims'}.${string}`>

/** Another partner’s. */
const songs = line('catalogue', 'songs', 'service.set', START, {
  serviceId: 'songs',
  partnerId: 'tianle',
  tariffFen: 800,
  period: 'month',
})
/** Twenty of a day within the hour. */
const hurried = (i: number, at: number) => at - (i % 20) * 10 * 60_000

/** What each signal of from where people come, and who they are, is told of; and what it is not told of. */
export const reach: Readonly<Record<Reach, Example>> = {
  'numbers.apart': {
    bad: (i, at) => [request(i, at, { cell: `c${i % 150}` }, `8613700${String(i).padStart(6, '0')}`)],
    // A company’s, of one site.
    good: (i, at) => [request(i, at, { cell: `c${i % 20}` }, `8613700${String(i).padStart(6, '0')}`)],
  },
  'numbers.unwilling': {
    // Whatever they say of places: one in four agrees. A company’s: three in four do.
    bad: (i, at) => [walks(i, at), ...(isOne(i, 4) ? [agrees(i, at)] : [])],
    good: (i, at) => [walks(i, at), ...(isOne(i, 4) ? [] : [agrees(i, at)])],
  },
  'numbers.unmoved': {
    // Of an order most agree within the day.
    bad: (i, at) => [0, 1, 2].flatMap((n) => [walks(i * 3 + n, at), ...(n === 0 ? [agrees(i * 3, at)] : [])]),
    good: (i, at) => [0, 1, 2].flatMap((n) => [walks(i * 3 + n, at), ...(n === 0 ? [] : [agrees(i * 3 + n, at)])]),
  },
  'numbers.row': {
    // Twenty within the hour, everywhere. A company’s, of one site; or as many of as many hundreds.
    bad: (i, at) => [request(i, hurried(i, at), { cell: `c${i % 150}` }, next(i))],
    good: (i, at) => [
      isOne(i, 2)
        ? request(i, hurried(i, at), { cell: `c${(i * i) % 19}` }, next(i))
        : request(i, hurried(i, at), { cell: `c${i}` }),
    ],
  },
  'numbers.rows': {
    bad: (i, at) => [subscribed(i, hurried(i, at), undefined, next(i))],
    // One order, on one day.
    good: (i, at, day) => [subscribed(i, hurried(i, at), undefined, day === 5 ? next(i) : undefined)],
  },
  'numbers.near': {
    bad: (i, at) => [subscribed(i, at, undefined, `86137000${String(i).padStart(5, '0')}`)],
    good: (i, at) => [subscribed(i, at)],
  },
  'same.address': {
    bad: (i, at) => [request(i, at, { address: isOne(i, 10) ? `10.0.0.${i % 200}` : '10.9.9.9' })],
    good: (i, at) => [request(i, at, { address: `10.0.${i % 7}.${i % 199}` })],
  },
  'same.cell': {
    bad: (i, at) => [request(i, at, { cell: isOne(i, 10) ? `460-${i % 200}` : '460-1' })],
    good: (i, at) => [request(i, at, { cell: `460-${i % 199}` })],
  },
  'same.page': {
    bad: (i, at) => [request(i, at, { page: 'https://win.example/1' })],
    good: (i, at) => [request(i, at, { page: `https://huayu.example/${i % 5}` })],
  },
  'numbers.instead': {
    // Three of five are asked in sequence, and nobody more than before; or as many more, in an order.
    bad: (i, at, day) => [day >= 10 && i % 5 < 3 ? walks(i, at) : request(i, at)],
    good: (i, at, day) => [request(i, at), ...(day >= 10 ? [walks(10_000 + i, at)] : [])],
  },
  'same.buyers': {
    bad: (i, at) => [charge(i, at), charge(i % 4, at + SECOND, { chargeId: `x${i}` })],
    good: (i, at) => [charge(i, at)],
  },
  'buyers.few': {
    // Four buy as much as all others; of forty who buy again nobody is one of six.
    bad: (i, at) => [charge(i, at), charge(i % 4, at + SECOND, { chargeId: `x${i}` })],
    good: (i, at) => [charge(i, at), charge(i % 80, at + SECOND, { chargeId: `x${i}` })],
  },
  'buyers.dozens': {
    // Fifteen buy as much as all others; or three do.
    bad: (i, at, day) => [
      ...(i === 0 && day === 0 ? [sold] : []),
      charge(i, at),
      charge(i % 15, at + SECOND, { chargeId: `x${i}` }),
    ],
    good: (i, at, day) => [
      ...(i === 0 && day === 0 ? [sold] : []),
      charge(i, at),
      charge(i % 3, at + SECOND, { chargeId: `x${i}` }),
    ],
    days: 40,
  },
  'buyers.alike': {
    // Beside others who buy once, twenty SIMs take turns at any hour; or of a dormitory some buy once, and five each day.
    bad: (i, at) => {
      const when = at + ((i * 7) % 11) * HOUR
      return [isOne(i, 2) ? buys(i, when, (i / 2) % 20, 'room') : buys(i, at, 1000 + i, `c${i % 30}`)]
    },
    good: (i, at) => {
      const when = at + ((i * 7) % 11) * HOUR
      const who = isOne(i, 4) ? (i / 4) % 5 : 5000 + i
      return [isOne(i, 2) ? buys(i, when, who, 'dormitory') : buys(i, at, 1000 + i, `c${i % 30}`)]
    },
    days: 40,
  },
  'victims.shared': {
    bad: (i, at) => [
      approved,
      songs,
      subscribed(i, at),
      subscribed(i, at + HOUR, { serviceId: 'songs', receiptId: `t${i}` }),
    ],
    good: (i, at) => [
      approved,
      songs,
      subscribed(i, at),
      subscribed(i + 50_000, at + HOUR, { serviceId: 'songs', receiptId: `t${i}` }),
    ],
  },
}
