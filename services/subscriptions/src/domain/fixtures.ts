import { saltOf } from '#evidence'
import { defaultPolicy, type Policy } from '#policy'
import { Play } from '#process/kit'
import { type Catalogue, NetworkBlocks } from '#reference'
import { exampleCatalogue } from '#reference/example'
import { commandParser, measure, messageClasses, parseMsisdn } from '#sms'
import type { Mo, Refs, SubscriberState } from './state.ts'
import { subscriber } from './subscriber.ts'

export const refs = (
  overrides: Partial<Policy> = {},
  services: Catalogue = exampleCatalogue(),
  network = new NetworkBlocks(),
): Refs => {
  const policy = { ...defaultPolicy, ...overrides }
  return {
    policy,
    policyVersion: 'test',
    catalogue: services,
    network,
    parse: commandParser(policy.words),
    classes: messageClasses(policy.otp),
    msisdnOf: parseMsisdn,
    salt: (cause) => saltOf('test', cause),
  }
}

export const LIN = '8613800138000'
export const KEY = 'key-of-lin'
export const since = (day: string): number => Date.parse(`${day}T01:00:00Z`)

/** As the session of that name brings an MO. */
export const overSession = (session: string, more: object = {}): Mo['brought'] => ({ smsc: 'smsc', session, ...more })

/** A subscriber with a handset: texts, and reads what comes back. */
export class Handset {
  readonly play: Play<SubscriberState, Refs>
  /** Bare answers to nothing that was asked here: passed on to who keeps the prompts. */
  astray = 0
  #count = 0

  constructor(given: Refs = refs()) {
    this.play = new Play(subscriber, { key: KEY, refs: given })
  }

  /** Pays for these from the start. */
  subscribed(...services: readonly (readonly [serviceId: string, day: string, packageName?: string])[]): this {
    for (const [serviceId, day, name] of services)
      this.play.say('subscription.import', {
        msisdn: LIN,
        serviceId,
        since: since(day),
        ...(name ? { package: name } : {}),
      })
    return this
  }

  /** Texts a number; gives the answers, `from: text`. */
  text(to: string, text: string, more: Partial<Mo> = {}): string[] {
    return this.texts(to, text, more).map((each) => each.text)
  }

  texts(to: string, text: string, more: Partial<Mo> = {}): { from: string; text: string; segments: number }[] {
    const emitted = this.play.say('mo.received', {
      from: LIN,
      to,
      text,
      channel: 'sms',
      via: 'a',
      fingerprint: `${to} ${text}`,
      ...(more.channel === undefined || more.channel === 'sms' ? { brought: overSession('1') } : {}),
      ...more,
    })
    this.astray += emitted.filter((each) => each.type === 'answer.astray').length
    return emitted
      .filter((each) => each.type === 'mt.queued')
      .map((each) => {
        const data = each.data as { from: string; text: string }
        return { from: data.from, text: data.text, segments: measure(data.text).segments }
      })
  }

  /** Ids of what is subscribed now. */
  get services(): string[] {
    return (this.play.state?.subscriptions ?? []).map((each) => each.serviceId)
  }

  wait(minutes: number): this {
    this.play.wait(minutes * 60_000)
    return this
  }

  /** The rule by which a port's message is let through or not. */
  mt(from: string, kind: 'service' | 'otp' | 'marketing', text = '您的验证码是 482913，5分钟内有效。'): string {
    const emitted = this.play.say('mt.requested', {
      to: LIN,
      from,
      text,
      class: kind,
      by: 'k',
      fingerprint: `mt${++this.#count}`,
    })
    return (emitted.find((each) => each.type === 'mt.decided') as { data: { rule: string } }).data.rule
  }
}
