import { defaultPolicy, type Policy } from '#policy'
import { Play } from '#process/kit'
import { Catalogue } from '#reference'
import { commandParser, measure } from '#sms'
import { subscriber } from '../service.ts'
import type { Mo, Refs, SubscriberState } from './state.ts'

const partner = (partnerId: string, nameZh: string, nameEn: string) =>
  ({
    id: partnerId,
    type: 'partner.set',
    v: 1,
    at: 1,
    corr: '',
    data: { partnerId, nameZh, nameEn, kind: 'sp', version: 1, from: 0 },
  }) as const
const service = (
  serviceId: string,
  partnerId: string,
  port: string,
  nameZh: string,
  nameEn: string,
  tariffFen: number,
  period: 'month' | 'once' = 'month',
) =>
  ({
    id: serviceId,
    type: 'service.set',
    v: 1,
    at: 1,
    corr: '',
    data: {
      serviceId,
      partnerId,
      port,
      nameZh,
      nameEn,
      tariffFen,
      period,
      window: '24h',
      code: 'XX',
      version: 1,
      from: 0,
    },
  }) as const

/** Huayu has two services on one port, Mellow one monthly and one for single use, Skycast a cheap one. */
export function catalogue(): Catalogue {
  const made = new Catalogue()
  for (const message of [
    partner('huayu', '华娱互动', 'Huayu Interactive'),
    partner('mellow', '悦听音乐', 'Mellow Music'),
    partner('skycast', '天象万通', 'Skycast Weather'),
    service('joke', 'huayu', '10661234', '每日笑话', 'Daily Jokes', 500),
    service('star', 'huayu', '10661234', '明星八卦', 'Star News', 800),
    service('ring', 'mellow', '10663456', '彩铃包月', 'Ringback Monthly', 550),
    service('song', 'mellow', '10663456', '单曲下载', 'Single Download', 200, 'once'),
    service('weather', 'skycast', '10664001', '气象短信', 'Weather SMS', 200),
  ])
    made.apply(message)
  return made
}

export const refs = (overrides: Partial<Policy> = {}, services: Catalogue = catalogue()): Refs => {
  const policy = { ...defaultPolicy, ...overrides }
  return {
    policy,
    policyVersion: 'test',
    catalogue: services,
    parse: commandParser(policy.words),
    otp: { code: new RegExp(policy.otp.pattern, 'u'), link: new RegExp(policy.otp.link, 'iu') },
  }
}

export const LIN = '8613800138000'
export const KEY = 'key-of-lin'
export const since = (day: string): number => Date.parse(`${day}T01:00:00Z`)

/** A subscriber with a handset: texts, and reads what comes back. */
export class Handset {
  readonly play: Play<SubscriberState, Refs>
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
    const fingerprint = `f${++this.#count}`
    const emitted = this.play.say('mo.received', {
      from: LIN,
      to,
      text,
      channel: 'sms',
      via: 'a',
      fingerprint,
      ...more,
    })
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
