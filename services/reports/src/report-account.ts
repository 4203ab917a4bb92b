import { z } from 'zod'
import { type Language, language, reportCommands, reportKey, reportNumber, spamKind } from '#contracts'
import { believed, ofTenure, Problem } from '#http'
import { type BothCall, type Deps, doneByBoth, edgeRecord, publishFromEdge, type Subject, seenByBoth } from '#service'
import type { Found, Store } from '#store'
import { senderWords } from './domain/filing.ts'
import { caseIn } from './domain/report-case.ts'
import { isRatable, own, type ReporterState, stateOf } from './domain/reporter.ts'
import type { Reward } from './domain/reward.ts'
import { whyItStays } from './domain/withdrawing.ts'
import { numberFor, readReported, refuseToStay, reported } from './report-routes.ts'

/** Lines of the ledger that a page shows, the last first. */
const SHOWN = 200

/** In which language it is answered; where that is not said, in the one that it was. */
const spoken = language.optional()
const spokenBy = (said: Language | undefined, state: ReporterState | undefined): Language =>
  said ?? state?.language ?? 'zh-CN'

/** Points by the ledger, line by line: of what earlier builds wrote there the reporter’s own state knows nothing. */
export async function ledgerOf(store: Pick<Store, 'find'>, { key, tenure }: Pick<Subject, 'key' | 'tenure'>) {
  const query = { tag: `subscriber=${key}.${tenure}`, descending: true, limit: SHOWN }
  const lines: Reward[] = []
  for (let page: readonly Found[] | undefined; !page || page.length === SHOWN; ) {
    const after = page?.at(-1)?.cursor
    page = await store.find('report-rewards', { ...query, ...(after === undefined ? {} : { after }) })
    lines.push(...page.map(({ body }) => body as Reward))
  }
  const items = lines.slice(0, SHOWN).map(({ number, points, at, exported }) => ({
    ...{ number, points, earned_at: new Date(at).toISOString(), handed_over: exported !== undefined },
  }))
  return { total: lines.reduce((sum, { points }) => sum + points, 0), items }
}

/** A subscriber’s spam reports, on their own page and at the counter: seen with their outcomes, made, and rated. */
export function reportAccountRoutes(deps: Deps): void {
  const { store, bus, clock, policy, config } = deps
  const { reopenDays } = policy.policy.reports
  const stateOfSubject = async ({ key, tenure }: Subject): Promise<ReporterState | undefined> =>
    ofTenure(await believed<ReporterState>(store, 'reporters', key), tenure)
  const publish = ({ id, at, key, tenure: _, ...who }: BothCall, type: string, more: object) =>
    publishFromEdge(bus, [
      edgeRecord(reportCommands, bus, key, { id, at, corr: id, type, data: { ...who, silent: false, ...more } }),
    ])

  seenByBoth(
    deps,
    'reports',
    z.object({
      items: z.array(
        z.object({
          number: reportNumber,
          sender: z.string().optional().describe('Who sent the message, as it was reported'),
          text: z.string(),
          kind: spamKind,
          made_at: z.iso.datetime(),
          state: z.enum(['open', 'answered', 'closed', 'reopened', 'withdrawn']),
          answer: z.string().optional().describe('What was said last of it'),
          proven: z.boolean().optional(),
          can_rate: z.boolean().describe('Its outcome was told, and whether it satisfies is still a question'),
          can_reopen: z.boolean(),
          can_withdraw: z.boolean(),
        }),
      ),
      points: z.object({
        total: z.number().int().describe('Points that proven reports earned'),
        items: z.array(
          z.object({
            number: reportNumber.describe('The report that they were earned by'),
            points: z.number().int(),
            earned_at: z.iso.datetime(),
            handed_over: z.boolean().describe('They stand in an export for whoever keeps the points'),
          }),
        ),
      }),
    }),
    async (subject) => {
      const state = await stateOfSubject(subject)
      const reports = state ? own(state) : []
      const cases = await store.load(
        'report-cases',
        reports.map(({ number }) => reportKey(subject.key, number)),
      )
      const now = clock.now()
      const items = reports.map((each) => {
        const whole = caseIn(cases.get(reportKey(subject.key, each.number))?.body)
        const answer = whole?.steps.findLast(({ text }) => text !== undefined)?.text
        const isOpen = isRatable(each, now, reopenDays) && each.solved !== true
        return {
          number: each.number,
          ...(each.from ? { sender: senderWords(each.from) } : {}),
          text: whole?.sorted.text ?? '',
          kind: each.kind,
          made_at: new Date(each.madeAt).toISOString(),
          state: stateOf(each),
          ...(answer ? { answer } : {}),
          ...(each.closed && !each.closed.withdrawn ? { proven: each.closed.proven } : {}),
          can_rate: isOpen,
          can_reopen: isOpen && each.reopened !== true,
          can_withdraw: whyItStays(each) === undefined,
        }
      })
      return { items: items.toReversed(), points: await ledgerOf(store, subject) }
    },
  )

  doneByBoth(deps, 'reports', {
    body: z.object({ ...reported, language: spoken }),
    response: z.object({ number: reportNumber }),
    what: () => 'spam report',
    async act(call, { language, place, ...body }) {
      const said = readReported(body, call.msisdn, call.at, config.COUNTRY)
      const state = await stateOfSubject(call)
      const number = numberFor(state, call.id, said, call.at, deps)
      await publish(call, 'report.made', { language: spokenBy(language, state), ...said, ...(place ? { place } : {}) })
      return { number }
    },
  })

  doneByBoth(deps, 'reports/:number/rating', {
    params: z.object({ number: reportNumber }),
    body: z.object({ solved: z.boolean(), language: spoken }),
    response: z.object({ accepted: z.literal(true) }),
    what: ({ solved }, { number }) => `report ${number} ${solved ? 'solved' : 'not solved'}`,
    async act(call, body, { number }) {
      const state = await stateOfSubject(call)
      if (!state || !own(state).some((each) => each.number === number))
        throw new Problem('not-found', 'No report has this number.')
      await publish(call, 'report.rated', { number, ...body, language: spokenBy(body.language, state) })
      return { accepted: true as const }
    },
  })

  doneByBoth(deps, 'reports/:number/withdrawal', {
    params: z.object({ number: reportNumber }),
    body: z.object({ language: spoken }),
    response: z.object({ accepted: z.literal(true) }),
    what: (_, { number }) => `report ${number} withdrawn`,
    async act(call, { language }, { number }) {
      const state = await stateOfSubject(call)
      refuseToStay(state, number)
      const [from] = policy.policy.shortCodes.reports
      await publish(call, 'report.withdrawn', { what: number, from, language: spokenBy(language, state) })
      return { accepted: true as const }
    },
  })
}
