import type { ChargeKind, Envelope } from '#contracts'
import { saltOf } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit, ProcessDefinition, Wake } from '#process'
import { exampleCatalogue } from '#reference/example'
import { commandParser, messageClasses, replyParser } from '#sms'
import { accountProcess } from '../services/charging/src/domain/account.ts'
import { chargeProcess } from '../services/charging/src/domain/charge.ts'
import { judge, tenureAt } from '../services/charging/src/domain/judge.ts'
import { type AccountState, DAY, HOUR, MINUTE } from '../services/charging/src/domain/state.ts'
import { Grants } from '../services/charging/src/grants.ts'
import { confirmation } from '../services/confirmations/src/domain/decide.ts'
import type { SubscriberState } from '../services/subscriptions/src/domain/state.ts'
import { subscriber } from '../services/subscriptions/src/domain/subscriber.ts'

export const LIN = '8613800138000'
export const KEY = 'key-of-lin'
export const catalogue = exampleCatalogue()
export const policy = { ...defaultPolicy, quietHours: { from: '00:00', to: '00:00' } }
const grants = new Grants(['test'])
export const refs = {
  policy,
  policyAt: () => policy,
  policyVersion: 'test',
  catalogue,
  parse: commandParser(policy.words),
  parseReply: replyParser(policy.words),
  salt: (cause: string) => saltOf('test', cause),
  classes: messageClasses(policy.otp),
  grantOf: grants.read.bind(grants),
  keyOf: () => KEY,
  digest: (text: string) => text,
}

interface Running {
  readonly definition: ProcessDefinition<unknown, Envelope, unknown>
  readonly states: Map<string, { body: unknown; wakeAt: number | undefined }>
  /** What waits in its inputs, one queue a topic: each in order, all of them in any. */
  readonly queues: Map<string, { key: string; message: Envelope }[]>
}

interface GrantedThen {
  readonly token: string
  readonly id: string
  readonly serviceId: string
  readonly fen: number
  readonly kind: ChargeKind
  readonly tenure: number
  /** Which month of which consent it was given for. */
  readonly cycle: string
}

/**
 * The services that money depends on, each with inputs that lag behind as chance has it. A restart drops what is in memory:
 * states go through JSON, as the store gives them back.
 */
export class World {
  now = Date.parse('2026-03-01T02:00:00Z')
  readonly running: Running[]
  readonly emitted: Emit[] = []
  /** What became true of subscriptions, in their own order: the measure that charges are held against. */
  readonly truth: { type: string; at: number; serviceId: string; since: number }[] = []
  readonly purchases: { serviceId: string; receiptId: string; at: number }[] = []
  /** One-offs that were cancelled, and brought back. */
  readonly ended: { receiptId: string; from: number; to: number }[] = []
  /** When the number went to a new owner. */
  readonly assigned: number[] = []
  /** What the gate allowed, from the account as it was then. */
  readonly granted: GrantedThen[] = []
  #ids = 0
  #order: number

  constructor(order: number) {
    this.#order = order
    this.running = [subscriber, confirmation, chargeProcess, accountProcess].map((each) => {
      const definition = each as unknown as Running['definition']
      return { definition, states: new Map(), queues: new Map(definition.inputs.map(({ name }) => [name, []])) }
    })
  }

  send(topic: string, type: string, data: object, key = KEY): void {
    const id = `e${++this.#ids}`
    // No two things happen in one instant.
    this.now++
    this.#deliver(topic, key, { id, type, v: 1, at: this.now, corr: id, data })
  }

  /** One message of one topic of one process is handled; false when nothing waits. */
  step(choice: number): boolean {
    const ready = this.running.flatMap((each) =>
      [...each.queues.values()].flatMap((queue) => (queue.length > 0 ? [{ each, queue }] : [])),
    )
    const chosen = ready[choice % Math.max(1, ready.length)]
    if (!chosen) return false
    const next = chosen.queue.shift() as { key: string; message: Envelope }
    this.#decide(chosen.each, next.key, next.message)
    return true
  }

  /** Handles all that waits, in an order that looks random and is the same each time. */
  drain(): void {
    do this.#order = (Math.imul(this.#order, 1_664_525) + 1_013_904_223) >>> 0
    while (this.step(this.#order >>> 8))
  }

  /** Time passes. Timers fire when their process has read its inputs, as lanes do. */
  pass(ms: number): void {
    this.drain()
    const until = this.now + ms
    for (;;) {
      const due = this.running
        .flatMap((each) => [...each.states].map(([key, { wakeAt }]) => ({ each, key, wakeAt })))
        .filter((each): each is typeof each & { wakeAt: number } => each.wakeAt !== undefined && each.wakeAt <= until)
        .sort((a, b) => a.wakeAt - b.wakeAt)[0]
      if (!due) break
      this.now = Math.max(this.now, due.wakeAt)
      this.#decide(due.each, due.key, { type: 'wake', at: due.wakeAt })
      this.drain()
    }
    this.now = until
  }

  restart(): void {
    for (const { states } of this.running)
      for (const [key, state] of states)
        states.set(key, {
          ...state,
          body: state.body === undefined ? undefined : JSON.parse(JSON.stringify(state.body)),
        })
  }

  subscriber(): SubscriberState | undefined {
    return this.running[0]?.states.get(KEY)?.body as SubscriberState | undefined
  }

  account(): AccountState | undefined {
    return this.running[3]?.states.get(KEY)?.body as AccountState | undefined
  }

  /** Asks the gate, which reads the account as it stands. */
  authorize(id: string, serviceId: string, fen: number): void {
    const account = this.account()
    const kind = kindOf(serviceId)
    const charge = { id, serviceId, amountFen: fen, at: this.now, kind }
    const verdict = judge(account, charge, refs)
    if (!account || !verdict.allow) return
    const tenure = tenureAt(account, this.now)
    const pays = { tenure, cycle: verdict.cycle }
    const token = grants.sign({ ...charge, subscriber: KEY }, pays, this.now + policy.charging.grantMinutes * MINUTE)
    this.granted.push({ token, id, serviceId, fen, kind, tenure, cycle: verdict.cycle })
  }

  #decide(process: Running, key: string, message: Envelope | Wake): void {
    const { definition, states } = process
    const before = states.get(key)
    if (message.type !== 'wake' && before?.wakeAt !== undefined && before.wakeAt <= (message as Envelope).at) {
      this.#decide(process, key, { type: 'wake', at: before.wakeAt })
      return this.#decide(process, key, message)
    }
    const envelope = message as Envelope
    const now = envelope.at
    const cause = message.type === 'wake' ? `${definition.name}@${now}` : envelope.id
    const decision = definition.decide(before?.body, message, { now, key, cause, refs })
    if (decision.deadLetter !== undefined) return
    states.set(key, { body: decision.state, wakeAt: decision.wakeAt })
    decision.emit?.forEach((emit, index) => {
      this.emitted.push(emit)
      this.#note(emit, now)
      this.#deliver(emit.topic, emit.key, {
        id: `${cause}/${index}`,
        type: emit.type,
        v: 1,
        at: now,
        corr: '',
        data: emit.data,
      })
    })
  }

  #note({ type, data }: Emit, at: number): void {
    if (type.startsWith('subscriptions.'))
      for (const { serviceId, since } of (data as { subscriptions: { serviceId: string; since: number }[] })
        .subscriptions)
        this.truth.push({ type, at, serviceId, since })
    if (type === 'subscriptions.cancelled' || type === 'subscriptions.restored')
      for (const { once, receiptId = '' } of (data as { subscriptions: { once?: true; receiptId?: string }[] })
        .subscriptions) {
        if (once && type === 'subscriptions.cancelled')
          this.ended.push({ receiptId, from: at, to: Number.POSITIVE_INFINITY })
        const open = this.ended.findLast((each) => each.receiptId === receiptId)
        if (once && type === 'subscriptions.restored' && open) open.to = at
      }
    if (type === 'consent.given') {
      const { serviceId, receiptId, period } = data as { serviceId: string; receiptId: string; period: string }
      if (period === 'once') this.purchases.push({ serviceId, receiptId, at })
    }
    if (type === 'tenure.ended') this.assigned.push(at)
  }

  #deliver(topic: string, key: string, message: Envelope): void {
    for (const { queues } of this.running) queues.get(topic)?.push({ key, message })
  }
}

/** Days of the policy’s zone, which is 8 hours ahead all year, counted by a rule of their own. */
const dayNumber = (at: number): number => Math.floor((at + 8 * HOUR) / DAY)

const NONE: ReadonlySet<string> = new Set()

/** Was a one-off agreed to by this time, by the present owner, and not cancelled? One of those that are not `taken`. */
export const isBought = (world: World, serviceId: string, at: number, taken = NONE): boolean =>
  world.purchases.some(
    (each) =>
      each.serviceId === serviceId &&
      each.at <= at &&
      !taken.has(each.receiptId) &&
      !world.assigned.some((moved) => each.at < moved && moved <= at) &&
      !world.ended.some(({ receiptId, from, to }) => receiptId === each.receiptId && from <= at && at < to),
  )

/** Which month of a subscription it is, counted day by day of the calendar; each begins on the day of the first. */
export function periodOf(since: number, free: number, at: number): number {
  const first = new Date((dayNumber(since + free - 1) + 1) * DAY)
  for (let months = 0; ; months++) {
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months + 2, 0))
    const day = Math.min(first.getUTCDate(), last.getUTCDate())
    const next = Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), day) / DAY
    if (next > dayNumber(at)) return months
  }
}

export const tariffOf = (serviceId: string): number => catalogue.service(serviceId, 1)?.tariffFen ?? 0

export const freeOf = (serviceId: string): number => (serviceId === 'traffic' ? 30 * DAY : 72 * HOUR)

export const kindOf = (serviceId: string): ChargeKind =>
  catalogue.service(serviceId, 1)?.period === 'once' ? 'once' : 'month'

/** Since when the consent was given that stood at this time, past its free period; told from the events alone. */
export function stoodSince(world: World, serviceId: string, at: number): number | undefined {
  const own = world.truth.filter((each) => each.serviceId === serviceId)
  const starts = [...new Set(own.map((each) => each.since))]
  return starts.find((since) => {
    const standing = own.findLast((each) => each.since === since && each.at <= at)
    const isFree = dayNumber(at) <= dayNumber(since + freeOf(serviceId) - 1)
    return !isFree && standing !== undefined && standing.type !== 'subscriptions.cancelled'
  })
}

export const stood = (world: World, serviceId: string, at: number): boolean =>
  stoodSince(world, serviceId, at) !== undefined
