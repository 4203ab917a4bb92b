import { z } from 'zod'
import { type MessageOf, smsOutbound, surgeAlarms, surgeKind } from '#contracts'
import { defaultPolicy, type Policy } from '#policy'
import type { Effect } from '#process'
import { type Deps, edgeRecord, lastFirst, listPage, listQuery, listWays, refuseRecord } from '#service'
import { surgeAlarm, tellTime } from '#texts'
import { limitOf, type SurgeState } from './domain/surge.ts'
import { iso } from './shown.ts'

const shown = z.object({
  what: surgeKind.describe('What rose'),
  where: z
    .object({
      kind: z.enum(['all', 'port', 'partner', 'district']),
      id: z.string().describe('Which one; of `all` empty'),
    })
    .describe('Where it rose'),
  from: z.iso.datetime().describe('When the hour began that rose most'),
  count: z.number().int().describe('How much there was in that hour'),
  usual: z.number().describe('What this hour of the week usually has'),
  against: z.array(z.number().int()).describe('The same hour of the weeks before, newest first'),
  chance: z.number().describe('How often an honest hour looks so'),
  policy: z.string().optional().describe('Version of the policy by which it was raised'),
  since: z.iso.datetime(),
  ended_at: z.iso.datetime().optional().describe('When it was like others again'),
})

/** `GET /v1/alarms`: what rises out of its daily and weekly pattern, and what did. */
export function alarmRoutes(deps: Deps): void {
  const { http, policy, catalogue } = deps
  http.get(
    '/v1/alarms',
    {
      config: { needs: ['read', 'block'] },
      schema: {
        summary: 'What rises out of its daily and weekly pattern, where, and against what',
        tags: ['blocks'],
        querystring: listQuery(200, 50).extend({
          order: lastFirst,
          status: z.enum(['now', 'over']).default('now').describe('`now`: it still rises'),
        }),
        response: {
          200: z.object({
            items: z.array(shown),
            rule: z
              .object({
                false_alarms_per_month: z.number().describe('That honest weeks may raise, all series together'),
                default_per_month: z
                  .number()
                  .describe('The same where nothing was released and the policy file does not say otherwise'),
                policy: z.string().describe('Version of the policy that says so'),
                limit: z.number().describe('So rarely an honest hour of one series may look so'),
                series: z
                  .number()
                  .int()
                  .describe('What is watched: each thing everywhere, at each port, partner, district'),
                told: z.number().int().describe('Officers on duty who are told by SMS'),
              })
              .describe('When an alarm is raised'),
            ...listWays,
          }),
        },
      },
    },
    async (request) => {
      const { after, limit, order, status } = request.query
      const { found, ways } = await listPage(deps, 'surges', { tag: `alarms=${status}`, after, limit, order })
      const items = found.flatMap(({ body }) => {
        const { what, where, alarm, changedAt } = body as SurgeState
        if (!alarm) return []
        const { hour, endedAt, ...rest } = alarm
        const ended = endedAt === undefined ? {} : { ended_at: iso(endedAt) }
        return [{ what, where, ...rest, from: iso(hour), since: iso(changedAt), against: [...alarm.against], ...ended }]
      })
      const { enforcement } = policy.latest.policy
      const series = () => seriesOf({ catalogue, policy })
      return {
        items,
        rule: {
          false_alarms_per_month: enforcement.falseAlarmsPerMonth,
          policy: policy.latest.version,
          default_per_month: defaultPolicy.enforcement.falseAlarmsPerMonth,
          limit: limitOf({ policy: policy.latest.policy, series }),
          series: series(),
          told: officersOf(enforcement).length,
        },
        ...ways,
      }
    },
  )
}

/** Series that there may be: each thing everywhere, at each port and partner; reports in each district. */
export const seriesOf = ({ catalogue, policy }: Pick<Deps, 'catalogue' | 'policy'>): number =>
  surgeKind.options.length * (1 + catalogue.ids('ports').length + catalogue.ids('partners').length) +
  policy.policy.enforcement.districts

/** Who is on duty, each with the language that they read. */
const officersOf = ({ dutyNumbers, dutyNumbersEnglish }: Policy['enforcement']) => [
  ...dutyNumbers.map((to) => ({ to, language: 'zh-CN' as const })),
  ...dutyNumbersEnglish.map((to) => ({ to, language: 'en' as const })),
]

/** Tells the officers on duty by SMS, each in their language, and the log. */
export const tellDuty = (deps: Deps): Effect => ({
  name: 'surge-told',
  inputs: [surgeAlarms],
  carryOut: async ({ message }) => {
    const { type, data, id, at, corr } = message as MessageOf<typeof surgeAlarms>
    const { what, where, count, hour } = data
    if (type === 'surge.ended') {
      deps.log.info({ what, where: `${where.kind} ${where.id}` }, 'a surge is over')
      return []
    }
    const { usual } = data
    deps.log.warn({ what, where: `${where.kind} ${where.id}`, count, usual }, 'a surge: see /v1/alarms')
    const { enforcement, timeZone, shortCodes } = deps.policy.policy
    return officersOf(enforcement).map(({ to, language }, index) => {
      const text = surgeAlarm({ what, where, from: tellTime(hour, timeZone, language), count, usual }, language)
      return edgeRecord(smsOutbound, deps.bus, deps.keyOf(to), {
        ...{ id: `${id}/duty.${index}`, at, corr, type: 'mt.queued' },
        data: { to, from: shortCodes.query[0], text, class: 'notice', language },
      })
    })
  },
  refuse: (record, reason) => refuseRecord(deps, 'surge-told', record, reason),
})
