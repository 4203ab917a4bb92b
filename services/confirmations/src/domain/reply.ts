import { monthsLater } from '#calendar'
import type { Channel, ReceiptContent } from '#contracts'
import { linkAfter } from '#evidence'
import { hearing, remembering } from '#policy'
import { termsOf } from '#reference'
import { languageOf as heardLanguage } from '#sms'
import { textsIn } from '#texts'
import { putOnPage } from './ask.ts'
import { answer, help, languageOf, offerOf, outcome, textsFor } from './say.ts'
import {
  type ConfirmationState,
  DAY,
  HOUR,
  type Mo,
  type Prompt,
  type Refusal,
  type Situation,
  type Turn,
} from './state.ts'

/** Receipts that `证据` can tell of. */
const TOLD_RECEIPTS = 20
/** More than all partners together can ask for in a year. */
const KEPT_REFUSALS = 2000

/** How an answer came, for its receipt. */
interface Answer {
  readonly text: string
  readonly channel: Channel
  readonly via: string
}

/**
 * What a subscriber texts to the number that prompts come from. With more than one prompt open a bare yes confirms none;
 * a bare no refuses all; whatever is neither is not an answer.
 */
export function decideReply(turn: Turn, mo: Mo, situation: Situation): Turn {
  const { now, refs } = situation
  const { heard: last, ...rest } = listening(turn.state, mo.text)
  const calm: ConfirmationState = rest
  const texts = textsFor(calm)
  const reply = refs.parseReply(mo.text)
  const open = openPrompts(calm, now)
  const offers = open.map((each) => ({ ...offerOf(withPrice(each), calm, situation), code: each.code }))
  if (reply.kind === 'help' || reply.kind === 'other')
    return help({ ...turn, state: calm }, texts.help(offers), situation)
  const { repeats, heard } = hearing(last, mo, now, refs.policy)
  const acted = remembering(calm.acted, mo.fingerprint, now, refs.policy)
  const state = { ...calm, acted: acted ?? calm.acted, ...(heard ? { heard } : {}) }
  const start = { ...turn, state }
  // Brought twice by the network, or a yes to a prompt that came meanwhile. A code tells them apart.
  if (repeats || !acted) return open.length > 0 ? help(start, texts.help(offers), situation) : start
  const named = reply.code === undefined ? open : open.filter((each) => each.code === reply.code)
  if (open.length === 0) return answer(start, texts.nothingOpen(ranOutLately(state, now)), situation)
  if (named.length === 0) return answer(start, texts.noSuchCode(reply.code as string), situation)
  if (reply.kind === 'no') return refuse(start, named, situation)
  if (mo.channel !== 'sms') return answer(start, texts.onlyByPhone, situation)
  if (named.length > 1) return answer(start, texts.which(offers), situation)
  return confirm(start, named[0] as Prompt, { text: mo.text, channel: mo.channel, via: mo.via }, situation)
}

/** A yes or a no came to another number than ours: where it is answered, if anything waits for it. */
export function tellWhere(turn: Turn, from: string, situation: Situation): Turn {
  const { now, refs } = situation
  const open = openPrompts(turn.state, now)
  const offers = open.map((each) => ({ ...offerOf(withPrice(each), turn.state, situation), code: each.code }))
  const text =
    open.length > 0
      ? textsFor(turn.state).answerThere(offers, refs.policy.shortCodes.prompts)
      : textsIn(languageOf(turn.state)).nothingAsked
  return answer(turn, text, situation, from)
}

/** In a web session that a code sent to this phone opened. */
export function decideWebAnswer(
  turn: Turn,
  { requestId, yes, session, page }: { requestId: string; yes: boolean; session: string; page?: boolean | undefined },
  situation: Situation,
): Turn {
  const shown = page ? putOnPage(turn, requestId, situation) : turn
  const prompt = openPrompts(shown.state, situation.now).find((each) => each.requestId === requestId)
  if (!prompt) return turn
  if (!yes) return refuse(shown, [prompt], situation)
  return confirm(shown, prompt, { text: 'yes', channel: 'web', via: session }, situation)
}

/** What was put by then: a reply that was written before a prompt, and came after it, does not answer it. */
const openPrompts = (state: ConfirmationState, now: number): readonly Prompt[] =>
  state.prompts.filter((each) => each.asked && each.asked.at <= now)

const withPrice = ({ serviceId, partnerId, asked }: Prompt) => ({
  serviceId,
  partnerId,
  ...(asked ? { terms: termsOf(asked) } : {}),
})

/** The language follows what the subscriber writes, unless `语言` set it; letters that everybody types say nothing. */
function listening(state: ConfirmationState, text: string): ConfirmationState {
  if (state.languageChosen) return state
  const heard = heardLanguage(text)
  return heard && heard !== state.language && !/^\s*no?[\s.!]*$/i.test(text.normalize('NFKC'))
    ? { ...state, language: heard }
    : state
}

const ranOutLately = (state: ConfirmationState, now: number): boolean =>
  state.refusals.some((each) => each.reason === 'silence' && now - each.at < 2 * DAY)

/** A yes: the receipt, the consent that activates the service, and word to whoever asked. */
function confirm(turn: Turn, prompt: Prompt, { text, channel, via }: Answer, situation: Situation): Turn {
  const { now, key, cause, refs } = situation
  const asked = prompt.asked as NonNullable<Prompt['asked']>
  const { requestId, serviceId, partnerId, by, origin } = prompt
  const { period, serviceVersion } = asked
  const terms = termsOf(asked)
  const content: ReceiptContent = {
    requestId,
    serviceId,
    partnerId,
    ...terms,
    asked: asked.text,
    askedAt: asked.at,
    answer: text.slice(0, 2000),
    answeredAt: now,
    channel,
    via,
    by,
    origin,
    policy: refs.policyVersion,
    serviceVersion,
  }
  const salt = refs.salt(cause)
  const link = linkAfter(turn.state.head, salt, content)
  const receiptId = `${key}.${turn.state.tenure}.${link.number}`
  const { number, before, digest } = link
  const made = { subscriber: key, tenure: turn.state.tenure, number, before, salt, content, digest }
  const consent = {
    requestId,
    receiptId,
    msisdn: turn.state.msisdn,
    serviceId,
    partnerId,
    ...terms,
    origin,
    askedAt: asked.at,
  }
  const standing = {
    receiptId,
    number,
    serviceId,
    partnerId,
    ...terms,
    answer: text.trim().slice(0, 10),
    at: now,
    channel,
  }
  const state: ConfirmationState = {
    ...turn.state,
    prompts: turn.state.prompts.filter((each) => each !== prompt),
    active: period === 'once' ? turn.state.active : [...new Set([...turn.state.active, serviceId])],
    standing: [...turn.state.standing, standing].slice(-TOLD_RECEIPTS),
    head: { number, digest },
  }
  const emit = [
    ...turn.emit,
    { topic: 'consent.receipts', key: receiptId, type: 'receipt.made', data: made },
    { topic: 'confirmation.events', key, type: 'consent.given', data: consent },
    outcome(prompt, 'confirmed', { receiptId }),
  ]
  return answer({ state, emit }, agreed(prompt, `R${number}`, state, situation), situation)
}

/** What holds now, and how to end it. */
function agreed(prompt: Prompt, receipt: string, state: ConfirmationState, situation: Situation): string {
  const { refs, now } = situation
  const { freeHours, purchaseHours } = refs.policy.confirmation
  const offer = offerOf(withPrice(prompt), state, situation)
  const texts = textsFor(state)
  const zone = refs.policy.timeZone
  const port = refs.catalogue.service(prompt.serviceId, now)?.port ?? ''
  switch (offer.period) {
    case 'once':
      return texts.purchased({ ...offer, hours: purchaseHours, receipt })
    case 'marketing':
      return texts.marketingAgreed({ ...offer, until: monthsLater(now, offer.months ?? 0, zone), zone, receipt, port })
    case 'month': {
      const freeUntil = now + Math.max(freeHours * HOUR, (offer.trialDays ?? 0) * DAY)
      return texts.confirmed({ ...offer, freeUntil, zone, receipt, port })
    }
  }
}

/** A no, to one or to all that are open. */
function refuse(turn: Turn, prompts: readonly Prompt[], situation: Situation): Turn {
  const offers = prompts.map((each) => offerOf(withPrice(each), turn.state, situation))
  const marketing = prompts.filter((each) => each.asked?.period === 'marketing')
  const emit = [
    ...turn.emit,
    ...prompts.map((each) => outcome(each, 'refused')),
    ...marketing.map(({ requestId, serviceId }) => {
      const data = { requestId, msisdn: turn.state.msisdn, serviceId }
      return { topic: 'confirmation.events', key: situation.key, type: 'marketing.refused', data }
    }),
  ]
  const state = withoutPrompts(turn.state, prompts, 'no', situation)
  return answer({ state, emit }, textsFor(state).refused(offers), situation)
}

/** Prompts whose window is over: nothing was said, which means no. */
export function letExpire(turn: Turn, situation: Situation): Turn {
  const over = turn.state.prompts.filter((each) => each.asked && each.asked.expiresAt <= situation.now)
  if (over.length === 0) return turn
  const emit = [...turn.emit, ...over.map((each) => outcome(each, 'expired'))]
  return { state: withoutPrompts(turn.state, over, 'silence', situation), emit }
}

function withoutPrompts(
  state: ConfirmationState,
  prompts: readonly Prompt[],
  reason: Refusal['reason'],
  { now }: Situation,
): ConfirmationState {
  const refusals = prompts.map(({ serviceId, partnerId }): Refusal => ({ serviceId, partnerId, at: now, reason }))
  const others = state.refusals.filter((each) => !refusals.some((refusal) => refusal.serviceId === each.serviceId))
  return {
    ...state,
    prompts: state.prompts.filter((each) => !prompts.includes(each)),
    refusals: [...others, ...refusals].slice(-KEPT_REFUSALS),
  }
}

/** `证据`: the receipts of what is or was subscribed, the latest first. */
export function tellProof(turn: Turn, from: string, situation: Situation): Turn {
  const texts = textsFor(turn.state)
  const lines = turn.state.standing.toReversed().map((each) => ({
    ...offerOf({ ...each, terms: termsOf(each) }, turn.state, situation),
    receipt: `R${each.number}`,
    answer: each.answer,
    at: each.at,
    channel: each.channel,
  }))
  const { timeZone, segments } = situation.refs.policy
  const text = lines.length > 0 ? texts.proof(lines, timeZone, segments.answer) : texts.noProof
  return answer(turn, text, situation, from)
}
