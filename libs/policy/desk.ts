import { z } from 'zod'
import { campaignsSchema } from './campaigns.ts'
import { casesSchema } from './cases.ts'
import { enforcementPolicy } from './enforcement.ts'
import { reportsSchema } from './reports.ts'
import { complaintsSchema, disputesSchema, type WholePolicy } from './schema.ts'
import { type FigureProblem, problem, type Why, whys } from './wrong.ts'

/** Figures of the desk that people release while it runs, by the groups in which they stand in a POLICY_FILE. */
export const deskSchema = z.strictObject({
  campaigns: campaignsSchema.pick({ reporters: true, days: true, together: true, againPercent: true }),
  enforcement: enforcementPolicy.pick({
    falseAlarmsPerMonth: true,
    aloneMessages: true,
    urgentPercent: true,
    stationReporters: true,
    stationMinutes: true,
    stationTextPercent: true,
  }),
  reports: reportsSchema.pick({ answerHours: true, warnHours: true, warnImportantHours: true }),
  complaints: complaintsSchema.pick({ answerHours: true, warnHours: true }),
  disputes: disputesSchema.pick({ warnHours: true, decideHours: true }),
  cases: casesSchema.pick({ decideDays: true, warnDays: true, stopFirstHours: true }),
})
export type DeskFigures = z.infer<typeof deskSchema>

/** What of the policy holds from the start of a process on: all but what is released while it runs. */
export type Policy = Omit<WholePolicy, keyof DeskFigures> & {
  readonly [Group in keyof DeskFigures]: Omit<WholePolicy[Group], keyof DeskFigures[Group]>
}

const groups = Object.keys(deskSchema.shape) as (keyof DeskFigures)[]

/** The desk’s figures of a policy. */
export const deskOf = (policy: WholePolicy): DeskFigures => picked(policy) as DeskFigures

/** The desk’s figures among others; undefined where there are none. */
export function deskIn(figures: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const found = groups.filter((group) => figures[group] !== undefined)
  return found.length > 0 ? Object.fromEntries(found.map((group) => [group, figures[group]])) : undefined
}

/** A policy with these of the desk’s figures in place of its own. */
export const withDesk = (policy: WholePolicy, desk: DeskFigures): WholePolicy => ({
  ...policy,
  campaigns: { ...policy.campaigns, ...desk.campaigns },
  enforcement: { ...policy.enforcement, ...desk.enforcement },
  reports: { ...policy.reports, ...desk.reports },
  complaints: { ...policy.complaints, ...desk.complaints },
  disputes: { ...policy.disputes, ...desk.disputes },
  cases: { ...policy.cases, ...desk.cases },
})

/** Once a surge is on, it is over when an hour is no rarer than this. */
export const CALM = 0.01
const HOURS_A_MONTH = 30 * 24

/** What cannot hold together, with what stands in the file beside it: which figure, and why. */
export function deskContradictions(
  { campaigns, enforcement, reports, complaints, disputes, cases }: DeskFigures,
  file: Policy,
): readonly FigureProblem[] {
  const found: FigureProblem[] = []
  const say = (name: string, why: Why) => found.push(problem(name, why))
  const { endDays } = file.campaigns
  const { stationDays, districts } = file.enforcement
  const { reporters, againPercent } = campaigns
  if (campaigns.days > endDays) say('campaigns.days', whys.forgotten(endDays))
  if (reporters > MOST_WEIGHED) say('campaigns.reporters', whys.neverProposed(MOST_WEIGHED))
  else if ((reporters * againPercent) / 100 > MOST_WEIGHED)
    say('campaigns.againPercent', whys.neverAgain(reporters, MOST_WEIGHED))
  if (enforcement.falseAlarmsPerMonth / (HOURS_A_MONTH * districts) >= CALM)
    say('enforcement.falseAlarmsPerMonth', whys.overAtOnce(CALM))
  if (enforcement.stationMinutes > stationDays * 24 * 60)
    say('enforcement.stationMinutes', whys.oneStation(stationDays))
  if (enforcement.stationReporters > MOST_SIGHTINGS)
    say('enforcement.stationReporters', whys.neverSuspected(MOST_SIGHTINGS))
  if (enforcement.aloneMessages > MOST_ALONE) say('enforcement.aloneMessages', whys.stopsAlone(MOST_ALONE))
  const warned = (name: string, warn: number, due: number, of: string) => {
    if (warn >= due) say(name, whys.nobodyWarned(of, due))
  }
  warned('reports.warnHours', reports.warnHours, reports.answerHours, 'reports.answerHours')
  warned('reports.warnImportantHours', reports.warnImportantHours, reports.answerHours, 'reports.answerHours')
  warned('complaints.warnHours', complaints.warnHours, complaints.answerHours, 'complaints.answerHours')
  warned('disputes.warnHours', disputes.warnHours, disputes.decideHours, 'disputes.decideHours')
  warned('cases.warnDays', cases.warnDays, cases.decideDays, 'cases.decideDays')
  for (const [name, hours] of [
    ['reports.answerHours', reports.answerHours],
    ['complaints.answerHours', complaints.answerHours],
    ['disputes.decideHours', disputes.decideHours],
  ] as const)
    if (hours > PROMISED_HOURS) say(name, whys.promised(hours, PROMISED_HOURS))
  return found
}

/** The operator’s promise: 48小时内回复. */
const PROMISED_HOURS = 48

/** Reporters of the last days that a campaign looks at one by one; who proved right counts twice at most. */
export const MOST_COUNTED = 150
const MOST_WEIGHED = 2 * MOST_COUNTED
/** Messages of a week that one person may stop alone: ten times what holds by default. */
const MOST_ALONE = 100_000
/** Sightings of one place that are kept. */
export const MOST_SIGHTINGS = 500

const picked = (policy: WholePolicy): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    groups.map((group) => [
      group,
      Object.fromEntries(
        Object.keys(deskSchema.shape[group].shape).map((name) => [
          name,
          (policy[group] as Readonly<Record<string, unknown>>)[name],
        ]),
      ),
    ]),
  )
