import { z } from 'zod'
import { issueOf, type Why, whys } from './wrong.ts'

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

/** The figures of one signal. What it counts is code (libs/monitor/judged/signals.ts); what it means is here. */
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
    .refine((hours) => 24 % hours === 0, issueOf(whys.wholeSteps()))
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
  const say = (path: (string | number)[], why: Why) => addIssue({ code: 'custom', path, ...issueOf(why) })
  const { clearBelow, leastEvidence, groupSays, groupsNeeded, groupCaps, nightHours, signals, stopFirst } = policy
  if (clearBelow > leastEvidence) say(['clearBelow'], whys.clearedAtOnce(leastEvidence))
  if (nightHours.from >= nightHours.to) say(['nightHours'], whys.endsBefore())
  if (policy.hastySeconds < policy.fastSeconds) say(['hastySeconds'], whys.hastyIsFast(policy.fastSeconds))
  if (policy.quickHours > policy.cohortDays * 24) say(['quickHours'], whys.quickIsLong(policy.cohortDays))
  if (policy.jumpHours > KEPT_DAYS * 24) say(['jumpHours'], whys.jumpIsFollowed(KEPT_DAYS))
  if (new Set(policy.windowsDays).size < policy.windowsDays.length) say(['windowsDays'], whys.twice())
  const groups = new Set<string>()
  for (const [name, each] of Object.entries(signals)) {
    if (each.on === 'off') continue
    groups.add(each.group)
    if (each.alone && Math.min(each.cap, groupCaps[each.group] ?? 0) < leastEvidence)
      say(['signals', name, 'alone'], whys.neverAlone())
    if (each.alone && each.cap < groupSays) say(['signals', name, 'cap'], whys.neverSays())
  }
  const most = [...groups].reduce((sum, group) => sum + (groupCaps[group as SignalGroup] ?? 0), 0)
  if (groups.size > 0 && most < leastEvidence) say(['leastEvidence'], whys.nobodyFlagged(most))
  if (groups.size > 0 && groupsNeeded > groups.size) say(['groupsNeeded'], whys.tooFewGroups(groups.size))
  stopFirst.forEach((rule, index) => {
    if (rule.on === 'live' && rule.atLeast < (rule.freezes ? 5 : 2) && rule.share < 0.05)
      say(['stopFirst', index], whys.takesAll(rule.atLeast, rule.freezes))
    if (stopFirst.findIndex((each) => each.name === rule.name) !== index)
      say(['stopFirst', index, 'name'], whys.twice())
  })
}

/** Days that the monitor looks back on. */
const KEPT_DAYS = 63

interface MonitorLike {
  clearBelow: number
  leastEvidence: number
  groupSays: number
  groupsNeeded: number
  fastSeconds: number
  hastySeconds: number
  quickHours: number
  cohortDays: number
  jumpHours: number
  windowsDays: number[]
  groupCaps: Record<SignalGroup, number>
  nightHours: { from: number; to: number }
  signals: Record<string, SignalPolicy>
  stopFirst: { name: string; atLeast: number; share: number; on: string; freezes: boolean }[]
}
