import { z } from 'zod'
import { stopFirst } from './stop-first.ts'

/** What signals are about: each group says only so much, however many of its signals do. */
export const signalGroups = [
  'harm',
  'voice',
  'leaving',
  'consent',
  'answering',
  'asking',
  'apps',
  'reach',
  'hours',
  'pace',
  'handling',
  'sending',
] as const
export type SignalGroup = (typeof signalGroups)[number]

/** The figures of one signal. What it counts is code (libs/monitor/signals.ts); what it means is here. */
const signal = z.strictObject({
  group: z.enum(signalGroups),
  healthy: z.number().positive().max(1).describe('A share or rate up to which nothing is said, whatever peers do'),
  shape: z
    .number()
    .min(0.3)
    .max(100)
    .describe(
      'How much alike honest peers are taken to be before they are known (Gamma shape; small: they differ much)',
    ),
  cap: z.number().min(0).max(1000).describe('Log units that it adds to the explaining sum at most'),
  atLeast: z.number().int().min(1).describe('Cases without which it says nothing: rate and count both matter'),
  alone: z.boolean().describe('Enough for a flag without another group'),
  odd: z
    .number()
    .min(0)
    .max(0.5)
    .describe('Share of honest partners that are odd in it, however much: alone it is never surer than one in so many'),
  withoutWorst: z
    .number()
    .int()
    .min(0)
    .max(10)
    .describe('So many of its worst days do not count: a mishap is no pattern'),
  peersMost: z
    .number()
    .min(1)
    .max(100)
    .describe('Peers make usual at most so many times what is healthy: what many do is not right for that'),
  peersDown: z
    .number()
    .min(0.01)
    .max(1)
    .describe(
      'Peers make usual at least this part of what is healthy: where honest ones do it less, less says something',
    ),
  on: z.enum(['live', 'shadow', 'off']).describe('shadow: on trial, flags by it are marked'),
  source: z.string().min(1).max(300),
})
export type SignalPolicy = z.infer<typeof signal>

const stopRule = z.strictObject({
  name: z.string().min(1).max(60),
  counts: z.enum(['no.consent', 'after.cancel', 'free.period', 'above.tariff', 'too.often']),
  hours: z
    .number()
    .int()
    .min(1)
    .max(31 * 24)
    .describe('Over so many hours of arrival; beyond 72, over as many days as they begin'),
  atLeast: z.number().int().min(1).describe('Charges of that kind'),
  share: z.number().positive().max(1).describe('Of what `of` says, in these hours'),
  of: z.enum(['charges', 'cancels']).default('charges').describe('All charges, or those who had paid and unsubscribed'),
  freezes: z.boolean().default(true).describe('Charging is frozen at once; else it is flagged, and goes on'),
  on: z.enum(['live', 'shadow', 'off']),
  source: z.string().min(1).max(300),
})

/** What each figure may be; whether they hold together, `monitorPolicySchema` says. */
export const monitorFiguresSchema = z.strictObject({
  stepHours: z
    .number()
    .int()
    .refine((hours) => 24 % hours === 0, 'a day must be whole steps')
    .describe('Windows close, and flags are made, every so many hours'),
  latenessMinutes: z
    .number()
    .int()
    .min(0)
    .max(2880)
    .describe('How long a step is waited for; what comes later counts where it arrives (minutes)'),
  jumpHours: z
    .number()
    .int()
    .min(1)
    .describe('A time so far ahead of all others is a clock that jumped, until others agree with it'),
  windowsDays: z
    .array(z.number().int().min(1).max(63))
    .min(1)
    .max(10)
    .describe('Spans that each signal is looked at over, ending now; their e-values are averaged'),
  peersDays: z.number().int().min(1).max(63).describe('Peers are fitted over so many days before'),
  peersLeast: z.number().int().min(3).describe('Peers of a kind and size below which a wider circle is taken'),
  falseFlags: z.number().positive().max(0.5).describe('Share of flags that may be false (e-BH)'),
  tail: z
    .number()
    .min(0.2)
    .max(1)
    .describe('Of honest partners one in e may have an e-value of e at most; this part of them has it in fact'),
  leastEvidence: z.number().min(0).describe('Log units below which nothing is flagged'),
  groupSays: z.number().min(0).describe('Log units with which a group counts as saying something'),
  groupsNeeded: z.number().int().min(1).max(9).describe('Groups that must, unless a signal is enough alone'),
  clearBelow: z.number().min(0).describe('A flag is cleared when its evidence is below this for `clearDays`'),
  clearDays: z.number().int().min(1).max(63).describe('Days for which evidence must be low before a flag is cleared'),
  fastSeconds: z.number().positive().describe('Nobody reads a prompt and answers it sooner'),
  hastySeconds: z.number().positive().describe('Few read a prompt and answer it sooner'),
  quickHours: z.number().int().min(1).describe('A subscription that ends within this was not wanted'),
  cohortDays: z.number().int().min(1).max(63).describe('What became of a subscription within so many days'),
  nightHours: z.strictObject({
    from: z.number().int().min(0).max(23).describe('The hour of the wall at which the night begins'),
    to: z.number().int().min(1).max(24).describe('The hour at which it ends'),
  }),
  lateDays: z.number().int().min(1).describe('A charge that is told later than this is dated back'),
  slowRefundHours: z.number().int().min(1).describe('A dispute that is decided later than this was dragged out'),
  groupCaps: z.record(z.enum(signalGroups), z.number().min(0)).describe('Log units of a group, at most'),
  signals: z.record(z.string(), signal),
  stopFirst: z.array(stopRule).max(20),
})

export const monitorPolicySchema = monitorFiguresSchema.superRefine(contradictions)
export type MonitorPolicy = z.infer<typeof monitorPolicySchema>

/** What cannot hold together is said before it is in force. */
function contradictions(policy: MonitorLike, { addIssue }: z.RefinementCtx): void {
  const say = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message })
  const { clearBelow, leastEvidence, groupSays, groupsNeeded, groupCaps, nightHours, signals, stopFirst } = policy
  if (clearBelow > leastEvidence)
    say(['clearBelow'], `is above leastEvidence (${leastEvidence}): a flag would be cleared as soon as it is raised`)
  if (nightHours.from >= nightHours.to) say(['nightHours'], 'ends before it begins')
  const groups = new Set<string>()
  for (const [name, each] of Object.entries(signals)) {
    if (each.on === 'off') continue
    groups.add(each.group)
    if (each.alone && Math.min(each.cap, groupCaps[each.group] ?? 0) < leastEvidence)
      say(['signals', name, 'alone'], 'is enough alone, and its cap is below leastEvidence: it never is')
    if (each.alone && each.cap < groupSays) say(['signals', name, 'cap'], 'is below groupSays: it never says anything')
  }
  const most = [...groups].reduce((sum, group) => sum + (groupCaps[group as SignalGroup] ?? 0), 0)
  if (groups.size > 0 && most < leastEvidence)
    say(['leastEvidence'], `all groups together come to ${most} at most: nobody would ever be flagged`)
  if (groups.size > 0 && groupsNeeded > groups.size)
    say(['groupsNeeded'], `only ${groups.size} groups have a signal that is on`)
  stopFirst.forEach((rule, index) => {
    if (rule.on === 'live' && rule.atLeast < (rule.freezes ? 5 : 2) && rule.share < 0.05)
      say(
        ['stopFirst', index],
        `takes whoever has ${rule.atLeast} such charges among many: it would ${rule.freezes ? 'stop' : 'flag'} nearly everybody`,
      )
    if (stopFirst.findIndex((each) => each.name === rule.name) !== index)
      say(['stopFirst', index, 'name'], 'is there twice')
  })
}

interface MonitorLike {
  clearBelow: number
  leastEvidence: number
  groupSays: number
  groupsNeeded: number
  groupCaps: Record<SignalGroup, number>
  nightHours: { from: number; to: number }
  signals: Record<string, SignalPolicy>
  stopFirst: { name: string; atLeast: number; share: number; on: string; freezes: boolean }[]
}

const OWN = 'chosen on the tuning half of tools/population, reported on the other'
const base = {
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
const manner = { ...base, odd: 0.002, atLeast: 10 } as const
/** Against the rule: the gateway’s own judgement of each charge. */
const harm = {
  ...base,
  group: 'harm',
  healthy: 0.0005,
  atLeast: 4,
  peersMost: 2,
  peersDown: 0.25,
  alone: true,
  source: 'docs/rules.md, "Charges": the rule says deny',
} as const

export const defaultMonitorPolicy: MonitorPolicy = {
  stepHours: 3,
  latenessMinutes: 60,
  jumpHours: 36,
  windowsDays: [1, 2, 4, 8, 16, 32, 63],
  peersDays: 32,
  peersLeast: 12,
  falseFlags: 0.05,
  tail: 0.4,
  leastEvidence: 5,
  groupSays: 2.2,
  groupsNeeded: 2,
  clearBelow: 4,
  clearDays: 7,
  fastSeconds: 3,
  hastySeconds: 6,
  quickHours: 24,
  cohortDays: 60,
  nightHours: { from: 0, to: 6 },
  lateDays: 3,
  slowRefundHours: 48,
  groupCaps: {
    harm: 80,
    voice: 60,
    leaving: 30,
    consent: 60,
    answering: 60,
    asking: 40,
    apps: 15,
    reach: 40,
    hours: 30,
    pace: 15,
    handling: 30,
    sending: 20,
  },
  signals: {
    'charges.no.consent': harm,
    'charges.after.cancel': harm,
    'charges.free.period': harm,
    'charges.above.tariff': { ...harm, withoutWorst: 2 },
    'charges.too.often': { ...harm, withoutWorst: 2 },
    'charges.purchase': { ...harm, healthy: 0.002, withoutWorst: 2 },
    'charges.unagreed': { ...harm, healthy: 0.001 },
    'charges.wrong': { ...harm, healthy: 0.0025, withoutWorst: 2 },
    'charges.proven': {
      ...harm,
      healthy: 0.002,
      source: 'A person found the charge wrong; refund rate, healthy at most 0.5–1 %',
    },
    'charges.creep': {
      ...harm,
      healthy: 0.005,
      withoutWorst: 2,
      source: 'Above every tariff that was approved or agreed to',
    },
    'charges.late': {
      ...base,
      group: 'pace',
      healthy: 0.02,
      shape: 1,
      odd: 0.002,
      withoutWorst: 5,
      source:
        'Dated back day after day; an outage of some days is none, and files that are often late harm nobody alone',
    },
    'charges.conflict': {
      ...base,
      group: 'harm',
      healthy: 0.002,
      shape: 1,
      withoutWorst: 7,
      source: 'Told with two contents week after week; another billing system takes some days',
    },
    complaints: {
      ...base,
      group: 'voice',
      healthy: 0.001,
      shape: 2.5,
      alone: true,
      source: '工信部 申诉率: a few complaints a month of 10,000 users are usual; 60 are certain',
    },
    refunds: {
      ...base,
      group: 'voice',
      healthy: 0.01,
      shape: 2,
      withoutWorst: 2,
      source: 'Refund rate: healthy is at most 0.5–1 %',
    },
    disputes: {
      ...base,
      group: 'voice',
      healthy: 0.007,
      shape: 2.5,
      alone: true,
      source: 'Refund rate: healthy at most 0.5–1 % (card schemes, carrier billing)',
    },
    regrets: { ...base, group: 'voice', healthy: 0.01, shape: 2.5, alone: true },
    'cancel.quick': { ...base, group: 'leaving', healthy: 0.06, shape: 8 },
    'cancel.cohort': { ...base, group: 'leaving', healthy: 0.25, shape: 8 },
    'answers.fast': {
      ...base,
      group: 'answering',
      healthy: 0.05,
      shape: 0.8,
      atLeast: 8,
      alone: true,
      source: 'A person needs 2–5 s to read and answer (docs/rules.md); some clienteles are quick',
    },
    'answers.regular': {
      ...base,
      group: 'answering',
      healthy: 0.2,
      shape: 6,
      atLeast: 15,
      alone: true,
      source: 'People’s times to answer spread over an order of magnitude; machines’ do not',
    },
    'answers.hasty': { ...manner, odd: 0.0005, group: 'answering', healthy: 0.15, shape: 2 },
    'prompts.agreed': { ...manner, odd: 0.0005, group: 'answering', healthy: 0.5, shape: 12 },
    'apps.new': { ...manner, group: 'apps', healthy: 0.2, shape: 1, withoutWorst: 4 },
    'prompts.refused': { ...base, group: 'asking', healthy: 0.3, shape: 8, atLeast: 10 },
    'prompts.silent': { ...base, group: 'asking', healthy: 0.6, shape: 8, atLeast: 10 },
    'prompts.unlike': {
      ...base,
      group: 'consent',
      healthy: 0.005,
      shape: 1,
      withoutWorst: 2,
      alone: true,
      source: 'docs/rules.md, "Partners": valid is what was approved',
    },
    'requests.unwanted': {
      ...base,
      group: 'asking',
      healthy: 0.05,
      shape: 2.5,
      peersDown: 0.4,
      alone: true,
      source: 'docs/rules.md: who refused or locked the line is not asked again',
    },
    'subscribed.bare': {
      ...base,
      group: 'consent',
      healthy: 0.05,
      shape: 1,
      withoutWorst: 10,
      alone: true,
      source: 'docs/rules.md, "Double confirmation": a receipt for each; moving a service takes up to ten days',
    },
    resubscribed: { ...base, group: 'leaving', healthy: 0.08, shape: 4, withoutWorst: 7, alone: true },
    'numbers.near': { ...manner, group: 'reach', healthy: 0.02, shape: 2.5, atLeast: 8, withoutWorst: 2 },
    'numbers.apart': {
      ...manner,
      odd: 0.0001,
      group: 'reach',
      healthy: 0.01,
      shape: 2.5,
      atLeast: 8,
      withoutWorst: 3,
      alone: true,
      source:
        'Numbers that were sold together and are asked day after day, of people everywhere: staff share a site, or come with one order of some days',
    },
    'same.address': { ...manner, group: 'reach', healthy: 0.2, shape: 2, atLeast: 10 },
    'same.cell': { ...manner, group: 'reach', healthy: 0.2, shape: 2, atLeast: 10 },
    'same.page': { ...manner, group: 'reach', healthy: 0.6, shape: 3, atLeast: 10 },
    'same.buyers': { ...manner, group: 'reach', healthy: 0.1, shape: 2, atLeast: 10 },
    'victims.shared': {
      ...manner,
      odd: 0.0001,
      group: 'reach',
      healthy: 0.05,
      shape: 7,
      atLeast: 8,
      alone: true,
      source:
        'The same people under several names are no manner of one partner; sisters that sell to one another are few',
    },
    'payers.silent': { ...base, group: 'leaving', healthy: 0.4, shape: 6, peersMost: 1.25, atLeast: 10, alone: true },
    nights: { ...manner, group: 'hours', healthy: 0.1, shape: 8 },
    'nights.charges': {
      ...base,
      group: 'hours',
      healthy: 0.15,
      shape: 4,
      atLeast: 10,
      on: 'off',
      source: 'Billing systems charge at night: for an operator whose do not',
    },
    bursts: { ...manner, group: 'hours', healthy: 0.1, shape: 2 },
    'refunds.slow': { ...base, group: 'handling', healthy: 0.1, shape: 8, atLeast: 4, alone: true },
    unsolved: { ...base, group: 'handling', healthy: 0.15, shape: 3, atLeast: 4 },
    'mt.refused': { ...base, group: 'sending', healthy: 0.08, shape: 2.5, atLeast: 20 },
    blocks: { ...base, group: 'voice', healthy: 0.01, shape: 2.5, atLeast: 8 },
    spam: { ...base, group: 'sending', healthy: 0.002, shape: 1, atLeast: 10, alone: true },
    campaigns: { ...base, group: 'sending', healthy: 0.01, shape: 1, atLeast: 1 },
  },
  stopFirst: [...stopFirst],
}
