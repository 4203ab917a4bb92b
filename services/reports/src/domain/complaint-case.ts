import { type ComplaintChannel, complaintCases, type Envelope, type MessageOf } from '#contracts'
import type { PolicyAt, WholePolicy } from '#policy'
import { type Context, type Decision, type Emit, NOBODY, type ProcessDefinition, queued, type Wake } from '#process'
import type { CatalogueView } from '#reference'
import type { Complaint, ComplaintState, Due } from './state.ts'

const HOUR = 3_600_000

/** One complaint as lists show it: whose, by when, who has it. Its text stays with the subscriber’s complaints. */
export interface ComplaintCase {
  readonly subscriber: string
  readonly number: string
  readonly about?: string
  readonly partnerId?: string
  readonly app?: string
  readonly port?: string
  readonly channel: ComplaintChannel
  readonly madeAt: number
  readonly dueAt: number
  readonly owner?: string
  readonly answeredAt?: number
  readonly closedAt?: number
  /** What the subscriber said of its outcome. */
  readonly solved?: boolean
}

/** By which policy deadlines are. */
interface Deadlines {
  readonly policyAt: PolicyAt
}

/** What is promised of a complaint whose time begins then. */
export const promised = (since: number, { complaints }: Pick<WholePolicy, 'complaints'>): Due => ({
  warnAt: since + complaints.warnHours * HOUR,
  at: since + complaints.answerHours * HOUR,
})

/** When the first answer to a complaint is due: as was promised when its time began. */
export const dueOf = ({ since, due }: Pick<Complaint, 'since' | 'due'>, policyAt: PolicyAt): Due =>
  due ?? promised(since, policyAt(since))

export const caseKey = (subscriber: string, number: string): string => `${subscriber}.${number}`

/** Whatever changed a complaint, or took it away, it is told as it stands to who keeps the lists. */
export function tellCases(
  before: ComplaintState | undefined,
  decision: Decision<ComplaintState>,
  { key, refs }: Context<Deadlines>,
): Decision<ComplaintState> {
  const cases = decision.state?.cases ?? []
  if (decision.deadLetter !== undefined || cases === before?.cases) return decision
  const known = new Map(before?.cases.map((each) => [each.number, each]))
  const told = cases.filter((each) => known.get(each.number) !== each)
  const kept = new Set(cases.map((each) => each.number))
  const gone = [...known.keys()].filter((number) => !kept.has(number))
  const emit = (number: string, type: string, data: object): Emit => ({
    topic: 'complaint.cases',
    key: caseKey(key, number),
    type,
    data,
  })
  return {
    ...decision,
    emit: [
      ...(decision.emit ?? []),
      ...told.map((each) => emit(each.number, 'case.changed', shown(each, key, refs))),
      ...gone.map((number) => emit(number, 'case.ended', {})),
    ],
  }
}

const shown = (each: Complaint, subscriber: string, { policyAt }: Deadlines) => ({
  subscriber,
  number: each.number,
  ...(each.about ? { about: each.about } : {}),
  ...each.against,
  channel: each.channel,
  madeAt: each.madeAt,
  dueAt: dueOf(each, policyAt).at,
  ...(each.owner ? { owner: each.owner } : {}),
  ...(each.answeredAt === undefined ? {} : { answeredAt: each.answeredAt }),
  ...(each.closed ? { closedAt: each.closed.at } : {}),
  ...(each.solved === undefined ? {} : { solved: each.solved }),
})

export interface CaseRefs {
  readonly catalogue: CatalogueView
}

const queuesOf = ({ answeredAt, closedAt }: ComplaintCase): readonly string[] => {
  if (closedAt !== undefined) return ['closed']
  return ['open', answeredAt === undefined ? 'waiting' : 'answered']
}

/** By what its outcome is found once it is closed: what was said of it last. */
export const ratedAs = (isClosed: boolean, solved: boolean | undefined): { readonly rated?: 'yes' | 'no' } =>
  isClosed && solved !== undefined ? { rated: solved ? 'yes' : 'no' } : {}

/** What waits for an answer stands first, by its deadline; then what was answered, by when; then what is closed. */
export const sortOf = ({
  answeredAt,
  closedAt,
  dueAt,
}: Pick<ComplaintCase, 'answeredAt' | 'closedAt' | 'dueAt'>): string => {
  if (closedAt !== undefined) return `2${iso(closedAt)}`
  return answeredAt === undefined ? `0${iso(dueAt)}` : `1${iso(answeredAt)}`
}

const iso = (at: number): string => new Date(at).toISOString()

/** Lists of complaints, each by itself. */
export const complaintCaseList: ProcessDefinition<ComplaintCase, Envelope, CaseRefs> = {
  name: 'complaint-cases',
  inputs: [complaintCases],
  saysAll: () => true,
  decide: (_state, message: Envelope | Wake, { refs }): Decision<ComplaintCase> => {
    const input = message as MessageOf<typeof complaintCases> | Wake
    if (input.type !== 'case.changed') return { state: undefined }
    const { about, madeAt } = input.data
    const service = about === undefined ? undefined : refs.catalogue.service(about, madeAt)
    const of = service ? { partnerId: service.partnerId, port: service.port } : {}
    return { state: { ...(input.data as ComplaintCase), ...of } }
  },
  index: (each) => ({
    ...queued(queuesOf(each), { owner: each.owner ?? NOBODY, partner: each.partnerId, channel: each.channel }),
    ...(each.port ? { port: each.port } : {}),
    ...ratedAs(each.closedAt !== undefined, each.solved),
  }),
  sort: sortOf,
}
