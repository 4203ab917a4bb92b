import { z } from 'zod'
import { chargeRule, postingAccounts } from '#contracts'
import { believed } from '#http'
import { namesOf, serviceNames } from '#reference'
import { type Deps, type Subject, subjectOf, subjectParams } from '#service'
import { backFen } from './domain/refund.ts'
import type { AccountState, Judged, Standing } from './domain/state.ts'

const at = z.iso.datetime()
const party = z.enum(['subscribers', 'partner', 'disputed', 'operator'])
const story = z.object({
  standings: z.array(
    z.object({ service: serviceNames, since: at, until: at.optional(), receipt: z.string().optional() }),
  ),
  purchases: z.array(z.object({ service: serviceNames, at, until: at.optional(), receipt: z.string() })),
  charges: z.array(
    z.object({
      id: z.string(),
      service: serviceNames,
      amount_fen: z.number(),
      at,
      rule: chargeRule.optional().describe('Why it was wrong'),
      granted: z.boolean().describe('It was asked for before, and allowed'),
      receipt: z.string().optional().describe('The consent that it stands on'),
      refund_fen: z.number(),
      judged_at: at.optional().describe('When it was found wrong'),
      moves: z.array(
        z.object({
          kind: z.string(),
          amount_fen: z.number(),
          month: z.string(),
          at: at.optional(),
          from: party,
          to: party,
        }),
      ),
      dispute: z
        .object({
          at,
          channel: z.string(),
          refunded: z.boolean(),
          status: z.enum(['open', 'proven', 'disproven']),
          taken_at: at.optional(),
          taken_by_name: z.string().optional(),
          handed: z.array(
            z.object({ at, by_name: z.string(), from_name: z.string(), to_name: z.string(), reason: z.string() }),
          ),
          decided_at: at.optional(),
          decided_by_name: z.string().optional(),
        })
        .optional(),
    }),
  ),
  waiting: z.array(z.object({ id: z.string(), service: serviceNames, amount_fen: z.number(), at })),
  reminders: z.array(
    z.object({
      at,
      kind: z.enum(['before', 'after', 'refund', 'disproven']),
      items: z.array(z.object({ service: serviceNames, amount_fen: z.number(), refund_fen: z.number() })),
    }),
  ),
})

const iso = (ms: number): string => new Date(ms).toISOString()

/**
 * What became of a subscriber’s money, for whoever explains a charge: since when they were subscribed and by which consent,
 * what was charged and why that was right or wrong, where the money went, what they were told.
 */
export function storyRoutes(deps: Deps): void {
  const { http, store, catalogue, staff } = deps
  const show = (state: AccountState, { tenure }: Subject): z.infer<typeof story> => {
    const name = (serviceId: string, when: number) => namesOf(catalogue, serviceId, when)
    const isPresent = state.tenure === tenure
    const who = (id: string) => staff.get(id)?.name ?? id
    const takenOf = ({ takenAt, owner, handed = [] }: NonNullable<Judged['dispute']>) => {
      const first = handed[0]?.from ?? owner
      return {
        ...(takenAt === undefined || first === undefined ? {} : { taken_at: iso(takenAt), taken_by_name: who(first) }),
        handed: handed.map(({ at, by, from, to, reason }) => ({
          at: iso(at),
          by_name: who(by),
          from_name: who(from),
          to_name: who(to),
          reason,
        })),
      }
    }
    const showCharge = (each: Judged) => ({
      id: each.id,
      service: name(each.serviceId, each.at),
      amount_fen: each.amountFen,
      at: iso(each.at),
      ...(each.rule ? { rule: each.rule } : {}),
      granted: each.grant !== undefined,
      ...receiptOf(state, each),
      refund_fen: backFen(each),
      ...(each.judgedAt === undefined ? {} : { judged_at: iso(each.judgedAt) }),
      moves: (each.moves ?? []).map(({ kind, amountFen, month, at }) => {
        const [from, to] = postingAccounts[kind]
        return { kind, amount_fen: amountFen, month, ...(at === undefined ? {} : { at: iso(at) }), from, to }
      }),
      ...(each.dispute
        ? {
            dispute: {
              at: iso(each.dispute.at),
              channel: each.dispute.channel,
              refunded: each.dispute.instant,
              status: each.dispute.status,
              ...takenOf(each.dispute),
              ...(each.dispute.decidedAt === undefined ? {} : { decided_at: iso(each.dispute.decidedAt) }),
              ...(each.dispute.decidedBy === undefined ? {} : { decided_by_name: who(each.dispute.decidedBy) }),
            },
          }
        : {}),
    })
    return {
      standings: state.standings.map(({ serviceId, since, until, receiptId }) => ({
        service: name(serviceId, since),
        since: iso(since),
        ...(until === undefined ? {} : { until: iso(until) }),
        ...(receiptId ? { receipt: receiptId } : {}),
      })),
      purchases: state.purchases.map(({ serviceId, at, until, receiptId }) => ({
        service: name(serviceId, at),
        at: iso(at),
        ...(until === undefined ? {} : { until: iso(until) }),
        receipt: receiptId,
      })),
      charges: state.charges.filter((each) => each.tenure === tenure).map(showCharge),
      waiting: (isPresent ? state.waiting : []).map(({ id, serviceId, amountFen, at }) => ({
        id,
        service: name(serviceId, at),
        amount_fen: amountFen,
        at: iso(at),
      })),
      // What a former owner was told is not kept.
      reminders: (isPresent ? (state.reminders ?? []) : []).map(({ at, kind, items }) => ({
        at: iso(at),
        kind,
        items: items.map(({ serviceId, amountFen, refundFen = 0 }) => ({
          service: name(serviceId, at),
          amount_fen: amountFen,
          refund_fen: refundFen,
        })),
      })),
    }
  }
  http.get(
    '/console/api/subscribers/:ref/money',
    {
      config: { needs: ['see', 'subject'] },
      schema: { hide: true, params: subjectParams, response: { 200: story } },
    },
    async (request) => {
      const subject = subjectOf(deps, request)
      const state = await believed<AccountState>(store, 'account', subject.key)
      return state ? show(state, subject) : { standings: [], purchases: [], charges: [], waiting: [], reminders: [] }
    },
  )
}

/** The consent that a charge stands on: that of its purchase, or of the subscription that stood then. */
function receiptOf({ standings, purchases }: AccountState, charge: Judged): { receipt?: string } {
  const stood = ({ serviceId, since, until }: Standing) =>
    serviceId === charge.serviceId && since <= charge.at && (until === undefined || charge.at < until)
  const receipt = purchases.find((each) => each.usedBy === charge.id)?.receiptId ?? standings.findLast(stood)?.receiptId
  return receipt === undefined ? {} : { receipt }
}
