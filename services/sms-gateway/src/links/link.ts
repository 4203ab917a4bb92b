import { EventEmitter } from 'node:events'
import type { LinkConfig } from '#config'
import { pause } from '#process'
import type { LinkState } from '#service'
import { BindError, bindSession, type Pdu, type Session, SessionError, type SessionOptions, status } from '#smpp'
import type { Logger } from '#telemetry'

interface Events {
  /** A deliver_sm or data_sm of the SMSC. */
  request: [pdu: Pdu, bytes: Buffer, session: Session]
  /** Room to send, a bind, or a loss. */
  change: []
}

/** Times that tests make short. */
export interface LinkOptions extends Pick<SessionOptions, 'responseTimeoutMs'> {
  /** The longest pause between two binds, ms. */
  readonly longestPauseMs?: number
}

/**
 * One configured link: binds, binds again with growing pauses when it is lost, backs off when throttled. One that takes
 * messages and answers none is given up; bound again, it gets one message at a time until it answers.
 */
export class Link extends EventEmitter<Events> {
  readonly config: LinkConfig
  readonly #log: Logger
  readonly #options: LinkOptions
  readonly #stop = new AbortController()
  #session: Session | undefined
  /** The session that is being bound, or is. */
  #latest: Session | undefined
  /** When the SMSC last answered a submit_sm, monotonic ms. */
  #answeredAt = 0
  #mute = false
  #running: Promise<void> = Promise.resolve()
  #throttledUntil = 0
  #throttlePause = 0
  #draining = false

  constructor(config: LinkConfig, log: Logger, options: LinkOptions = {}) {
    super()
    this.#options = options
    this.config = config
    this.#log = log
  }

  get bound(): boolean {
    return this.#session !== undefined && !this.#session.closed
  }

  /** It took a message and did not answer, and has answered none since. */
  get mute(): boolean {
    return this.#mute
  }

  /** Free places in the window; 0 while it must not send. */
  get room(): number {
    if (!this.bound || this.#draining || this.config.bind === 'receiver' || performance.now() < this.#throttledUntil)
      return 0
    const { inFlight, queued } = this.#session as Session
    return Math.max(0, (this.#mute ? 1 : this.config.window) - inFlight - queued)
  }

  state(): LinkState {
    const { name, bind, window } = this.config
    const { inFlight = 0, queued = 0 } = this.bound ? (this.#session as Session) : {}
    return { name, bind, bound: this.bound, window, used: inFlight + queued }
  }

  start(): void {
    this.#running = this.#keepBound()
  }

  /** Unbinds after what is under way has been answered, or two seconds. */
  async stop(): Promise<void> {
    this.#draining = true
    this.#stop.abort()
    if (!this.#session) this.#latest?.destroy('stopped')
    const session = this.#session
    const until = performance.now() + 2000
    while (session && !session.closed && session.inFlight > 0 && performance.now() < until) await pause(20)
    await session?.unbind()
    await this.#running
  }

  /** @throws SessionError when the outcome is unknown. */
  async submit(fields: object, tlvs: Record<string, number | string | Buffer>): Promise<Pdu> {
    const session = this.#session as Session
    const began = performance.now()
    try {
      const answer = await session.request('submit_sm', fields, tlvs)
      this.#answeredAt = performance.now()
      this.#mute = false
      return answer
    } catch (error) {
      if (error instanceof SessionError && error.code === 'smpp.timeout' && this.#answeredAt < began)
        this.#giveUp(session)
      throw error
    }
  }

  #giveUp(session: Session): void {
    if (!this.#mute) {
      const text = 'the SMSC takes messages and does not answer them; one at a time until it does. Ask its operator'
      this.#log.error({ link: this.config.name }, text)
    }
    this.#mute = true
    session.destroy('it does not answer')
  }

  /** The SMSC said ESME_RTHROTTLED or that its queue is full: pause 0.1 s, then twice as long each time, at most 5 s. */
  throttle(): void {
    if (performance.now() < this.#throttledUntil) return
    this.#throttlePause = Math.min(5000, Math.max(100, this.#throttlePause * 2))
    this.#throttledUntil = performance.now() + this.#throttlePause
    setTimeout(() => this.emit('change'), this.#throttlePause + 1)
  }

  accepted(): void {
    this.#throttlePause = 0
  }

  async #keepBound(): Promise<void> {
    let wait = 200
    const { name } = this.config
    while (!this.#stop.signal.aborted) {
      try {
        const session = await bindSession({ ...this.config, ...this.#options }, (made) => {
          this.#latest = made
          if (this.#stop.signal.aborted) made.destroy('stopped')
          made.on('request', (pdu, bytes) => this.emit('request', pdu, bytes, made))
        })
        if (!this.#mute) wait = 200
        this.#session = session
        this.#log.info({ link: name, bind: this.config.bind }, 'link bound')
        this.emit('change')
        const reason = await new Promise<string>((resolve) =>
          session.closed ? resolve('closed') : session.once('close', resolve),
        )
        this.#session = undefined
        if (!this.#stop.signal.aborted) this.#log.warn({ link: name, reason }, 'link lost; binding again')
      } catch (error) {
        const refused = error instanceof BindError
        const code = (error as { code?: string }).code ?? 'unknown'
        const fields = {
          link: name,
          code,
          ...(refused ? { command_status: error.command_status } : {}),
          retryInMs: wait,
        }
        const isFault = refused && error.command_status !== status.ESME_RALYBND
        if (isFault) this.#log.error(fields, 'the SMSC refuses the bind; check system_id and password')
        else this.#log.warn(fields, 'cannot reach the SMSC; trying again')
      }
      this.emit('change')
      await pause(wait * (0.75 + Math.random() / 2), this.#stop.signal)
      wait = Math.min(this.#options.longestPauseMs ?? 10_000, wait * 2)
    }
  }
}
