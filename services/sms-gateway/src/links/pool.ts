import type { Pdu } from '#smpp'
import { status } from '#smpp'
import type { Link } from './link.ts'

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

interface Waiting {
  readonly job: Job
  readonly resolve: (sent: Sent) => void
  readonly reject: (error: Error) => void
  readonly signal: AbortSignal
}

/** How long a lane that stops may go on sending what it has in hand. */
const FINISH_MS = 3000
const THROTTLED: readonly number[] = [status.ESME_RTHROTTLED, status.ESME_RMSGQFUL]

/**
 * Spreads what is to be sent over the links that are bound and have room, answers before bulk. What was on a link that
 * broke before it was answered is sent again over another: an SMS can go twice, never not at all.
 */
export class LinkPool {
  readonly links: readonly Link[]
  #queues = { answer: [] as Waiting[], bulk: [] as Waiting[] }
  readonly #heeded = new WeakSet<AbortSignal>()
  #scheduled = false

  constructor(links: readonly Link[]) {
    this.links = links
    for (const link of links) link.on('change', () => this.#dispatch())
  }

  start(): void {
    for (const link of this.links) link.start()
  }

  async stop(): Promise<void> {
    await Promise.all(this.links.map((link) => link.stop()))
  }

  /** Why nothing can be sent now. */
  trouble(): string | undefined {
    const senders = this.links.filter((link) => link.config.bind !== 'receiver')
    if (senders.some((link) => link.bound)) return undefined
    return 'no SMSC link is bound that can send'
  }

  /** Resolves with the SMSC's answer, whatever its status. Rejects only when the signal aborts while it waits. */
  send(job: Job, signal: AbortSignal): Promise<Sent> {
    return new Promise((resolve, reject) => {
      this.#queues[job.priority].push({ job, resolve, reject, signal })
      this.#heed(signal)
      this.#soon()
    })
  }

  /**
   * A lane that is told to stop finishes what it has in hand, so that nothing that was sent is sent again by its successor;
   * when no link can send, or after some seconds, what still waits is given back. One listener a signal.
   */
  #heed(signal: AbortSignal): void {
    if (this.#heeded.has(signal)) return
    this.#heeded.add(signal)
    signal.addEventListener('abort', () => {
      if (this.trouble()) this.#giveBack(signal)
      else setTimeout(() => this.#giveBack(signal), FINISH_MS).unref()
    })
  }

  #giveBack(signal: AbortSignal): void {
    for (const priority of ['answer', 'bulk'] as const) {
      const stopped = this.#queues[priority].filter((each) => each.signal === signal)
      this.#queues[priority] = this.#queues[priority].filter((each) => each.signal !== signal)
      for (const each of stopped) each.reject(new Error('stopped before it was sent'))
    }
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
    while (this.#queues.answer.length > 0 || this.#queues.bulk.length > 0) {
      const link = this.#roomiest()
      if (!link) return
      const waiting = (this.#queues.answer.shift() ?? this.#queues.bulk.shift()) as Waiting
      void this.#submit(link, waiting)
    }
  }

  async #submit(link: Link, waiting: Waiting): Promise<void> {
    const { fields, tlvs, priority } = waiting.job
    try {
      const answer = await link.submit(fields, tlvs)
      if (THROTTLED.includes(answer.command_status)) {
        link.throttle()
        this.#queues[priority].unshift(waiting)
      } else {
        link.accepted()
        waiting.resolve({ link: link.config.name, answer })
      }
    } catch (error) {
      if (error instanceof RangeError) waiting.reject(error)
      else this.#queues[priority].unshift(waiting)
    }
    this.#soon()
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
