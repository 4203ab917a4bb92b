import type { confirmationRequests, MessageOf } from '#contracts'
import { remembering } from '#policy'
import {
  askedToGuard,
  askedToVouch,
  becomeGuardian,
  dismiss,
  dutiesOver,
  dutyOver,
  endDuties,
  tellCharges,
} from './duties.ts'
import {
  askGuardian,
  comeOfAge,
  enterGuardian,
  guardianOut,
  hearGuardian,
  hearWord,
  leftByGuardian,
} from './guardian.ts'
import { lock, openDue, unlock, unlockedByGuardian } from './lock.ts'
import { dutyClosesAt } from './over.ts'
import type { Between, ConfirmationState, Situation, Turn } from './state.ts'

type LineRequest = Extract<
  MessageOf<typeof confirmationRequests>,
  { type: 'lock.requested' | 'unlock.requested' | `guardian.${'requested' | 'entered' | 'dismissed'}` }
>

/** What the subscriber, or the counter for them, asks about their line; the same twice is heard once. */
export function decideLine(turn: Turn, input: LineRequest, situation: Situation): Turn | undefined {
  const { msisdn, fingerprint, language } = input.data
  const acted = remembering(turn.state.acted, fingerprint, situation.now, situation.refs.policy)
  if (!acted) return undefined
  const start = { ...turn, state: { ...turn.state, msisdn, acted, ...(language ? { language } : {}) } }
  switch (input.type) {
    case 'lock.requested':
      return lock(start, input.data, situation)
    case 'unlock.requested':
      return unlock(start, input.data, situation)
    case 'guardian.requested':
      return askGuardian(start, input.data, situation)
    case 'guardian.entered':
      return enterGuardian(start, input.data, situation)
    case 'guardian.dismissed':
      return dismiss(start, input.data, situation)
  }
}

/** What the process of the other number says: a guardian’s to a ward’s, a ward’s to a guardian’s. */
export function decideBetween(turn: Turn, { type, data }: Between, situation: Situation): Turn {
  switch (type) {
    case 'guardian.asked':
      return askedToGuard(turn, data, situation)
    case 'guardianship.began':
      return becomeGuardian(turn, data, situation)
    case 'guardianship.ended':
      return endDuties(turn, data, situation)
    case 'ward.prompted':
      return askedToVouch(turn, data, situation)
    case 'ward.over':
      return dutyOver(turn, data)
    case 'ward.charged':
      return tellCharges(turn, data, situation)
    case 'guardian.answered':
      return hearGuardian(turn, data, situation)
    case 'request.vouched':
      return hearWord(turn, data, situation)
    case 'guardian.out':
      return guardianOut(turn, data, situation)
    case 'guardian.left':
      return leftByGuardian(turn, data.guardian, situation)
    case 'ward.unlocked':
      return unlockedByGuardian(turn, data.guardian, situation)
  }
}

/** What its timer makes true: a day after `解锁`, a majority, a silence as a guardian. */
export const dueOnLine = (turn: Turn, situation: Situation): Turn =>
  dutiesOver(comeOfAge(openDue(turn, situation), situation), situation)

export const nextOnLine = ({ lock: locked, guardian, duties = [] }: ConfirmationState): number[] => [
  ...(locked?.opens === undefined ? [] : [locked.opens.at]),
  ...(guardian?.majorityAt === undefined ? [] : [guardian.majorityAt]),
  ...duties.map(dutyClosesAt),
]
