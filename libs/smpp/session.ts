import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { type CommandName, status } from './constants.ts'
import { Framer } from './framer.ts'
import { decodePdu, encodePdu, type Fields, type Pdu, PduError, type PduInput, type Tlvs } from './pdu.ts'

export interface SessionOptions {
  /** Requests of ours that may wait for their answer at once. */
  readonly window?: number
  /** Silence after which an enquire_link is sent, ms. */
  readonly enquireLinkMs?: number
  /** How long an answer may take, ms. */
  readonly responseTimeoutMs?: number
}

/** The connection ended, or no answer came in time. What was under way is of unknown outcome. */
export class SessionError extends Error {
  readonly code: 'smpp.closed' | 'smpp.timeout'
  constructor(code: SessionError['code'], message: string) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  readonly resolve: (pdu: Pdu) => void
  readonly reject: (error: Error) => void
  readonly since: number
}

interface Events {
  /** A request of the peer, to be answered with `respond`. */
  request: [pdu: Pdu, bytes: Buffer]
  /** The connection is over; always exactly once. */
  close: [reason: string]
}

/**
 * One SMPP connection, either side: framing, sequence numbers, window, time-outs, enquire_link. A malformed PDU is
 * answered with generic_nack; a stream that is out of step ends the connection. Nothing it receives can throw.
 */
export class Session extends EventEmitter<Events> {
  readonly #socket: Socket
  readonly #framer = new Framer()
  readonly #waiting = new Map<number, Waiting>()
  readonly #queue: (() => void)[] = []
  readonly #window: number
  readonly #responseTimeoutMs: number
  readonly #ticker: NodeJS.Timeout
  readonly #enquireLinkMs: number
  #sequence = 0
  #corked = false
  #lastHeard = performance.now()
  #closed = false

  constructor(socket: Socket, options: SessionOptions = {}) {
    super()
    this.#socket = socket
    this.#window = options.window ?? 100
    this.#responseTimeoutMs = options.responseTimeoutMs ?? 10_000
    this.#enquireLinkMs = options.enquireLinkMs ?? 30_000
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(chunk as Buffer))
    socket.on('error', (error) => this.#end((error as NodeJS.ErrnoException).code ?? 'error'))
    socket.on('close', () => this.#end('closed'))
    this.#ticker = setInterval(
      () => this.#tick(),
      Math.max(50, Math.min(this.#responseTimeoutMs, this.#enquireLinkMs) / 4),
    )
    this.#ticker.unref()
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Requests sent and not answered. */
  get inFlight(): number {
    return this.#waiting.size
  }

  /** Requests that wait for room in the window. */
  get queued(): number {
    return this.#queue.length
  }

  /**
   * Sends a request when the window has room and gives its response, whatever its command_status.
   * @throws SessionError `smpp.closed` or `smpp.timeout`; RangeError when a field is too long.
   */
  request(command: CommandName, fields: PduInput['fields'] = {}, tlvs: Tlvs = {}): Promise<Pdu> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new SessionError('smpp.closed', 'the SMPP connection is closed'))
      const send = () => {
        if (this.#closed) return reject(new SessionError('smpp.closed', 'the SMPP connection is closed'))
        const sequence_number = this.#nextSequence()
        try {
          this.#write(encodePdu({ command, sequence_number, fields, tlvs }))
          this.#waiting.set(sequence_number, { resolve, reject, since: performance.now() })
        } catch (error) {
          reject(error as Error)
        }
      }
      if (this.#waiting.size < this.#window) send()
      else this.#queue.push(send)
    })
  }

  /** Answers a request of the peer. */
  respond(to: Pdu, command_status: number, fields: Fields = {}, tlvs: Tlvs = {}): void {
    if (this.#closed) return
    const command = `${to.command}_resp` as CommandName
    this.#write(encodePdu({ command, command_status, sequence_number: to.sequence_number, fields, tlvs }))
  }

  nack(command_status: number, sequence_number: number): void {
    if (!this.#closed) this.#write(encodePdu({ command: 'generic_nack', command_status, sequence_number }))
  }

  /** Unbinds politely; ends the connection after the answer or one second. */
  async unbind(): Promise<void> {
    if (this.#closed) return
    const late = new Promise<void>((resolve) => setTimeout(resolve, 1000).unref())
    await Promise.race([this.request('unbind').catch(() => undefined), late])
    this.destroy('unbound')
  }

  destroy(reason = 'destroyed'): void {
    this.#socket.destroy()
    this.#end(reason)
  }

  #nextSequence(): number {
    this.#sequence = this.#sequence >= 0x7fffffff ? 1 : this.#sequence + 1
    return this.#sequence
  }

  /** What is written in one turn of the event loop goes out in one packet. */
  #write(bytes: Buffer): void {
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      setImmediate(() => {
        this.#corked = false
        this.#socket.uncork()
      })
    }
    this.#socket.write(bytes)
  }

  #receive(chunk: Buffer): void {
    this.#lastHeard = performance.now()
    try {
      for (const bytes of this.#framer.push(chunk)) {
        this.#handle(bytes)
        if (this.#closed) return
      }
    } catch (error) {
      if (!(error instanceof PduError)) throw error
      this.nack(error.command_status, error.sequence_number)
      this.#socket.end()
      this.#end(`broken stream: ${error.message}`)
    }
  }

  #handle(bytes: Buffer): void {
    let pdu: Pdu
    try {
      pdu = decodePdu(bytes)
    } catch (error) {
      if (!(error instanceof PduError)) throw error
      if ((bytes.readUInt32BE(4) & 0x80000000) !== 0) this.#settle(error.sequence_number, undefined)
      else this.nack(error.command_status, error.sequence_number)
      return
    }
    switch (pdu.command) {
      case 'enquire_link':
        return this.respond(pdu, status.ESME_ROK)
      case 'unbind':
        this.respond(pdu, status.ESME_ROK)
        this.#socket.end()
        return this.#end('unbound by the peer')
      case 'generic_nack':
        return this.#settle(pdu.sequence_number, pdu)
      case 'alert_notification':
        return
      default:
        if (pdu.command.endsWith('_resp')) return this.#settle(pdu.sequence_number, pdu)
        this.emit('request', pdu, bytes)
    }
  }

  #settle(sequence: number, pdu: Pdu | undefined): void {
    const waiting = this.#waiting.get(sequence)
    if (!waiting) return
    this.#waiting.delete(sequence)
    if (pdu) waiting.resolve(pdu)
    else waiting.reject(new SessionError('smpp.timeout', 'the answer could not be read'))
    this.#queue.shift()?.()
  }

  #tick(): void {
    const now = performance.now()
    for (const [sequence, waiting] of this.#waiting) {
      if (now - waiting.since < this.#responseTimeoutMs) break
      this.#waiting.delete(sequence)
      waiting.reject(new SessionError('smpp.timeout', `no answer within ${this.#responseTimeoutMs} ms`))
      this.#queue.shift()?.()
    }
    const silence = now - this.#lastHeard
    if (silence > this.#enquireLinkMs + this.#responseTimeoutMs) this.destroy('silent')
    else if (silence > this.#enquireLinkMs && this.#waiting.size < this.#window)
      this.request('enquire_link').catch(() => {})
  }

  #end(reason: string): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#ticker)
    const error = new SessionError('smpp.closed', `the SMPP connection ended: ${reason}`)
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
    // Those that wait for the window find the session closed and reject by themselves.
    for (const send of this.#queue.splice(0)) send()
    this.emit('close', reason)
  }
}
