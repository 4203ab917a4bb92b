import { z } from 'zod'
import {
  complainedAgainst,
  complaintChannel,
  complaintCommands,
  complaintNumber,
  complaintNumberOf,
  language,
  serviceId,
} from '#contracts'
import { believed, ofTenure, Problem } from '#http'
import { type BothCall, type Deps, doneByBoth, edgeRecord, publishFromEdge, type Subject, seenByBoth } from '#service'
import { isFull, isRatable } from './domain/complaint.ts'
import type { Complaint, ComplaintState } from './domain/state.ts'

/** Of what staff enter: how it reached the operator, and when. Whoever writes on their own page says neither. */
const entered = {
  came: complaintChannel.extract(['counter', 'voice', 'mail', 'letter', 'social']).optional(),
  received_at: z.iso.datetime().optional(),
}
const OLDEST = 90 * 86_400_000

/** A subscriber's complaints, on their own page and at the counter: seen, made, and said whether they are solved. */
export function accountRoutes(deps: Deps): void {
  const { store, bus, clock, catalogue, policy } = deps
  const { reopenDays } = policy.policy.complaints
  const stateOf = async ({ key, tenure }: Subject): Promise<ComplaintState | undefined> =>
    ofTenure(await believed<ComplaintState>(store, 'complaints', key), tenure)
  const ownOf = (state: ComplaintState | undefined): readonly Complaint[] =>
    (state?.cases ?? []).filter((each) => each.tenure === state?.tenure)
  const publish = ({ id, at, key, tenure: _, ...who }: BothCall, type: string, more: object) => {
    const said = { ...who, from: policy.policy.shortCodes.query[0], silent: false }
    const message = { id, at, corr: id, type, data: { ...said, ...more } }
    return publishFromEdge(bus, [edgeRecord(complaintCommands, bus, key, message)])
  }
  const about = (each: Complaint) => {
    const service = each.about === undefined ? undefined : catalogue.service(each.about, each.madeAt)
    return service ? { about_zh: service.nameZh, about_en: service.nameEn } : {}
  }

  seenByBoth(
    deps,
    'complaints',
    z.object({
      items: z.array(
        z.object({
          number: z.string(),
          text: z.string(),
          about_zh: z.string().optional(),
          about_en: z.string().optional(),
          made_at: z.iso.datetime(),
          state: z.enum(['open', 'answered', 'closed']),
          upheld: z.boolean().optional(),
          can_rate: z.boolean().describe('Its outcome was told, and whether it is solved is still a question'),
          can_reopen: z.boolean(),
        }),
      ),
    }),
    async (subject) => {
      const now = clock.now()
      const items = ownOf(await stateOf(subject)).map((each) => ({
        number: each.number,
        text: each.text,
        ...about(each),
        made_at: new Date(each.madeAt).toISOString(),
        state: each.closed
          ? ('closed' as const)
          : each.answeredAt === undefined
            ? ('open' as const)
            : ('answered' as const),
        ...(each.closed ? { upheld: each.closed.upheld } : {}),
        can_rate: isRatable(each, now, reopenDays) && each.solved !== true,
        can_reopen: isRatable(each, now, reopenDays) && each.solved !== true && each.reopened !== true,
      }))
      return { items: items.toReversed() }
    },
  )

  doneByBoth(deps, 'complaints', {
    body: z.object({
      text: z.string().trim().min(1).max(2000),
      about: serviceId.optional().describe('The service that it is about'),
      against: complainedAgainst.optional().describe('Where it is about no one service; absent: whom the text names'),
      language,
      ...entered,
    }),
    response: z.object({ number: complaintNumber }),
    what: ({ about, came = 'counter' }) => `complaint by ${came}${about ? ` about ${about}` : ''}`,
    async act(call, { text, about, against, language, came, received_at }) {
      const number = complaintNumberOf(call.id)
      const known = await stateOf(call)
      if (known && isFull(known) && !known.cases.some((each) => each.number === number))
        throw new Problem('complaint.too-many')
      const isStaff = call.channel === 'counter'
      const receivedAt = received_at === undefined ? undefined : Date.parse(received_at)
      if (receivedAt !== undefined && (receivedAt > call.at || receivedAt < call.at - OLDEST))
        throw new Problem('request.invalid', 'It reached us within the last 90 days.')
      await publish(call, 'complaint.made', {
        language,
        text,
        ...(about ? { about } : {}),
        ...(against ? { against } : {}),
        ...(isStaff && came ? { channel: came } : {}),
        ...(isStaff && receivedAt !== undefined ? { receivedAt } : {}),
      })
      return { number }
    },
  })

  doneByBoth(deps, 'complaints/:number/rating', {
    params: z.object({ number: complaintNumber }),
    body: z.object({ solved: z.boolean(), language }),
    response: z.object({ accepted: z.literal(true) }),
    what: ({ solved }, { number }) => `${solved ? 'solved' : 'not solved'} ${number}`,
    async act(call, body, { number }) {
      const known = ownOf(await stateOf(call))
      if (!known.some((each) => each.number === number)) throw new Problem('not-found', 'No complaint has this number.')
      await publish(call, 'complaint.rated', { number, ...body })
      return { accepted: true as const }
    },
  })
}
