import {
  type CaseFinding,
  type CaseSubject,
  caseSubjects,
  complaintNumberOf,
  type Envelope,
  type MessageOf,
  monitorFlags,
} from '#contracts'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

/** Open cases of one partner, by what each is suspected of, and the last ones that ended. */
export interface SubjectState {
  readonly open: Readonly<Record<string, string>>
  readonly ended: readonly string[]
}

const KEPT = 20
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
      return { state: { open, ended: [...known.ended, number].slice(-KEPT) } }
    }
    default:
      return { state }
  }
}

function suspect(
  state: SubjectState,
  { finding, stopFirst, ...suspected }: Suspicion,
  cause: string,
): Decision<SubjectState> {
  const weight = finding.signals.reduce((sum, { evidence }) => sum + Math.max(0, evidence), 0)
  const others = Object.values(state.open)
  const isOne = state.open[suspected.pattern] !== undefined || others.length < MOST_OPEN
  const about = isOne ? suspected : ofMany(suspected)
  const open = state.open[about.pattern]
  if (open !== undefined) return { state, emit: [to(open, 'finding.added', { ...about, finding, stopFirst, weight })] }
  const number = complaintNumberOf(cause)
  const linked = [...others, ...state.ended].slice(0, KEPT)
  // Those that it names, and no more: a hundred would be told of each of a hundred.
  const told = others.slice(0, KEPT)
  return {
    state: { ...state, open: { ...state.open, [about.pattern]: number } },
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
    by: 'monitor',
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
