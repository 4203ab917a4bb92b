import type { Pdu } from '#smpp'
import { status } from '#smpp'
import type { Link } from './link.ts'
import { LOOK_MS, Pulse } from './pulse.ts'

export interface Job {
  readonly fields: object
  readonly tlvs: Record<string, number | string | Buffer>
  /** Answers go before bulk. */
  readonly priority: 'answer' | 'bulk'
}

export interface Sent {
  readonly link: string
  readonly answer: Pdu
}

/** The lane was told to stop before this was sent. */
export class Unsent extends Error {
  readonly code = 'sms.unsent'
}

/** It was on a link, and nobody knows what became of it there: it may have arrived. */
export class Unanswered extends Error {
  readonly code = 'sms.unanswered'
}

interface Waiting {
  readonly job: Job
  readonly resolve: (sent: Sent) => void
  readonly reject: (error: Error) => void
  readonly signal: AbortSignal
  /** Its place in the queue, which it keeps when it has to wait again. */
  readonly place: number
  /** Links that it was lost on. */
  lost: number
}

/** What was lost on so many links is given back: it waits in the store, and not at the head of a lane. */
const MOST_LOSSES = 3
const THROTTLED: readonly number[] = [status.ESME_RTHROTTLED, status.ESME_RMSGQFUL]

/**
 * Spreads what is to be sent over the links that are bound and have room, answers before bulk. What was on a link that
 * broke before it was answered is sent again over another: an SMS can go twice, never not at all. Nothing of a lane that
 * was told to stop is put on a link any more; what is on one is waited for, and then told as it ended. Nor is anything after
 * this process stood still, until it can know whether its lanes are still its own.
 */
export class LinkPool {
  readonly links: readonly Link[]
  #queues = { answer: [] as Waiting[], bulk: [] as Waiting[] }
  readonly #heeded = new WeakSet<AbortSignal>()
  #scheduled = false
  #place = 0
  readonly #pulse: () => Pulse
  #beating: { readonly pulse: Pulse; readonly timer: ReturnType<typeof setInterval> } | undefined

  constructor(links: readonly Link[], pulse = () => new Pulse()) {
    this.links = links
    this.#pulse = pulse
    for (const link of links) link.on('change', () => this.#dispatch())
  }

  start(): void {
    this.#beating = { pulse: this.#pulse(), timer: setInterval(() => this.#dispatch(), LOOK_MS) }
    for (const link of this.links) link.start()
  }

  async stop(): Promise<void> {
    clearInterval(this.#beating?.timer)
    this.#beating = undefined
    await Promise.all(this.links.map((link) => link.stop()))
  }

  /** Why nothing can be sent now. */
  trouble(): string | undefined {
    const bound = this.links.filter((link) => link.config.bind !== 'receiver' && link.bound)
    if (bound.length === 0) return 'no SMSC link is bound that can send'
    return bound.every((link) => link.mute) ? 'the SMSC takes messages and does not answer them' : undefined
  }

  /**
   * Resolves with the SMSC's answer, whatever its status. @throws Unsent, Unanswered, and RangeError when a field is too
   * long
   */
  send(job: Job, signal: AbortSignal): Promise<Sent> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Unsent('stopped before it was sent'))
      this.#heed(signal)
      this.#queue({ job, resolve, reject, signal, place: this.#place++, lost: 0 })
      this.#soon()
    })
  }

  /** What waits when its lane is told to stop is given back. One listener a signal. */
  #heed(signal: AbortSignal): void {
    if (this.#heeded.has(signal)) return
    this.#heeded.add(signal)
    const giveBack = () => {
      for (const priority of ['answer', 'bulk'] as const) {
        const stopped = this.#queues[priority].filter((each) => each.signal === signal)
        this.#queues[priority] = this.#queues[priority].filter((each) => each.signal !== signal)
        for (const each of stopped) refuse(each)
      }
    }
    signal.addEventListener('abort', giveBack, { once: true })
  }

  /** Into its place; what has to wait again is near the front. */
  #queue(waiting: Waiting): void {
    const queue = this.#queues[waiting.job.priority]
    const last = queue.at(-1)
    if (!last || last.place < waiting.place) queue.push(waiting)
    else
      queue.splice(
        queue.findIndex((each) => each.place > waiting.place),
        0,
        waiting,
      )
  }

  #soon(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#dispatch()
    })
  }

  #dispatch(): void {
    if (this.#beating?.pulse.rests()) return
    while (this.#queues.answer.length > 0 || this.#queues.bulk.length > 0) {
      const link = this.#roomiest()
      if (!link) return
      const waiting = (this.#queues.answer.shift() ?? this.#queues.bulk.shift()) as Waiting
      void this.#submit(link, waiting)
    }
  }

  async #submit(link: Link, waiting: Waiting): Promise<void> {
    const { fields, tlvs } = waiting.job
    try {
      const answer = await link.submit(fields, tlvs)
      if (THROTTLED.includes(answer.command_status)) {
        link.throttle()
        this.#again(waiting)
      } else {
        link.accepted()
        waiting.resolve({ link: link.config.name, answer })
      }
    } catch (error) {
      if (error instanceof RangeError) waiting.reject(error)
      else {
        waiting.lost++
        this.#again(waiting)
      }
    }
    this.#soon()
  }

  #again(waiting: Waiting): void {
    if (waiting.signal.aborted || waiting.lost >= MOST_LOSSES) refuse(waiting)
    else this.#queue(waiting)
  }

  #roomiest(): Link | undefined {
    let best: Link | undefined
    let most = 0
    for (const link of this.links) {
      const room = link.room / link.config.window
      if (room > most) {
        best = link
        most = room
      }
    }
    return best
  }
}

const refuse = ({ lost, reject }: Waiting): void =>
  reject(lost > 0 ? new Unanswered('no SMSC answered it') : new Unsent('stopped before it was sent'))
