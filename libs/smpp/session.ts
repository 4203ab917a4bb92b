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
  /** How long an answer may take, a PDU may stay unfinished, and what we send may stay unread, ms. */
  readonly responseTimeoutMs?: number
  /** Requests of the peer that are not answered yet; beyond it nothing more is read until some are. */
  readonly requestsAtOnce?: number
}

/** Octets that wait to be sent; beyond it nothing more is read, and no request is sent, until they are. */
const MOST_UNSENT = 256 * 1024
/** Octets of the peer's requests that are not answered yet; beyond it nothing more is read until some are. */
const MOST_UNANSWERED = 4 * 1024 * 1024
/** Requests that wait for the window, times its size. */
const MOST_QUEUED = 10
/** PDUs in a row that cannot be read. */
const MOST_MALFORMED = 100
/** How long a connection that is over may take to send its last words, ms. */
const LAST_WORDS_MS = 1000

/** The connection ended, or no answer came in time: the outcome is unknown. `smpp.full`: it was never sent. */
export class SessionError extends Error {
  readonly code: 'smpp.closed' | 'smpp.timeout' | 'smpp.full'
  constructor(code: SessionError['code'], message: string) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  readonly command: CommandName
  readonly resolve: (pdu: Pdu) => void
  readonly reject: (error: Error) => void
  readonly since: number
}

const isAnswer = ({ command, command_status }: Pdu, to: CommandName): boolean =>
  command === `${to}_resp` || (command === 'generic_nack' && command_status !== status.ESME_ROK)

interface Events {
  /** A request of the peer, to be answered with `respond`. */
  request: [pdu: Pdu, bytes: Buffer]
  /** The connection is over; always exactly once. */
  close: [reason: string]
}

/**
 * One SMPP connection, either side: framing, sequence numbers, window, time-outs, enquire_link. A malformed PDU is
 * answered with generic_nack; a stream that is out of step ends the connection. Nothing it receives can throw.
 *
 * What it holds is bounded, whatever the peer does: it stops reading while the peer does not read, or has more requests
 * open than we can answer, and ends a connection that takes nothing, finishes no PDU, or sends what cannot be read.
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
  /** The peer's requests that wait for their answer, with their octets. */
  readonly #unanswered = new Map<Pdu, number>()
  #unansweredOctets = 0
  readonly #requestsAtOnce: number
  /** Since when more waits to be sent than may. */
  #fullSince: number | undefined
  /** Since when a PDU lacks its end. */
  #partialSince: number | undefined
  #malformed = 0

  constructor(socket: Socket, options: SessionOptions = {}) {
    super()
    this.#socket = socket
    this.#window = options.window ?? 100
    this.#responseTimeoutMs = options.responseTimeoutMs ?? 10_000
    this.#enquireLinkMs = options.enquireLinkMs ?? 30_000
    socket.setNoDelay(true)
    this.#requestsAtOnce = options.requestsAtOnce ?? 10_000
    socket.on('data', (chunk) => this.#receive(chunk as Buffer))
    socket.on('drain', () => this.#drained())
    socket.on('end', () => this.#finish('closed by the peer'))
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

  /** Octets that it holds: received and not finished or not answered, and not sent yet. */
  get buffered(): number {
    return this.#framer.buffered + this.#unansweredOctets + this.#socket.writableLength
  }

  /**
   * Sends a request when the window has room and gives its response, whatever its command_status; one that is of another
   * command, or a generic_nack that names no fault, leaves it unknown like none.
   * @throws SessionError `smpp.closed`, `smpp.timeout` or `smpp.full`; RangeError when a field is too long.
   */
  request(command: CommandName, fields: PduInput['fields'] = {}, tlvs: Tlvs = {}): Promise<Pdu> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new SessionError('smpp.closed', 'the SMPP connection is closed'))
      const send = () => {
        if (this.#closed) return reject(new SessionError('smpp.closed', 'the SMPP connection is closed'))
        const sequence_number = this.#nextSequence()
        try {
          this.#write(encodePdu({ command, sequence_number, fields, tlvs }))
          this.#waiting.set(sequence_number, { command, resolve, reject, since: performance.now() })
        } catch (error) {
          reject(error as Error)
        }
      }
      if (this.#mayWrite) return send()
      if (this.#queue.length >= Math.max(1000, this.#window * MOST_QUEUED))
        return reject(new SessionError('smpp.full', 'more requests wait for this connection than it can send'))
      this.#queue.push(send)
    })
  }

  /** Answers a request of the peer. */
  respond(to: Pdu, command_status: number, fields: Fields = {}, tlvs: Tlvs = {}): void {
    if (this.#closed) return
    const command = `${to.command}_resp` as CommandName
    this.#forget(to)
    this.#write(encodePdu({ command, command_status, sequence_number: to.sequence_number, fields, tlvs }))
  }

  /** Leaves a request of the peer without an answer, on purpose. */
  ignore(pdu: Pdu): void {
    this.#forget(pdu)
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

  /** Room in the window, and the peer reads. */
  get #mayWrite(): boolean {
    return this.#waiting.size < this.#window && this.#fullSince === undefined
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
    if (this.#fullSince !== undefined || this.#socket.writableLength < MOST_UNSENT) return
    this.#fullSince = performance.now()
    this.#socket.pause()
  }

  #drained(): void {
    this.#fullSince = undefined
    while (this.#queue.length > 0 && this.#mayWrite) this.#queue.shift()?.()
    this.#readOn()
  }

  get #congested(): boolean {
    return this.#unanswered.size >= this.#requestsAtOnce || this.#unansweredOctets >= MOST_UNANSWERED
  }

  #readOn(): void {
    if (this.#closed || !this.#socket.isPaused() || this.#fullSince !== undefined || this.#congested) return
    // While nothing was read the peer could not be heard.
    this.#lastHeard = performance.now()
    if (this.#partialSince !== undefined) this.#partialSince = this.#lastHeard
    this.#socket.resume()
  }

  #forget(pdu: Pdu): void {
    const octets = this.#unanswered.get(pdu)
    if (octets === undefined) return
    this.#unanswered.delete(pdu)
    this.#unansweredOctets -= octets
    this.#readOn()
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return
    this.#lastHeard = performance.now()
    let whole = 0
    try {
      for (const bytes of this.#framer.push(chunk)) {
        whole++
        this.#handle(bytes)
        if (this.#closed) return
      }
    } catch (error) {
      if (!(error instanceof PduError)) throw error
      this.nack(error.command_status, error.sequence_number)
      return this.#finish(`broken stream: ${error.message}`)
    }
    if (this.#framer.buffered === 0) this.#partialSince = undefined
    else if (whole > 0 || this.#partialSince === undefined) this.#partialSince = this.#lastHeard
    if (this.#congested) this.#socket.pause()
  }

  /** Ends after what was written last, or a second. */
  #finish(reason: string): void {
    if (this.#closed) return
    this.#socket.end()
    setTimeout(() => this.#socket.destroy(), LAST_WORDS_MS).unref()
    this.#end(reason)
  }

  #handle(bytes: Buffer): void {
    let pdu: Pdu
    try {
      pdu = decodePdu(bytes)
    } catch (error) {
      if (!(error instanceof PduError)) throw error
      if ((bytes.readUInt32BE(4) & 0x80000000) !== 0) this.#settle(error.sequence_number, undefined)
      else this.nack(error.command_status, error.sequence_number)
      if (++this.#malformed >= MOST_MALFORMED) this.#finish('nothing that it sends can be read')
      return
    }
    this.#malformed = 0
    switch (pdu.command) {
      case 'enquire_link':
        return this.respond(pdu, status.ESME_ROK)
      case 'unbind':
        this.respond(pdu, status.ESME_ROK)
        return this.#finish('unbound by the peer')
      case 'generic_nack':
        return this.#settle(pdu.sequence_number, pdu)
      case 'alert_notification':
        return
      default:
        if (pdu.command.endsWith('_resp')) return this.#settle(pdu.sequence_number, pdu)
        this.#unanswered.set(pdu, bytes.length)
        this.#unansweredOctets += bytes.length
        this.emit('request', pdu, bytes)
    }
  }

  #settle(sequence: number, pdu: Pdu | undefined): void {
    const waiting = this.#waiting.get(sequence)
    if (!waiting) return
    this.#waiting.delete(sequence)
    if (pdu && isAnswer(pdu, waiting.command)) waiting.resolve(pdu)
    else waiting.reject(new SessionError('smpp.timeout', 'the answer could not be read, or is none'))
    if (this.#mayWrite) this.#queue.shift()?.()
  }

  #tick(): void {
    const now = performance.now()
    const since = (moment: number | undefined) => (moment === undefined ? 0 : now - moment)
    if (since(this.#fullSince) > this.#responseTimeoutMs) return this.destroy('it does not read')
    for (const [sequence, waiting] of this.#waiting) {
      if (now - waiting.since < this.#responseTimeoutMs) break
      this.#waiting.delete(sequence)
      waiting.reject(new SessionError('smpp.timeout', `no answer within ${this.#responseTimeoutMs} ms`))
      if (this.#mayWrite) this.#queue.shift()?.()
    }
    if (this.#closed || this.#socket.isPaused()) return
    if (since(this.#partialSince) > this.#responseTimeoutMs) return this.destroy('it does not finish a PDU')
    const silence = now - this.#lastHeard
    if (silence > this.#enquireLinkMs + this.#responseTimeoutMs) this.destroy('silent')
    else if (silence > this.#enquireLinkMs && this.#mayWrite) this.request('enquire_link').catch(() => {})
  }

  #end(reason: string): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#ticker)
    const error = new SessionError('smpp.closed', `the SMPP connection ended: ${reason}`)
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
    this.#unanswered.clear()
    this.#unansweredOctets = 0
    // What still comes is read and dropped, so that the other side’s end is seen.
    this.#socket.resume()
    // Those that wait for the window find the session closed and reject by themselves.
    for (const send of this.#queue.splice(0)) send()
    this.emit('close', reason)
  }
}
