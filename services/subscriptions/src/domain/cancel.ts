import type { Subscription } from '#contracts'
import type { Emit } from '#process'
import { textsIn } from '#texts'
import { answer, answersFrom } from './answer.ts'
import { aboutOf, holds, hours, isExpired, isQueryCode } from './lists.ts'
import { monthlyFen, namesOf, subscribedAt } from './names.ts'
import { idOf, isOf } from './one-off.ts'
import { type Action, MINUTE, type Question, type Situation, type SubscriberState, type Turn } from './state.ts'
import { askForRefund } from './subscribe.ts'

/** Codes go from 10 to 99 and round: short to type, and never two open ones alike within 30 minutes. */
const codeAfter = (code: number): number => (code >= 99 ? 10 : code + 1)

/** Remembers an action so that it can be undone, and gives its code. */
export function remember(
  state: SubscriberState,
  action: Omit<Action, 'code'>,
  situation: Situation,
): { state: SubscriberState; code: string } {
  const code = String(state.nextCode)
  const still = state.actions.filter((each) => each.at > situation.now - situation.refs.policy.undoMinutes * MINUTE)
  return {
    code,
    state: {
      ...withEnded(state, action.cancelled, action.at),
      nextCode: codeAfter(state.nextCode),
      actions: [{ code, ...action }, ...still].slice(0, 20),
    },
  }
}

/** As many services as one subscriber ends in a year, and more. */
const MOST_ENDED = 100

/** From when on services are cancelled: who imports what stood before does not bring it back. */
export function withEnded(state: SubscriberState, cancelled: readonly Subscription[], at: number): SubscriberState {
  const ended = cancelled.filter((each) => !each.once).map(({ serviceId }) => ({ serviceId, at }))
  if (ended.length === 0) return state
  const others = (state.ended ?? []).filter((each) => !ended.some(({ serviceId }) => serviceId === each.serviceId))
  return { ...state, ended: [...others, ...ended].slice(-MOST_ENDED) }
}

export const cancelledEvent = (subscriptions: readonly Subscription[], situation: Situation): Emit => ({
  topic: 'subscriber.events',
  key: situation.key,
  type: 'subscriptions.cancelled',
  data: { subscriber: situation.key, subscriptions, channel: situation.mo.channel, cause: situation.cause },
})

/** What prompts are answered with beside words. */
const ANSWERS_PROMPTS = /^(?:1|[1-9][0-9Oo])[.。,、!！]?$/u

/** A reply of numbers: they belong to the list that was sent, never to what the list would be now. */
export function cancelNumbers(turn: Turn, numbers: readonly number[], situation: Situation): Turn {
  const texts = textsIn(situation.language)
  const list = turn.state.lists.find((each) => each.about === aboutOf(situation))
  if (list?.items.length === 0) return answer(turn, nothingIn(situation), situation)
  if (!list || isExpired(list, situation)) {
    if (ANSWERS_PROMPTS.test(situation.mo.text.normalize('NFKC').trim()))
      return tellWhereToAnswer(turn, situation, { noList: list ? 'old' : true })
    return answer(turn, texts.noList(list !== undefined, hours(situation)), situation)
  }
  const items = numbers.map((number) => list.items[number - 1])
  if (items.some((item) => item && !holds(item, list, situation)))
    return answer(turn, texts.noList(true, hours(situation)), situation)
  if (items.some((item) => item && 'which' in item)) return askForRefund(turn, numbers.join(','), situation)
  if (items.some((item) => item && 'all' in item)) return askCancelAll(turn, situation)
  const notListed = numbers.filter((_, index) => items[index] === undefined)
  const chosen: Subscription[] = []
  const gone: number[] = []
  items.forEach((item, index) => {
    if (!item || 'all' in item) return
    const subscription = turn.state.subscriptions.find((each) => isOf(item, each))
    if (subscription) chosen.push(subscription)
    else gone.push(numbers[index] as number)
  })
  if (chosen.length === 0 && gone.length > 0) return answer(turn, texts.alreadyGone(gone), situation)
  if (chosen.length === 0) return answer(turn, texts.notListed(notListed, list.items.length), situation)
  return cancel(turn, chosen, { notListed, gone }, situation)
}

/** Cancelled by id, a one-off by its receipt: what stands of it, with the same answer as by SMS. */
export function cancelServices(turn: Turn, serviceIds: readonly string[], situation: Situation): Turn {
  const chosen = turn.state.subscriptions.filter((each) => serviceIds.includes(idOf(each)))
  if (chosen.length === 0) return answer(turn, textsIn(situation.language).goneBefore, situation)
  return cancel(turn, chosen, { notListed: [], gone: [] }, situation)
}

/** Cancels at once: it can be undone. Says what was done, from when, and how to undo it. */
function cancel(
  turn: Turn,
  chosen: readonly Subscription[],
  missed: { notListed: readonly number[]; gone: readonly number[] },
  situation: Situation,
): Turn {
  const { now, refs, language } = situation
  const left = turn.state.subscriptions.filter((each) => !chosen.includes(each))
  const { state, code } = remember({ ...turn.state, subscriptions: left }, { at: now, cancelled: chosen }, situation)
  const text = textsIn(language).cancelled({
    names: namesOf(chosen, situation),
    at: now,
    zone: refs.policy.timeZone,
    undoCode: code,
    undoMinutes: refs.policy.undoMinutes,
    ...missed,
  })
  return answer({ state, emit: [...turn.emit, cancelledEvent(chosen, situation)] }, text, situation)
}

/** There is no accidental "cancel everything": the explicit word only asks. */
export function askCancelAll(turn: Turn, situation: Situation): Turn {
  const { now, refs, mo, language } = situation
  const here = isQueryCode(situation) ? turn.state.subscriptions : subscribedAt(mo.to, turn.state, situation)
  const texts = textsIn(language)
  if (here.length === 0) return answer(turn, nothingIn(situation), situation)
  const question = { about: aboutOf(situation), at: now, ids: here.map(idOf) }
  const text = texts.askCancelAll({
    count: here.length,
    monthlyFen: monthlyFen(here, situation),
    minutes: refs.policy.secondYesMinutes,
    ...(isQueryCode(situation) ? {} : { port: mo.to }),
  })
  return answer({ ...turn, state: { ...turn.state, question } }, text, situation)
}

/** There is nothing to cancel: at all, or at the port that was texted. */
const nothingIn = (situation: Situation): string => {
  const texts = textsIn(situation.language)
  return isQueryCode(situation) ? texts.nothing : texts.nothingHere(situation.mo.to)
}

/** The question that still waits here, if one does. */
export function openQuestion(state: SubscriberState, situation: Situation) {
  const { question } = state
  if (question?.about !== aboutOf(situation)) return undefined
  return waits(question, situation) ? question : undefined
}

const waits = ({ at }: Question, { now, refs }: Situation): boolean => now - at <= refs.policy.secondYesMinutes * MINUTE

/** Whoever does something else meanwhile has not been waiting to say yes. */
export function withoutQuestion(turn: Turn): Turn {
  const { question: _, ...state } = turn.state
  return { ...turn, state }
}

/**
 * The second yes cancels what was asked about, not what came since. To another number than asked, it is told where to answer,
 * and the question stays. Where nothing is asked, a yes or a no may be meant for a prompt: who keeps these says where it is
 * answered.
 */
export function answerQuestion(turn: Turn, yes: boolean, situation: Situation): Turn {
  const texts = textsIn(situation.language)
  const question = openQuestion(turn.state, situation)
  const { question: asked, ...closed } = turn.state
  if (!question && asked && waits(asked, situation)) return answer(turn, texts.answerAt(asked.about), situation)
  if (!question) return tellWhereToAnswer({ ...turn, state: closed }, situation)
  if (!yes) return answer({ ...turn, state: closed }, texts.keptAll, situation)
  const chosen = closed.subscriptions.filter((each) => question.ids.includes(idOf(each)))
  if (chosen.length === 0) return answer({ ...turn, state: closed }, nothingIn(situation), situation)
  return cancel({ ...turn, state: closed }, chosen, { notListed: [], gone: [] }, situation)
}

function tellWhereToAnswer(turn: Turn, situation: Situation, more: { noList?: true | 'old' } = {}): Turn {
  const { key, mo, language } = situation
  const data = { msisdn: mo.from, language, from: answersFrom(situation), fingerprint: mo.fingerprint, ...more }
  return { ...turn, emit: [...turn.emit, { topic: 'confirmation.requests', key, type: 'answer.astray', data }] }
}
