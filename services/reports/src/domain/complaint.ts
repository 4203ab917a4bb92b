import {
  type ComplaintChannel,
  complaintCommands,
  complaintNumberOf,
  type Envelope,
  type Language,
  type MessageOf,
  subscriberTenures,
} from '#contracts'
import { type Policy, type PolicyAt, remembering } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { complainedOf, type Named } from '#reference'
import { type CaseLine, complaintTextsIn } from '#texts'
import { dueOf, promised, tellCases } from './complaint-case.ts'
import { sms, tellHeld, tellLater } from './hearing.ts'
import type { Complaint, ComplaintState, Step } from './state.ts'

export interface Refs {
  readonly policy: Policy
  readonly policyAt: PolicyAt
  readonly catalogue: Named
}

type Command = MessageOf<typeof complaintCommands>
type Input = Command | MessageOf<typeof subscriberTenures>
type Rated = Extract<Command, { type: 'complaint.rated' }>['data']
type Said = Extract<Command, { type: 'status.asked' }>['data']
interface Turn {
  readonly state: ComplaintState
  readonly emit: readonly Emit[]
}
interface Situation {
  readonly now: number
  readonly key: string
  readonly cause: string
  readonly refs: Refs
}

const DAY = 24 * 3_600_000
/** Open at once; and closed ones that are kept. */
const MOST_OPEN = 20
const KEPT_CLOSED = 20
/** As much as is kept of what was done with one. */
const MOST_STEPS = 8

/** `投诉`: a number at once, a first answer in time, an outcome, and the question whether it is solved (docs/rules.md, "Complaints"). */
function decide(
  state: ComplaintState | undefined,
  message: Envelope | Wake,
  { now, key, cause, refs }: Context<Refs>,
): Decision<ComplaintState> {
  const situation = { now, key, cause, refs }
  if (message.type === 'wake')
    return state
      ? settle(tellHeld(watch(forget(state, situation), situation), senderIn(situation), situation), refs)
      : { state }
  const input = message as Input
  switch (input.type) {
    case 'tenure.ended': {
      // Also of a number that never complained: the next owner's complaints are of the tenure in which they are made.
      const { tenure } = input.data
      const known = state ?? newComplaints('', 'zh-CN')
      return settle({ state: { ...known, tenure: tenure + 1, tenureSince: input.at, held: [] }, emit: [] }, refs)
    }
    case 'complaint.taken':
    case 'complaint.handed':
    case 'complaint.answered':
    case 'complaint.closed':
    case 'complaint.reopened': {
      const complaint = state?.cases.find((each) => each.number === input.data.number)
      if (!state || !complaint) return { state, deadLetter: 'there is no complaint of this number' }
      const turn = { state, emit: [] }
      if (input.type === 'complaint.reopened') return settle(reopenFor(turn, complaint, input, situation), refs)
      if (input.type === 'complaint.handed') return settle(hand(turn, complaint, input, situation), refs)
      return settle(work(turn, complaint, input, situation), refs)
    }
    case 'complaint.made':
    case 'status.asked':
    case 'complaint.rated':
      return settle(hear(state, input, situation), refs)
  }
}

const own = ({ cases, tenure }: ComplaintState): readonly Complaint[] => cases.filter((each) => each.tenure === tenure)

/** So many are being worked on that another has to wait. */
export const isFull = (state: ComplaintState): boolean => own(state).filter((each) => !each.closed).length >= MOST_OPEN

const newComplaints = (msisdn: string, language: Language): ComplaintState => ({
  msisdn,
  language,
  tenure: 1,
  cases: [],
  held: [],
  acted: [],
})

/** What the subscriber says; the same twice is heard once. */
function hear(
  state: ComplaintState | undefined,
  input: Exclude<Command, { data: { by: string } }>,
  situation: Situation,
): Turn {
  const { msisdn, language, fingerprint } = input.data
  const known = state ?? newComplaints(msisdn, language)
  const acted = remembering(known.acted, fingerprint, situation.now, situation.refs.policy)
  const turn: Turn = { state: { ...known, msisdn, language }, emit: [] }
  if (!acted) return turn
  const fresh = { ...turn, state: { ...turn.state, acted } }
  const { tenureSince } = known
  if (tenureSince !== undefined && situation.now < tenureSince) {
    // The former owner’s: worked on as theirs, and nobody else is told of it.
    if (input.type !== 'complaint.made') return turn
    return open(fresh, { ...input.data, silent: true }, situation, known.tenure - 1)
  }
  if (input.type === 'complaint.made') return open(fresh, input.data, situation)
  return input.type === 'status.asked' ? status(fresh, input.data, situation) : rate(fresh, input.data, situation)
}

function open(
  turn: Turn,
  said: Omit<Said, 'channel'> & {
    channel: ComplaintChannel
    text: string
    about?: string | undefined
    against?: { partnerId?: string | undefined; port?: string | undefined; app?: string | undefined } | undefined
    receivedAt?: number | undefined
  },
  situation: Situation,
  tenure = turn.state.tenure,
): Turn {
  const { now, cause, refs } = situation
  const texts = complaintTextsIn(said.language)
  if (said.text.trim() === '' && said.about === undefined) return say(turn, texts.how, said, situation)
  const number = complaintNumberOf(cause)
  const since = said.receivedAt ?? now
  const named = complainedOf(refs.catalogue, said, now)
  const { serviceId: about = said.about, partnerId } = named.find((each) => each.partnerId !== undefined) ?? {}
  const app = named.find((each) => each.app !== undefined)?.app
  const against = { ...(partnerId && !about ? { partnerId } : {}), ...(app ? { app } : {}) }
  const made: Complaint = {
    number,
    tenure,
    text: said.text,
    ...(about ? { about } : {}),
    ...(against.partnerId || against.app ? { against } : {}),
    channel: said.channel,
    madeAt: since,
    since,
    due: promised(since, refs.policyAt(now)),
  }
  if (isFull(turn.state)) return say(turn, texts.tooMany, said, situation)
  const past = turn.state.cases.filter((each) => each.closed).slice(-KEPT_CLOSED)
  const cases = [...turn.state.cases.filter((each) => !each.closed || past.includes(each)), made]
  const opened = { state: { ...turn.state, cases }, emit: [...turn.emit, event(made, 'opened', situation)] }
  return say(
    opened,
    texts.taken({ number, hours: refs.policyAt(situation.now).complaints.answerHours }),
    said,
    situation,
  )
}

function status(turn: Turn, said: Said, situation: Situation): Turn {
  const texts = complaintTextsIn(said.language)
  const lines = own(turn.state)
    .slice(-3)
    .map((each) => ({ number: each.number, state: stateOf(each) }))
  return say(turn, lines.length > 0 ? texts.status(lines.toReversed()) : texts.noCases, said, situation)
}

const stateOf = (each: Complaint): CaseLine['state'] => {
  if (each.closed) return 'closed'
  if (each.answeredAt !== undefined) return 'answered'
  return each.reopened ? 'reopened' : 'open'
}

/**
 * 满意 closes for good; 不满意 reopens once. It answers what was told last: a complaint's outcome, or a refund, which is then
 * a complaint of its own (docs/rules.md, 100%回访).
 */
function rate(turn: Turn, said: Rated, situation: Situation): Turn {
  const { now, refs } = situation
  const texts = complaintTextsIn(said.language)
  const { reopenDays } = refs.policy.complaints
  const { answerHours } = refs.policyAt(now).complaints
  const last = own(turn.state).findLast((each) => isRatable(each, now, reopenDays) && isMeant(each, said))
  const { refund } = said
  if (refund && (refund.named || refund.at > (last?.closed?.at ?? 0))) {
    const { serviceId } = refund
    const data = { subscriber: situation.key, serviceId, solved: said.solved }
    const rated: Emit = { topic: 'complaint.events', key: situation.key, type: 'refund.rated', data }
    const next = { ...turn, emit: [...turn.emit, rated] }
    if (said.solved) return say(next, texts.thanksForWord, said, situation)
    return open(next, { ...said, text: texts.notSolved, about: serviceId }, situation)
  }
  if (!last) {
    if (said.solved || said.number !== undefined) return say(turn, texts.nothingToRate, said, situation)
    return open(turn, { ...said, text: texts.notSolved }, situation)
  }
  if (said.solved) {
    const solved = stepped({ ...last, solved: true }, { at: now, what: 'solved' })
    const rated = change(turn, last, solved, 'solved', situation)
    return say(rated, texts.thanks(last.number), said, situation)
  }
  if (last.reopened) return say(turn, texts.reopenedBefore(last.number), said, situation)
  const reopened = reopen(turn, last, { at: now, what: 'reopened' }, situation)
  return say(reopened, texts.reopened({ number: last.number, hours: answerHours }), said, situation)
}

/** Its outcome was told not long ago: whether it is solved is still a question. */
export const isRatable = ({ closed }: Pick<Complaint, 'closed'>, now: number, reopenDays: number): boolean =>
  closed !== undefined && now - closed.at < reopenDays * DAY

const isMeant = (each: Complaint, { number }: Rated): boolean => number === undefined || each.number === number

/** Its time to be answered begins anew; whoever had it keeps it. */
function reopen(turn: Turn, complaint: Complaint, step: Step, situation: Situation): Turn {
  const { closed: _, warned: __, overdue: ___, answeredAt: ____, ...kept } = complaint
  const due = promised(step.at, situation.refs.policyAt(situation.now))
  const again = stepped({ ...kept, since: step.at, due, reopened: true, solved: false }, step)
  return change(turn, complaint, again, 'reopened', situation)
}

type Staffed<Type> = Extract<Command, { type: Type }>

/** Staff reopen for a subscriber who says so at the counter or in a letter: once, as 不满意 does. */
function reopenFor(
  turn: Turn,
  complaint: Complaint,
  { data }: Staffed<'complaint.reopened'>,
  situation: Situation,
): Turn {
  if (!complaint.closed || complaint.reopened) return turn
  const { now, refs } = situation
  const reopened = reopen(turn, complaint, { at: now, what: 'reopened', by: data.by }, situation)
  const hours = refs.policyAt(now).complaints.answerHours
  const text = complaintTextsIn(turn.state.language).reopened({ number: complaint.number, hours })
  return notify(reopened, complaint, text, situation)
}

const stepped = (complaint: Complaint, step: Step): Complaint => ({
  ...complaint,
  steps: [...(complaint.steps ?? []), step].slice(-MOST_STEPS),
})

/** From who has it to somebody else, with a reason; its clock goes on. */
function hand(turn: Turn, complaint: Complaint, { data }: Staffed<'complaint.handed'>, { now }: Situation): Turn {
  const { by, from, to, reason } = data
  if (complaint.closed || complaint.owner !== from) return turn
  return replace(
    turn,
    complaint,
    stepped({ ...complaint, owner: to }, { at: now, what: 'handed', by, to, text: reason }),
  )
}

/** What staff do. Who took it first keeps it until it is closed. */
function work(
  turn: Turn,
  complaint: Complaint,
  input: Staffed<'complaint.taken' | 'complaint.answered' | 'complaint.closed'>,
  situation: Situation,
): Turn {
  const { now } = situation
  const { by } = input.data
  if (complaint.closed || (complaint.owner !== undefined && complaint.owner !== by)) return turn
  const texts = complaintTextsIn(turn.state.language)
  const owned: Complaint = complaint.owner
    ? complaint
    : stepped({ ...complaint, owner: by }, { at: now, what: 'taken', by })
  if (input.type === 'complaint.taken') return replace(turn, complaint, owned)
  const { number } = complaint
  if (input.type === 'complaint.answered') {
    const { text } = input.data
    const said = stepped({ ...owned, answeredAt: now }, { at: now, what: 'answered', by, text })
    const answered = change(turn, complaint, said, 'answered', situation)
    return notify(answered, complaint, texts.answered({ number, text }), situation)
  }
  const { upheld, text } = input.data
  const over: Complaint = { ...owned, answeredAt: complaint.answeredAt ?? now, closed: { at: now, by, upheld } }
  const closed = stepped(over, { at: now, what: 'closed', by, text })
  const told = texts.closed({ number, text, upheld })
  return notify(change(turn, complaint, closed, 'closed', situation), complaint, told, situation)
}

/** What was closed long ago is erased, with its text. */
function forget(state: ComplaintState, { now, refs }: Situation): Turn {
  const oldest = now - refs.policy.keepDays.complaints * DAY
  return { state: { ...state, cases: state.cases.filter((each) => !each.closed || each.closed.at > oldest) }, emit: [] }
}

/** Deadlines: staff are warned, and what nobody answered in time is said aloud. */
function watch(turn: Turn, situation: Situation): Turn {
  const { now, refs } = situation
  return turn.state.cases.filter(isUnanswered).reduce((next, each) => {
    const due = dueOf(each, refs.policyAt)
    if (!each.overdue && due.at <= now)
      return change(next, each, { ...each, warned: true, overdue: true }, 'overdue', situation)
    if (!each.warned && due.warnAt <= now) return change(next, each, { ...each, warned: true }, 'due-soon', situation)
    return next
  }, turn)
}

const isUnanswered = (each: Complaint): boolean => !each.closed && each.answeredAt === undefined

const replace = (turn: Turn, before: Complaint, after: Complaint): Turn => ({
  ...turn,
  state: { ...turn.state, cases: turn.state.cases.map((each) => (each.number === before.number ? after : each)) },
})

function change(turn: Turn, before: Complaint, after: Complaint, what: string, situation: Situation): Turn {
  const next = replace(turn, before, after)
  return { ...next, emit: [...next.emit, event(after, what, situation)] }
}

const event = ({ number, about, against, closed }: Complaint, what: string, { key }: Situation): Emit => ({
  topic: 'complaint.events',
  key,
  type: 'complaint.changed',
  data: {
    number,
    subscriber: key,
    change: what,
    ...(about ? { about } : {}),
    ...against,
    ...(closed ? { upheld: closed.upheld } : {}),
  },
})

const say = (turn: Turn, text: string, { from, silent }: Pick<Said, 'from' | 'silent'>, { key }: Situation): Turn =>
  silent ? turn : { ...turn, emit: [...turn.emit, sms(text, 'answer', from, turn.state, key)] }

/** What staff say. */
const notify = (turn: Turn, complaint: Complaint, text: string, situation: Situation): Turn =>
  tellLater(turn, complaint, text, senderIn(situation), situation)

const senderIn = ({ refs }: Situation): string => refs.policy.shortCodes.query[0] as string

function settle({ state, emit }: Turn, { policy, policyAt }: Refs): Decision<ComplaintState> {
  const times = state.held.map((each) => each.dueAt)
  for (const { closed } of state.cases) if (closed) times.push(closed.at + policy.keepDays.complaints * DAY)
  for (const each of state.cases.filter(isUnanswered)) {
    const due = dueOf(each, policyAt)
    if (!each.warned) times.push(due.warnAt)
    if (!each.overdue) times.push(due.at)
  }
  return { state, emit, ...(times.length > 0 ? { wakeAt: Math.min(...times) } : {}) }
}

export const complaints: ProcessDefinition<ComplaintState, Envelope, Refs> = {
  name: 'complaints',
  inputs: [complaintCommands, subscriberTenures],
  decide: (state, message, context) => tellCases(state, decide(state, message, context), context),
}
