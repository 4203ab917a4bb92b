import { z } from 'zod'
import { Problem } from '#http'
import { type Deps, listPage, listQuery, listWays } from '#service'
import { cohortsOf } from './domain/cohorts.ts'
import type { FlagRecord, PartnerFlags } from './domain/flags.ts'
import type { StandingRecord } from './domain/standings.ts'
import { inForce } from './policy/in-force.ts'
import { show, shownFlag } from './routes.ts'

const STANDINGS = 'monitor-standings'
/** Signals of a partner that a list shows. */
const TOP = 4

const listed = z.object({
  partner: z.string().optional().describe('Id of the partner; absent where it is an app'),
  partner_zh: z.string().optional(),
  partner_en: z.string().optional(),
  app: z.string().optional().describe('The handset software; absent where it is a partner'),
  partners: z.array(z.string()).describe('Of an app: the partners that it asks for'),
  at: z.iso.datetime().describe('As of when it stands so: the end of its last day'),
  risk: z.number().describe('Log units of evidence, of the strongest of its units; what ranks'),
  risk_before: z.number().describe('The risk a day before'),
  series: z.array(z.number()).describe('The risk day by day, the oldest first, ending with the last'),
  changes: z
    .array(
      z.object({
        name: z.string(),
        before: z.number().describe('Log units that it said a day before'),
        now: z.number().describe('Log units that it says'),
      }),
    )
    .describe('Signals that say more or less than a day before, in log units, the greatest change first'),
  users: z.number().describe('Active users of its services'),
  units: z.number().describe('Services and ports that something is known of'),
  signals: z
    .array(z.object({ name: z.string(), figure: z.number(), baseline: z.number(), evidence: z.number() }))
    .describe('The strongest first'),
  standing: z.number().describe('Flags that stand, those on trial not counted'),
  stopped: z.boolean().describe('Charging was frozen at once, and nobody has decided yet'),
  raised: z.number().describe('Flags raised within the last day'),
  cleared: z.number().describe('Flags cleared within the last day'),
})

const unit = z.object({
  kind: z
    .enum(['service', 'way', 'port', 'app', 'together'])
    .describe(
      '`way`: those who came to a service by one page, app or address; `together`: all services of the partner as one',
    ),
  name: z.string().describe('Id of the service (of a way, with which way after it), the port, the app, or the partner'),
  port: z.string().optional(),
  users: z.number().describe('Active users'),
  risk: z.number().describe('Log units of evidence'),
  clears: z.string().optional(),
  signals: z
    .array(
      z.object({
        name: z.string(),
        group: z.string().describe('What it is about; a group says only so much, however many of its signals do'),
        figure: z.number(),
        baseline: z.number(),
        evidence: z.number(),
        clear_at: z.number().optional().describe('The rate up to which it would say nothing'),
        peers: z
          .object({
            rate: z.number().describe('The mean rate of its peers'),
            shape: z.number().describe('How much alike they are (Gamma shape; small: they differ much)'),
          })
          .describe('What is usual among peers of its kind and size'),
        cases: z.array(z.number()).describe('Cases day by day, the oldest first; empty where it is not kept'),
        of: z.array(z.number()).describe('What they are of, day by day'),
        charges: z.array(z.string()),
      }),
    )
    .describe('Every signal that anything is known of, the strongest first'),
})

const cohort = z.object({
  from: z.iso.date().describe('The Monday of their week').meta({ example: '2026-11-23' }),
  came: z.number().describe('Subscriptions that began in it'),
  left: z.number().describe('Of which ended within `cohort_days`'),
  regretted: z.number().optional().describe('Share of a sample of them who complained or disputed, 0 to 1'),
  over: z.boolean().describe('Its days are over: nothing more is counted'),
})

const DAY = 86_400_000
const iso = (at: number): string => new Date(at).toISOString()
const isShown = (each: FlagRecord): boolean => each.clearedAt === undefined && !each.shadow

function list(
  { catalogue, clock }: Pick<Deps, 'catalogue' | 'clock'>,
  state: StandingRecord,
  flags: readonly FlagRecord[],
): z.infer<typeof listed> {
  const { subject, name, partners, at, risk, series, changes, users, units } = state
  const best = new Map<string, { name: string; figure: number; baseline: number; evidence: number }>()
  for (const { signals } of units)
    for (const { name: signal, figure, baseline, evidence } of signals)
      if (evidence > (best.get(signal)?.evidence ?? 0)) best.set(signal, { name: signal, figure, baseline, evidence })
  const partner = subject === 'app' ? undefined : catalogue.partner(name, clock.now())
  return {
    ...(subject === 'app' ? { app: name } : { partner: name }),
    ...(partner ? { partner_zh: partner.nameZh, partner_en: partner.nameEn } : {}),
    partners,
    at: iso(at),
    risk,
    risk_before: series.at(-2) ?? 0,
    series,
    changes,
    users,
    units: units.filter(({ kind }) => kind !== 'together' && kind !== 'way').length,
    signals: [...best.values()].sort((a, b) => b.evidence - a.evidence).slice(0, TOP),
    standing: flags.filter(isShown).length,
    stopped: flags.some((each) => isShown(each) && each.stop_first),
    raised: flags.filter((each) => !each.shadow && each.at > at - DAY).length,
    cleared: flags.filter((each) => (each.clearedAt ?? 0) > at - DAY).length,
  }
}

/** `/v1/monitor`: how each partner and app stands, ranked by risk, and every signal of one. */
export function partnerRoutes(deps: Deps): void {
  /** Flags of each partner; those of an app are told by its partners. */
  const flagsOf = async (states: readonly StandingRecord[]) => {
    const names = [...new Set(states.flatMap((each) => (each.subject === 'app' ? each.partners : [each.name])))]
    const held = await deps.store.load('flags', names)
    return (state: StandingRecord): readonly FlagRecord[] => {
      const of = (name: string) => (held.get(name)?.body as PartnerFlags | undefined)?.flags ?? []
      if (state.subject === 'partner') return of(state.name)
      const own = state.partners.flatMap(of).filter((each) => each.app === state.name)
      return [...new Map(own.map((each) => [`${each.flag} ${each.at}`, each])).values()]
    }
  }

  for (const subject of ['partner', 'app'] as const) {
    deps.http.get(
      `/v1/monitor/${subject}s`,
      {
        config: { needs: ['look', 'monitor'] },
        schema: {
          summary: `How each ${subject} stands, the greatest risk first`,
          description: 'As of the end of the last day; a flag is raised meanwhile, and is in `GET /v1/flags` at once.',
          tags: ['cases'],
          querystring: listQuery(200, 50).extend({
            order: z.enum(['asc', 'desc']).default('desc').describe('`asc` begins with the least risk'),
          }),
          response: { 200: z.object({ items: z.array(listed), ...listWays }) },
        },
      },
      async (request) => {
        const { found, ways } = await listPage(deps, STANDINGS, { ...request.query, tag: `subject=${subject}` })
        const states = found.map(({ body }) => body as StandingRecord)
        const own = await flagsOf(states)
        return { items: states.map((each) => list(deps, each, own(each))), ...ways }
      },
    )
    deps.http.get(
      `/v1/monitor/${subject}s/:id`,
      {
        config: { needs: ['look', 'monitor'], problems: ['not-found'] },
        schema: {
          summary: `Every signal of one ${subject} beside what is usual, its flags, and what would clear them`,
          tags: ['cases'],
          params: z.object({ id: z.string().min(1).max(500) }),
          response: {
            200: listed.omit({ units: true }).extend({
              policy: z.string().describe('Version of the policy that this was found by'),
              units: z.array(unit).describe('Its services and ports, the greatest risk first'),
              cohorts: z.array(cohort).describe('What became of those who subscribed, week by week, the oldest first'),
              cohort_days: z.number().describe('For so many days they are followed'),
              flags: z.array(shownFlag).describe('What stands, and what stood lately, the latest first'),
            }),
          },
        },
      },
      async (request) => {
        const { id } = request.params
        const key = subject === 'app' ? `app ${id}`.slice(0, 200) : id
        const state = (await deps.store.load(STANDINGS, [key])).get(key)?.body as StandingRecord | undefined
        if (state?.subject !== subject)
          throw new Problem('not-found', `Nothing is known of that ${subject} at the end of any day.`)
        const flags = (await flagsOf([state]))(state)
        const { cohortDays } = (await inForce(deps)).figures
        return {
          ...list(deps, state, flags),
          policy: state.policy,
          units: state.units.map(({ signals, ...each }) => ({
            ...each,
            signals: signals.map(({ clearAt, ...signal }) => ({
              ...signal,
              ...(clearAt === undefined ? {} : { clear_at: clearAt }),
            })),
          })),
          cohorts: cohortsOf(state, cohortDays).map(({ from, ...each }) => ({
            from: iso(from * DAY).slice(0, 10),
            ...each,
          })),
          cohort_days: cohortDays,
          flags: flags.toSorted((a, b) => b.at - a.at).map(show),
        }
      },
    )
  }
}
