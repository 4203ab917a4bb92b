import type { Counter } from '../counted/counters.ts'
import type { Identity } from '../counted/moment.ts'

/** What a signal is made of: cases, and what they are a share of. */
export interface SignalDefinition {
  readonly cases: readonly Counter[]
  /** Each of these takes two of the cases away: where half of them or more are so, it says nothing. */
  readonly unless?: readonly Counter[]
  /** Where two counters tell the same, whichever was told more. */
  readonly of: readonly Counter[]
  /** Of apps too, which are known by the requests that name them and by what became of those. */
  readonly apps?: true
  /** Of ways too: of those who came to a service by one page, app or address. */
  readonly ways?: true
  /** Only over whole days: part of one is all night, or none. */
  readonly wholeDays?: true
  /** Days after which cases come at the latest: what they are of is counted so far back as well. */
  readonly lagDays?: number
  /** Told as so many of 10,000 active users a month. */
  readonly perUsers?: true
  /** Of as many as are expected: there may be more. */
  readonly expected?: true
  /** What a person would have to see fall, for `clears`. */
  readonly words: string
}

/** Every signal of docs/rules.md, "Partners". Its figures are policy (libs/policy/monitor.ts). */
export const signals = {
  'charges.no.consent': { cases: ['noConsent'], of: ['charges'], words: 'charges without consent' },
  'charges.after.cancel': { cases: ['afterCancel'], of: ['charges'], words: 'charges after unsubscribing' },
  'charges.free.period': { cases: ['freePeriod'], of: ['charges'], words: 'charges in the free period' },
  'charges.above.tariff': { cases: ['aboveTariff'], of: ['charges'], words: 'charges above tariff' },
  'charges.too.often': { cases: ['tooOften'], of: ['charges'], words: 'charges twice in a period' },
  'charges.purchase': { cases: ['purchase'], of: ['charges'], words: 'charges of a purchase used or over' },
  'charges.unagreed': {
    cases: ['noConsent', 'afterCancel', 'freePeriod'],
    of: ['charges'],
    words: 'charges that nothing agreed to stood for',
  },
  'charges.wrong': { cases: ['wrong'], of: ['charges'], words: 'wrong charges of any kind' },
  'charges.proven': {
    ways: true,
    lagDays: 14,
    cases: ['proven'],
    of: ['charges'],
    words: 'charges that a person found wrong',
  },
  'charges.creep': { cases: ['creep'], of: ['charges'], words: 'charges above every known price' },
  'charges.late': { cases: ['late'], of: ['charges'], words: 'charges told days late' },
  'charges.backdated': {
    cases: ['backdated'],
    of: ['charges'],
    words: 'charges told long after they were made',
  },
  'charges.relapsed': {
    cases: ['relapsed'],
    of: ['charges'],
    words: 'wrong charges by the day that came back after a mishap',
  },
  'charges.conflict': { cases: ['conflict'], of: ['charges'], words: 'charge ids with two contents' },
  complaints: {
    ways: true,
    cases: ['complaints'],
    of: ['users'],
    apps: true,
    perUsers: true,
    words: 'complaints a month of active users',
  },
  'complaints.unfounded': {
    cases: ['dismissed'],
    of: ['users'],
    perUsers: true,
    words: 'complaints a month of active users that were found unfounded',
  },
  refunds: {
    cases: ['refunded'],
    of: ['charges'],
    lagDays: 14,
    words: 'charges given back',
  },
  disputes: { ways: true, cases: ['disputes'], of: ['charges'], lagDays: 14, words: 'charges disputed' },
  regrets: {
    ways: true,
    cases: ['sampledRegret'],
    of: ['sampledNew'],
    apps: true,
    words: 'new subscribers who complained or disputed',
  },
  'cancel.quick': {
    ways: true,
    lagDays: 1,
    cases: ['quick'],
    of: ['activatedBrought', 'consentsBrought'],
    apps: true,
    words: 'subscriptions cancelled within a day',
  },
  'cancel.own': {
    lagDays: 1,
    cases: ['quickOwn'],
    of: ['activatedOwn', 'consentsOwn'],
    apps: true,
    ways: true,
    words: 'subscriptions cancelled within a day by who had asked for them',
  },
  'cancel.cohort': {
    ways: true,
    cases: ['cohort'],
    of: ['activated', 'consents'],
    apps: true,
    words: 'subscriptions cancelled within weeks',
  },
  'cancel.charged': {
    cases: ['leftCharged'],
    of: ['firstCharged'],
    lagDays: 4,
    apps: true,
    ways: true,
    words: 'subscribers who left within days of their first charge',
  },
  'answers.fast': {
    ways: true,
    cases: ['fast'],
    of: ['answers'],
    apps: true,
    words: 'answers faster than anybody reads',
  },
  'answers.regular': {
    ways: true,
    cases: ['inMode'],
    of: ['modeOf'],
    apps: true,
    words: 'answers after the very same time',
  },
  'answers.narrow': {
    ways: true,
    cases: ['narrow'],
    of: ['narrowOf'],
    apps: true,
    expected: true,
    words: 'answers after one time, of as many as are expected there',
  },
  'answers.hasty': {
    ways: true,
    cases: ['hasty'],
    of: ['answers'],
    apps: true,
    words: 'answers sooner than most read',
  },
  'answers.rushed': {
    ways: true,
    cases: ['rushed'],
    of: ['answers'],
    apps: true,
    wholeDays: true,
    words: 'answers at night or in bursts, sooner than most read',
  },
  'prompts.agreed': { ways: true, cases: ['agreed'], of: ['asked'], apps: true, words: 'prompts that were agreed to' },
  'apps.new': { cases: ['appNew'], of: ['appNewOf'], words: 'consents by apps that are new' },
  'prompts.refused': {
    ways: true,
    cases: ['refused'],
    of: ['asked'],
    lagDays: 1,
    apps: true,
    words: 'prompts refused',
  },
  'prompts.silent': {
    ways: true,
    cases: ['expired'],
    of: ['asked'],
    lagDays: 2,
    apps: true,
    words: 'prompts that nobody answered',
  },
  'prompts.unlike': { cases: ['unlike'], of: ['unlikeOf'], words: 'prompts at another price or period than approved' },
  'requests.unwanted': {
    ways: true,
    cases: ['unwanted'],
    of: ['requests'],
    apps: true,
    words: 'requests to who refused before',
  },
  'subscribed.bare': { cases: ['bare'], of: ['activated'], words: 'subscriptions without a receipt' },
  'subscribed.bare.new': { cases: ['bareNew'], of: ['activated'], words: 'new subscriptions without a receipt' },
  resubscribed: {
    ways: true,
    cases: ['sampledAgain'],
    of: ['sampledLeft'],
    apps: true,
    words: 'subscribers who left and were subscribed again',
  },
  'resubscribed.left': {
    ways: true,
    cases: ['leftAgain'],
    of: ['sampledLeft'],
    apps: true,
    words: 'subscribers who left, were subscribed again and left again at once',
  },
  'numbers.near': { cases: ['near'], of: ['nearOf'], apps: true, words: 'new subscribers with neighbouring numbers' },
  'numbers.apart': { cases: ['apart'], of: ['apartOf'], words: 'neighbouring numbers with no place in common' },
  'numbers.unwilling': {
    cases: ['walked'],
    unless: ['walkedYes'],
    of: ['walkedOf'],
    words: 'people asked number after number who did not agree, beyond as many who did',
  },
  'numbers.unmoved': {
    cases: ['unmoved', 'moved'],
    unless: ['moved'],
    of: ['movedOf'],
    words: 'people asked number after number who have not agreed hours later, beyond as many who did',
  },
  'numbers.instead': {
    cases: ['instead'],
    of: ['requests'],
    words: 'neighbours who were asked in the place of its usual people',
  },
  'numbers.row': { cases: ['row'], of: ['nearOf'], words: 'people of one hundred in a row, at no place in common' },
  'numbers.rows': { cases: ['rows'], of: ['nearOf'], words: 'people of one hundred in a row, day after day' },
  'same.address': { cases: ['address'], of: ['addressOf'], apps: true, words: 'requests from one address' },
  'same.cell': { cases: ['cell'], of: ['cellOf'], apps: true, words: 'requests from one cell' },
  'same.page': { cases: ['page'], of: ['pageOf'], apps: true, words: 'requests from one page' },
  'same.buyers': { cases: ['sampledMany'], of: ['sampledCharges'], words: 'charges of the same few buyers' },
  'buyers.few': { cases: ['few'], of: ['fewOf'], words: 'charges of its six best buyers' },
  'buyers.dozens': { cases: ['dozens'], of: ['dozensOf'], words: 'purchases of its fourth to 24th best buyers' },
  'buyers.alike': {
    cases: ['alike'],
    of: ['alikeOf'],
    words: 'purchases of people of one place who buy again and again, each as often as another',
  },
  'victims.shared': { cases: ['shared'], of: ['sharedOf'], words: 'subscribers shared with another partner' },
  'payers.silent': { ways: true, cases: ['silent'], of: ['payers'], apps: true, words: 'payers who never use it' },
  'payers.never': {
    ways: true,
    cases: ['unused'],
    of: ['settled'],
    words: 'payers who have never used it in their first weeks',
  },
  nights: {
    ways: true,
    cases: ['night'],
    of: ['timed'],
    apps: true,
    wholeDays: true,
    words: 'requests and consents at night',
  },
  'nights.hour': {
    cases: ['nightHour'],
    of: ['nightHourOf'],
    words: 'people who came in two hours of a night, beyond thrice any other two',
  },
  'nights.charges': { cases: ['nightCharges'], of: ['charges'], wholeDays: true, words: 'charges at night' },
  bursts: { cases: ['burst'], of: ['timed'], apps: true, words: 'requests in bursts beyond the usual hour' },
  'refunds.slow': { cases: ['slow'], of: ['decided'], words: 'disputes dragged out' },
  'refunds.overdue': {
    cases: ['overdue'],
    of: ['disputes'],
    lagDays: 7,
    words: 'disputes whose time ran out',
  },
  unsolved: { cases: ['unsolved'], of: ['rated'], lagDays: 7, words: 'outcomes that solved nothing' },
  'mt.refused': { cases: ['mtRefused'], of: ['mt'], words: 'messages that were refused' },
  blocks: { cases: ['blocked'], of: ['users'], perUsers: true, words: 'blocks of the port a month of active users' },
  spam: { cases: ['spam'], of: ['users', 'mt'], words: 'who reported its spam, of active users' },
  campaigns: { cases: ['campaign'], of: ['days'], words: 'spam campaigns from its port' },
} as const satisfies Record<string, SignalDefinition>

export type SignalName = keyof typeof signals
export const signalNames = Object.keys(signals) as readonly SignalName[]

/** No share: there may be more cases than what they are of. */
export const passesOne = (name: SignalName): boolean => {
  const { perUsers, expected }: SignalDefinition = signals[name]
  return perUsers === true || expected === true
}

/** Whether a signal, by its place, is one of an app or a way: of all else each is. */
export function isToldOf(signal: number, kind: Identity['kind'] | undefined): boolean {
  const { apps, ways }: SignalDefinition = signals[signalNames[signal] as SignalName]
  return kind === 'app' ? apps === true : kind === 'way' ? ways === true : true
}

const wholeDays = signalNames.map((name) => (signals[name] as SignalDefinition).wholeDays === true)
/** Whether a part of a day says nothing of the signal at this place. */
export const isOfWholeDays = (signal: number): boolean => wholeDays[signal] === true
