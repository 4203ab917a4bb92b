import type { ChargeKind } from '#contracts'
import { defaultPolicy, type Policy, type WholePolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { exampleCatalogue } from '#reference/example'
import { Grants } from '../grants.ts'
import { accountProcess } from './account.ts'
import type { AccountState, Refs } from './state.ts'

export const LIN = '8613800138000'
export const KEY = 'key-of-lin'
const HOUR = 3_600_000

/** A moment on the wall of Shanghai. */
export const at = (text: string): number => Date.parse(`${text.length === 10 ? `${text}T12:00` : text}:00+08:00`)

export const grants = new Grants(['test'])

export const refs = (overrides: Partial<Policy> = {}): Refs => ({
  policy: { ...defaultPolicy, ...overrides },
  policyAt: () => ({ ...defaultPolicy, ...overrides }) as WholePolicy,
  catalogue: exampleCatalogue(),
  grantOf: (token, charge) => grants.read(token, charge),
})

interface Posted {
  readonly kind: string
  readonly amountFen: number
  readonly partnerId: string
  readonly month: string
  readonly serviceId: string
  readonly chargeId: string
}

/** One subscriber's account, with what it posts, tells and counts. It is noon of 22 November in Shanghai. */
export class Account {
  readonly play: Play<AccountState, Refs>
  #receipts = 1
  readonly postings: Posted[] = []
  readonly judged: { chargeId: string; rule?: string; refundFen: number; reminded?: boolean }[] = []
  readonly answers: string[] = []
  /** What staff were warned of: `c1 due-soon`. */
  readonly warnings: string[] = []
  /** What was told of disputes to who keeps the lists. */
  readonly cases: Emit[] = []
  #count = 0
  #told: { kind: string; items: { serviceId: string; amountFen: number; refundFen?: number }[] }[] = []

  constructor(given: Refs = refs(), start = at('2026-11-22')) {
    this.play = new Play(accountProcess, { key: KEY, refs: given, start })
  }

  /** Confirmed now; the tariff that was agreed to goes with it. */
  confirms(serviceId: string, tariffFen: number, more: object = {}): this {
    const subscription = { serviceId, since: this.play.now, receiptId: `${KEY}.1.1`, tariffFen, ...more }
    return this.says('subscriptions.activated', { msisdn: LIN, subscriptions: [subscription], cause: 'c' })
  }

  /** Taken over from the operator's own records. */
  imported(serviceId: string, since: string): this {
    return this.says('subscriptions.activated', {
      msisdn: LIN,
      subscriptions: [{ serviceId, since: at(since) }],
      cause: 'c',
    })
  }

  cancels(serviceId: string): this {
    return this.says('subscriptions.cancelled', {
      subscriptions: this.#subscriptions(serviceId),
      channel: 'sms',
      cause: 'c',
    })
  }

  undoes(serviceId: string): this {
    return this.says('subscriptions.restored', { subscriptions: this.#subscriptions(serviceId), cause: 'c' })
  }

  buys(serviceId: string, tariffFen: number): this {
    const consent = {
      requestId: 'r',
      receiptId: `${KEY}.1.${++this.#receipts}`,
      msisdn: LIN,
      serviceId,
      partnerId: 'mellow',
      tariffFen,
    }
    return this.says('consent.given', { ...consent, period: 'once', origin: { channel: 'sms' } })
  }

  /** Billing says that it charged; gives the rule against it, or `right`, once it is judged. */
  charged(
    id: string,
    serviceId: string,
    amountFen: number,
    more: { at?: number; kind?: ChargeKind; grant?: string } = {},
  ): string {
    const data = { id, msisdn: LIN, serviceId, amountFen, at: this.play.now, kind: 'month', ...more }
    this.says('charge.received', data)
    this.took(this.play.wait(61_000))
    const judged = this.judged.findLast((each) => each.chargeId === id)
    return judged ? (judged.rule ?? 'right') : 'not judged'
  }

  /** Texts 退费 and a name; gives the answer. */
  disputes(name: string, more: object = {}): string {
    const about = {
      name,
      channel: 'sms',
      language: 'zh-CN',
      from: '10086',
      fingerprint: `f${++this.#count}`,
      silent: false,
    }
    this.says('dispute.requested', { msisdn: LIN, ...about, ...more })
    return this.answers.splice(0).join('')
  }

  says(type: string, data: object): this {
    this.took(this.play.say(type, { subscriber: KEY, ...data }))
    return this
  }

  /** Time passes until this moment. */
  until(moment: string): this {
    this.took(this.play.wait(at(moment) - this.play.now))
    return this
  }

  hours(hours: number): this {
    this.took(this.play.wait(hours * HOUR))
    return this
  }

  /** What the subscriber was told since this was last read: kind and services with amounts. */
  told(): string[] {
    return this.#told
      .splice(0)
      .map(
        ({ kind, items }) =>
          `${kind}: ${items.map((each) => `${each.serviceId} ${each.amountFen}${each.refundFen ? ` back ${each.refundFen}` : ''}`).join(', ')}`,
      )
  }

  /** Postings of one charge as `kind amount`. */
  posted(chargeId: string): string[] {
    return this.postings.filter((each) => each.chargeId === chargeId).map((each) => `${each.kind} ${each.amountFen}`)
  }

  #subscriptions(serviceId: string) {
    const standing = this.play.state?.standings.findLast((each) => each.serviceId === serviceId)
    return [{ serviceId, since: standing?.since ?? 0 }]
  }

  /** Keeps what was emitted. */
  took(emitted: readonly Emit[]): void {
    this.cases.push(...emitted.filter(({ topic }) => topic === 'dispute.cases'))
    for (const { type, data } of emitted) {
      if (type === 'mt.queued') this.answers.push((data as { text: string }).text)
      if (type === 'posting.made') this.postings.push(data as Posted)
      if (type === 'charge.judged') this.judged.push(data as (typeof this.judged)[number])
      if (type === 'dispute.waiting') {
        const { chargeId, change } = data as { chargeId: string; change: string }
        this.warnings.push(`${chargeId} ${change}`)
      }
      if (type === 'reminder.due') this.#told.push(data as { kind: string; items: [] })
    }
  }
}

/** 每日笑话, 5 yuan a month, confirmed on 22 November at noon: free for three days, so charged from the 26th on. */
export const joke = () => new Account().confirms('joke', 500)
