import { dismiss, undismiss } from './dismissal.ts'
import { leaveAll } from './duties.ts'
import { isOfNext } from './guardian.ts'
import { outcome } from './say.ts'
import { type ConfirmationState, newState, type Situation, type SubscriberEvent, type Turn } from './state.ts'

/**
 * What the next owner agreed to, and asked of the line, already, by the stamps: heard of before the number’s change, it is
 * theirs. What was vouched stays, whoever did: a lock of the former owner’s may be heard of later yet.
 */
function ofNext(state: ConfirmationState, since: number) {
  const { lock, guardian, asksGuardian, changedAt, standing, vouched, wards = [], tenure } = state
  const theirs = wards.filter((each) => isOfNext(each, { since, tenure: tenure + 1 }))
  return {
    ...(vouched ? { vouched } : {}),
    ...(theirs.length > 0 ? { wards: theirs.map((each) => ({ ...each, tenure: tenure + 1 })) } : {}),
    standing: standing.filter((each) => each.at > since),
    ...(lock && lock.at > since ? { lock: { ...lock, since: Math.max(lock.since, since) } } : {}),
    ...(guardian && guardian.named > since ? { guardian } : {}),
    ...(asksGuardian && asksGuardian.at > since ? { asksGuardian } : {}),
    ...(changedAt !== undefined && changedAt > since ? { changedAt } : {}),
  }
}

/** What `subscriptions` says became true: what is subscribed, what ended, and with whom. */
export function follow(turn: Turn, event: SubscriberEvent, situation: Situation): Turn {
  const { state, emit } = turn
  const { key } = situation
  switch (event.type) {
    case 'subscriptions.activated':
    case 'subscriptions.restored': {
      const ids = event.data.subscriptions.map((each) => each.serviceId)
      const kept = event.type === 'subscriptions.restored' ? event.data.subscriptions : []
      return {
        state: { ...state, active: [...new Set([...state.active, ...ids])] },
        emit: [
          ...emit,
          ...kept.flatMap(({ receiptId }) => (receiptId ? [receipt(receiptId, 'receipt.restored', {})] : [])),
        ],
      }
    }
    case 'subscriptions.cancelled': {
      const ids = event.data.subscriptions.map((each) => each.serviceId)
      const ended = event.data.subscriptions.flatMap(({ receiptId }) =>
        receiptId ? [receipt(receiptId, 'receipt.retired', { endedAt: event.at })] : [],
      )
      return {
        state: { ...state, active: state.active.filter((each) => !ids.includes(each)) },
        emit: [...emit, ...ended],
      }
    }
    case 'marketing.restored': {
      const ids = event.data.consents.map((each) => each.serviceId)
      const restored = event.data.consents.map(({ receiptId }) => receipt(receiptId, 'receipt.restored', {}))
      return { state: { ...state, active: [...new Set([...state.active, ...ids])] }, emit: [...emit, ...restored] }
    }
    case 'marketing.ended': {
      const ids = event.data.consents.map((each) => each.serviceId)
      const ended = event.data.consents.map(({ receiptId }) =>
        receipt(receiptId, 'receipt.retired', { endedAt: event.at }),
      )
      return {
        state: { ...state, active: state.active.filter((each) => !ids.includes(each)) },
        emit: [...emit, ...ended],
      }
    }
    case 'language.set':
      return {
        state: { ...state, language: event.data.language, ...(event.data.chosen ? { languageChosen: true } : {}) },
        emit,
      }
    case 'port.blocked':
      return event.data.dismissed
        ? dismiss(turn, event.data.port, event.at, situation)
        : undismiss(turn, event.data.port)
    case 'port.unblocked':
      return undismiss(turn, event.data.port)
    case 'tenure.ended': {
      // Prompts end with the tenure; a next owner is not asked what the former one was, and starts a chain of their own.
      const ended = state.prompts.map((each) => outcome(each, 'ended'))
      return {
        state: { ...newState(state.msisdn, event.data.tenure + 1), tenureSince: event.at, ...ofNext(state, event.at) },
        emit: [...emit, ...leaveAll(state, situation), ...ended],
      }
    }
    default:
      return turn
  }

  function receipt(receiptId: string, type: string, data: object) {
    return { topic: 'consent.receipts', key: receiptId, type, data: { subscriber: key, ...data } }
  }
}
