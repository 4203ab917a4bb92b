import type { Envelope } from '#contracts'
import { saltOf } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit, ProcessDefinition, Wake } from '#process'
import { exampleCatalogue } from '#reference/example'
import { commandParser, messageClasses, parseMsisdn, replyParser } from '#sms'
import { accountProcess } from '../services/charging/src/domain/account.ts'
import type { AccountState } from '../services/charging/src/domain/state.ts'
import { confirmation } from '../services/confirmations/src/domain/decide.ts'
import { type LineCase, lineCase } from '../services/confirmations/src/domain/line-case.ts'
import type { ConfirmationState } from '../services/confirmations/src/domain/state.ts'
import type { SubscriberState } from '../services/subscriptions/src/domain/state.ts'
import { subscriber } from '../services/subscriptions/src/domain/subscriber.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
/** A child or an adult who has a guardian; two who can be one. */
export const people = { ward: '8613800138000', guardian: '8613900139000', other: '8613700137000' } as const
export type Who = keyof typeof people
export const keyOf = (msisdn: string): string => `key-${msisdn.slice(-11)}`
export const keys = { ward: keyOf(people.ward), guardian: keyOf(people.guardian), other: keyOf(people.other) } as const

const policy = {
  ...defaultPolicy,
  quietHours: { from: '00:00', to: '00:00' },
  answersPerHour: 1000,
  confirmation: { ...defaultPolicy.confirmation, perPartnerDay: 50, perSubscriberDay: 50, restDays: 1 },
  guardian: { ...defaultPolicy.guardian, asksPerDay: 50 },
}
const refs = {
  policy,
  policyAt: () => policy,
  policyVersion: 'test',
  catalogue: exampleCatalogue(),
  parse: commandParser(policy.words),
  parseReply: replyParser(policy.words),
  salt: (cause: string) => saltOf('test', cause),
  classes: messageClasses(policy.otp),
  msisdnOf: parseMsisdn,
  grantOf: () => undefined,
  keyOf,
}

interface Waiting {
  readonly topic: string
  readonly from: string
  readonly key: string
  readonly message: Envelope
}

interface Running {
  readonly definition: ProcessDefinition<unknown, Envelope, unknown>
  readonly states: Map<string, { body: unknown; wakeAt: number | undefined }>
  waiting: Waiting[]
}

/** What was said by whom, by its stamp: the measure that consents are held against. */
export interface Said {
  readonly at: number
  readonly who: Who
  readonly type: string
  readonly data: object
}

/**
 * Three phones and the processes that keep their prompts, subscriptions and charges. Messages of one topic, one key and one
 * source keep their order; all others arrive in any: the chosen one goes first.
 */
export class Lines {
  now = Date.parse('2026-03-01T02:00:00Z')
  readonly inboxes: Record<string, string[]> = {}
  readonly emitted: (Emit & { readonly at: number })[] = []
  readonly said: Said[] = []
  readonly running: Running[]
  #ids = 0
  #order: number

  readonly #refs: typeof refs

  constructor(order = 1, guardian: Partial<typeof policy.guardian> = {}) {
    this.#order = order
    this.#refs = { ...refs, policy: { ...policy, guardian: { ...policy.guardian, ...guardian } } }
    this.running = [subscriber, confirmation, accountProcess, lineCase].map((each) => ({
      definition: each as unknown as Running['definition'],
      states: new Map(),
      waiting: [],
    }))
  }

  /** Somebody says something at an edge; it is under way from now on. */
  say(who: Who, topic: string, type: string, data: object): this {
    this.now++
    this.said.push({ at: this.now, who, type, data })
    const id = `e${++this.#ids}`
    this.#deliver('edge', { topic, key: keys[who], type, data }, { id, corr: id, at: this.now })
    return this
  }

  texts(who: Who, to: string, text: string): this {
    const brought = { smsc: 'smsc', session: String(this.#ids) }
    const data = { from: people[who], to, text, channel: 'sms', via: 'a', fingerprint: `${this.#ids}`, brought }
    return this.say(who, to === '10086901' ? 'sms.replies' : 'sms.mo', 'mo.received', data)
  }

  /** A partner asks for a service of this person. */
  request(who: Who, serviceId: string): string {
    const requestId = `r${this.#ids + 1}`
    const asked = { requestId, msisdn: people[who], serviceId, by: 'partner', origin: { channel: 'partner' } }
    this.say(who, 'confirmation.requests', 'subscription.requested', { ...asked, fingerprint: requestId })
    return requestId
  }

  /** What the counter, or a signed-in session, asks of a line. */
  asks(who: Who, type: string, more: object = {}): this {
    const fingerprint = `f${this.#ids}`
    const data = { msisdn: people[who], channel: 'counter', from: '10086', fingerprint, ...more }
    return this.say(who, 'confirmation.requests', type, data)
  }

  assign(who: Who): this {
    return this.say(who, 'subscriber.commands', 'number.assigned', { msisdn: people[who] })
  }

  /** Of what is first in its own order, one is handled; false when nothing waits. */
  step(choice: number): boolean {
    const ready = this.running.flatMap((each) => {
      const lanes = new Set<string>()
      return each.waiting.flatMap((one, place) => {
        const lane = `${one.topic}|${one.key}|${one.from}`
        if (lanes.has(lane)) return []
        lanes.add(lane)
        return [{ each, one, place }]
      })
    })
    const chosen = ready[choice % Math.max(1, ready.length)]
    if (!chosen) return false
    chosen.each.waiting.splice(chosen.place, 1)
    this.#decide(chosen.each, chosen.one.key, chosen.one.message)
    return true
  }

  drain(): this {
    do this.#order = (Math.imul(this.#order, 1_664_525) + 1_013_904_223) >>> 0
    while (this.step(this.#order >>> 8))
    return this
  }

  /** Time passes. A timer fires when its own process has nothing older to read. */
  pass(ms: number, isDrained = true): this {
    if (isDrained) this.drain()
    const until = this.now + ms
    for (;;) {
      const due = this.running
        .flatMap((each) => [...each.states].map(([key, { wakeAt }]) => ({ each, key, wakeAt: wakeAt ?? Infinity })))
        .filter(
          ({ each, key, wakeAt }) =>
            wakeAt <= until && !each.waiting.some((one) => one.key === key && one.message.at <= wakeAt),
        )
        .sort((a, b) => a.wakeAt - b.wakeAt)[0]
      if (!due) break
      this.#decide(due.each, due.key, { type: 'wake', at: due.wakeAt })
      if (isDrained) this.drain()
    }
    this.now = Math.max(this.now, until)
    return this
  }

  /** What waits for a process by now stays away until it is let in again; what is said later is read before it. */
  late(process: 'subscriptions' | 'confirmations'): () => this {
    const running = this.running[process === 'subscriptions' ? 0 : 1] as Running
    const held = running.waiting.splice(0)
    return () => {
      running.waiting.push(...held)
      return this
    }
  }

  restart(): void {
    for (const { states } of this.running)
      for (const [key, state] of states)
        states.set(key, { ...state, body: state.body && JSON.parse(JSON.stringify(state.body)) })
  }

  /** What came to a phone since this was last read. */
  read(who: Who): string[] {
    return (this.inboxes[people[who]] ?? []).splice(0)
  }

  subscriber = (who: Who) => this.running[0]?.states.get(keys[who])?.body as SubscriberState | undefined
  line = (who: Who) => this.running[1]?.states.get(keys[who])?.body as ConfirmationState | undefined
  account = (who: Who) => this.running[2]?.states.get(keys[who])?.body as AccountState | undefined
  case = (id: string) => this.running[3]?.states.get(id)?.body as LineCase | undefined

  /** What a request came to, and its rule. */
  outcome(requestId: string): string | undefined {
    const of = this.emitted.flatMap(({ type, data }) => {
      const told = data as { requestId: string; status: string; rule?: string }
      return type === 'request.changed' && told.requestId === requestId ? [told] : []
    })
    const last = of.at(-1)
    return last && [last.status, ...(last.rule ? [last.rule] : [])].join(' ')
  }

  services = (who: Who): string[] => (this.subscriber(who)?.subscriptions ?? []).map((each) => each.serviceId)

  #decide(process: Running, key: string, message: Envelope | Wake): void {
    const { definition, states } = process
    const before = states.get(key)
    const envelope = message as Envelope
    const now = envelope.at
    const cause = message.type === 'wake' ? `${definition.name}/${key}@${now}` : envelope.id
    const decision = definition.decide(before?.body, message, { now, key, cause, refs: this.#refs })
    if (decision.deadLetter !== undefined) throw new Error(decision.deadLetter)
    states.set(key, { body: decision.state, wakeAt: decision.wakeAt })
    decision.emit?.forEach((emit, index) => {
      this.emitted.push({ ...emit, at: now })
      if (emit.type === 'mt.queued') {
        const { to, text } = emit.data as { to: string; text: string }
        this.inboxes[to] = [...(this.inboxes[to] ?? []), text]
      }
      this.#deliver(`${definition.name}/${key}`, emit, { id: `${cause}/${index}`, corr: '', at: now })
    })
  }

  #deliver(from: string, { topic, key, type, data }: Emit, about: { id: string; corr: string; at: number }): void {
    for (const { definition, waiting } of this.running)
      if (definition.inputs.some((each) => each.name === topic))
        waiting.push({ topic, from, key, message: { ...about, type, v: 1, data } })
  }
}
