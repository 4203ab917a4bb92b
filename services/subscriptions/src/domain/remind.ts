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
  const list = state.lists.find((each) => each.about === about)
  const before = list && !isExpired(list, situation) ? list.items : []
  const until = now + policy.reminders.answerHours * HOUR
  const added: ListItem[] = []
  const lines = items.flatMap((item): ReminderLine[] => {
    const stands = state.subscriptions.some((each) => isOf(item, each))
    // What was cancelled since is not charged: nobody is reminded of it.
    if (!stands && kind === 'before') return []
    // Asked again, a charge keeps its number.
    const asked = before.findIndex((each) => 'which' in each && kind === 'which' && each.chargeId === item.chargeId)
    const isNumbered = kind === 'which' || (stands && (kind === 'before' || kind === 'after'))
    if (isNumbered && asked < 0) {
      const { serviceId, chargeId } = item
      const which = kind === 'which' ? { which: true as const } : {}
      added.push({ serviceId, until, ...(chargeId ? { chargeId } : {}), ...which })
    }
    const { partner, service } = lineOf(item, 0, situation)
    const { amountFen, at, refundFen, rule } = item
    const number = asked < 0 ? (isNumbered ? before.length + added.length : undefined) : asked + 1
    return [{ partner, service, amountFen, at, number, refundFen, rule }]
  })
  if (lines.length === 0) return { state: known }
  const grown: SentList =
    list && before.length > 0
      ? {
          ...list,
          items: [...before, ...added],
          shown: list.shown >= before.length ? before.length + added.length : list.shown,
        }
      : { about, at: now, items: added, shown: added.length }
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
