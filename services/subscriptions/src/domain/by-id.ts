import { remembering } from '#policy'
import type { Decision } from '#process'
import { textsIn } from '#texts'
import { answer } from './answer.ts'
import { blockPort, marketingOff, unblockPort } from './blocks.ts'
import { cancelServices, withoutQuestion } from './cancel.ts'
import { portMeant } from './ports.ts'
import {
  newSubscriber,
  type Refs,
  type Situation,
  type SubscriberCommand,
  type SubscriberState,
  type Turn,
} from './state.ts'
import { askForService, rateRefund } from './subscribe.ts'
import { undo } from './undo.ts'

type ById = Extract<
  SubscriberCommand,
  {
    type:
      | 'services.cancel'
      | 'action.undo'
      | 'port.silence'
      | 'port.unblock'
      | 'language.choose'
      | 'service.ask'
      | 'refund.rate'
  }
>

/**
 * What a subscriber does on a page, by voice menu or at a counter: it names what it means by id, and does what the SMS
 * does, with the same answer to the phone. The same call twice acts once.
 */
export function obeyById(
  state: SubscriberState | undefined,
  command: ById,
  { now, key, refs }: { now: number; key: string; refs: Refs },
): Decision<SubscriberState> {
  const { msisdn, channel, language, fingerprint } = command.data
  const known = state ?? newSubscriber(msisdn)
  const acted = remembering(known.acted, fingerprint, now, refs.policy)
  if (!acted) return { state }
  const to =
    'port' in command.data
      ? portMeant(command.data.port, state, refs, now)
      : (refs.policy.shortCodes.query[0] as string)
  const mo = { from: msisdn, to, text: '', channel, via: channel, fingerprint }
  return obey({ state: { ...known, acted }, emit: [] }, command, { now, key, refs, language, mo, cause: command.id })
}

function obey(before: Turn, command: ById, situation: Situation): Turn {
  const texts = textsIn(situation.language)
  if (command.type === 'language.choose') {
    const { language } = command.data
    const chosen = { ...before, state: { ...before.state, language, languageChosen: true as const } }
    return answer(chosen, texts.languageSet, situation)
  }
  const turn = withoutQuestion(before)
  switch (command.type) {
    case 'services.cancel':
      return cancelServices(turn, command.data.serviceIds, situation)
    case 'action.undo':
      return undo(turn, command.data.code, situation)
    case 'port.silence': {
      const { how } = command.data
      return how === 'marketing'
        ? marketingOff(turn, situation)
        : blockPort(turn, how === 'full' ? 'full' : 'marketing', situation)
    }
    case 'port.unblock':
      return unblockPort(turn, situation)
    case 'service.ask':
      return askForService(turn, command.data, situation)
    case 'refund.rate':
      return rateRefund(turn, command.data.solved, command.data.toldAt, situation)
  }
}
