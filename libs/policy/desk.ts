import { z } from 'zod'
import { campaignsSchema } from './campaigns.ts'
import { casesSchema } from './cases.ts'
import { enforcementPolicy } from './enforcement.ts'
import { reportsSchema } from './reports.ts'
import { complaintsSchema, disputesSchema, type WholePolicy } from './schema.ts'

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
): readonly { readonly name: string; readonly message: string }[] {
  const found: { name: string; message: string }[] = []
  const { endDays } = file.campaigns
  const { stationDays, districts } = file.enforcement
  if (campaigns.days > endDays)
    found.push({
      name: 'campaigns.days',
      message: `is longer than a campaign is kept (campaigns.endDays of the file: ${endDays}): who reported before is forgotten`,
    })
  if (campaigns.reporters > MOST_WEIGHED)
    found.push({
      name: 'campaigns.reporters',
      message: `is more than the reporters whom a campaign looks at can weigh (${MOST_WEIGHED}): nothing would ever be proposed`,
    })
  else if ((campaigns.reporters * campaigns.againPercent) / 100 > MOST_WEIGHED)
    found.push({
      name: 'campaigns.againPercent',
      message: `of ${campaigns.reporters} reporters is more than those whom a campaign looks at can weigh (${MOST_WEIGHED}): what was dismissed would never be proposed again`,
    })
  if (enforcement.falseAlarmsPerMonth / (HOURS_A_MONTH * districts) >= CALM)
    found.push({
      name: 'enforcement.falseAlarmsPerMonth',
      message: `shared out over the series it is above ${CALM} an hour: an alarm would be over as soon as it is raised`,
    })
  if (enforcement.stationMinutes > stationDays * 24 * 60)
    found.push({
      name: 'enforcement.stationMinutes',
      message: `is longer than a place is kept (enforcement.stationDays of the file: ${stationDays}): all that ever came there would be one station`,
    })
  if (enforcement.stationReporters > MOST_SIGHTINGS)
    found.push({
      name: 'enforcement.stationReporters',
      message: `is more than what is kept of one place (${MOST_SIGHTINGS}): no station would ever be suspected`,
    })
  const warned = (name: string, warn: number, due: number, of: string) => {
    if (warn >= due)
      found.push({ name, message: `is not before it is overdue (${of}: ${due}): nobody would be warned` })
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
    if (hours > PROMISED_HOURS)
      found.push({
        name,
        message: `${hours} is longer than the ${PROMISED_HOURS} hours that were promised to subscribers in public: the file alone may say so`,
      })
  return found
}

/** The operator’s promise: 48小时内回复. */
const PROMISED_HOURS = 48

/** Reporters of the last days that a campaign looks at one by one; who proved right counts twice at most. */
export const MOST_COUNTED = 150
const MOST_WEIGHED = 2 * MOST_COUNTED
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
