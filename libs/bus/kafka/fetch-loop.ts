import { BusError } from '../port.ts'
import type { Cluster } from './cluster.ts'
import type { Answer, Ask, FetchAnswer, fetch } from './fetch-wire.ts'
import { PAUSE_MS, pause } from './pause.ts'
import type { Asked, Stream } from './stream.ts'

/** A stream without news for so long is read with the other quiet ones. */
const QUIET_MS = 3000
const WAIT_MS = { lively: 100, calm: 500 } as const

const NO_ERROR = 0
const OFFSET_OUT_OF_RANGE = 1
/** Fetch session not found, invalid epoch, topic made anew within it. */
const SESSION_GONE = new Set([70, 71, 106])
/** Unknown or no leader, another leader or epoch, offline disk, topic made anew: the metadata will tell. */
const LEADER_ELSEWHERE = new Set([3, 5, 6, 9, 56, 74, 75, 76, 78, 100, 103])

/** What a loop needs of its side. */
export interface Host {
  readonly calm: boolean
  readonly closed: boolean
  readonly cluster: Cluster
  readonly ask: typeof fetch
  failingSince: number | undefined
  /** Finds the leaders anew. */
  locate(afterMs?: number): Promise<void>
  /** It is led by another broker now, or by none. */
  lost(stream: Stream): void
  /** It became lively or quiet. */
  move(stream: Stream): void
}

/** A partition in the broker's session: what it was asked for, and the end that it told last, which it tells again only when it has changed. */
interface Sent extends Ask {
  offset: number
  end: number | undefined
}

/** Asks one broker for the streams that it leads, one request after the other. */
export class FetchLoop {
  readonly streams = new Set<Stream>()
  /** Since when it waits for the answer to what it asked last. */
  failingSince: number | undefined
  readonly #side: Host
  readonly #node: string
  #session = 0
  #epoch = 0
  /** What the broker’s session holds: a partition that is given up and taken again meanwhile is still the same there. */
  #sent = new Map<string, Sent>()
  #wake = Promise.withResolvers<void>()

  constructor(side: Host, node: string) {
    this.#side = side
    this.#node = node
  }

  wake(): void {
    this.#wake.resolve()
  }

  async run(): Promise<void> {
    while (!this.#side.closed) {
      const woken = this.#wake.promise
      const { wanted, hurry, restMs } = this.#wanted()
      if (wanted.size === 0) {
        const timer = restMs > 0 ? setTimeout(() => this.wake(), restMs) : undefined
        await woken
        clearTimeout(timer)
        this.#wake = Promise.withResolvers()
        continue
      }
      const askedAt = Date.now()
      this.failingSince = askedAt
      try {
        this.#handle(wanted, await this.#ask(wanted, hurry ? 0 : WAIT_MS[this.#side.calm ? 'calm' : 'lively']))
        this.failingSince = undefined
        this.#side.failingSince = undefined
      } catch {
        this.failingSince = undefined
        if (this.#side.closed) return
        this.#forget()
        this.#side.failingSince ??= askedAt
        void this.#side.locate()
        await pause(PAUSE_MS)
      }
    }
  }

  #wanted(): { wanted: Map<Stream, Asked>; hurry: boolean; restMs: number } {
    const wanted = new Map<Stream, Asked>()
    const now = Date.now()
    let hurry = false
    let restMs = 0
    for (const stream of this.streams) {
      const rest = stream.rest(now)
      if (rest > 0) restMs = Math.max(restMs, rest)
      const next = rest > 0 ? undefined : stream.next(now)
      if (!next) continue
      wanted.set(stream, next)
      hurry ||= next.hurry
    }
    return { wanted, hurry, restMs }
  }

  async #ask(wanted: ReadonlyMap<Stream, Asked>, waitMs: number): Promise<FetchAnswer> {
    const broker = await this.#side.cluster.findBroker({ nodeId: this.#node })
    const asks: Ask[] = []
    const all = new Map<string, Sent>()
    for (const [{ key, topic, partition }, { offset }] of wanted) {
      const before = this.#sent.get(key)
      const ask = { topic, partition, offset, end: before?.end }
      all.set(key, ask)
      if (before?.offset !== offset) asks.push(ask)
    }
    const forget = [...this.#sent].flatMap(([key, ask]) => (all.has(key) ? [] : [ask]))
    const request = { session: this.#session, epoch: this.#epoch, asks, forget, waitMs }
    const answer = await this.#side.ask(broker, request).catch(async (error: unknown) => {
      await broker.disconnect().catch(() => undefined)
      throw error
    })
    this.#sent = all
    return answer
  }

  #handle(wanted: ReadonlyMap<Stream, Asked>, answer: FetchAnswer): void {
    if (answer.error !== NO_ERROR) {
      this.#forget()
      if (SESSION_GONE.has(answer.error)) return
      throw new Error(`the broker answers error ${answer.error}`)
    }
    const told = new Map<string, Answer>()
    for (const each of answer.answers) told.set(`${each.topic}/${each.partition}`, each)
    const now = Date.now()
    const lost: Stream[] = []
    for (const [stream, asked] of wanted) {
      const own = told.size > 0 ? told.get(stream.key) : undefined
      const sent = this.#sent.get(stream.key) as Sent
      if (own && own.error !== NO_ERROR) {
        // Asked for or forgotten with the next request, whichever it is.
        sent.offset = -1
        if (own.error === OFFSET_OUT_OF_RANGE) stream.failed(asked.offset)
        else if (LEADER_ELSEWHERE.has(own.error)) lost.push(stream)
        else stream.failed(asked.offset, unreadable(stream.topic, own.error))
        continue
      }
      if (own) sent.end = own.end
      const news = this.#tell(stream, asked, sent.end, own)
      if (news) stream.lively = now
      if (this.#side.calm ? news : now - stream.lively > QUIET_MS) this.#moved(stream)
    }
    this.#session = answer.session
    // Without a session (the broker has no room for one) each request is whole.
    if (answer.session === 0) this.#forget()
    else this.#epoch = this.#epoch === 2_147_483_647 ? 1 : this.#epoch + 1
    for (const stream of lost) this.#side.lost(stream)
    if (lost.length > 0) void this.#side.locate(PAUSE_MS)
  }

  /** What cannot be read stops those who read it here, and nobody else. */
  #tell(stream: Stream, asked: Asked, end: number | undefined, answer: Answer | undefined): boolean {
    try {
      return stream.answered(asked, end, answer)
    } catch (error) {
      stream.failed(asked.offset, error)
      return true
    }
  }

  #moved(stream: Stream): void {
    if (this.streams.has(stream)) this.#side.move(stream)
  }

  #forget(): void {
    this.#session = 0
    this.#epoch = 0
    this.#sent.clear()
  }
}

const unreadable = (topic: string, code: number): BusError =>
  new BusError('bus.unreadable', `the broker does not let ${topic} be read (error ${code} of Kafka's protocol)`)
