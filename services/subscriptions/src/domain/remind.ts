import type { Decision } from '#process'
import { chargingTextsIn, type ReminderLine } from '#texts'
import { isExpired } from './lists.ts'
import { lineOf } from './names.ts'
import { isOf } from './one-off.ts'
import {
  HOUR,
  type ListItem,
  newSubscriber,
  type Refs,
  type SentList,
  type SubscriberCommand,
  type SubscriberState,
} from './state.ts'

type Reminder = Extract<SubscriberCommand, { type: 'reminder.due' }>['data']
type Item = Reminder['items'][number]

/** The guardian hears of them too, without numbers that only the ward can answer. */
function toGuardian({ guardian }: SubscriberState, kind: Reminder['kind'], items: Reminder['items'], key: string) {
  if (guardian === undefined || kind === 'which') return []
  const told = items.map(({ serviceId, amountFen, at }) => ({ serviceId, amountFen, at }))
  return [{ topic: 'guardianships', key: guardian, type: 'ward.charged', data: { ward: key, kind, items: told } }]
}

/**
 * Tells of charges that are coming, were made, or were refunded; answering a number stops that service. The numbers go on
 * where a list that still holds ends, so that a reminder never shifts a number onto another service (docs/rules.md, "0000").
 */
export function remind(
  known: SubscriberState | undefined,
  { msisdn, kind, items }: Reminder,
  { now, key, refs }: { now: number; key: string; refs: Refs },
): Decision<SubscriberState> {
  // Who was charged for nothing they ever asked for may be new here; they are told all the same.
  const state = known ?? newSubscriber(msisdn)
  const language = state.language ?? 'zh-CN'
  const { policy } = refs
  const about = policy.shortCodes.query[0] as string
  const situation = { now, refs, language }
  const stands = (item: Item) => state.subscriptions.some((each) => isOf(item, each))
  // What was cancelled since is not charged: nobody is reminded of it.
  const told = items.filter((item) => kind !== 'before' || stands(item))
  if (told.length === 0) return { state: known }
  const list = state.lists.find((each) => each.about === about)
  const before = list && !isExpired(list, situation) ? list.items : []
  const until = now + policy.reminders.answerHours * HOUR
  const added: ListItem[] = []
  /** Of a line that can be answered; of a charge that is asked about again, the number that it has. */
  const numberOf = (item: Item): number | undefined => {
    if (kind !== 'which' && !(stands(item) && (kind === 'before' || kind === 'after'))) return undefined
    const { serviceId, chargeId } = item
    const asked = before.findIndex((each) => kind === 'which' && 'which' in each && each.chargeId === chargeId)
    if (asked >= 0) return asked + 1
    const which = kind === 'which' ? { which: true as const } : {}
    return before.length + added.push({ serviceId, until, ...(chargeId ? { chargeId } : {}), ...which })
  }
  const lines = told.map((item): ReminderLine => {
    const { partner, service } = lineOf(item, 0, situation)
    const { amountFen, at, refundFen, rule } = item
    return { partner, service, amountFen, at, number: numberOf(item), refundFen, rule }
  })
  const grown = list && before.length > 0 ? longer(list, added) : { about, at: now, items: added, shown: added.length }
  const lists = added.length > 0 ? [grown, ...state.lists.filter((each) => each.about !== about)] : state.lists
  const text = chargingTextsIn(language).reminder(kind, lines, policy.timeZone, policy.segments.list)
  const data = { to: msisdn, from: about, text, class: kind === 'which' ? 'answer' : 'reminder', language }
  const [first] = items
  const refund = (kind === 'refund' || kind === 'disproven') && first
  const refundTold = refund ? { refundTold: { at: now, serviceId: refund.serviceId } } : {}
  return {
    state: { ...state, lists, ...refundTold },
    emit: [{ topic: 'sms.outbound', key, type: 'mt.queued', data }, ...toGuardian(state, kind, items, key)],
  }
}

/** A list with more at its end, which is shown where all before it was. */
const longer = (list: SentList, added: readonly ListItem[]): SentList => ({
  ...list,
  items: [...list.items, ...added],
  shown: list.shown >= list.items.length ? list.items.length + added.length : list.shown,
})
