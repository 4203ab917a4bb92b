import { monthOf } from '#calendar'
import { caseCommands, type Envelope, headMoved, type MessageOf, shardOf } from '#contracts'
import { canonical, placeOf, start, versionAfter } from '#evidence'
import { type Context, type Decision, type Emit, NOBODY, type ProcessDefinition, queued, type Wake } from '#process'
import { appealDecided, appealed, appealVoided } from './case-appeal.ts'
import { letterDue, letterSent, letterTold } from './case-letter.ts'
import { fullFor, noted } from './case-notes.ts'
import {
  bearWhole,
  isBorneDue,
  noneRedressed,
  victimBorne,
  victimRedressed,
  victimsAcquitted,
  victimsNamed,
  walkAgain,
} from './case-redress.ts'
import {
  appealUntil,
  type CaseRefs,
  type CaseState,
  contentOf,
  type Decided,
  deadline,
  givenAt,
  hasNoRoom,
  ITSELF,
  isRedressed,
  isSameButRefunds,
  isSettled,
  letterQueueOf,
  mayAnswer,
  nextWatch,
  promised,
  queuesOf,
  signalsOf,
  sortOf,
  subjectKey,
  type Turn,
  warnAtOf,
} from './case-state.ts'
import {
  changed,
  frozen,
  letterWanted,
  lifted,
  noticeOf,
  outcomeTold,
  penaltyOf,
  toSubjects,
  walkOf,
} from './case-told.ts'

type Command = MessageOf<typeof caseCommands>
type Data<T extends Command['type']> = Extract<Command, { type: T }>['data']

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** What one state keeps of findings; the first says why it was opened, the last ones what it is now. */
export const FINDINGS_KEPT = 20

function decide(
  state: CaseState | undefined,
  message: Envelope | Wake,
  context: Context<CaseRefs>,
): Decision<CaseState> {
  const { key } = context
  if (message.type === 'wake') return state ? settle(state, watch({ state, emit: [] }, context), context) : { state }
  const input = message as Command
  if (input.data.number !== key) return { state, deadLetter: 'its key is not the number of its case' }
  if (input.type === 'case.opened')
    return state ? openAgain(state, input.data) : settle(undefined, open(input.data, context), context)
  if (input.type === 'finding.added') {
    const elsewhere = foundElsewhere(state, input.data)
    if (elsewhere) return { state, emit: elsewhere }
  }
  if (!state) return { state, deadLetter: 'there is no such case' }
  return settle(state, handle({ state, emit: [] }, input, context), context)
}

/** Two cases of one number, which eight digits make once in a while: the later one begins again, under another. */
function openAgain(
  state: CaseState,
  { number, subject, pattern, finding, stopFirst }: Data<'case.opened'>,
): Decision<CaseState> {
  if (state.findings.some(({ id }) => id === finding.id)) return { state }
  return {
    state,
    emit: [
      toSubjects(subject, 'case.ended', { number, pattern }),
      toSubjects(subject, 'case.wanted', { subject, pattern, finding, stopFirst }),
    ],
  }
}

/** What was found of somebody or something else than this case is of is no finding of it: a case of its own is wanted. */
function foundElsewhere(
  state: CaseState | undefined,
  { number, subject, pattern, finding, stopFirst }: Data<'finding.added'>,
): Emit[] | undefined {
  if (!subject || pattern === undefined) return undefined
  if (state && state.pattern === pattern && subjectKey(state.subject) === subjectKey(subject)) return undefined
  return [
    toSubjects(subject, 'case.ended', { number, pattern }),
    toSubjects(subject, 'case.wanted', { subject, pattern, finding, stopFirst }),
  ]
}

function open(data: Data<'case.opened'>, { now, refs }: Context<CaseRefs>): Turn {
  const { number, subject, pattern, finding, stopFirst, weight, linked } = data
  const policy = refs.policyAt(now)
  const { decideDays, stopFirstHours } = policy.cases
  const state: CaseState = {
    number,
    subject,
    pattern,
    openedAt: now,
    ...deadline(now + (stopFirst ? stopFirstHours * HOUR : decideDays * DAY), stopFirst, policy),
    stopFirst,
    frozen: false,
    weight,
    linked,
    findings: [finding],
    notes: [],
  }
  return {
    state: { ...state, frozen: stopFirst },
    emit: [...(stopFirst ? frozen(state) : []), changed(state, 'opened')],
  }
}

function handle(turn: Turn, input: Exclude<Command, { type: 'case.opened' }>, context: Context<CaseRefs>): Turn {
  const { state, emit } = turn
  const { now, refs } = context
  switch (input.type) {
    case 'finding.added':
      return found(turn, input.data, context)
    case 'case.linked': {
      const { other } = input.data
      if (state.linked.includes(other)) return turn
      return {
        state: { ...state, linked: [...state.linked, other].slice(-20) },
        emit: [...emit, changed(state, 'linked')],
      }
    }
    case 'case.taken':
      return taken(turn, input.data.by)
    case 'case.escalated': {
      const { by, reason } = input.data
      if (isAnothers(state, by) || isSettled(state)) return turn
      return noted(escalated(turn, by, reason, now), { by, text: reason, step: 'escalated' }, now)
    }
    case 'case.handed-over': {
      const { by, to, reason } = input.data
      if (state.owner !== by || state.closedAt !== undefined || !mayAnswer(state, to)) return turn
      const note = { by, text: `→ ${to}: ${reason}`, step: 'handed-over' } as const
      return noted({ ...turn, state: { ...state, owner: to } }, note, now)
    }
    case 'case.noted':
      if (fullFor(state.notes, input.data.by)) return turn
      return noted(turn, input.data, now)
    case 'case.snoozed': {
      const { by, until, reason } = input.data
      const last = Math.min(state.dueAt, now + refs.policy.cases.snoozeDays * DAY)
      if (isAnothers(state, by) || state.decided || until <= now) return turn
      const note = { by, text: reason, step: 'snoozed' } as const
      return noted({ ...turn, state: { ...state, snoozedUntil: Math.min(until, last) } }, note, now)
    }
    case 'freeze.lifted': {
      const { by, reason } = input.data
      if (!state.frozen || isAnothers(state, by)) return turn
      const note = { by, text: reason, step: 'lifted' } as const
      return noted({ state: { ...state, frozen: false }, emit: [...emit, ...lifted(state)] }, note, now)
    }
    case 'verdict.given':
      return judged(turn, input.data, context)
    case 'appeal.made':
      return appealed(turn, input.data, context)
    case 'appeal.decided':
      return appealDecided(turn, input.data, context)
    case 'appeal.voided':
      return appealVoided(turn, input.data, context)
    case 'letter.due':
      return letterDue(turn, input.data, context)
    case 'letter.told':
      return letterTold(turn, input.data, context)
    case 'letter.sent':
      return letterSent(turn, input.data, context)
    case 'finding.looked':
      return looked(turn, input.data)
    case 'file.added':
      return filed(turn, input.data, now)
    case 'victims.named':
      return victimsNamed(turn, input.data, context)
    case 'victim.redressed':
      return victimRedressed(turn, input.data)
    case 'victims.acquitted':
      return victimsAcquitted(turn, input.data)
    case 'victim.borne':
      return victimBorne(turn, input.data)
  }
}

/** Who is first keeps it (首问责任制); what went up a step is taken over from whoever had it. */
function taken({ state, emit }: Turn, by: string): Turn {
  const { escalated, ...rest } = state
  const isFree = state.owner === undefined || escalated !== undefined
  if (!isFree || state.closedAt !== undefined || !mayAnswer(state, by)) return { state, emit }
  return { state: { ...rest, owner: by }, emit: [...emit, changed(state, 'taken')] }
}

/** Up a step: nobody has it until somebody who may takes it over, and what is frozen stays so. */
function escalated({ state, emit }: Turn, by: string, reason: string, at: number): Turn {
  const { owner: _, snoozedUntil: __, ...rest } = state
  return { state: { ...rest, escalated: { at, by, reason } }, emit: [...emit, changed(state, 'escalated')] }
}

/**
 * A flag again while the case is open: pinned beside the first; one that stops first freezes now, and makes it urgent, though
 * somebody lifted what an earlier one froze. What comes when it was just decided opens the next.
 */
function found(
  { state, emit }: Turn,
  { finding, stopFirst, weight }: Data<'finding.added'>,
  { now, refs }: Context<CaseRefs>,
): Turn {
  const { subject, pattern } = state
  if (state.findings.some(({ id }) => id === finding.id)) return { state, emit }
  if (state.decided)
    return { state, emit: [...emit, toSubjects(subject, 'case.wanted', { subject, pattern, finding, stopFirst })] }
  const [first, ...rest] = state.findings
  const findings = [...(first ? [first] : []), ...[...rest, finding].slice(1 - FINDINGS_KEPT)]
  const urgent = stopFirst && !state.frozen
  const policy = refs.policyAt(now)
  const soon = now + policy.cases.stopFirstHours * HOUR
  const next: CaseState = {
    ...state,
    findings,
    weight: Math.max(state.weight, weight),
    ...(urgent
      ? { stopFirst, frozen: true, ...deadline(state.dueAt > now ? Math.min(state.dueAt, soon) : soon, true, policy) }
      : {}),
  }
  const { warned: _, snoozedUntil: __, ...fresh } = next
  return { state: urgent ? fresh : next, emit: [...emit, ...(urgent ? frozen(next) : [])] }
}

/** How it stood at the end of its day is pinned to a finding once, and never changed. */
function looked({ state, emit }: Turn, { finding, looked: then }: Data<'finding.looked'>): Turn {
  const findings = state.findings.map((each) =>
    each.id === finding && !each.looked ? { ...each, looked: then } : each,
  )
  return { state: { ...state, findings }, emit }
}

/** One name has one content: what is said again is not said twice. Its own letters always have a place. */
function filed({ state, emit }: Turn, { by, paper, number: _, ...file }: Data<'file.added'>, at: number): Turn {
  const files = state.files ?? []
  const isFull = by !== ITSELF && hasNoRoom(state, by, paper)
  if (isFull || files.some(({ name }) => name === file.name)) return { state, emit }
  return { state: { ...state, files: [...files, { ...file, at, by }] }, emit }
}

/** 首问责任制: who took it first keeps it until it is closed. */
const isAnothers = ({ owner }: CaseState, by: string): boolean => owner !== undefined && owner !== by

/** A verdict is given once: what follows is told to everybody whom it concerns (docs/rules.md, "Partners"). */
function judged(
  { state, emit }: Turn,
  { by, proposal, verdict: wished, foreseen }: Data<'verdict.given'>,
  { now, refs }: Context<CaseRefs>,
): Turn {
  if (state.decided || isAnothers(state, by)) return { state, emit }
  const { partnerId } = state.subject
  const { number, frozen: _, snoozedUntil: __, escalated: ___, ...rest } = state
  const month = monthOf(now, refs.policy.timeZone)
  const verdict = givenAt(wished, now, refs)
  const decided: Decided = {
    ...{ at: now, month, by, verdict },
    ...(proposal ? { proposal } : {}),
    ...(foreseen ? { foreseen } : {}),
  }
  const { points, sanctions, refund } = verdict
  const isProven = verdict.outcome === 'proven'
  const penalty: Emit[] =
    partnerId === undefined
      ? []
      : isProven
        ? [
            penaltyOf('penalty.given', partnerId, {
              case: number,
              points,
              sanctions,
              ...(proposal ? { two: true } : {}),
            }),
            // The penalty takes the place of the freeze; the monitor stops anew what goes on in spite of it.
            ...lifted(state),
          ]
        : lifted(state)
  const redress = isProven && refund ? noneRedressed : undefined
  const judgement: CaseState = {
    ...rest,
    number,
    frozen: false,
    owner: state.owner ?? by,
    decided,
    ...(redress ? { redress } : {}),
    ...(isProven ? {} : { closedAt: now }),
  }
  const next = promised(judgement, state, refs)
  const walk = redress ? walkOf(next, 0) : []
  const publish = isProven && verdict.publish ? [noticeOf(next)] : []
  const letter = isProven && partnerId !== undefined ? letterWanted(next, refs) : []
  const ended = toSubjects(state.subject, 'case.ended', { number, pattern: state.pattern })
  return {
    state: next,
    emit: [
      ...emit,
      ...penalty,
      ...walk,
      ...publish,
      ...letter,
      ...outcomeTold(next, false),
      ended,
      changed(next, 'decided'),
    ],
  }
}

/** Staff are warned before its deadline and at it; nobody decides: it goes a step up, and what is frozen stays so. */
function watch(turn: Turn, { now, refs }: Context<CaseRefs>): Turn {
  let { state, emit } = turn
  if (state.snoozedUntil !== undefined && state.snoozedUntil <= now) {
    const { snoozedUntil: _, ...awake } = state
    state = awake
  }
  if (isSettled(state)) {
    const until = appealUntil(state, refs)
    const isOver =
      until !== undefined && now >= until && state.closedAt === undefined && (!state.appeal || state.appeal.decided)
    if (isOver && (!state.redress || isRedressed(state.redress))) {
      state = { ...state, closedAt: now }
      emit = [...emit, changed(state, 'closed')]
    }
    return { state, emit }
  }
  const change = now >= state.dueAt ? 'overdue' : now >= warnAtOf(state, refs) ? 'due-soon' : undefined
  if (change && state.warned !== change && state.warned !== 'overdue') {
    const up = change === 'overdue' ? { escalated: { at: now, by: ITSELF, reason: '' } } : {}
    state = { ...state, warned: change, ...up }
    emit = [...emit, changed(state, change)]
  }
  return { state, emit }
}

/** Whatever changed of the evidence is chained, and told to those who sign. */
function settle(before: CaseState | undefined, turn: Turn, context: Context<CaseRefs>): Decision<CaseState> {
  const { state, emit } = bearWhole(walkAgain(turn, context))
  const { key, now, refs } = context
  const wakeAt = nextWatch(state, now, refs)
  const wake = wakeAt === undefined ? {} : { wakeAt }
  const isUntold =
    before !== undefined &&
    (isSameButRefunds(before, state) || canonical(contentOf(before)) === canonical(contentOf(state)))
  if (isUntold) return { state, emit, ...wake }
  const since = before ? placeOf(before.version, contentOf(before)) : start
  const version = versionAfter(since, contentOf(state), now)
  const { number, digest } = version
  const head = headMoved(shardOf('cases', key), { chain: key, number, digest, since })
  return { state: { ...state, version }, emit: [...emit, head], ...wake }
}

export const cases: ProcessDefinition<CaseState, Envelope, CaseRefs> = {
  name: 'cases',
  inputs: [caseCommands],
  decide,
  // 1: appeals that were granted while the partner still paid what their verdict had given back (decision 130).
  catchUp: {
    nth: 1,
    decide: (state, context) => (isBorneDue(state) ? settle(state, { state, emit: [] }, context) : undefined),
  },
  // 2: those that are decided, by partner; by their strongest signal; letters that people send.
  listed: 2,
  index: (state) => ({
    // Those that are suspected most of the same are found by it, however many cases there are.
    ...Object.fromEntries(
      signalsOf(state)
        .slice(0, 1)
        .map((name) => ['signal', name]),
    ),
    ...queued(queuesOf(state), { owner: state.owner ?? NOBODY, partner: state.subject.partnerId }),
    ...(state.decided
      ? {
          month: state.decided.month,
          ...queued(['judged', ...letterQueueOf(state)], { partner: state.subject.partnerId }),
        }
      : {}),
  }),
  sort: sortOf,
}
