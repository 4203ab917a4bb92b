import { endOfWorkingDay } from '#calendar'
import type { CaseFile, CaseFinding, CaseSubject, caseCommands, MessageOf, Verdict } from '#contracts'
import type { Version } from '#evidence'
import type { Policy, PolicyAt, WholePolicy } from '#policy'
import type { Emit } from '#process'

export interface Decided {
  readonly at: number
  /** In the operator’s zone: which export it stands in. */
  readonly month: string
  readonly by: string
  /** Approved by a second person. */
  readonly proposal?: string
  readonly verdict: Verdict
  /** What it was foreseen to refund, where one person gave it. */
  readonly foreseen?: Refunded
}

/** What goes back by a verdict, and to how many. */
export interface Refunded {
  readonly subscribers: number
  readonly fen: number
}

export interface Appeal {
  readonly at: number
  readonly text: string
  /** It came in writing, and was entered by that person. */
  readonly by?: string
  /** The file of its paper. Absent from builds of 27 November. */
  readonly paper?: string
  /** What the partner said itself, with its key, beside what was entered for it. */
  readonly own?: { readonly at: number; readonly text: string }
  readonly decided?: {
    readonly at: number
    readonly by: string
    readonly granted: boolean
    readonly reason: string
  }
  /** The letter that tells what became of it, as far as people send it. */
  readonly letter?: Letter
}

/** An appeal on paper that was entered for the partner, and taken out: the partner hears of it as of a verdict. */
export interface Voided {
  /** Counted from 1: which of those of its case. */
  readonly nth: number
  readonly at: number
  /** The day of its paper. */
  readonly appealedAt: number
  readonly reason: string
  readonly letter?: Letter
}

type Command = MessageOf<typeof caseCommands>
type Sent = Pick<Extract<Command, { type: 'letter.sent' }>['data'], 'by' | 'on' | 'way'>

/** A letter as far as people send it. */
export interface Letter {
  /** Nobody told the partner of what it tells, and why. */
  readonly heard?: Extract<Command, { type: 'letter.due' }>['data']['heard']
  readonly since?: number
  /** When a webhook of its partner’s took that. */
  readonly told?: number
  readonly sent?: readonly (Sent & { readonly at: number })[]
}

/** Which letter of a case, by what it tells: of appeals that were taken out the one so counted. */
export interface WhichLetter {
  readonly of?: 'verdict' | 'appeal' | 'voided' | undefined
  readonly nth?: number | undefined
}
type TellingLetter = Required<Pick<WhichLetter, 'of'>> & { readonly nth?: number; readonly letter: Letter }

/** How far the refund of all victims is: each charge of the rule is named once, and answered once. */
export interface Redress {
  readonly named: number
  /** All charges of the rule were named. */
  readonly walked: boolean
  readonly answered: number
  readonly subscribers: number
  readonly refundFen: number
  readonly beforeFen: number
  readonly former: number
  readonly gone: number
  /** Walks that were begun after the first, for what was told late. */
  readonly rounds?: number
  /** The rest was beyond what one person may decide, and waits for two: it names no more. */
  readonly held?: true
}

/** What the operator bears since an appeal was granted: each charge of the rule is put to its account once more, and answered. */
export interface Borne {
  readonly named: number
  /** All of them were. */
  readonly walked: boolean
  readonly answered: number
  readonly fen: number
  /** Charges that are not kept any more: a person must look. */
  readonly gone: number
}

/** A file of a case: its letter, or what somebody attached. */
export interface KeptFile extends CaseFile {
  readonly at: number
  readonly by: string
}

/** Files that one case keeps, its letters among them, and of these as many as a partner attaches; of papers of its appeal there may be more. */
const MOST_FILES = 20
const MOST_OWN_FILES = 10
const MOST_WITH_PAPERS = 30

/** Whether somebody can attach no more: a partner leaves room for others, and the paper of its appeal always has some. */
export function hasNoRoom(
  { files = [], subject }: Pick<CaseState, 'files' | 'subject'>,
  by: string,
  isPaper = false,
): boolean {
  if (files.length >= (isPaper ? MOST_WITH_PAPERS : MOST_FILES)) return true
  return by === subject.partnerId && files.filter((each) => each.by === by).length >= MOST_OWN_FILES
}

/** A note of a case. */
export interface CaseNote {
  readonly at: number
  readonly by: string
  readonly text: string
  /** Why somebody did something; absent: they wrote it by itself. Those of builds of 27 November have none. */
  readonly step?: 'escalated' | 'handed-over' | 'snoozed' | 'lifted' | 'appeal-voided'
}

/** Who is said to have done what nobody did. */
export const ITSELF = '0000'

/** One case (核查单): what a partner or an app is suspected of, by what, who has it, and what became of it. */
export interface CaseState {
  readonly number: string
  readonly subject: CaseSubject
  readonly pattern: string
  readonly openedAt: number
  readonly dueAt: number
  /** When staff are told that it is due soon, by what held when this deadline began; absent of those of before 27 November 2026. */
  readonly warnAt?: number
  /** Charging was stopped first, and stays so until a person decides. */
  readonly stopFirst: boolean
  readonly frozen: boolean
  readonly weight: number
  readonly linked: readonly string[]
  /** As they were then; nothing changes one. */
  readonly findings: readonly CaseFinding[]
  readonly notes: readonly CaseNote[]
  readonly owner?: string
  /** It went up a step, by whoever could not decide it, or by itself when its time was over. */
  readonly escalated?: { readonly at: number; readonly by: string; readonly reason: string }
  readonly snoozedUntil?: number
  readonly warned?: 'due-soon' | 'overdue'
  readonly decided?: Decided
  readonly appeal?: Appeal
  /** Appeals that were none, the last at the end. */
  readonly voided?: readonly Voided[]
  readonly redress?: Redress
  readonly borne?: Borne
  readonly letter?: Letter
  /** Until when the partner may appeal, as it was told; absent of those that were decided by builds of before 27 November 2026, 21:00. */
  readonly appealableUntil?: number
  /** Penalty letters, and what was attached, by name and digest: the content lies beside. */
  readonly files?: readonly KeptFile[]
  readonly closedAt?: number
  /** All of it is evidence, and is signed whenever it changes. */
  readonly version?: Version
}

export interface CaseRefs {
  readonly policy: Pick<Policy, 'cases' | 'charging' | 'timeZone'>
  readonly policyAt: PolicyAt
}

export interface Turn {
  readonly state: CaseState
  readonly emit: readonly Emit[]
}

/** Whose cases are told apart together. */
export const subjectKey = ({ partnerId, app }: CaseSubject): string => partnerId ?? `app:${app ?? ''}`

export const isRedressed = ({ walked, answered, named }: Pick<Redress, 'walked' | 'answered' | 'named'>): boolean =>
  walked && answered === named

const DAY = 86_400_000

/** Most charges that come late are late by a day, few by a month. */
const AGAIN_DAYS = [1, 3, 10, 30, 90]

/**
 * When the charges of the rule are walked over again, for those that were told late: ever more seldom, until nothing of its
 * time is taken any more, and when what was held while the partner was suspended has been judged. Never once an appeal was granted.
 */
export function nextWalkAt({ decided, redress, appeal }: CaseState, { policy }: CaseRefs): number | undefined {
  if (!decided || !redress || redress.held || appeal?.decided?.granted) return undefined
  const { at, verdict } = decided
  const until = verdict.sanctions.flatMap((each) => each.until ?? [])
  const oldest = policy.charging.lateDays + 1
  const last = Math.max(at, verdict.refund?.rule.until ?? at) + oldest * DAY
  const days = AGAIN_DAYS.filter((each) => each < oldest)
  const times = [...days.map((each) => at + each * DAY), last, ...until.map((each) => each + DAY)]
  return times.sort((a, b) => a - b)[redress.rounds ?? 0]
}

/** Until when what a verdict is about goes on to be charged, where it is given now: for what was granted before it holds. */
export const whenGiven = (now: number, { charging }: Pick<Policy, 'charging'>): number =>
  now + charging.grantMinutes * 60_000

/** A verdict as it holds when it is given, however long it waited for a second person. */
export function givenAt(verdict: Verdict, now: number, { policy }: Pick<CaseRefs, 'policy'>): Verdict {
  const { refund } = verdict
  if (!refund?.goesOn) return verdict
  const rule = { ...refund.rule, until: Math.max(refund.rule.until, whenGiven(now, policy)) }
  return { ...verdict, refund: { ...refund, rule } }
}

/** Nothing about it waits for a person. */
export const isSettled = ({ decided, appeal }: CaseState): boolean =>
  decided !== undefined && (!appeal || appeal.decided !== undefined)

/** Whoever gave the verdict, or entered its appeal, does not answer that, and does not take, and hold up, it either. */
export const mayAnswer = ({ appeal, decided }: Pick<CaseState, 'appeal' | 'decided'>, who: string): boolean =>
  !appeal || appeal.decided !== undefined || (decided?.by !== who && appeal.by !== who)

/** Until when the partner may appeal: the first moment at which it may no longer; undefined when there is nothing to appeal against. */
export const appealUntil = (
  state: Pick<CaseState, 'decided' | 'letter' | 'appealableUntil'>,
  { policy }: Pick<CaseRefs, 'policy'>,
): number | undefined =>
  state.decided?.verdict.outcome === 'proven'
    ? (state.appealableUntil ?? endOfAppeals(heardAt(state.decided.at, state.letter), policy))
    : undefined

/**
 * As it was promised, whatever days policy says since: from the verdict, and anew once its partner heard later than was known;
 * nothing shortens it.
 */
export function promised(state: CaseState, before: CaseState, refs: Pick<CaseRefs, 'policy'>): CaseState {
  const { decided, letter } = state
  if (decided?.verdict.outcome !== 'proven') return state
  const heard = heardAt(decided.at, letter)
  if (before.decided && heard === heardAt(before.decided.at, before.letter)) return state
  return { ...state, appealableUntil: Math.max(appealUntil(before, refs) ?? 0, endOfAppeals(heard, refs.policy)) }
}

const ends = new Map<string, number>()

/** Worked out once: it is asked for with each refund of a case. */
function endOfAppeals(heard: number, { cases, timeZone }: CaseRefs['policy']): number {
  const { appealWorkingDays, holidays } = cases
  const name = `${heard} ${appealWorkingDays} ${timeZone} ${holidays.join()}`
  const known = ends.get(name)
  if (known !== undefined) return known
  const end = endOfWorkingDay(heard, appealWorkingDays, holidays, timeZone)
  if (ends.size >= 1000) ends.clear()
  ends.set(name, end)
  return end
}

/** When the partner can have heard: at once, or, where nobody told it, once a webhook took it or its letter was sent, by the last of its ways. */
const heardAt = (decidedAt: number, { heard, told = decidedAt, sent = [] }: Letter = {}): number =>
  heard ? Math.max(decidedAt, told, ...sent.map(({ on }) => on)) : decidedAt

/** Whether only how far its refunds are differs, and they are not made yet: none of it is evidence. */
export function isSameButRefunds(before: CaseState, state: CaseState): boolean {
  const moves = (['redress', 'borne'] as const).filter((name) =>
    [before, state].every(({ [name]: moved }) => !moved || !isRedressed(moved)),
  )
  const names = new Set([...Object.keys(before), ...Object.keys(state)]) as Set<keyof CaseState>
  return moves.length > 0 && [...names].every((name) => isOneOf(moves, name) || before[name] === state[name])
}

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name)

/** What of a case is evidence: all but how far its refunds are, and who bears them, which the ledger proves, until that is made. */
export const contentOf = ({ version: _, redress, borne, ...content }: CaseState): object => ({
  ...content,
  ...(redress && isRedressed(redress) ? { redress } : {}),
  ...(borne && isRedressed(borne) ? { borne } : {}),
})

/** Those that wait stand first, by the hour of their deadline, the heaviest of an hour first; then the decided, by when. */
export const sortOf = (state: CaseState): string =>
  isSettled(state)
    ? `1${iso(state.decided?.at ?? state.openedAt)}`
    : `0${iso(state.dueAt).slice(0, 13)} ${String(HEAVIEST - Math.min(HEAVIEST, Math.round(state.weight * 10))).padStart(6, '0')}`

/** Tenths of log units beyond which cases are equally heavy. */
const HEAVIEST = 999_999

const iso = (at: number): string => new Date(at).toISOString()

/** Where a case stands in the queues. */
export const statusOf = (state: CaseState): 'open' | 'appealed' | 'refunding' | 'decided' | 'closed' => {
  if (!state.decided) return 'open'
  if (state.appeal && !state.appeal.decided) return 'appealed'
  if (state.redress && !isRedressed(state.redress)) return 'refunding'
  return state.closedAt === undefined ? 'decided' : 'closed'
}

/** What speaks against it, the strongest first. */
export const signalsOf = ({ findings }: Pick<CaseState, 'findings'>): string[] => [
  ...new Set(
    findings
      .flatMap(({ signals }) => signals)
      .toSorted((a, b) => b.evidence - a.evidence)
      .map(({ name }) => name),
  ),
]

/** The lists that it stands in. */
export function queuesOf(state: CaseState): string[] {
  if (isSettled(state)) return ['all', 'settled', statusOf(state)]
  const { frozen, escalated, warned } = state
  return [
    'all',
    'waiting',
    statusOf(state),
    ...(frozen ? ['frozen'] : []),
    ...(escalated ? ['escalated'] : []),
    ...(warned === 'overdue' ? ['overdue'] : []),
  ]
}

type Lettered = Pick<CaseState, 'letter' | 'appeal' | 'voided'>

/** Letters of a case that people must send, or have sent. A partner that appealed itself, with its key, knows of its verdict. */
export const lettersOf = ({ letter, appeal, voided = [] }: Lettered, status: 'due' | 'sent'): TellingLetter[] => {
  const knows = appeal !== undefined && (appeal.by === undefined || appeal.own !== undefined)
  // A webhook says that it was decided, and not why.
  const isTold = ({ heard, told }: Letter) => told !== undefined && heard !== 'webhook'
  const waits = (each: Letter | undefined) => each?.heard !== undefined && !isTold(each) && !each.sent
  const isIn = (each: Letter | undefined) => (status === 'due' ? waits(each) : each?.sent !== undefined)
  return [
    ...(letter && isIn(letter) && (status === 'sent' || !knows) ? [{ of: 'verdict' as const, letter }] : []),
    ...voided.flatMap(({ nth, letter: each }) =>
      each && isIn(each) ? [{ of: 'voided' as const, nth, letter: each }] : [],
    ),
    ...(appeal?.letter && isIn(appeal.letter) ? [{ of: 'appeal' as const, letter: appeal.letter }] : []),
  ]
}

/** The lists of letters that it stands in. */
export const letterQueueOf = (state: Lettered): string[] =>
  (['due', 'sent'] as const).filter((each) => lettersOf(state, each).length > 0).map((each) => `letter-${each}`)

/** A deadline that begins, and when staff are told that it is due soon: an hour before where charging was stopped first. */
export const deadline = (dueAt: number, isUrgent: boolean, { cases }: Pick<WholePolicy, 'cases'>) => ({
  dueAt,
  warnAt: dueAt - (isUrgent ? DAY / 24 : cases.warnDays * DAY),
})

/** When staff are told that it is due soon. */
export const warnAtOf = (state: CaseState, { policyAt }: CaseRefs): number =>
  state.warnAt ?? deadline(state.dueAt, state.stopFirst && !state.decided, policyAt(state.openedAt)).warnAt

/** When it has to be looked at again, though nothing comes. */
export function nextWatch(state: CaseState, now: number, refs: CaseRefs): number | undefined {
  const until = appealUntil(state, refs)
  const again = nextWalkAt(state, refs)
  const times = [
    ...(isSettled(state)
      ? []
      : state.warned === 'overdue'
        ? []
        : state.warned
          ? [state.dueAt]
          : [warnAtOf(state, refs), state.dueAt]),
    ...(state.snoozedUntil === undefined ? [] : [state.snoozedUntil]),
    ...(until === undefined || state.closedAt !== undefined ? [] : [until]),
    ...(again === undefined ? [] : [again]),
  ].filter((at) => at > now)
  return times.length > 0 ? Math.min(...times) : undefined
}
