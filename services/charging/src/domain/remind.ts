import { dayOf, periodAt, periodStart, quietUntil } from '#calendar'
import { firstChargeAt } from './judge.ts'
import { backFen } from './refund.ts'
import {
  type AccountState,
  HOUR,
  MINUTE,
  type Notice,
  type Refs,
  type Reminder,
  type Situation,
  type Standing,
  type Turn,
} from './state.ts'

/** When the subscriber will be charged next for a subscription that stands; undefined for one that ended. */
export function nextChargeAt(standing: Standing, now: number, refs: Refs): number | undefined {
  if (standing.until !== undefined) return undefined
  const first = firstChargeAt(standing, refs)
  if (first > now) return first
  const { timeZone } = refs.policy
  return periodStart(first, periodAt(first, now, timeZone) + 1, timeZone)
}

/**
 * When to remind of a charge: 24 hours before, and where that is at night, before quiet hours begin the evening before
 * (docs/rules.md, "Charges").
 */
export function remindAt(chargeAt: number, { policy }: Refs): number {
  const { quietHours, timeZone, reminders } = policy
  const lead = chargeAt - reminders.hoursBefore * HOUR
  const quiet = quietUntil(lead, quietHours, timeZone)
  if (quiet === undefined) return lead
  let evening = lead
  while (quietUntil(evening, quietHours, timeZone) !== undefined) evening -= 15 * MINUTE
  return evening - HOUR
}

/** The reminder that is due next of each subscription, and of what. */
const plan = (state: AccountState, now: number, refs: Refs) =>
  state.standings.flatMap((standing) => {
    if (refs.policy.reminders.hoursBefore === 0) return []
    const chargeAt = nextChargeAt(standing, now, refs)
    if (chargeAt === undefined || standing.remindedOf === chargeAt) return []
    return [{ standing, chargeAt, at: remindAt(chargeAt, refs) }]
  })

/** Puts one reminder for all charges whose reminders fall on this day; the list that it answers to is made by `subscriptions`. */
export function remindDue(turn: Turn, { now, key, refs }: Situation): Turn {
  const { timeZone } = refs.policy
  const planned = plan(turn.state, now, refs)
  if (!planned.some((each) => each.at <= now)) return turn
  const today = dayOf(now, timeZone)
  const due = planned.filter((each) => each.at <= now || dayOf(each.at, timeZone) === today)
  const items = due.map(({ standing, chargeAt }) => ({
    serviceId: standing.serviceId,
    amountFen: tariffOf(standing, chargeAt, refs),
    at: chargeAt,
  }))
  const standings = turn.state.standings.map((each) => {
    const reminded = due.find(({ standing }) => standing === each)
    return reminded ? { ...each, remindedOf: reminded.chargeAt } : each
  })
  const told = items.filter((each) => each.amountFen > 0)
  const next = { ...turn, state: { ...turn.state, standings } }
  return told.length > 0 ? remind(next, 'before', told, { now, key }) : next
}

const tariffOf = ({ tariffFen, serviceId }: Standing, at: number, { catalogue }: Refs): number => {
  const approved = catalogue.service(serviceId, at)?.tariffFen ?? 0
  return Math.min(tariffFen ?? approved, approved)
}

/** Tells charges of the day, and refunds, in one message each. */
export function tellDue(turn: Turn, { now, key }: Situation): Turn {
  const due = turn.state.notices.filter((each) => each.dueAt <= now)
  if (due.length === 0) return turn
  const state = { ...turn.state, notices: turn.state.notices.filter((each) => !due.includes(each)) }
  const of = (kind: Notice['kind']) =>
    due.flatMap((notice) => {
      const charge = notice.kind === kind && state.charges.find((each) => each.id === notice.chargeId)
      if (!charge || charge.tenure !== state.tenure) return []
      const { serviceId, amountFen, at, rule } = charge
      return [
        {
          serviceId,
          chargeId: charge.id,
          amountFen,
          at,
          ...(kind === 'refunded' ? { refundFen: backFen(charge), rule } : {}),
        },
      ]
    })
  let next: Turn = { state, emit: turn.emit }
  for (const kind of ['charged', 'refunded', 'disproven'] as const) {
    const items = of(kind)
    if (items.length > 0) next = remind(next, words[kind], items, { now, key })
  }
  return next
}

const words = { charged: 'after', refunded: 'refund', disproven: 'disproven' } as const

const KEPT_REMINDERS = 400

/** Has a reminder sent, by those who know what its numbers stand for, and keeps what it said. */
function remind(
  { state, emit }: Turn,
  kind: Reminder['kind'],
  items: readonly (Reminder['items'][number] & { readonly chargeId?: string; readonly at: number })[],
  { now, key }: Pick<Situation, 'now' | 'key'>,
): Turn {
  const kept = items.map(({ serviceId, amountFen, refundFen }) => ({
    serviceId,
    amountFen,
    ...(refundFen === undefined ? {} : { refundFen }),
  }))
  const reminders = [...(state.reminders ?? []), { at: now, kind, items: kept }].slice(-KEPT_REMINDERS)
  const data = { msisdn: state.msisdn, kind, items }
  return {
    state: { ...state, reminders },
    emit: [...emit, { topic: 'subscriber.commands', key, type: 'reminder.due', data }],
  }
}

/** When there is something to tell next; undefined when there is not. */
export function nextWord(state: AccountState, now: number, refs: Refs): number | undefined {
  const times = [...state.notices.map((each) => each.dueAt), ...plan(state, now, refs).map((each) => each.at)]
  return times.length > 0 ? Math.max(now + 1, Math.min(...times)) : undefined
}
