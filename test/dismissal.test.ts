import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '#contracts'
import { saltOf } from '#evidence'
import { defaultPolicy } from '#policy'
import type { Emit, ProcessDefinition, Wake } from '#process'
import { exampleCatalogue } from '#reference/example'
import { commandParser, messageClasses, replyParser } from '#sms'
import { confirmation } from '../services/confirmations/src/domain/decide.ts'
import type { SubscriberState } from '../services/subscriptions/src/domain/state.ts'
import { subscriber } from '../services/subscriptions/src/domain/subscriber.ts'

const LIN = '8613800138000'
const KEY = 'key-of-lin'
const HUAYU = '10661234'
const policy = {
  ...defaultPolicy,
  answersPerHour: 1_000_000,
  quietHours: { from: '00:00', to: '00:00' },
  confirmation: { ...defaultPolicy.confirmation, perPartnerDay: 1000, perSubscriberDay: 1000, similarPercent: 100 },
}
const refs = {
  policy,
  policyVersion: 'test',
  catalogue: exampleCatalogue(),
  parse: commandParser(policy.words),
  parseReply: replyParser(policy.words),
  salt: (cause: string) => saltOf('test', cause),
  classes: messageClasses(policy.otp),
}

type Definition = ProcessDefinition<unknown, Envelope, unknown>
interface Lane {
  readonly definition: Definition
  state: unknown
  wakeAt: number | undefined
  readonly queues: Map<string, Envelope[]>
}

/** One subscriber: the two lanes that say what they pay for and what they are asked, each behind topics of their own. */
class Phone {
  now = Date.parse('2026-11-22T02:00:00Z')
  readonly lanes: Lane[]
  /** What reached the handset, with the stamp of what caused it. */
  readonly inbox: { text: string; at: number; from: string }[] = []
  #count = 0

  constructor() {
    this.lanes = [subscriber, confirmation].map((each) => {
      const definition = each as unknown as Definition
      const queues = new Map(definition.inputs.map(({ name }): [string, Envelope[]] => [name, []]))
      return { definition, state: undefined, wakeAt: undefined, queues }
    })
  }

  send(topic: string, type: string, data: object): void {
    const id = `e${++this.#count}`
    this.now += 1000
    this.#deliver(topic, { id, type, v: 1, at: this.now, corr: id, data })
  }

  text(to: string, text: string): void {
    const data = { from: LIN, to, text, channel: 'sms', via: 'a', fingerprint: `f${this.#count}` }
    this.send(to === '10086901' ? 'sms.replies' : 'sms.mo', 'mo.received', data)
  }

  asks(serviceId: string): void {
    const data = { requestId: `r${this.#count}`, msisdn: LIN, serviceId, by: 'partner', origin: { channel: 'partner' } }
    this.send('confirmation.requests', 'subscription.requested', { ...data, fingerprint: `r${this.#count}` })
  }

  /** One message that waits is handled, of any topic; false when none waits. */
  step(choice: number): boolean {
    const ready = this.lanes.flatMap((lane) =>
      [...lane.queues.values()].flatMap((queue) => (queue.length > 0 ? [{ lane, queue }] : [])),
    )
    const chosen = ready[choice % Math.max(1, ready.length)]
    if (!chosen) return false
    const message = chosen.queue.shift() as Envelope
    if (chosen.lane.wakeAt !== undefined && chosen.lane.wakeAt <= message.at)
      this.#decide(chosen.lane, { type: 'wake', at: chosen.lane.wakeAt })
    this.#decide(chosen.lane, message)
    return true
  }

  drain(order: number): void {
    for (let choice = order; this.step(choice >>> 8); ) choice = (Math.imul(choice, 1_664_525) + 1_013_904_223) >>> 0
  }

  pass(hours: number, order: number): void {
    this.drain(order)
    this.now += hours * 3_600_000
    for (const lane of this.lanes)
      while (lane.wakeAt !== undefined && lane.wakeAt <= this.now) this.#decide(lane, { type: 'wake', at: lane.wakeAt })
    this.drain(order)
  }

  get subscriber(): SubscriberState | undefined {
    return this.lanes[0]?.state as SubscriberState | undefined
  }

  #decide(lane: Lane, message: Envelope | Wake): void {
    const cause = 'id' in message ? message.id : `${lane.definition.name}@${message.at}`
    const decision = lane.definition.decide(lane.state, message, { now: message.at, key: KEY, cause, refs })
    lane.state = decision.state
    lane.wakeAt = decision.wakeAt
    decision.emit?.forEach((emit, index) => {
      this.#emit(emit, message.at, `${cause}/${index}`)
    })
  }

  #emit({ topic, type, data }: Emit, at: number, id: string): void {
    if (type === 'mt.queued') this.inbox.push({ ...(data as { text: string; from: string }), at })
    this.#deliver(topic, { id, type, v: 1, at, corr: '', data })
  }

  #deliver(topic: string, message: Envelope): void {
    for (const { queues } of this.lanes) queues.get(topic)?.push(message)
  }
}

const isPrompt = (text: string): boolean => text.startsWith('【二次确认】') && /华娱互动/.test(text)

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('ask' as const), service: fc.constantFrom('joke', 'star', 'weather') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('reply' as const),
      text: fc.constantFrom('是', '否', '10', '11', '1', '是？', '好的'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('port' as const),
      text: fc.constantFrom('00000', '全部屏蔽', '00000', '11111', 'T', '恢复', 'XH', 'BG', '0000', '1', '是'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('query' as const),
      text: fc.constantFrom('0000', '1', '1,2', '恢复', '全部退订', '是', '好的'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.constantFrom(0.2, 1, 25) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('steps' as const), choices: fc.array(fc.nat(20), { maxLength: 6 }) }),
  },
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never
const story = fc.record({ acts: fc.array(act, { maxLength: 40, size: 'max' }), order: fc.nat() })

function play(
  { acts, order }: { acts: readonly Act[]; order: number },
  settle: boolean,
  check?: (phone: Phone) => void,
): Phone {
  const phone = new Phone()
  for (const each of acts) {
    if (each.do === 'ask') phone.asks(each.service)
    if (each.do === 'reply') phone.text('10086901', each.text)
    if (each.do === 'port') phone.text(HUAYU, each.text)
    if (each.do === 'query') phone.text('10086', each.text)
    if (each.do === 'pass') phone.pass(each.hours, order)
    if (each.do === 'steps') for (const choice of each.choices) phone.step(choice)
    if (settle) phone.drain(order)
    check?.(phone)
  }
  phone.drain(order)
  return phone
}

/* A failing run prints its seed and path: fc.assert(..., { seed, path }) plays it again. */
describe('however requests, blocks, unblocks, yes and silence interleave', () => {
  const runs = { numRuns: 500 }

  it('after 00000 no prompt of that port reaches the phone until 11111, an undo, or a wish of the subscriber’s own', () => {
    let blocked = 0
    let prompted = 0
    fc.assert(
      fc.property(story, (told) => {
        let seen = 0
        // What the subscriber wrote themselves is what opens a port again: told from their texts and the blocks alone.
        const wanted = new Set<string>()
        let wrote = 0
        play(told, true, (phone) => {
          const last = told.acts[wrote++]
          const dismissed = phone.subscriber?.blocks.find((each) => each.port === HUAYU)?.dismissedAt !== undefined
          if (!dismissed) wanted.clear()
          if (last?.do === 'port' && last.text === '00000') wanted.clear()
          if (last?.do === 'port' && last.text === '全部屏蔽') wanted.clear()
          if (last?.do === 'port' && dismissed && last.text === 'XH') wanted.add('每日笑话')
          if (last?.do === 'port' && dismissed && last.text === 'BG') wanted.add('明星八卦')
          const prompts = phone.inbox.slice(seen).filter(({ text }) => isPrompt(text))
          seen = phone.inbox.length
          if (dismissed) blocked++
          prompted += prompts.length
          if (dismissed)
            for (const { text } of prompts) expect([...wanted].some((name) => text.includes(name))).toBe(true)
        })
      }),
      runs,
    )
    expect([blocked > 500, prompted > 200]).toEqual([true, true])
  })

  it('nothing of a port stands that the subscriber did not agree to after it was blocked, in whatever order it arrives', () => {
    let stood = 0
    fc.assert(
      fc.property(story, (told) => {
        const phone = play(told, false)
        const { blocks = [], subscriptions = [] } = phone.subscriber ?? {}
        const block = blocks.find((each) => each.port === HUAYU && each.dismissedAt !== undefined)
        stood += subscriptions.length
        for (const { serviceId, since } of block ? subscriptions : [])
          if (serviceId === 'joke' || serviceId === 'star') {
            // Agreed to since, or brought back by an undo that named it.
            const undone = phone.inbox.some(
              ({ text, at }) => /^已恢复\d项/.test(text) && at > (block?.dismissedAt ?? 0),
            )
            expect(since > (block?.dismissedAt ?? 0) || undone).toBe(true)
          }
      }),
      runs,
    )
    expect(stood).toBeGreaterThan(100)
  })
})
