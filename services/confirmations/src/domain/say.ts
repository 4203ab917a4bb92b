import type { Language, RequestStatus, Terms } from '#contracts'
import { answering, helping } from '#policy'
import type { Emit } from '#process'
import { termsOf } from '#reference'
import { type ConfirmationTexts, confirmationTextsIn, type LineTexts, lineTextsIn, type Offer, textsIn } from '#texts'
import { dutyClosesAt } from './over.ts'
import type { ConfirmationState, Prompt, Situation, Turn } from './state.ts'

export const languageOf = (state: ConfirmationState): Language => state.language ?? 'zh-CN'

export const textsFor = (state: ConfirmationState): ConfirmationTexts => confirmationTextsIn(languageOf(state))

export const linesFor = (state: ConfirmationState): LineTexts => lineTextsIn(languageOf(state))

/** A service as the subscriber reads it; one that the catalogue lost goes by its id. */
export function offerOf(
  item: { serviceId: string; partnerId?: string; terms?: Terms },
  state: ConfirmationState,
  { refs, now }: Situation,
): Offer {
  const service = refs.catalogue.service(item.serviceId, now)
  const partner = refs.catalogue.partner(service?.partnerId ?? item.partnerId ?? '', now)
  const english = languageOf(state) === 'en'
  return {
    partner: (english ? partner?.nameEn : partner?.nameZh) ?? '',
    service: (english ? service?.nameEn : service?.nameZh) ?? item.serviceId,
    ...(item.terms ?? (service ? termsOf(service) : { tariffFen: 0, period: 'month' })),
  }
}

interface SmsOptions {
  readonly from?: string | undefined
  /** What the prompt puts. */
  readonly request?: string
  /** How often it could not be sent. */
  readonly attempt?: number
}

/** An SMS from the number that prompts come from, whatever number was texted. */
export const smsEmit = (
  text: string,
  kind: 'prompt' | 'answer' | 'reminder',
  state: ConfirmationState,
  { key, refs }: Situation,
  { from = refs.policy.shortCodes.prompts, ...prompt }: SmsOptions = {},
): Emit => ({
  topic: 'sms.outbound',
  key,
  type: 'mt.queued',
  data: { to: state.msisdn, from, text, class: kind, language: languageOf(state), ...prompt },
})

/** Something that became true, told by the number that commands go to. */
export const notice = (state: ConfirmationState, text: string, situation: Situation): Emit =>
  smsEmit(text, 'answer', state, situation, { from: situation.refs.policy.shortCodes.query[0] })

/** Answers, unless this subscriber got too many this hour. */
export function answer(turn: Turn, text: string, situation: Situation, from?: string): Turn {
  const { manners: state, say } = answering(turn.state, situation.now, situation.refs.policy)
  if (say === 'silence') return turn
  const said = say === 'last' ? textsIn(languageOf(state)).tooMany : text
  return { state, emit: [...turn.emit, smsEmit(said, 'answer', state, situation, { from })] }
}

/** A help text, at most once in a while; while a prompt, or a ward’s, waits for its answer, oftener. */
export function help(turn: Turn, text: string, situation: Situation, from?: string): Turn {
  const { prompts, duties = [] } = turn.state
  const asked =
    prompts.some((each) => each.asked) ||
    duties.some((each) => each.at <= situation.now && dutyClosesAt(each) > situation.now)
  const state = helping(turn.state, situation.now, situation.refs.policy, asked)
  return state ? answer({ ...turn, state }, text, situation, from) : turn
}

/** What became of a request, for whoever made it. */
export const outcome = (
  request: Pick<Prompt, 'requestId' | 'serviceId' | 'partnerId'> & Partial<Pick<Prompt, 'by' | 'origin'>>,
  status: RequestStatus,
  more: { rule?: string; expiresAt?: number; receiptId?: string } = {},
): Emit => {
  const { requestId, serviceId, partnerId, by, origin } = request
  const from = { ...(by ? { by } : {}), ...(origin ? { origin } : {}) }
  const data = { requestId, serviceId, partnerId, status, ...more, ...from }
  return { topic: 'request.outcomes', key: requestId, type: 'request.changed', data }
}
