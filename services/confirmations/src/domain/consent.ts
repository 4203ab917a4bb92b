import { monthsLater } from '#calendar'
import type { ReceiptContent } from '#contracts'
import { linkAfter } from '#evidence'
import { termsOf } from '#reference'
import { answer, linesFor, offerOf, outcome, textsFor } from './say.ts'
import {
  type ConfirmationState,
  DAY,
  HOUR,
  type Prompt,
  type Situation,
  type Standing,
  type Turn,
  type Yes,
} from './state.ts'

/** Receipts that `证据` can tell of. */
const TOLD_RECEIPTS = 20

export const withPrice = ({ serviceId, partnerId, asked }: Prompt) => ({
  serviceId,
  partnerId,
  ...(asked ? { terms: termsOf(asked) } : {}),
})

/** The subscriber’s own yes: a consent, unless their guardian has to agree as well and has not yet. */
export function agree(turn: Turn, prompt: Prompt, yes: Yes, situation: Situation): Turn {
  const agreed: Prompt = { ...prompt, yes }
  const prompts = turn.state.prompts.map((each) => (each.requestId === prompt.requestId ? agreed : each))
  const state = { ...turn.state, prompts }
  if (!prompt.guarded || prompt.vouched) return agreedByBoth({ ...turn, state }, agreed, situation)
  const offer = offerOf(withPrice(prompt), state, situation)
  return answer({ ...turn, state }, linesFor(state).waitsForGuardian([offer]), situation)
}

/** All said yes who have to: the receipt, the consent that activates the service, and word to whoever asked. */
export function agreedByBoth(turn: Turn, prompt: Prompt, situation: Situation): Turn {
  const { key, cause, refs } = situation
  const { vouched, guarded } = prompt
  const { text, channel, via, at } = prompt.yes as Yes
  const agreedAt = Math.max(at, vouched?.at ?? at)
  const asked = prompt.asked as NonNullable<Prompt['asked']>
  const { requestId, serviceId, partnerId, by, origin, requestedAt } = prompt
  const { period, serviceVersion } = asked
  const terms = termsOf(asked)
  const content: ReceiptContent = {
    requestId,
    serviceId,
    partnerId,
    ...terms,
    ...(requestedAt === undefined ? {} : { requestedAt }),
    asked: asked.text,
    askedAt: asked.at,
    answer: text.slice(0, 2000),
    answeredAt: at,
    channel,
    via,
    by,
    origin,
    policy: refs.policyVersion,
    serviceVersion,
    ...(guarded && vouched
      ? {
          guardian: {
            subscriber: guarded,
            answer: vouched.text,
            answeredAt: vouched.at,
            channel: vouched.channel,
            via: vouched.via,
          },
        }
      : {}),
  }
  const salt = refs.salt(cause)
  const link = linkAfter(turn.state.head, salt, content)
  const receiptId = `${key}.${turn.state.tenure}.${link.number}`
  const { number, before, digest } = link
  const made = { subscriber: key, tenure: turn.state.tenure, number, before, salt, content, digest }
  const consent = {
    requestId,
    receiptId,
    msisdn: turn.state.msisdn,
    serviceId,
    partnerId,
    ...terms,
    origin,
    askedAt: asked.at,
    ...(vouched ? { agreedAt } : {}),
  }
  const standing: Standing = {
    requestId,
    receiptId,
    number,
    serviceId,
    partnerId,
    ...terms,
    answer: text.trim().slice(0, 10),
    askedAt: asked.at,
    at: agreedAt,
    channel,
    ...(guarded && vouched ? { guardian: guarded, vouchedAt: vouched.at } : {}),
  }
  const state: ConfirmationState = {
    ...turn.state,
    prompts: turn.state.prompts.filter((each) => each.requestId !== requestId),
    active: period === 'once' ? turn.state.active : [...new Set([...turn.state.active, serviceId])],
    standing: [...turn.state.standing, standing].slice(-TOLD_RECEIPTS),
    head: { number, digest },
  }
  const emit = [
    ...turn.emit,
    { topic: 'consent.receipts', key: receiptId, type: 'receipt.made', data: made },
    { topic: 'confirmation.events', key, type: 'consent.given', data: consent },
    outcome(prompt, 'confirmed', { receiptId }),
  ]
  return answer({ state, emit }, agreed(prompt, `R${number}`, agreedAt, state, situation), situation)
}

/** What holds now, and how to end it. */
function agreed(prompt: Prompt, receipt: string, at: number, state: ConfirmationState, situation: Situation): string {
  const { refs } = situation
  const { freeHours, purchaseHours } = refs.policy.confirmation
  const offer = offerOf(withPrice(prompt), state, situation)
  const texts = textsFor(state)
  const zone = refs.policy.timeZone
  const port = refs.catalogue.service(prompt.serviceId, at)?.port ?? ''
  switch (offer.period) {
    case 'once':
      return texts.purchased({ ...offer, hours: purchaseHours, receipt })
    case 'marketing':
      return texts.marketingAgreed({ ...offer, until: monthsLater(at, offer.months ?? 0, zone), zone, receipt, port })
    case 'month': {
      const freeUntil = at + Math.max(freeHours * HOUR, (offer.trialDays ?? 0) * DAY)
      return texts.confirmed({ ...offer, freeUntil, zone, receipt, port })
    }
  }
}
