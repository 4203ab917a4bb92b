import { z } from 'zod'
import { Owned } from '#access'
import { dayOf } from '#calendar'
import { accessOf, believed, Problem } from '#http'
import { csvOf, type Deps, listPage, listQuery, listWays, MOST_ROWS, PAGE, sendCsv } from '#service'
import { bannedUntil, ownRestraintsOf, pointsOf, restraintsOf, type StandingState } from './domain/standing.ts'
import { iso, listedStanding, ownStanding, partnerNames, type standing } from './shown.ts'

const COLUMNS = ['partner', 'name_zh', 'name_en', 'points', 'restraints', 'banned_until', 'penalties']
/** A partner as a row; days are the operator’s, as on the screens. */
export const standingRow = (each: z.infer<typeof listedStanding>, zone: string): string[] => [
  ...[each.partner, each.partner_zh, each.partner_en, String(each.points)],
  each.restraints.map(({ what, service }) => (service ? `${what} ${service}` : what)).join('; '),
  each.banned_until ?? '',
  each.penalties
    .map(({ case: number, points, at }) => `${dayOf(Date.parse(at), zone)} ${number} -${points}`)
    .join('; '),
]

const show = <Held extends { readonly serviceId?: string }>({ serviceId, ...each }: Held) => ({
  ...each,
  ...(serviceId ? { service: serviceId } : {}),
})

/** `/v1/standings`: points that partners have left, what they are kept from, and by which cases. */
export function standingRoutes(deps: Deps): void {
  const { http, store, clock, policy, catalogue } = deps
  const showStanding = (state: StandingState): z.infer<typeof standing> => {
    const refs = { policy: policy.policy }
    const now = clock.now()
    const until = bannedUntil(state, refs)
    return {
      partner: state.partnerId,
      ...partnerNames(deps, state.partnerId),
      points: pointsOf(state, now, refs),
      restraints: restraintsOf(state, now, refs).map(show),
      ...(until === undefined ? {} : { banned_until: iso(until) }),
    }
  }
  const showOwnStanding = (state: StandingState): z.infer<typeof ownStanding> => ({
    ...showStanding(state),
    restraints: ownRestraintsOf(state, clock.now(), { policy: policy.policy }).map(show),
  })
  const showListed = (state: StandingState): z.infer<typeof listedStanding> => ({
    ...showStanding(state),
    penalties: state.penalties.toReversed().map(({ case: number, at, points, sanctions, freeze }) => ({
      case: number,
      at: iso(at),
      points,
      sanctions: [...sanctions],
      frozen: freeze !== undefined,
    })),
  })
  const narrowed = z.object({ partner: z.string().max(40).optional() })
  const pageOf = async (
    { partner }: z.infer<typeof narrowed>,
    page: { after: string; order: 'asc' | 'desc'; limit: number },
  ) => {
    if (partner !== undefined) {
      const kept = await believed<StandingState>(store, 'partner-standings', partner)
      const isKnown = kept !== undefined || catalogue.partner(partner, clock.now()) !== undefined
      return { items: isKnown ? [showListed(kept ?? { partnerId: partner, penalties: [], version: 0 })] : [], ways: {} }
    }
    const { found, ways } = await listPage(deps, 'partner-standings', page)
    return { items: found.map(({ body }) => showListed(body as StandingState)), ways }
  }
  http.get(
    '/v1/standings',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Partners with penalties: points, what each is kept from',
        tags: ['cases'],
        querystring: listQuery(500, 100).extend(narrowed.shape),
        response: { 200: z.object({ items: z.array(listedStanding), ...listWays }) },
      },
    },
    async (request) => {
      const { partner, ...page } = request.query
      const { items, ways } = await pageOf({ partner }, page)
      return { items, ...ways }
    },
  )
  http.get(
    '/v1/standings/csv',
    {
      config: { needs: ['look', 'case_file'] },
      schema: { summary: 'The same list as CSV', description: `At most ${MOST_ROWS} rows.`, tags: ['cases'] },
    },
    async (_request, reply) => {
      const pages = (after: string) => pageOf({}, { after, order: 'asc', limit: PAGE })
      return sendCsv(
        reply,
        'standings',
        csvOf(COLUMNS, pages, (each) => standingRow(each, policy.policy.timeZone)),
      )
    },
  )
  http.get(
    '/v1/standings/:partner',
    {
      config: { needs: ['answer', 'case'], problems: ['not-found'] },
      schema: {
        summary: 'How you stand: credit points, and what you are kept from',
        tags: ['partners'],
        params: z.object({ partner: z.string().max(40) }),
        response: { 200: ownStanding },
      },
    },
    async (request) => {
      const { partner } = request.params
      const kept = await believed<StandingState>(store, 'partner-standings', partner)
      const state = kept ?? { partnerId: partner, penalties: [], version: 0 }
      return accessOf(request).open(
        catalogue.partner(partner, clock.now()) && new Owned(partner, showOwnStanding(state)),
        new Problem('not-found', 'No partner of yours has this id.'),
      )
    },
  )
}
