import { monthOf, quietUntil } from '#calendar'
import type { chargingCommands, Language, MessageOf } from '#contracts'
import { remembering, type WholePolicy } from '#policy'
import type { Emit } from '#process'
import { normalizeText } from '#sms'
import { chargingTextsIn } from '#texts'
import { tenureAt } from './judge.ts'
import { type Booked, bearRefund, refundAtOnce, refundWrong } from './refund.ts'
import {
  type AccountState,
  DAY,
  type Dispute,
  HOUR,
  type Judged,
  type Notice,
  type Situation,
  type Turn,
} from './state.ts'

type Command = MessageOf<typeof chargingCommands>
type Requested = Extract<Command, { type: 'dispute.requested' }>['data']
type Taken = Extract<Command, { type: 'dispute.taken' }>['data']
type Handed = Extract<Command, { type: 'dispute.handed' }>['data']
type Decided = Extract<Command, { type: 'dispute.decided' }>['data']

/**
 * `退费`: refund first, verify after. The charge that was named goes back at once, up to a number a month and an amount;
 * beyond it a person decides. A name or a number of the list may mean several charges: then it is asked which, since a wrong
 * one that was disproven would cost trust (docs/rules.md, "Charges").
 */
export function dispute(turn: Turn, request: Requested, situation: Situation): Turn {
  const { now, refs } = situation
  const texts = chargingTextsIn(request.language)
  const acted = remembering(turn.state.acted, request.fingerprint, now, refs.policy)
  const { tenureSince } = turn.state
  // What the former owner of the number asked is not answered to the present one.
  if (!acted || (tenureSince !== undefined && now < tenureSince)) return turn
  const state: AccountState = { ...turn.state, msisdn: request.msisdn, language: request.language, acted }
  const say = (next: Turn, text: string): Turn =>
    request.silent ? next : { ...next, emit: [...next.emit, smsEmit(text, request, situation)] }
  const charges = named(state, request, situation)
  const [latest] = charges
  if (!latest)
    return say({ ...turn, state }, isWaiting(state, request, situation) ? texts.beingJudged : texts.nothingToDispute)
  const right = charges.filter((each) => each.rule === undefined && each.dispute === undefined)
  // Who is not answered any more this hour cannot be asked: then it is the latest.
  if (right.length > 1 && !request.silent) return { state, emit: [...turn.emit, askWhich(right, request, situation)] }
  const [charge] = right
  if (!charge) return say({ ...turn, state }, askedBefore(charges, request.language, situation))
  const { turn: opened, instant } = openDispute({ ...turn, state }, charge, request, situation)
  const service = nameOf(charge.serviceId, situation, request.language)
  const facts = { service, amountFen: charge.amountFen, at: charge.at, zone: refs.policy.timeZone }
  return say(
    opened,
    instant
      ? texts.disputeRefunded(facts)
      : texts.disputeTaken({ ...facts, hours: refs.policyAt(now).disputes.decideHours }),
  )
}

/** What became of charges that all went back, or were asked for before: what is still open is told first, else the latest. */
function askedBefore(charges: readonly Judged[], language: Language, situation: Situation): string {
  const texts = chargingTextsIn(language)
  const [latest] = charges
  if (charges.some((each) => each.dispute?.status === 'open')) return texts.disputedBefore
  if (latest?.dispute?.status !== 'disproven') return texts.refundedBefore
  const { shortCodes, timeZone: zone } = situation.refs.policy
  return texts.disprovenBefore({
    service: nameOf(latest.serviceId, situation, language),
    amountFen: latest.amountFen,
    at: latest.at,
    zone,
    decidedAt: latest.dispute.decidedAt as number,
    kept: latest.dispute.instant,
    to: shortCodes.query[0] as string,
  })
}

/** Opens it: refunded at once up to a number a month and an amount, else when a person has decided. */
export function openDispute(
  { state, emit }: Turn,
  charge: Judged,
  { channel, lineCase }: { channel: Requested['channel']; lineCase?: string },
  situation: Situation,
): { turn: Turn; instant: boolean } {
  const { now, refs } = situation
  const { perMonth, amountFen } = refs.policy.disputes
  const instant = charge.amountFen <= amountFen && usedThisMonth(state, situation) < perMonth - trustLost(state, now)
  const due = promised(now, refs.policyAt(now))
  const opening: Dispute = { at: now, due, channel, instant, status: 'open', ...(lineCase ? { lineCase } : {}) }
  const asked = { ...charge, dispute: opening }
  const { charge: opened, emit: moved } = instant ? refundAtOnce(asked, situation) : { charge: asked, emit: [] }
  const told = event('dispute.opened', opened, { amountFen: charge.amountFen, instant, channel }, situation)
  return { turn: { state: withCharge(state, opened), emit: [...emit, ...moved, told] }, instant }
}

/**
 * A person looked. Proven, it is made up to twice the amount and the partner pays; disproven, what went back stands and the
 * operator pays. Decided once.
 */
export function decideDispute(turn: Turn, { chargeId, proven, by }: Decided, situation: Situation): Turn {
  const { now, refs } = situation
  const charge = turn.state.charges.find((each) => each.id === chargeId)
  if (charge?.dispute?.status !== 'open' || isAnothers(charge.dispute, by)) return turn
  const { cycle: _, ...rest } = charge
  const decided: Dispute = {
    ...charge.dispute,
    owner: by,
    status: proven ? 'proven' : 'disproven',
    decidedAt: now,
    decidedBy: by,
  }
  const after: Booked = proven
    ? refundWrong({ ...rest, rule: 'disputed', dispute: decided }, situation)
    : bearRefund({ ...charge, dispute: decided }, situation)
  const quiet = quietUntil(now, refs.policy.quietHours, refs.policy.timeZone)
  const notice: Notice = {
    kind: proven ? 'refunded' : 'disproven',
    chargeId,
    dueAt: quiet ?? now + refs.policy.reminders.refundSeconds * 1000,
  }
  const state = withCharge(turn.state, after.charge)
  return {
    state: { ...state, notices: [...state.notices.filter((each) => each.chargeId !== chargeId), notice] },
    emit: [...turn.emit, ...after.emit, event('dispute.decided', after.charge, { proven, by }, situation)],
  }
}

/** Who takes it first keeps it until it is decided (docs/rules.md, 首问责任制). */
export function takeDispute(turn: Turn, { chargeId, by }: Taken, { now }: Situation): Turn {
  const charge = turn.state.charges.find((each) => each.id === chargeId)
  if (charge?.dispute?.status !== 'open' || charge.dispute.owner !== undefined) return turn
  return {
    ...turn,
    state: withCharge(turn.state, { ...charge, dispute: { ...charge.dispute, owner: by, takenAt: now } }),
  }
}

/** As many hand-overs as are kept. */
const MOST_HANDED = 5

/** From who has it to somebody else, with a reason; its clock goes on. */
export function handDispute(turn: Turn, { chargeId, ...handed }: Handed, { now }: Situation): Turn {
  const charge = turn.state.charges.find((each) => each.id === chargeId)
  if (charge?.dispute?.status !== 'open' || charge.dispute.owner !== handed.from) return turn
  const all = [...(charge.dispute.handed ?? []), { at: now, ...handed }].slice(-MOST_HANDED)
  const dispute = { ...charge.dispute, owner: handed.to, handed: all }
  return { ...turn, state: withCharge(turn.state, { ...charge, dispute }) }
}

const isAnothers = ({ owner }: Dispute, by: string): boolean => owner !== undefined && owner !== by

/** The rule itself found the charge wrong: who disputed it was right, whatever a person said or would have said. */
export function settledByRule({ charge, emit }: Booked, situation: Situation): Booked {
  if (!charge.dispute || charge.dispute.status === 'proven') return { charge, emit }
  const decided: Dispute = { ...charge.dispute, status: 'proven', decidedAt: situation.now, decidedBy: 'rule' }
  const proven = { ...charge, dispute: decided }
  return { charge: proven, emit: [...emit, event('dispute.decided', proven, { proven: true, by: 'rule' }, situation)] }
}

/** As many months as a dispute may go back; their numbers go on where the subscriber's list ends. */
const MOST_ASKED = 6

const askWhich = (charges: readonly Judged[], { msisdn }: Requested, { key }: Situation): Emit => ({
  topic: 'subscriber.commands',
  key,
  type: 'reminder.due',
  data: {
    msisdn,
    kind: 'which',
    items: charges
      .slice(0, MOST_ASKED)
      .map(({ id, serviceId, amountFen, at }) => ({ serviceId, chargeId: id, amountFen, at })),
  },
})

const promised = (at: number, { disputes }: Pick<WholePolicy, 'disputes'>) => ({
  warnAt: at + disputes.warnHours * HOUR,
  at: at + disputes.decideHours * HOUR,
})

/** When staff are warned of it, and must have decided it (docs/rules.md: 48小时内回复): as was promised when it was made. */
const dueOf = ({ at, due }: Pick<Dispute, 'at' | 'due'>, { policyAt }: Pick<Situation['refs'], 'policyAt'>) =>
  due ?? promised(at, policyAt(at))

/** When staff must have decided it. */
export const dueAt = (dispute: Pick<Dispute, 'at' | 'due'>, refs: Pick<Situation['refs'], 'policyAt'>): number =>
  dueOf(dispute, refs).at

/** The next warning of a dispute, and when it is due; undefined when all were given. */
function nextWarning(dispute: Dispute, refs: Situation['refs']) {
  if (dispute.status !== 'open' || dispute.warned === 'overdue') return undefined
  const { warnAt, at } = dueOf(dispute, refs)
  return dispute.warned === 'due-soon' || warnAt >= at
    ? ({ warned: 'overdue', at } as const)
    : ({ warned: 'due-soon', at: warnAt } as const)
}

/** Disputes that nobody decided are not forgotten: staff are warned before they are due, and when they are. */
export function watchDisputes(turn: Turn, situation: Situation): Turn {
  let next = turn
  for (const charge of turn.state.charges) {
    const warning = charge.dispute && nextWarning(charge.dispute, situation.refs)
    if (!charge.dispute || !warning || warning.at > situation.now) continue
    const warned = { ...charge, dispute: { ...charge.dispute, warned: warning.warned } }
    next = {
      state: withCharge(next.state, warned),
      emit: [...next.emit, event('dispute.waiting', warned, { change: warning.warned }, situation)],
    }
  }
  return next
}

/** When the next warning is due; undefined when none is. */
export function nextWatch(state: AccountState, refs: Situation['refs']): number | undefined {
  const times = state.charges.flatMap((each) => (each.dispute && nextWarning(each.dispute, refs)?.at) ?? [])
  return times.length > 0 ? Math.min(...times) : undefined
}

/** Charges of this tenure that the request can mean, the latest first. */
function named(state: AccountState, request: Requested, situation: Situation): readonly Judged[] {
  return own(state)
    .filter((each) => isMeant(each, request, situation))
    .toSorted((a, b) => b.at - a.at)
}

/** One that looks wrong, and is judged when it had its time. */
const isWaiting = (state: AccountState, request: Requested, situation: Situation): boolean =>
  state.waiting.some((each) => tenureAt(state, each.at) === state.tenure && isMeant(each, request, situation))

function isMeant(
  charge: Pick<Judged, 'id' | 'serviceId' | 'at'>,
  { chargeId, serviceId, name }: Requested,
  { now, refs }: Situation,
): boolean {
  if (charge.at < now - refs.policy.disputes.withinDays * DAY) return false
  if (chargeId !== undefined) return charge.id === chargeId
  if (serviceId !== undefined) return charge.serviceId === serviceId
  const word = plain(name)
  const service = refs.catalogue.service(charge.serviceId, charge.at)
  const partner = service && refs.catalogue.partner(service.partnerId, charge.at)
  const names = [service?.nameZh, service?.nameEn, partner?.nameZh, partner?.nameEn, service?.code, service?.port]
  return word !== '' && names.some((own) => own !== undefined && plain(own).includes(word))
}

/** A name however it is written: traditional, full-width, quoted, with spaces or without. */
const plain = (name: string): string => normalizeText(name).replace(/\s/g, '')

/** The present owner's: what a former one asked for, and lost, is not theirs. */
const own = ({ charges, tenure }: AccountState): readonly Judged[] => charges.filter((each) => each.tenure === tenure)

const usedThisMonth = (state: AccountState, { now, refs }: Situation): number =>
  own(state).filter(
    (each) =>
      each.dispute?.instant && monthOf(each.dispute.at, refs.policy.timeZone) === monthOf(now, refs.policy.timeZone),
  ).length

/** Each dispute of the last year that was disproven takes one of those that are refunded at once. */
const trustLost = (state: AccountState, now: number): number =>
  own(state).filter((each) => each.dispute?.status === 'disproven' && now - each.dispute.at < 365 * DAY).length

const withCharge = (state: AccountState, charge: Judged): AccountState => ({
  ...state,
  charges: state.charges.map((each) => (each.id === charge.id ? charge : each)),
})

const nameOf = (serviceId: string, { refs, now }: Situation, language: 'zh-CN' | 'en'): string => {
  const service = refs.catalogue.service(serviceId, now)
  return (language === 'en' ? service?.nameEn : service?.nameZh) ?? serviceId
}

const smsEmit = (text: string, { msisdn, from, language }: Requested, { key }: Situation): Emit => ({
  topic: 'sms.outbound',
  key,
  type: 'mt.queued',
  data: { to: msisdn, from, text, class: 'answer', language },
})

const event = (type: string, { id, serviceId, partnerId }: Judged, more: object, { key }: Situation): Emit => ({
  topic: 'charging.events',
  key,
  type,
  data: { chargeId: id, subscriber: key, serviceId, partnerId, ...more },
})
