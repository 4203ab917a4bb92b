import type { Emit } from '#process'
import type { Service } from '#reference'
import { textsIn } from '#texts'
import { answer } from './answer.ts'
import { lineOf } from './names.ts'
import type { Situation, Turn } from './state.ts'

/** The service of the texted port that goes by this code, upper or lower case. */
export const serviceByCode = (shape: string, { refs, mo, now }: Situation): Service | undefined =>
  refs.catalogue.port(mo.to, now).find((each) => each.code.toLowerCase() === shape)

/** `1111` to a port: its only service, or which codes there are. */
export function askToSubscribe(turn: Turn, situation: Situation): Turn {
  const { refs, mo, now, language } = situation
  const services = refs.catalogue.port(mo.to, now)
  const [only] = services
  if (!only) return answer(turn, textsIn(language).portUnknown(mo.to), situation)
  if (services.length === 1) return askForService(turn, only, situation)
  const choices = services.map((each) => ({ ...lineOf({ serviceId: each.serviceId }, 0, situation), code: each.code }))
  return answer(turn, textsIn(language).whichService(choices), situation)
}

/**
 * The subscriber asks for a service themselves: the prompt that comes from 10086901 is the answer. Nothing is subscribed
 * by this alone, and from whom it came is kept with the consent.
 */
export function askForService(turn: Turn, service: Service, situation: Situation): Turn {
  const { key, mo, cause, language } = situation
  const data = {
    requestId: cause,
    msisdn: mo.from,
    serviceId: service.serviceId,
    by: 'subscriber',
    origin: { channel: mo.channel },
    language,
    fingerprint: mo.fingerprint,
  }
  const request: Emit = { topic: 'confirmation.requests', key, type: 'subscription.requested', data }
  return { ...turn, emit: [...turn.emit, request] }
}

/** `证据`: answered by those who keep the receipts. */
export function askForProof(turn: Turn, { key, mo, language, refs }: Situation): Turn {
  const from = refs.policy.shortCodes.query[0]
  const data = { msisdn: mo.from, language, from, fingerprint: mo.fingerprint }
  return { ...turn, emit: [...turn.emit, { topic: 'confirmation.requests', key, type: 'proof.requested', data }] }
}
