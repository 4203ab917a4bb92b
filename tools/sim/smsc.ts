import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { type Bound, listen, type Pdu, status } from '#smpp'
import { encodeText, readShortMessage } from '#sms'

/** What the simulated SMSC does wrong, on purpose. */
export interface Faults {
  /** submit_sm a second that are taken; the rest is answered ESME_RTHROTTLED. 0: no limit. */
  readonly throttlePerSecond: number
  /** Answers each submit_sm only after this time, ms. */
  readonly delayMs: number
  /** Refuses each submit_sm with this command_status. 0: takes them. */
  readonly refuseWith: number
  /** Takes each submit_sm and never answers. */
  readonly mute: boolean
  /** Takes no bind. */
  readonly closed: boolean
  /** Cuts the link when an MO was answered, as if the answer were lost, and brings it again over the next bind. */
  readonly loseAnswers: boolean
}

export const noFaults: Faults = {
  throttlePerSecond: 0,
  delayMs: 0,
  refuseWith: 0,
  mute: false,
  closed: false,
  loseAnswers: false,
}

export interface Mt {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly text: string
  readonly segments: number
  readonly coding: 'gsm' | 'ucs2'
  readonly serviceType: string
  readonly at: number
}

export interface MoResult {
  /** Segments that it took. */
  readonly segments: number
  /** command_status of the deliver_sm_resp; 0 when all were taken. */
  readonly status: number
}

interface Events {
  /** A whole message for a handset, put together from its segments. */
  mt: [mt: Mt]
  bound: [systemId: string, kind: Bound['kind']]
  unbound: [systemId: string]
}

export interface SimulatorOptions {
  readonly system_id?: string
  readonly password?: string
  readonly window?: number
}

/** An SMSC with handsets: takes binds, hands MO to the gateway by deliver_sm, takes its submit_sm and sends receipts. */
export class Simulator extends EventEmitter<Events> {
  faults: Faults = noFaults
  readonly #options: SimulatorOptions
  readonly #receivers: Bound[] = []
  readonly #partial = new Map<string, { at: number; texts: string[]; have: number }>()
  #server: Awaited<ReturnType<typeof listen>> | undefined
  #turn = 0
  #messageId = 0
  #reference = 0
  #second = 0
  #taken = 0

  constructor(options: SimulatorOptions = {}) {
    super()
    // Each handset listens for itself.
    this.setMaxListeners(0)
    this.#options = options
  }

  get port(): number {
    return this.#server?.port ?? 0
  }

  get bound(): number {
    return this.#receivers.length
  }

  async listen(port: number, host = '127.0.0.1'): Promise<number> {
    this.#server = await listen(host, port, {
      systemId: 'quadzero-sim',
      window: this.#options.window ?? 1000,
      authenticate: ({ system_id, password }) => {
        if (this.faults.closed) return status.ESME_RBINDFAIL
        if (this.#options.system_id !== undefined && system_id !== this.#options.system_id) return status.ESME_RINVSYSID
        if (this.#options.password !== undefined && password !== this.#options.password) return status.ESME_RINVPASWD
        return status.ESME_ROK
      },
      onBound: (bound) => this.#welcome(bound),
    })
    return this.#server.port
  }

  async close(): Promise<void> {
    await this.#server?.close()
  }

  /** Cuts all connections, as a network does. */
  disconnect(): void {
    for (const { session } of this.#receivers.slice()) session.destroy('cut by the simulator')
  }

  /** A handset texts. Long texts go in segments. @throws Error when nobody is bound. */
  async sendMo(mo: { from: string; to: string; text: string }): Promise<MoResult> {
    const { dataCoding, segments } = encodeText(mo.text, this.#reference++ & 0xff)
    const bring = async ({ session }: Bound) => {
      const answers = segments.map((short_message) =>
        session.request('deliver_sm', {
          source_addr_ton: 1,
          source_addr_npi: 1,
          source_addr: mo.from,
          destination_addr: mo.to,
          esm_class: segments.length > 1 ? 0x40 : 0,
          data_coding: dataCoding,
          short_message,
        }),
      )
      const ended = await Promise.allSettled(answers)
      const lost = ended.find((each) => each.status === 'rejected')
      if (lost) throw lost.reason
      return ended.map((each) => (each as PromiseFulfilledResult<Pdu>).value.command_status)
    }
    const bound = this.#receiver()
    let answers = await bring(bound)
    if (this.faults.loseAnswers) {
      bound.session.destroy('its answer was lost')
      while (this.#receivers.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      answers = await bring(this.#receiver())
    }
    return { segments: segments.length, status: answers.find((each) => each !== 0) ?? 0 }
  }

  #receiver(): Bound {
    const bound = this.#receivers[this.#turn++ % Math.max(1, this.#receivers.length)]
    if (!bound) throw new Error('the gateway is not bound')
    return bound
  }

  #welcome(bound: Bound): void {
    if (bound.kind !== 'transmitter') this.#receivers.push(bound)
    this.emit('bound', bound.systemId, bound.kind)
    bound.session.on('request', (pdu) => this.#take(bound, pdu))
    bound.session.on('close', () => {
      const place = this.#receivers.indexOf(bound)
      if (place !== -1) this.#receivers.splice(place, 1)
      this.emit('unbound', bound.systemId)
    })
  }

  #take(bound: Bound, pdu: Pdu): void {
    if (pdu.command.startsWith('bind_')) return
    if (pdu.command !== 'submit_sm') return bound.session.respond(pdu, status.ESME_RINVCMDID)
    const { delayMs, mute } = this.faults
    if (mute) return bound.session.ignore(pdu)
    if (delayMs > 0) setTimeout(() => this.#answer(bound, pdu), delayMs)
    else this.#answer(bound, pdu)
  }

  #answer(bound: Bound, pdu: Pdu): void {
    const { refuseWith, throttlePerSecond } = this.faults
    if (refuseWith !== 0) return bound.session.respond(pdu, refuseWith)
    if (throttlePerSecond > 0) {
      const second = Math.floor(Date.now() / 1000)
      if (second !== this.#second) this.#taken = 0
      this.#second = second
      if (++this.#taken > throttlePerSecond) return bound.session.respond(pdu, status.ESME_RTHROTTLED)
    }
    const message_id = `${(++this.#messageId).toString(16)}-${randomBytes(2).toString('hex')}`
    bound.session.respond(pdu, status.ESME_ROK, { message_id })
    this.#deliver(bound, pdu, message_id)
  }

  #deliver(bound: Bound, pdu: Pdu, message_id: string): void {
    const fields = pdu.fields as Record<string, string | number | Buffer>
    const from = String(fields['source_addr'])
    const to = String(fields['destination_addr'])
    const coding = fields['data_coding'] === 8 ? 'ucs2' : 'gsm'
    const read = readShortMessage({
      esm_class: Number(fields['esm_class']),
      data_coding: Number(fields['data_coding']),
      short_message: fields['short_message'] as Buffer,
      ...pdu.tlvs,
    })
    if (Number(fields['registered_delivery']) & 1) this.#receipt(bound, from, to, message_id)
    const serviceType = String(fields['service_type'])
    const mt = { id: message_id, from, to, coding, serviceType, at: Date.now() } as const
    if (!read.concatenation) {
      this.emit('mt', { ...mt, text: read.text, segments: 1 })
      return
    }
    const { reference, total, part } = read.concatenation
    const name = `${from}|${to}|${reference}|${total}`
    const partial = this.#partial.get(name) ?? { at: Date.now(), texts: [], have: 0 }
    if (partial.texts[part - 1] === undefined) partial.have++
    partial.texts[part - 1] = read.text
    this.#partial.set(name, partial)
    if (partial.have < total) return
    this.#partial.delete(name)
    this.emit('mt', { ...mt, text: partial.texts.join(''), segments: total })
  }

  /** Appendix B: a delivery receipt, back over the link that submitted, or another that receives. */
  #receipt(bound: Bound, from: string, to: string, message_id: string): void {
    const receiver = bound.kind === 'transmitter' ? this.#receivers[0] : bound
    if (!receiver) return
    const date = new Date().toISOString().replace(/\D/g, '').slice(2, 12)
    const text = `id:${message_id} sub:001 dlvrd:001 submit date:${date} done date:${date} stat:DELIVRD err:000 text:`
    receiver.session
      .request(
        'deliver_sm',
        { source_addr: to, destination_addr: from, esm_class: 0x04, short_message: Buffer.from(text) },
        { receipted_message_id: message_id, message_state: 2 },
      )
      .catch(() => {})
  }
}
