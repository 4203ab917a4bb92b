import type { Subscription } from '#contracts'
import type { Decision, Emit } from '#process'
import type { Command } from '#sms'
import { lineTextsIn } from '#texts'
import { answer } from './answer.ts'
import { withEnded } from './cancel.ts'
import {
  type Consent,
  type MarketingConsent,
  type Mo,
  newSubscriber,
  type Situation,
  type SubscriberState,
  type Turn,
} from './state.ts'

type LineCommand = Extract<Command, { kind: 'lock' | 'unlock' | 'guardian' | 'no-guardian' }>
type Changed = Extract<Consent, { type: 'guardian.changed' }>['data']
type Voided = Extract<Consent, { type: 'consents.voided' }>['data']

/** `锁定`, `解锁`, `监护`, `取消监护` to 10086: for those who keep the prompts. */
export function askOnLine(turn: Turn, { kind, number }: LineCommand, situation: Situation): Turn {
  const { key, mo, language, refs } = situation
  const texts = lineTextsIn(language)
  const other = number === undefined ? undefined : refs.msisdnOf(number)
  if (kind === 'guardian' && number === undefined) return answer(turn, texts.guardianHow, situation)
  if (number !== undefined && other === undefined) return answer(turn, texts.guardianNumber, situation)
  const ofAnother = other !== undefined && other !== mo.from
  if (kind === 'lock' && ofAnother) return answer(turn, texts.ownLineOnly, situation)
  const { channel, fingerprint } = mo
  // Keys of other channels vouch for no phone: who is a guardian, and what a guardian opens, is said by the phones.
  if (channel !== 'sms' && (kind === 'guardian' || (kind === 'unlock' && ofAnother)))
    return answer(turn, texts.onlyThere, situation)
  const said = { msisdn: mo.from, channel, language, from: refs.policy.shortCodes.query[0], fingerprint }
  const tell = (type: string, more: object): Turn => {
    const request: Emit = { topic: 'confirmation.requests', key, type, data: { ...said, ...more } }
    return { ...turn, emit: [...turn.emit, request] }
  }
  switch (kind) {
    case 'lock':
      return tell('lock.requested', {})
    case 'unlock':
      return tell('unlock.requested', ofAnother ? { ward: other } : {})
    case 'guardian':
      return tell('guardian.requested', { guardian: other })
    case 'no-guardian':
      return tell('guardian.dismissed', {
        ...(other === undefined ? {} : { number: other }),
        ...(channel === 'sms' ? { by: 'phone' } : {}),
      })
  }
}

/** A `锁定` that is heard of after the number changed hands: what was said as a guardian since it counts for nothing. */
export function lockOfFormer(
  state: SubscriberState | undefined,
  { from: msisdn, text, channel, fingerprint }: Mo,
  { key, refs }: Pick<Situation, 'key' | 'refs'>,
): Decision<SubscriberState> {
  if (refs.parse(text).kind !== 'lock') return { state }
  const data = { msisdn, channel, from: refs.policy.shortCodes.query[0], fingerprint }
  return { state, emit: [{ topic: 'confirmation.requests', key, type: 'lock.requested', data }] }
}

/** Who hears of this subscriber’s charges. */
export function followGuardian(
  state: SubscriberState | undefined,
  { msisdn, guardian }: Changed,
): Decision<SubscriberState> {
  const { guardian: _, ...rest } = state ?? newSubscriber(msisdn)
  return { state: guardian === undefined ? state && rest : { ...rest, guardian } }
}

/**
 * Consents do not hold after all: what stands on them ends, and no undo and no file brings it back. Of a lost phone it is all
 * that was agreed to since, as parts of one case.
 */
export function voidAgreed(
  state: SubscriberState | undefined,
  { receiptIds, lost }: Voided,
  { now, key, cause }: { now: number; key: string; cause: string },
): Decision<SubscriberState> {
  if (!state) return { state }
  const isVoid = ({ receiptId, since }: Pick<Subscription, 'receiptId' | 'since'>): boolean =>
    receiptId !== undefined && (receiptIds.includes(receiptId) || (lost !== undefined && since >= lost.since))
  const isGood = (each: Subscription | MarketingConsent) => !isVoid(each)
  const ended = state.subscriptions.filter(isVoid)
  const marketing = (state.marketing ?? []).filter(isVoid)
  const emit: Emit[] = []
  const told = (type: string, data: object) =>
    emit.push({ topic: 'subscriber.events', key, type, data: { subscriber: key, ...data, cause } })
  if (ended.length > 0) told('subscriptions.cancelled', { subscriptions: ended, channel: 'operator' })
  if (marketing.length > 0)
    told('marketing.ended', { consents: marketing.map(({ serviceId, receiptId }) => ({ serviceId, receiptId })) })
  const parts = [...ended, ...marketing].map(({ serviceId, receiptId, since }) => ({ serviceId, receiptId, at: since }))
  if (lost && parts.length > 0)
    emit.push({ topic: 'line.cases', key: lost.case, type: 'case.cancelled', data: { consents: parts.slice(0, 200) } })
  return {
    state: {
      ...withEnded(state, ended, now),
      subscriptions: state.subscriptions.filter(isGood),
      ...(state.marketing ? { marketing: state.marketing.filter(isGood) } : {}),
      actions: state.actions.map((each) => ({
        ...each,
        cancelled: each.cancelled.filter(isGood),
        ...(each.marketing ? { marketing: each.marketing.filter(isGood) } : {}),
      })),
    },
    emit,
  }
}
