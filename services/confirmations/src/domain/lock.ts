import type { confirmationRequests, MessageOf } from '#contracts'
import { localNumber } from '#texts'
import { endPrompts, tellOther, voidConsents } from './ending.ts'
import { dutyClosesAt } from './over.ts'
import { answer, linesFor, notice } from './say.ts'
import {
  type ConfirmationState,
  DAY,
  type Duty,
  HOUR,
  type Lock,
  type Opening,
  type Situation,
  type Standing,
  type Turn,
} from './state.ts'

type Command = MessageOf<typeof confirmationRequests>
/** As many consents as one part of a case holds. */
const MOST_PARTS = 200
export type LockRequest = Extract<Command, { type: 'lock.requested' }>['data']
export type UnlockRequest = Extract<Command, { type: 'unlock.requested' }>['data']

/** Nothing that costs is put to this number at that moment. */
export const isLocked = ({ lock }: Pick<ConfirmationState, 'lock'>, at: number): boolean =>
  lock !== undefined && !(lock.opens !== undefined && lock.opens.at <= at)

/** Only the counter opens it. */
export const heldBy = ({ lock }: Pick<ConfirmationState, 'lock'>, at: number): 'lost' | 'child' | undefined =>
  lock?.case !== undefined ? 'lost' : (lock?.childUntil ?? 0) > at ? 'child' : undefined

/**
 * `锁定`: nothing that costs is put to this number by anybody; what is open ends. By the stamps: what was confirmed since,
 * and heard of before, does not hold.
 */
export function lock(turn: Turn, { from, lost }: LockRequest, situation: Situation): Turn {
  if (lost) return lockLost(turn, lost, situation)
  const { now } = situation
  const { turn: locked, undone } = close(turn, { since: now }, situation)
  return answer(locked, linesFor(locked.state).locked(undone), situation, from)
}

/** Closes the line from a moment on, unless a later word opened it: what only the counter opens, a word of the counter. */
export function close(
  turn: Turn,
  { since, ...more }: Pick<Lock, 'since' | 'case' | 'childUntil'>,
  situation: Situation,
): { turn: Turn; undone: number } {
  const { now, key } = situation
  const isHeld = more.case !== undefined || more.childUntil !== undefined
  const { counterAt } = turn.state
  const byCounter = counterAt === undefined ? undefined : { said: counterAt, at: counterAt }
  const opened = isHeld ? byCounter : turn.state.opened
  // That a guardian’s number is somebody else’s is told in answer to what may be older than that.
  const stamp = Math.max(now, since)
  const until = opened !== undefined && opened.said > stamp ? opened.at : undefined
  const ended = endPrompts(turn, { at: since, rule: 'locked' }, situation, until)
  const lost = more.case !== undefined ? { lost: { since, case: more.case } } : {}
  // What was asked before it was opened ended with the lock, whenever it was agreed to.
  const isVoid = ({ at, askedAt }: Standing) => at >= since && askedAt < (until ?? Number.POSITIVE_INFINITY)
  const { turn: voided, undone } = voidConsents(ended, isVoid, situation, { rule: 'locked', ...lost })
  const out = guardianOut(voided, { since, until }, key)
  if (until !== undefined) return { turn: out, undone }
  const before = out.state.lock
  const { opens, ...kept } = before ?? { since, at: stamp }
  const wanted = isHeld ? {} : { wanted: Math.max(stamp, kept.wanted ?? 0) }
  const at = Math.max(stamp, kept.at)
  // What only the counter opens is opened by no 解锁 of the phone, though that was heard of before the hold.
  const opensStill = opens && opens.said > stamp && !isHeld ? { opens } : {}
  const made: Lock = { ...kept, ...more, ...wanted, ...opensStill, since: Math.min(since, kept.since), at }
  const changedAt = Math.max(stamp, out.state.changedAt ?? 0)
  return { turn: { ...out, state: { ...out.state, lock: made, changedAt } }, undone }
}

/**
 * What a locked number said as a guardian since then, and until it was opened, counts for nothing, nor will what it was asked
 * as one.
 */
function guardianOut(
  { state, emit }: Turn,
  { since, until }: { since: number; until: number | undefined },
  key: string,
): Turn {
  const stays = (each: Duty) => dutyClosesAt(each) <= since || (until !== undefined && each.at >= until)
  const ends = { at: since, rule: 'locked' as const }
  const duties = state.duties?.map((each) => (stays(each) ? each : { ...each, ends }))
  const said = (state.vouched ?? []).filter((each) => each.at >= since)
  const data = { guardian: key, since, ...(until === undefined ? {} : { until }), tenure: state.tenure }
  return {
    state: { ...state, ...(duties ? { duties } : {}) },
    emit: [...emit, ...said.map((each) => tellOther(each.ward, 'guardian.out', data))],
  }
}

/**
 * The former owner’s, heard of after the number changed hands: what they said as a guardian in between counts for nothing. All
 * else of theirs has ended.
 */
export const lockedBefore = (state: ConfirmationState, since: number, { key }: Situation): Turn =>
  guardianOut({ state, emit: [] }, { since, until: state.tenureSince }, key)

/**
 * The phone was lost or stolen at a moment in the past: locked from then; what was confirmed since is cancelled, what was
 * charged on it is disputed, all as one case. Whoever holds the phone cannot open it, and learns nothing of the case.
 */
function lockLost(turn: Turn, lost: NonNullable<LockRequest['lost']>, situation: Situation): Turn {
  const { tenureSince = 0, lock: known } = turn.state
  const since = Math.max(lost.since, tenureSince)
  const id = known?.case ?? lost.case
  const prompts = turn.state.prompts.length
  const { turn: locked } = close(turn, { since, case: id }, situation)
  const opened = { subscriber: situation.key, since, by: lost.by, reason: lost.reason, prompts }
  const before = new Set(turn.state.standing.filter((each) => each.voided).map((each) => each.receiptId))
  const consents = locked.state.standing
    .filter((each) => each.voided && !before.has(each.receiptId))
    .map(({ serviceId, receiptId, at }) => ({ serviceId, receiptId, at }))
  const tell = (type: string, data: object) => ({ topic: 'line.cases', key: id, type, data })
  return {
    ...locked,
    emit: [
      ...locked.emit,
      tell('case.opened', opened),
      // Also of what was bought, and charged already: there is nothing of it to cancel.
      ...(consents.length > 0 ? [tell('case.cancelled', { consents: consents.slice(-MOST_PARTS) })] : []),
      notice(locked.state, linesFor(locked.state).lost, situation),
    ],
  }
}

type Void = Pick<Standing, 'serviceId' | 'receiptId' | 'at'>

/** What a loss from a moment on would put right, shown before it is: found by what puts it right. */
export function wouldLose(
  state: ConfirmationState,
  since: number,
  situation: Situation,
): { since: number; prompts: number; consents: readonly Void[] } {
  const { emit } = lockLost({ state, emit: [] }, { since, case: '', by: '', reason: '' }, situation)
  const of = <T>(type: string) => emit.find((each) => each.type === type)?.data as T | undefined
  const opened = of<{ since: number; prompts: number }>('case.opened')
  return {
    since: opened?.since ?? since,
    prompts: opened?.prompts ?? 0,
    consents: of<{ consents: readonly Void[] }>('case.cancelled')?.consents ?? [],
  }
}

/**
 * `解锁`: at once in a session on the web, at the counter, or by the guardian; by SMS after a day, told at once, since
 * software on the handset can text too. What only the counter opens stays; a loss that is over leaves a child’s hold.
 */
export function unlock(turn: Turn, request: UnlockRequest, situation: Situation): Turn {
  const { now, refs } = situation
  const { from, ward } = request
  const say = (next: Turn, text: string) => answer(next, text, situation, from)
  const words = linesFor(turn.state)
  if (ward !== undefined) {
    const known = turn.state.wards?.find((each) => each.msisdn === ward)
    if (!known) return say(turn, words.noWard)
    // Somebody else may hold this phone.
    if (isLocked(turn.state, now)) return say(turn, words.guardianLocked)
    const told = tellOther(known.key, 'ward.unlocked', { guardian: situation.key })
    return say({ ...turn, emit: [...turn.emit, told] }, words.wardUnlocked(localNumber(known.msisdn)))
  }
  const { lock: locked } = turn.state
  if (!locked || !isLocked(turn.state, now)) return say(turn, words.notLocked)
  const held = heldBy(turn.state, now)
  if (held && request.now !== 'counter') return say(turn, words.held(held))
  if (held === 'lost' && (locked.childUntil ?? 0) > now) {
    const { case: _, wanted: __, ...child } = locked
    return say({ ...turn, state: { ...turn.state, lock: child } }, words.held('child'))
  }
  if (request.now === 'counter')
    return say(openNow({ ...turn, state: { ...turn.state, counterAt: now } }, situation), words.unlocked)
  if (request.now) return say(openNow(turn, situation), words.unlocked)
  if (now < locked.at) return say(turn, words.locked(0))
  const { turn: later, at } = openLater(turn, locked, situation)
  return say(later, words.unlocksAt({ at, zone: refs.policy.timeZone }))
}

/** After a day, in which `锁定` takes it back. */
function openLater(turn: Turn, locked: Lock, { now, refs }: Situation): { turn: Turn; at: number } {
  const opens = locked.opens ?? { said: now, at: now + refs.policy.lock.unlockHours * HOUR }
  return { turn: { ...turn, state: { ...turn.state, lock: { ...locked, opens } } }, at: opens.at }
}

/**
 * The guardian’s word, from their own process. Handset software can name an accomplice, before its owner notices and locks or
 * after: a guardian whom an adult has not had for long opens a line as an SMS does (decision 33).
 */
export function unlockedByGuardian(turn: Turn, guardian: string, situation: Situation): Turn {
  const { now, refs } = situation
  const { guardian: known, lock: locked } = turn.state
  if (known?.key !== guardian || !locked || !isLocked(turn.state, now) || heldBy(turn.state, now)) return turn
  const words = linesFor(turn.state)
  const tell = (next: Turn, text: string): Turn => ({
    ...next,
    emit: [...next.emit, notice(next.state, text, situation)],
  })
  const isOfLong = known.since <= locked.since - refs.policy.guardian.newDays * DAY
  if (known.majorityAt !== undefined || isOfLong) return tell(openNow(turn, situation), words.unlocked)
  if (now < locked.at) return turn
  const { turn: later, at } = openLater(turn, locked, situation)
  return tell(later, words.unlocksAt({ at, zone: refs.policy.timeZone }))
}

/** Open from that moment on, unless it was locked by a later word. */
function open(turn: Turn, opening: Opening): Turn {
  const { lock: locked, ...rest } = turn.state
  const opened = rest.opened && rest.opened.said > opening.said ? rest.opened : opening
  const changedAt = Math.max(opening.at, rest.changedAt ?? 0)
  const isLater = locked !== undefined && locked.at > opening.said
  return { ...turn, state: { ...rest, opened, changedAt, ...(isLater ? { lock: locked } : {}) } }
}

const openNow = (turn: Turn, { now }: Situation): Turn => open(turn, { said: now, at: now })

/**
 * The child has a guardian again: it is open, unless it was wanted locked all the same, or the phone was lost. That is no
 * word of who locked it: a `锁定` of before that is heard of later holds.
 */
export function release(turn: Turn, at: number): Turn {
  const { lock: locked, ...rest } = turn.state
  if (!locked) return turn
  const { childUntil: _, ...other } = locked
  if (other.case !== undefined || other.wanted !== undefined) return { ...turn, state: { ...turn.state, lock: other } }
  if (locked.at > at) return turn
  return { ...turn, state: { ...rest, changedAt: Math.max(at, rest.changedAt ?? 0) } }
}

/** The day after `解锁` by SMS is over. */
export function openDue(turn: Turn, { now }: Situation): Turn {
  const { opens, ...locked } = turn.state.lock ?? {}
  if (opens === undefined || opens.at > now) return turn
  return open({ ...turn, state: { ...turn.state, lock: locked as Lock } }, opens)
}
