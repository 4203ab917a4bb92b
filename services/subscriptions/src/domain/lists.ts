import { fitLines, type Page, textsIn } from '#texts'
import { answer } from './answer.ts'
import { lineOf, ownerOf, subscribedAt } from './names.ts'
import { itemOf } from './one-off.ts'
import { type ListItem, MINUTE, type SentList, type Situation, type SubscriberState, type Turn } from './state.ts'

/** Lists that a subscriber can answer at once: the latest of each number they were asked for from. */
const KEPT_LISTS = 3

/** `10086` for any query code, else the port itself. */
export const aboutOf = ({ mo, refs }: Situation): string =>
  refs.policy.shortCodes.query.includes(mo.to) ? (refs.policy.shortCodes.query[0] as string) : mo.to

export const isQueryCode = ({ mo, refs }: Situation): boolean => refs.policy.shortCodes.query.includes(mo.to)

/** `0000` to 10086: single services first, services inside packages second. */
export function sendFullList(turn: Turn, situation: Situation): Turn {
  const { subscriptions } = turn.state
  if (subscriptions.length === 0) return answer(turn, textsIn(situation.language).nothing, situation)
  const items = [...subscriptions.filter((each) => !each.package), ...subscriptions.filter((each) => each.package)].map(
    itemOf,
  )
  return sendList(turn, items, situation)
}

/** `0000` to a port: who owns it, what the subscriber has there, what to reply. */
export function sendPortList(turn: Turn, situation: Situation): Turn {
  const { mo, language } = situation
  if (ownerOf(mo.to, turn.state, situation) === undefined)
    return answer(turn, textsIn(language).portUnknown(mo.to), situation)
  const own = subscribedAt(mo.to, turn.state, situation)
  const items = own.map(itemOf)
  return sendList(turn, own.length > 1 ? [...items, { all: true }] : items, situation)
}

function sendList(turn: Turn, items: readonly ListItem[], situation: Situation): Turn {
  const list: SentList = { about: aboutOf(situation), at: situation.now, items, shown: 0 }
  return sendPage(turn, list, situation)
}

/** `更多`: goes on where the latest list stopped. */
export function sendMore(turn: Turn, situation: Situation): Turn {
  const texts = textsIn(situation.language)
  const list = turn.state.lists.find((each) => each.about === aboutOf(situation))
  if (list?.items.length === 0) return answer(turn, texts.noMore, situation)
  if (!list || isExpired(list, situation))
    return answer(turn, texts.noList(list !== undefined, hours(situation)), situation)
  if (list.shown >= list.items.length) return answer(turn, texts.noMore, situation)
  return sendPage(turn, list, situation)
}

function sendPage(turn: Turn, list: SentList, situation: Situation): Turn {
  const page = layOut(turn.state, list, situation)
  const lists = [
    { ...list, shown: list.shown + page.shown },
    ...turn.state.lists.filter((each) => each.about !== list.about),
  ].slice(0, KEPT_LISTS)
  return answer({ ...turn, state: { ...turn.state, lists } }, page.text, situation)
}

function layOut(state: SubscriberState, list: SentList, situation: Situation): Page {
  const { language, refs, mo, now } = situation
  const texts = textsIn(language)
  const rest = list.items.slice(list.shown)
  let heading = ''
  const lines = rest.map((item, index) => {
    const number = list.shown + index + 1
    if ('all' in item) return texts.portAllLine(number)
    const line = texts.line(lineOf(item, number, situation))
    if (!isQueryCode(situation)) return line
    const wanted = item.package ? texts.packaged : texts.single
    const changed = wanted !== heading
    heading = wanted
    return changed ? `${wanted}\n${line}` : line
  })
  const services = list.items.filter((item) => !('all' in item)).length
  const first = list.shown === 0
  const foot = (left: number) =>
    isQueryCode(situation)
      ? texts.listFoot({ hours: hours(situation), left })
      : texts.portFoot({ hasServices: services > 0, left })
  const build = (shown: number) => {
    if (!first) return texts.moreHead(list.shown + 1, list.shown + shown, list.items.length)
    if (isQueryCode(situation)) return texts.listHead(services)
    const partnerId = ownerOf(mo.to, state, situation)
    const partner = partnerId === undefined ? undefined : refs.catalogue.partner(partnerId, now)
    const owner = (language === 'en' ? partner?.nameEn : partner?.nameZh) ?? partnerId ?? mo.to
    return texts.portHead({
      owner,
      port: mo.to,
      count: services,
      blocked: state.blocks.find((each) => each.port === mo.to)?.scope,
      marketingUntil: state.marketing?.find((each) => each.port === mo.to && each.until > now)?.until,
      zone: refs.policy.timeZone,
    })
  }
  const page = fitLines(build(rest.length), lines, foot, refs.policy.segments.list)
  if (first || page.shown === rest.length) return page
  return fitLines(
    build(page.shown),
    lines.slice(0, page.shown),
    () => foot(rest.length - page.shown),
    refs.policy.segments.list + 1,
  )
}

type Moment = Pick<Situation, 'now' | 'refs'>

/** Whether the number of an item still holds: for the list's two hours, or as long as its reminder. */
export const holds = (item: ListItem, list: SentList, { now, refs }: Moment): boolean =>
  'until' in item && item.until !== undefined
    ? now <= item.until
    : now - list.at <= refs.policy.listValidMinutes * MINUTE

/** No number of it holds any more. */
export const isExpired = (list: SentList, moment: Moment): boolean =>
  !list.items.some((item) => holds(item, list, moment))

export const hours = ({ refs }: Situation): number => Math.round(refs.policy.listValidMinutes / 60)
