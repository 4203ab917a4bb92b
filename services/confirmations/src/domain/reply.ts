import { hearing, remembering } from '#policy'
import { termsOf } from '#reference'
import { languageOf as heardLanguage, normalizeText } from '#sms'
import { type Open, textsIn } from '#texts'
import { putOnPage } from './ask.ts'
import { agree, withPrice } from './consent.ts'
import { answerDuty, dutyOpen, openDuties } from './duties.ts'
import { tellOther, withoutPrompts } from './ending.ts'
import { lock } from './lock.ts'
import { answer, help, languageOf, linesFor, offerOf, outcome, textsFor } from './say.ts'
import {
  type ConfirmationState,
  DAY,
  type Duty,
  type Mo,
  type Prompt,
  type Situation,
  type Turn,
  type Yes,
} from './state.ts'

/** What waits for this phone’s answer: its own requests, and what it is asked as a guardian. */
interface Waiting {
  readonly prompts: readonly Prompt[]
  readonly duties: readonly Duty[]
  /** Said yes to, and the guardian’s is missing: only a no says more. */
  readonly agreed: readonly Prompt[]
}

/** What was put by then: a reply that was written before a prompt, and came after it, does not answer it. */
function waitingFor(state: ConfirmationState, now: number): Waiting {
  const open = state.prompts.filter((each) => each.asked && each.asked.at <= now)
  return {
    prompts: open.filter((each) => !each.yes),
    agreed: open.filter((each) => each.yes),
    duties: openDuties(state, now),
  }
}

const openOf = ({ prompts, duties }: Waiting, state: ConfirmationState, situation: Situation): readonly Open[] => [
  ...prompts.map((each) => ({ ...offerOf(withPrice(each), state, situation), code: each.code })),
  ...duties.map((each) => dutyOpen(each, state, situation)),
]

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
  const waiting = waitingFor(calm, now)
  const open = openOf(waiting, calm, situation)
  if (reply.kind === 'help' || reply.kind === 'other')
    return help({ ...turn, state: calm }, texts.help(open), situation)
  const { repeats, heard } = hearing(last, mo, now, refs.policy)
  const acted = remembering(calm.acted, mo.fingerprint, now, refs.policy)
  const state = { ...calm, acted: acted ?? calm.acted, ...(heard ? { heard } : {}) }
  const start = { ...turn, state }
  // Brought twice by the network, or a yes to a prompt that came meanwhile. A code tells them apart.
  if (repeats || !acted) return open.length > 0 ? help(start, texts.help(open), situation) : start
  if (reply.kind === 'lock')
    return lock(start, { ...mo, msisdn: mo.from, from: refs.policy.shortCodes.prompts }, situation)
  const isMeant = ({ code }: { code: string }) => reply.code === undefined || code === reply.code
  const named: Waiting = {
    prompts: waiting.prompts.filter(isMeant),
    agreed: waiting.agreed.filter(isMeant),
    duties: waiting.duties.filter(isMeant),
  }
  const { prompts, duties, agreed } = named
  if (reply.kind === 'no' && prompts.length + duties.length + agreed.length > 0) return refuse(start, named, situation)
  if (prompts.length + duties.length === 0) {
    if (agreed.length > 0) {
      const offers = agreed.map((each) => offerOf(withPrice(each), state, situation))
      return answer(start, linesFor(state).waitsForGuardian(offers), situation)
    }
    if (open.length > 0) return answer(start, texts.noSuchCode(reply.code as string), situation)
    return answer(start, confirmedBefore(state, situation) ?? texts.nothingOpen(ranOutLately(state, now)), situation)
  }
  if (mo.channel !== 'sms') return answer(start, texts.onlyByPhone, situation)
  if (prompts.length + duties.length > 1) return answer(start, texts.which(open), situation)
  const yes: Yes = { text: mo.text, channel: mo.channel, via: mo.via, at: now }
  const [prompt] = prompts
  return prompt ? agree(start, prompt, yes, situation) : answerDuty(start, duties[0] as Duty, yes, situation)
}

/**
 * A yes or a no came to another number than ours, or a number where no list was sent or an old one: where it is answered,
 * if anything waits for it.
 */
export function tellWhere(turn: Turn, from: string, noList: true | 'old' | undefined, situation: Situation): Turn {
  const { now, refs } = situation
  const open = openOf(waitingFor(turn.state, now), turn.state, situation)
  if (open.length > 0)
    return answer(turn, textsFor(turn.state).answerThere(open, refs.policy.shortCodes.prompts), situation, from)
  const texts = textsIn(languageOf(turn.state))
  if (noList) return answer(turn, texts.noList(noList === 'old', refs.policy.listValidMinutes / 60), situation, from)
  return help(turn, texts.nothingAsked, situation, from)
}

/** In a web session that a code sent to this phone opened. */
export function decideWebAnswer(
  turn: Turn,
  { requestId, yes, session, page }: { requestId: string; yes: boolean; session: string; page?: boolean | undefined },
  situation: Situation,
): Turn {
  const { now } = situation
  const shown = page ? putOnPage(turn, requestId, situation) : turn
  const { prompts, agreed, duties } = waitingFor(shown.state, now)
  const said: Yes = { text: 'yes', channel: 'web', via: session, at: now }
  const prompt = [...prompts, ...(yes ? [] : agreed)].find((each) => each.requestId === requestId)
  if (prompt && !yes) return refuse(shown, { prompts: [prompt], duties: [], agreed: [] }, situation)
  if (prompt) return agree(shown, prompt, said, situation)
  // On the page of one purchase its subscriber answers, not their guardian.
  const duty = page ? undefined : duties.find((each) => each.id === requestId)
  if (duty && !yes) return refuse(shown, { prompts: [], duties: [duty], agreed: [] }, situation)
  return duty ? answerDuty(shown, duty, said, situation) : turn
}

/** The language follows what the subscriber writes, unless `语言` set it; letters that everybody types (`TD`, `NO`) say nothing. */
function listening(state: ConfirmationState, text: string): ConfirmationState {
  if (state.languageChosen) return state
  const heard = heardLanguage(text)
  return heard && heard !== state.language && !/^[a-z]{1,2}$/.test(normalizeText(text))
    ? { ...state, language: heard }
    : state
}

/** Who says yes again, or no after all, is told of what they confirmed last and still have, not that nothing was ordered. */
function confirmedBefore(state: ConfirmationState, situation: Situation): string | undefined {
  const { now, refs } = situation
  const latest = state.standing.at(-1)
  // Whether a one-off was cancelled or charged since is not known here.
  const stands = latest && !latest.voided && latest.period !== 'once' && state.active.includes(latest.serviceId)
  if (!stands || now - latest.at > DAY || state.refusals.some((each) => each.at > latest.at)) return undefined
  const { at, serviceId } = latest
  const port = refs.catalogue.service(serviceId, now)?.port ?? ''
  const offer = offerOf({ ...latest, terms: termsOf(latest) }, state, situation)
  return textsFor(state).confirmedBefore({ ...offer, at, zone: refs.policy.timeZone, port })
}

const ranOutLately = (state: ConfirmationState, now: number): boolean =>
  state.refusals.some((each) => each.reason === 'silence' && now - each.at < 2 * DAY)

/** A no, to one or to all that are open, one’s own and those of wards. */
function refuse(turn: Turn, { prompts, agreed, duties }: Waiting, situation: Situation): Turn {
  const { key, now } = situation
  const own = [...prompts, ...agreed]
  const marketing = own.filter((each) => each.asked?.period === 'marketing')
  const emit = [
    ...turn.emit,
    ...own.map((each) => outcome(each, 'refused')),
    ...own.flatMap(({ guarded, requestId }) =>
      guarded ? [tellOther(guarded, 'ward.over', { ward: key, requestId, at: now })] : [],
    ),
    ...marketing.map(({ requestId, serviceId }) => {
      const data = { requestId, msisdn: turn.state.msisdn, serviceId }
      return { topic: 'confirmation.events', key, type: 'marketing.refused', data }
    }),
  ]
  const ofWards = duties.flatMap(({ request }) => (request ? [{ ...request, terms: termsOf(request) }] : []))
  const offers = [...own.map(withPrice), ...ofWards].map((each) => offerOf(each, turn.state, situation))
  const refused = { state: withoutPrompts(turn.state, own, 'no', situation), emit }
  const next = duties.reduce<Turn>((each, duty) => answerDuty(each, duty, undefined, situation), refused)
  return offers.length > 0 ? answer(next, textsFor(next.state).refused(offers), situation) : next
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
