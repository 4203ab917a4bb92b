import type { confirmationRequests, MessageOf } from '#contracts'
import { localNumber } from '#texts'
import { agreedByBoth } from './consent.ts'
import { endPrompts, finish, tellOther, voidConsents, withoutPrompts } from './ending.ts'
import { close, release } from './lock.ts'
import { closesAt } from './over.ts'
import { answer, linesFor, notice, offerOf, outcome } from './say.ts'
import {
  type Between,
  DAY,
  type Guardian,
  HOUR,
  type Prompt,
  type Situation,
  type Standing,
  type Turn,
} from './state.ts'

type Command = MessageOf<typeof confirmationRequests>
type Requested = Extract<Command, { type: 'guardian.requested' }>['data']
type Entered = Extract<Command, { type: 'guardian.entered' }>['data']
type Dismissed = Extract<Command, { type: 'guardian.dismissed' }>['data']
type Word = Extract<Between, { type: 'request.vouched' }>['data']

/* The ward’s side. What the guardian’s phone says comes from the process of that number. */

/** `监护 号码`: that phone is asked, and its yes begins the guardianship. */
export function askGuardian(turn: Turn, { guardian: msisdn, from }: Requested, situation: Situation): Turn {
  const { now, key, cause, refs } = situation
  const { state } = turn
  const words = linesFor(state)
  const other = refs.keyOf(msisdn)
  const recent = (state.askedGuardians ?? []).filter((at) => now - at < DAY)
  const why =
    other === key
      ? 'self'
      : state.guardian
        ? state.guardian.majorityAt === undefined
          ? 'there'
          : 'child'
        : state.asksGuardian
          ? 'asked'
          : recent.length >= refs.policy.guardian.asksPerDay
            ? 'often'
            : undefined
  if (why) return answer(turn, words.guardianNot(why), situation, from)
  const hours = refs.policy.confirmation.windowHours
  const until = now + hours * HOUR
  const asks = { id: cause, key: other, msisdn, at: now, until }
  const question = { msisdn, ward: key, number: state.msisdn, id: cause, expiresAt: until }
  return answer(
    {
      state: { ...state, asksGuardian: asks, askedGuardians: [...recent, now] },
      emit: [...turn.emit, tellOther(other, 'guardian.asked', question)],
    },
    words.guardianAsked({ guardian: localNumber(msisdn), hours }),
    situation,
    from,
  )
}

/** The phone that was asked has answered, or kept silent. */
export function hearGuardian(
  turn: Turn,
  { guardian, id, yes, tenure }: Extract<Between, { type: 'guardian.answered' }>['data'],
  situation: Situation,
): Turn {
  const { asksGuardian: asks, ...rest } = turn.state
  const { key } = situation
  if (asks?.id !== id || asks.key !== guardian) {
    // The counter entered them meanwhile.
    if (rest.guardian?.key === guardian) return turn
    // Taken back meanwhile, or asked by a former owner of the number.
    const over = tellOther(guardian, 'guardianship.ended', { ward: key, number: rest.msisdn, tell: true })
    return yes ? { ...turn, emit: [...turn.emit, over] } : turn
  }
  const free = { ...turn, state: rest }
  if (!yes)
    return {
      ...free,
      emit: [...turn.emit, notice(rest, linesFor(rest).guardianSaidNo(localNumber(asks.msisdn)), situation)],
    }
  return begin(free, { key: guardian, msisdn: asks.msisdn, tenure, since: situation.now, named: asks.at }, situation)
}

/** Of a child: counter staff saw the papers, and enter it with the date of majority. */
export function enterGuardian(
  turn: Turn,
  { guardian: msisdn, guardianTenure: tenure, majorityAt }: Entered,
  situation: Situation,
): Turn {
  const { now, key, refs } = situation
  const { guardian: former, asksGuardian: asks, ...state } = turn.state
  // Entered anew since, and heard of before: what was agreed to in between, by the child alone, does not hold either.
  if (former?.majorityAt !== undefined && former.since > now)
    return voidConsents(turn, (each) => each.at >= now && each.guardian === undefined, situation).turn
  const emit = [...turn.emit]
  const ended = { ward: key, number: state.msisdn, tell: true }
  const other = refs.keyOf(msisdn)
  if (former && former.key !== other) emit.push(tellOther(former.key, 'guardianship.ended', ended))
  if (asks) emit.push(tellOther(asks.key, 'ward.over', { ward: key, requestId: asks.id, at: now }))
  const entered = { key: other, msisdn, tenure, since: now, named: now, majorityAt }
  const later = former && former.since > now ? former : former?.later
  const begun = begin({ state, emit }, { ...entered, ...(later ? { later } : {}) }, situation)
  // There is one again, for whose sake it was locked.
  return turn.state.lock?.childUntil !== undefined ? release(begun, now) : begun
}

/**
 * From now on both say yes. What was put to the ward alone ends, and what they said yes to since then, heard of before, does
 * not hold.
 */
function begin(turn: Turn, guardian: Guardian, situation: Situation): Turn {
  const { key, now, refs } = situation
  const { majorityAt, tenure } = guardian
  const ended = endPrompts(turn, { at: now }, situation)
  const isWithThem = (each: Standing) => each.guardian === guardian.key && each.askedAt >= now
  const { turn: voided } = voidConsents(ended, (each) => each.at >= now && !isWithThem(each), situation)
  const state = { ...voided.state, guardian, changedAt: Math.max(now, voided.state.changedAt ?? 0) }
  const began = {
    msisdn: guardian.msisdn,
    ward: key,
    number: state.msisdn,
    tenure,
    ...(majorityAt === undefined ? {} : { majorityAt }),
  }
  const facts = { guardian: localNumber(guardian.msisdn), until: majorityAt, zone: refs.policy.timeZone }
  return {
    state,
    emit: [
      ...voided.emit,
      tellOther(guardian.key, 'guardianship.began', began),
      changed(key, state.msisdn, guardian.key),
      notice(state, linesFor(state).guardianIs(facts), situation),
    ],
  }
}

export const changed = (key: string, msisdn: string, guardian?: string) => ({
  topic: 'confirmation.events',
  key,
  type: 'guardian.changed',
  data: { msisdn, ...(guardian === undefined ? {} : { guardian }) },
})

/** `取消监护`: by the adult ward, or the question is taken back; a child’s by the counter alone. */
export function dismissGuardian(turn: Turn, { from, by }: Dismissed, situation: Situation): Turn {
  const { key, now } = situation
  const { guardian, asksGuardian: asks, ...rest } = turn.state
  const words = linesFor(turn.state)
  if (guardian?.majorityAt !== undefined && by !== 'counter')
    return answer(turn, words.guardianNot('child'), situation, from)
  if (guardian && guardian.since <= now) {
    const ended = endGuardianship(turn, true, situation)
    const { later } = guardian
    return later && later.since > now ? begin(ended, later, { ...situation, now: later.since }) : ended
  }
  if (!asks) return answer(turn, words.guardianNot('none'), situation, from)
  const over = tellOther(asks.key, 'ward.over', { ward: key, requestId: asks.id, at: now })
  const withdrawn = words.guardianWithdrawn(localNumber(asks.msisdn))
  return answer({ state: rest, emit: [...turn.emit, over] }, withdrawn, situation, from)
}

/** The guardian has ended it: of an adult. */
export function leftByGuardian(turn: Turn, guardian: string, situation: Situation): Turn {
  const { guardian: known } = turn.state
  // Said of an earlier one, and heard of only now.
  if (known?.key !== guardian || known.since > situation.now || known.majorityAt !== undefined) return turn
  return endGuardianship(turn, true, situation)
}

/** What was put to both ends, and a yes of after that, heard of before, came too late; from now on the ward’s is enough. */
function endGuardianship(turn: Turn, tellGuardian: boolean, situation: Situation): Turn {
  const { key, now } = situation
  const isLate = (each: Standing) => each.askedAt < now && each.at >= now
  const { turn: ended } = voidConsents(endPrompts(turn, { at: now }, situation), isLate, situation)
  const { guardian, ...rest } = ended.state
  const { key: other, msisdn } = guardian as Guardian
  const state = { ...rest, changedAt: Math.max(now, rest.changedAt ?? 0) }
  const told = tellOther(other, 'guardianship.ended', { ward: key, number: state.msisdn, tell: true })
  return {
    state,
    emit: [
      ...ended.emit,
      ...(tellGuardian ? [told] : []),
      changed(key, state.msisdn),
      notice(state, linesFor(state).guardianEnded(localNumber(msisdn)), situation),
    ],
  }
}

/** A child comes of age. */
export function comeOfAge(turn: Turn, situation: Situation): Turn {
  const { majorityAt } = turn.state.guardian ?? {}
  return majorityAt !== undefined && majorityAt <= situation.now ? endGuardianship(turn, true, situation) : turn
}

/**
 * A guardianship that began after the number went to its next owner is theirs: a yes of then, whichever tenure was known when
 * it was heard; of a child only as the counter entered it.
 */
export const isOfNext = (
  { since, majorityAt, tenure }: Pick<Guardian, 'since' | 'majorityAt' | 'tenure'>,
  next: { readonly since: number; readonly tenure: number },
): boolean => since > next.since && (majorityAt === undefined || tenure >= next.tenure)

/**
 * The guardian’s number was locked, or went to somebody else: what it vouched for since then does not hold. With the number
 * the guardianship ends; a child is locked, until the counter enters another guardian or they come of age.
 */
export function guardianOut(
  turn: Turn,
  { guardian, since, until, tenure, gone }: Extract<Between, { type: 'guardian.out' }>['data'],
  situation: Situation,
): Turn {
  const known = turn.state.guardian?.key === guardian ? turn.state.guardian : undefined
  const next = gone && known && isOfNext(known, { since, tenure }) ? known : undefined
  const end = next?.since ?? until ?? Number.POSITIVE_INFINITY
  const guarded = (each: { guarded?: string }) => each.guarded === guardian
  const ended = turn.state.prompts.some(guarded) ? endPrompts(turn, { at: since }, situation, end) : turn
  // A prompt to both ended with the number, so the ward’s own yes came too late as well.
  const isVoid = (each: Standing) =>
    each.guardian === guardian &&
    each.askedAt < end &&
    ((each.vouchedAt ?? 0) >= since || (gone === true && each.at >= since))
  const { turn: voided } = voidConsents(ended, isVoid, situation)
  if (!gone || !known || known.tenure >= tenure) return voided
  if (next) return { ...voided, state: { ...voided.state, guardian: { ...next, tenure } } }
  if (known.majorityAt === undefined) return endGuardianship(voided, false, situation)
  const { guardian: _, ...orphan } = voided.state
  const { turn: locked } = close({ ...voided, state: orphan }, { since, childUntil: known.majorityAt }, situation)
  const told = notice(locked.state, linesFor(locked.state).childLocked, situation)
  return { ...locked, emit: [...locked.emit, changed(situation.key, orphan.msisdn), told] }
}

/** The guardian’s last word on a request. */
export function hearWord(turn: Turn, word: Word, situation: Situation): Turn {
  const { now } = situation
  const prompt = turn.state.prompts.find((each) => each.requestId === word.requestId && each.guarded === word.guardian)
  if (!prompt) return turn
  const replace = (by: Prompt): Turn => ({
    ...turn,
    state: { ...turn.state, prompts: turn.state.prompts.map((each) => (each === prompt ? by : each)) },
  })
  const spoken: Prompt = { ...prompt, spoken: true }
  // A no of an earlier stamp than what ended it is a no all the same; a yes must have been said before.
  if (word.word === 'yes' && now < closesAt(prompt)) {
    const vouched = { text: word.answer, channel: word.channel, via: word.via, at: now }
    const both: Prompt = { ...spoken, vouched }
    return prompt.yes ? agreedByBoth(replace(both), both, situation) : replace(both)
  }
  if (word.word === 'no') return refusedByGuardian(replace(spoken), spoken, situation)
  const ends =
    word.word === 'locked' && !prompt.ends
      ? { at: Math.min(now, closesAt(prompt) - 1), rule: 'locked' as const }
      : prompt.ends
  const over: Prompt = { ...spoken, ...(ends ? { ends } : {}) }
  return finish(replace(over), over, situation)
}

function refusedByGuardian(turn: Turn, prompt: Prompt, situation: Situation): Turn {
  const state = withoutPrompts(turn.state, [prompt], 'no', situation)
  const text = linesFor(state).guardianRefused(offerOf(prompt, state, situation))
  return { state, emit: [...turn.emit, outcome(prompt, 'refused'), notice(state, text, situation)] }
}
