import { disputeCases, type Envelope, type MessageOf } from '#contracts'
import { type Context, type Decision, type Emit, NOBODY, type ProcessDefinition, queued, type Wake } from '#process'
import { dueAt } from './dispute.ts'
import type { AccountState, Dispute, Judged, Refs } from './state.ts'

/** One dispute as lists show it: of which charge, by when, who has it. */
export type DisputeCase = Extract<MessageOf<typeof disputeCases>, { type: 'case.changed' }>['data']

export const disputeKey = (subscriber: string, chargeId: string): string => `${subscriber}.${chargeId}`

/** A charge that was disputed. */
export interface Disputed extends Judged {
  readonly dispute: Dispute
}

export const isDisputed = (charge: Judged): charge is Disputed => charge.dispute !== undefined

const disputed = (state: AccountState | undefined): ReadonlyMap<string, Disputed> =>
  new Map((state?.charges ?? []).filter(isDisputed).map((each) => [each.id, each]))

/** Whatever changed a dispute, or took its charge away, it is told as it stands to who keeps the lists. */
export function tellDisputes(
  before: AccountState | undefined,
  decision: Decision<AccountState>,
  { key, refs }: Context<Refs>,
): Decision<AccountState> {
  if (decision.state?.charges === before?.charges) return decision
  const [known, now] = [disputed(before), disputed(decision.state)]
  if (known.size === 0 && now.size === 0) return decision
  const emit = (id: string, type: string, data: object): Emit => ({
    topic: 'dispute.cases',
    key: disputeKey(key, id),
    type,
    data,
  })
  const changed = [...now.values()].filter((each) => known.get(each.id)?.dispute !== each.dispute)
  const gone = [...known.keys()].filter((id) => !now.has(id))
  return {
    ...decision,
    emit: [
      ...(decision.emit ?? []),
      ...changed.map((each) => emit(each.id, 'case.changed', caseOf(each, key, refs))),
      ...gone.map((id) => emit(id, 'case.ended', {})),
    ],
  }
}

/** A dispute as lists show it. */
export function caseOf(
  { id, serviceId, partnerId, amountFen, at, dispute }: Disputed,
  subscriber: string,
  refs: Pick<Refs, 'policyAt'>,
): DisputeCase {
  const { owner, decidedAt, instant, status } = dispute
  return {
    subscriber,
    chargeId: id,
    serviceId,
    partnerId,
    amountFen,
    chargedAt: at,
    channel: dispute.channel as DisputeCase['channel'],
    disputedAt: dispute.at,
    dueAt: dueAt(dispute, refs),
    instant,
    status,
    ...(owner ? { owner } : {}),
    ...(decidedAt === undefined ? {} : { decidedAt }),
  }
}

/** Those that wait for a decision stand first, by its deadline; then what was decided, by when. */
export const sortOf = ({
  status,
  dueAt,
  decidedAt,
  disputedAt,
}: Pick<DisputeCase, 'status' | 'dueAt' | 'decidedAt' | 'disputedAt'>): string =>
  status === 'open' ? `0${iso(dueAt)}` : `1${iso(decidedAt ?? disputedAt)}`

const iso = (at: number): string => new Date(at).toISOString()

/** Lists of disputes, each by itself. */
export const disputeCaseList: ProcessDefinition<DisputeCase> = {
  name: 'dispute-cases',
  inputs: [disputeCases],
  saysAll: () => true,
  decide: (_state, message: Envelope | Wake): Decision<DisputeCase> => {
    const input = message as MessageOf<typeof disputeCases> | Wake
    return { state: input.type === 'case.changed' ? input.data : undefined }
  },
  index: ({ status, owner, partnerId, channel }) =>
    queued(status === 'open' ? ['open'] : ['decided', status], {
      owner: owner ?? NOBODY,
      partner: partnerId,
      channel,
    }),
  sort: sortOf,
}
