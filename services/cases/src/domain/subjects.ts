import {
  type CaseFinding,
  type CaseSubject,
  caseSubjects,
  complaintNumberOf,
  type Envelope,
  type LookedThen,
  type MessageOf,
  monitorFlags,
} from '#contracts'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

/** Open cases of one partner, by what each is suspected of, and the last ones that ended. */
export interface SubjectState {
  readonly open: Readonly<Record<string, string>>
  readonly ended: readonly string[]
  /** How it stood at the end of the last day. */
  readonly looked?: readonly LookedThen[]
  /** Findings whose day is not over yet. */
  readonly awaiting?: readonly Awaiting[]
}

interface Awaiting extends Pick<CaseSubject, 'serviceId' | 'app'> {
  readonly number: string
  readonly finding: string
  readonly at: number
  readonly signals: readonly string[]
}

const KEPT = 20
const MONITOR = 'monitor'
/** Findings of one day that are pinned when it is over: as many as can be told of it. */
const AWAITED = 100
/** Signals of a finding that are pinned day by day. */
const PINNED = 3
/** More than these at once are findings of one case for each service: what is stopped first stops that service only. */
const MOST_OPEN = 100

interface Suspicion {
  readonly subject: CaseSubject
  readonly pattern: string
  readonly finding: CaseFinding
  readonly stopFirst: boolean
}

/**
 * One open case per partner and pattern: what is found again is added to it, another pattern is a case of its own, linked and
 * never merged away (docs/rules.md, "Partners"). A flag of a rule in shadow is only counted, by the monitor.
 */
function decide(state: SubjectState | undefined, message: Envelope | Wake, { cause }: Context): Decision<SubjectState> {
  const input = message as MessageOf<typeof caseSubjects> | MessageOf<typeof monitorFlags> | Wake
  const known: SubjectState = state ?? { open: {}, ended: [] }
  switch (input.type) {
    case 'case.wanted':
      return suspect(known, input.data, cause)
    case 'flag.raised':
      return input.data.shadow ? { state } : suspect(known, suspicionOf(input.data), cause)
    case 'case.ended': {
      const { number, pattern } = input.data
      if (known.open[pattern] !== number) return { state }
      const { [pattern]: _, ...open } = known.open
      return { state: { ...known, open, ended: [...known.ended, number].slice(-KEPT) } }
    }
    case 'subject.looked':
      return looked(known, input.data)
    default:
      return { state }
  }
}

/** The day is over: what was found in it is pinned beside its peers and its days before. */
function looked(
  state: SubjectState,
  { app, units }: Extract<MessageOf<typeof caseSubjects>, { type: 'subject.looked' }>['data'],
): Decision<SubjectState> {
  const at = units[0]?.at ?? 0
  const { awaiting = [], ...rest } = state
  const isOf = (each: Awaiting) => each.app === app && each.at <= at
  const left = awaiting.filter((each) => !isOf(each))
  return {
    state: { ...rest, ...(app === undefined ? { looked: units } : {}), ...(left.length > 0 ? { awaiting: left } : {}) },
    emit: awaiting.filter(isOf).flatMap((each) => {
      const then = thenOf(units, each)
      return then ? [to(each.number, 'finding.looked', { finding: each.finding, looked: then })] : []
    }),
  }
}

/** Of the service that it was found of, else of what speaks most against it: the signals that it names, else the strongest. */
function thenOf(
  units: readonly LookedThen[],
  { serviceId, signals }: Pick<Awaiting, 'serviceId' | 'signals'>,
): LookedThen | undefined {
  const unit =
    serviceId === undefined
      ? (units.find(({ kind }) => kind === 'together') ?? units[0])
      : ofService(units, serviceId, signals)
  if (!unit) return undefined
  const named = unit.signals.filter(({ name }) => signals.includes(name))
  return { ...unit, signals: (named.length > 0 ? named : unit.signals).slice(0, PINNED) }
}

/** The service, or those who came to it by one way, whichever the signals tell more of. */
function ofService(units: readonly LookedThen[], serviceId: string, named: readonly string[]): LookedThen | undefined {
  const own = units.filter(
    ({ kind, name }) =>
      (kind === 'service' && name === serviceId) || (kind === 'way' && name.startsWith(`${serviceId} `)),
  )
  const tells = (unit: LookedThen) =>
    unit.signals.reduce((sum, { name, evidence }) => sum + (named.includes(name) ? evidence : 0), 0)
  return own.toSorted((a, b) => tells(b) - tells(a) || (a.kind === 'service' ? -1 : 1))[0]
}

/** Its day may be over already; what stopped first must be decided before that: pinned is how it stood at the last end of one. */
function pinned(
  { looked: units }: SubjectState,
  { subject: { serviceId, app }, finding, stopFirst }: Suspicion,
): CaseFinding {
  const isOver = (units?.[0]?.at ?? 0) >= finding.at && app === undefined
  if (!units || finding.by !== MONITOR || !(isOver || stopFirst)) return finding
  const then = thenOf(units, { ...(serviceId ? { serviceId } : {}), signals: finding.signals.map(({ name }) => name) })
  return then ? { ...finding, looked: then } : finding
}

function awaited(state: SubjectState, { subject, finding }: Suspicion, number: string): Pick<SubjectState, 'awaiting'> {
  if (finding.by !== MONITOR || finding.looked) return {}
  const { serviceId, app } = subject
  const { id, at, signals } = finding
  const next: Awaiting = {
    ...{ number, finding: id, at, signals: signals.map(({ name }) => name) },
    ...(serviceId ? { serviceId } : {}),
    ...(app ? { app } : {}),
  }
  return { awaiting: [...(state.awaiting ?? []), next].slice(-AWAITED) }
}

function suspect(state: SubjectState, suspicion: Suspicion, cause: string): Decision<SubjectState> {
  const { finding: found, stopFirst, ...suspected } = suspicion
  const finding = pinned(state, suspicion)
  const weight = found.signals.reduce((sum, { evidence }) => sum + Math.max(0, evidence), 0)
  const others = Object.values(state.open)
  const isOne = state.open[suspected.pattern] !== undefined || others.length < MOST_OPEN
  const about = isOne ? suspected : ofMany(suspected)
  const open = state.open[about.pattern]
  const number = open ?? complaintNumberOf(cause)
  const waits = awaited(state, { ...suspicion, finding }, number)
  if (open !== undefined)
    return {
      state: { ...state, ...waits },
      emit: [to(open, 'finding.added', { ...about, finding, stopFirst, weight })],
    }
  const linked = [...others, ...state.ended].slice(0, KEPT)
  // Those that it names, and no more: a hundred would be told of each of a hundred.
  const told = others.slice(0, KEPT)
  return {
    state: { ...state, ...waits, open: { ...state.open, [about.pattern]: number } },
    emit: [
      to(number, 'case.opened', { ...about, finding, stopFirst, weight, linked }),
      ...told.map((each) => to(each, 'case.linked', { other: number })),
    ],
  }
}

/** Open cases that something found may have been added to: that of its pattern, and that of what is beyond the bound. */
export const openFor = (
  { open }: Pick<SubjectState, 'open'>,
  suspected: Pick<Suspicion, 'subject' | 'pattern'>,
): readonly string[] => [open[suspected.pattern], open[ofMany(suspected).pattern]].filter((each) => each !== undefined)

/** The case of a service, or of the partner as a whole, that what is found beyond the bound is added to. */
function ofMany({
  subject: { partnerId, serviceId, app },
}: Pick<Suspicion, 'subject'>): Omit<Suspicion, 'finding' | 'stopFirst'> {
  const subject: CaseSubject =
    partnerId === undefined ? { ...(app ? { app } : {}) } : { partnerId, ...(serviceId ? { serviceId } : {}) }
  return { subject, pattern: `${partnerId ?? app ?? ''} ${serviceId ?? ''} more`.slice(0, 200) }
}

const to = (number: string, type: string, data: object): Emit => ({
  topic: 'case.commands',
  key: number,
  type,
  data: { number, ...data },
})

type Flag = Extract<MessageOf<typeof monitorFlags>, { type: 'flag.raised' }>['data']

const suspicionOf = ({
  flag,
  at,
  partner,
  service,
  app,
  signals,
  stop_first,
  clears,
  charges,
  policy,
}: Flag): Suspicion => ({
  subject: { partnerId: partner, ...(service ? { serviceId: service } : {}), ...(app ? { app } : {}) },
  pattern: flag,
  finding: {
    id: `${flag} ${at}`,
    at,
    by: MONITOR,
    signals,
    charges,
    clears: clears.slice(0, 1000),
    policyVersion: policy,
  },
  stopFirst: stop_first,
})

export const subjects: ProcessDefinition<SubjectState, Envelope> = {
  name: 'case-subjects',
  inputs: [caseSubjects, monitorFlags],
  decide,
}
