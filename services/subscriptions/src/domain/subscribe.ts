import { answering, type Policy } from '#policy'
import type { Emit } from '#process'
import type { Service } from '#reference'
import { normalizeText, type Withdrawal } from '#sms'
import { reportTextsIn, textsIn } from '#texts'
import { answer, help } from './answer.ts'
import { aboutOf, holds, hours, isExpired } from './lists.ts'
import { lineOf, ownerOf } from './names.ts'
import { HOUR, type Situation, type SubscriberState, type Turn } from './state.ts'

/** What people write around a code, and spaces inside it. */
const ORDER =
  /^(?:我?(?:想|要)*|帮我|请)?(?:订购|订|开通|办理|申请|subscribe(?: to)?(?![a-z])|order(?![a-z]))[\s:,]*|(?:订购|开通|办理)$/gu
const codeIn = (text: string): string => text.replace(/\s/g, '').replace(/(?<=[0-9])o|o(?=[0-9])/g, '0')

/** The service of the texted port that goes by this code, however it is written: `BG`, `b g`, `订购ＢＧ`. */
export function serviceByCode(
  shape: string,
  { refs, mo, now }: Pick<Situation, 'refs' | 'mo' | 'now'>,
): Service | undefined {
  const typed = [shape, shape.replace(ORDER, '')].map(codeIn)
  return refs.catalogue.port(mo.to, now).find((each) => typed.includes(codeIn(normalizeText(each.code))))
}

/** `1111` to a port: its only service, or which codes there are. */
export function askToSubscribe(turn: Turn, situation: Situation): Turn {
  const { refs, mo, now, language } = situation
  const registered = refs.catalogue.port(mo.to, now)
  if (registered.length === 0 && ownerOf(mo.to, turn.state, situation) === undefined)
    return answer(turn, textsIn(language).portUnknown(mo.to), situation)
  const services = registered.filter((each) => each.period !== 'marketing')
  const [only] = services
  if (!only) return help(turn, textsIn(language).portHelp(mo.to), situation)
  if (services.length === 1) return askForService(turn, only, situation)
  const choices = services.map((each) => ({ ...lineOf({ serviceId: each.serviceId }, 0, situation), code: each.code }))
  return answer(turn, textsIn(language).whichService(choices), situation)
}

/**
 * The subscriber asks for a service themselves: the prompt that comes from 10086901 is the answer. Nothing is subscribed
 * by this alone, and from whom it came is kept with the consent.
 */
export function askForService(turn: Turn, { serviceId }: Pick<Service, 'serviceId'>, situation: Situation): Turn {
  const { key, mo, cause, language } = situation
  const data = {
    requestId: cause,
    msisdn: mo.from,
    serviceId,
    by: 'subscriber',
    origin: { channel: mo.channel },
    language,
    fingerprint: mo.fingerprint,
  }
  const request: Emit = { topic: 'confirmation.requests', key, type: 'subscription.requested', data }
  return { ...turn, emit: [...turn.emit, request] }
}

/** `退费` with the number of a list, or a name: judged by those who keep the charges. */
export function askForRefund(turn: Turn, rest: string, situation: Situation): Turn {
  const { key, mo, language, refs, now } = situation
  if (rest === '') return answer(turn, textsIn(language).refundHow, situation)
  if (/^\d+(?:,\d+)+$/.test(rest))
    return answer(turn, textsIn(language).refundOneByOne(rest.split(',').map(Number)), situation)
  if (refs.policy.reports.spam.some((word) => rest.includes(word)))
    return answer(turn, reportTextsIn(language).reportThere(refs.policy.shortCodes.reports[0] as string), situation)
  const number = /^\d{1,4}$/.test(rest) ? Number(rest) : undefined
  const list = turn.state.lists.find((each) => each.about === aboutOf(situation))
  const item = number === undefined ? undefined : list?.items[number - 1]
  if (number !== undefined && (!list || isExpired(list, situation) || (item && !holds(item, list, situation))))
    return answer(turn, textsIn(language).noList(list !== undefined, hours(situation)), situation)
  if (number !== undefined && !item)
    return answer(turn, textsIn(language).notListed([number], list?.items.length ?? 0), situation)
  const { manners, say } = answering(turn.state, now, refs.policy)
  const data = {
    msisdn: mo.from,
    ...(item && 'serviceId' in item ? { serviceId: item.serviceId } : {}),
    // A reminder told of this one.
    ...(item && 'chargeId' in item ? { chargeId: item.chargeId } : {}),
    name: rest.slice(0, 100),
    channel: mo.channel,
    language,
    from: refs.policy.shortCodes.query[0],
    fingerprint: mo.fingerprint,
    silent: say === 'silence',
  }
  const request: Emit = { topic: 'charging.commands', key, type: 'dispute.requested', data }
  return { state: manners, emit: [...turn.emit, request] }
}

/** `投诉` with a number of the list or not, and what happened; `查询`, `满意`, `不满意`: for those who keep the complaints. */
export function complain(
  turn: Turn,
  type: string,
  more: object,
  situation: Situation,
  topic = 'complaint.commands',
): Turn {
  const { key, mo, language, refs, now } = situation
  const { manners, say } = answering(turn.state, now, refs.policy)
  const data = {
    msisdn: mo.from,
    channel: mo.channel,
    language,
    from: refs.policy.shortCodes.query[0],
    fingerprint: mo.fingerprint,
    silent: say === 'silence',
    ...more,
  }
  return { state: manners, emit: [...turn.emit, { topic, key, type, data }] }
}

/** `查询`: how one’s complaints stand; with the nine digits of a report, how that stands. */
export function askStatus(turn: Turn, number: string | undefined, situation: Situation): Turn {
  if (number?.length !== 9) return complain(turn, 'status.asked', {}, situation)
  return complain(turn, 'status.asked', { number }, situation, 'report.commands')
}

/** `撤销举报` with its number or without: for those who keep the reports. How it is done is told where that is asked. */
export function withdrawReport(turn: Turn, { what, asks }: Withdrawal, situation: Situation): Turn {
  const { language, refs } = situation
  const [code] = refs.policy.shortCodes.reports
  if (asks) return help(turn, reportTextsIn(language).withdrawHow(code as string), situation, true)
  return complain(turn, 'report.withdrawn', what === undefined ? {} : { what }, situation, 'report.commands')
}

/** The refund, or outcome of a dispute, that was told last, as long as whether it is solved is still a question. */
export const refundAsked = (
  { refundTold }: Pick<SubscriberState, 'refundTold'>,
  now: number,
  { complaints }: Pick<Policy, 'complaints'>,
): SubscriberState['refundTold'] =>
  refundTold && now - refundTold.at < complaints.reopenDays * 24 * HOUR ? refundTold : undefined

/** `满意`, `不满意`: of what was told last, a complaint's outcome or a refund. */
export function rate(turn: Turn, solved: boolean, situation: Situation): Turn {
  const { refundTold: _, ...rest } = turn.state
  const refund = refundAsked(turn.state, situation.now, situation.refs.policy)
  return complain({ ...turn, state: rest }, 'complaint.rated', { solved, ...(refund ? { refund } : {}) }, situation)
}

/** The same, said on a page of the refund that was told at that moment; once. */
export function rateRefund(turn: Turn, solved: boolean, toldAt: number, situation: Situation): Turn {
  const { refundTold: _, ...rest } = turn.state
  const refund = refundAsked(turn.state, situation.now, situation.refs.policy)
  if (refund?.at !== toldAt) return turn
  const more = { solved, refund: { ...refund, named: true } }
  return complain({ ...turn, state: rest }, 'complaint.rated', more, situation)
}

/** What makes a number an amount, a count, a time or a name of something: `2元`, `3家公司`, `5G`, `24小时`, `12:30`, `3rd party`. */
const NOT_OF_LIST = [
  String.raw`[\d.]|[-~:/]\d`,
  String.raw`\s*(?:元|块|角|分|毛|年|月|日|天|点|时|小时|分钟|秒|周(?!边)|星期|礼拜|季度|次|回|遍|条|笔|个|%)`,
  '家(?!庭|里|人|政|装|校|居|电)|方(?!案|便|法)|位(?!置)|名(?!称|字|为)|人(?!工|脸)|[项种款份样套台部张封倍折万千百亿多几余级代期届岁度兆]',
  String.raw`\s*(?:yuan|rmb|dollars?|times?|minutes?|hours?|days?|weeks?|months?|years?|people)(?![a-z])`,
  '(?!(?:st|nd|rd|th)(?![a-z]))[a-z]',
  String.raw`(?:st|nd|rd|th)\s+(?!(?:one|item|service)(?![a-z]))[a-z]`,
]
/** `2`, `2 乱扣费`. */
const NUMBER_OF_LIST = new RegExp(`^(\\d{1,3})(?!${NOT_OF_LIST.join('|')})`, 'u')

/** What is complained about: the service of a number that holds, and the subscriber's own words as they were typed. */
export function complaintOf(turn: Turn, rest: string, situation: Situation): { text: string; about?: string } {
  const typed = situation.mo.text.slice(0, 2000)
  const number = NUMBER_OF_LIST.exec(rest)?.[1]
  const list = turn.state.lists.find((each) => each.about === aboutOf(situation))
  const item = number === undefined ? undefined : list?.items[Number(number) - 1]
  const text = rest === '' ? '' : typed
  if (!list || !item || !('serviceId' in item) || !holds(item, list, situation)) return { text }
  return { text, about: item.serviceId }
}

/** `证据`: answered by those who keep the receipts. */
export function askForProof(turn: Turn, { key, mo, language, refs }: Situation): Turn {
  const from = refs.policy.shortCodes.query[0]
  const data = { msisdn: mo.from, language, from, fingerprint: mo.fingerprint }
  return { ...turn, emit: [...turn.emit, { topic: 'confirmation.requests', key, type: 'proof.requested', data }] }
}
