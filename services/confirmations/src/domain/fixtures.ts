import type { Origin } from '#contracts'
import { saltOf } from '#evidence'
import { defaultPolicy, type Policy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import type { Catalogue } from '#reference'
import { exampleCatalogue } from '#reference/example'
import { replyParser } from '#sms'
import { confirmation } from './decide.ts'
import type { ConfirmationState, Refs } from './state.ts'

export const LIN = '8613800138000'
export const KEY = 'key-of-lin'

export const refs = (overrides: Partial<Policy['confirmation']> = {}): Refs & { readonly catalogue: Catalogue } => {
  const policy = { ...defaultPolicy, confirmation: { ...defaultPolicy.confirmation, ...overrides } }
  return {
    policy,
    policyVersion: 'test',
    catalogue: exampleCatalogue(),
    parseReply: replyParser(policy.words),
    salt: (cause) => saltOf('test', cause),
    keyOf: (msisdn) => (msisdn === LIN ? KEY : `key-of-${msisdn}`),
  }
}

type Outcome = { requestId: string; serviceId: string; status: string; rule?: string; by?: string; origin?: Origin }

/** A subscriber and those who ask for services on their behalf. It is 18:30 in Shanghai. */
export class Scene {
  readonly play: Play<ConfirmationState, Refs>
  /** What the subscriber consented to. */
  readonly consents: { serviceId: string; receiptId: string; tariffFen: number }[] = []
  readonly outcomes: Outcome[] = []
  readonly receipts: Emit[] = []
  readonly marketingRefused: string[] = []
  #inbox: string[] = []
  #count = 0

  constructor(given: Refs = refs()) {
    this.play = new Play(confirmation, { key: KEY, refs: given })
  }

  /** A partner asks; gives what became of it at once: `asked`, `waiting`, or the rule that rejects it. */
  partnerAsks(serviceId: string, more: object = {}): string {
    const requestId = `r${++this.#count}`
    const data = {
      requestId,
      msisdn: LIN,
      serviceId,
      by: 'partner',
      origin: { channel: 'partner' },
      fingerprint: requestId,
    }
    this.#take(this.play.say('subscription.requested', { ...data, ...more }))
    const outcome = this.outcomes.findLast((each) => each.requestId === requestId)
    return outcome?.rule ?? outcome?.status ?? 'nothing'
  }

  /** The subscriber asks, by `1111` or a code. */
  asks(serviceId: string): this {
    const requestId = `s${++this.#count}`
    const data = {
      requestId,
      msisdn: LIN,
      serviceId,
      by: 'subscriber',
      origin: { channel: 'sms' },
      fingerprint: requestId,
    }
    this.#take(this.play.say('subscription.requested', data))
    return this
  }

  /** The subscriber texts 10086901. */
  texts(text: string, more: object = {}): this {
    const data = {
      from: LIN,
      to: '10086901',
      text,
      channel: 'sms',
      via: 'a',
      fingerprint: text,
      brought: { smsc: 'smsc', session: '1' },
      ...more,
    }
    this.#take(this.play.say('mo.received', data))
    return this
  }

  /** Looks at the own page, and answers there. */
  looks(): this {
    return this.says('prompts.wanted', { session: 's' })
  }

  says(type: string, data: object): this {
    this.#take(this.play.say(type, { subscriber: KEY, ...data }))
    return this
  }

  hours(hours: number): this {
    this.#take(this.play.wait(hours * 3_600_000))
    return this
  }

  /** What came to the handset since this was last read. */
  read(): string[] {
    return this.#inbox.splice(0)
  }

  get statuses(): string[] {
    return this.outcomes.map((each) => `${each.serviceId} ${each.rule ?? each.status}`)
  }

  get services(): string[] {
    return this.consents.map((each) => each.serviceId)
  }

  /** The code of the open prompt of a service. */
  code(serviceId: string): string {
    return this.play.state?.prompts.find((each) => each.serviceId === serviceId)?.code ?? 'none'
  }

  #take(emitted: readonly Emit[]): void {
    for (const { type, data, ...rest } of emitted) {
      if (type === 'mt.queued') this.#inbox.push((data as { text: string }).text)
      if (type === 'marketing.refused') this.marketingRefused.push((data as { serviceId: string }).serviceId)
      if (type === 'consent.given') this.consents.push(data as (typeof this.consents)[number])
      if (type === 'request.changed') this.outcomes.push(data as Outcome)
      if (type.startsWith('receipt.')) this.receipts.push({ type, data, ...rest })
    }
  }
}
