import { hash, randomBytes } from 'node:crypto'
import type { OutRecord } from '#bus'
import { smsSegments, smsSent } from '#contracts'
import { type Deps, edgeDeadLetter, edgeRecord, publishFromEdge } from '#service'
import { esmClass, type Pdu, readReceipt, type Session, status } from '#smpp'
import { parseAddress, parseMsisdn, readShortMessage } from '#sms'
import { beginTrace } from '#telemetry'
import type { Answers, Arrival } from './answers.ts'
import { topicOfMo } from './domain/route.ts'
import type { Link } from './links/link.ts'

/**
 * What comes over a link, into the log: it is answered only when it is durable; when it cannot be made durable, the SMSC
 * is told to try again (ESME_RX_T_APPN).
 */
export function receive(deps: Deps, link: Link, answers: Answers): void {
  let counter = 0
  let sessions = 0
  const instance = randomBytes(4).toString('hex')
  const names = new WeakMap<Session, string>()
  const nameOf = (session: Session): string => {
    const name = names.get(session) ?? `${instance}.${(sessions++).toString(36)}`
    names.set(session, name)
    return name
  }
  const take = async (pdu: Pdu, bytes: Buffer, session: Session): Promise<void> => {
    if (pdu.command !== 'deliver_sm' && pdu.command !== 'data_sm') return session.respond(pdu, status.ESME_RINVCMDID)
    const began = performance.now()
    const id = `${link.config.name}-${instance}-${(counter++).toString(36)}`
    const span = beginTrace('deliver_sm', { 'quadzero.corr': id, 'quadzero.link': link.config.name })
    const moment = { id, trace: span.trace, session: nameOf(session), began }
    let arrival: Arrival | undefined
    try {
      const made = recordOf(deps, link, pdu, bytes, moment, answers)
      arrival = made.arrival
      await publishFromEdge(deps.bus, [made.record])
      session.respond(pdu, status.ESME_ROK)
      if (arrival) answers.answered(arrival, performance.now(), true)
      deps.metrics.mo.inc({ via: link.config.name, outcome: made.outcome })
    } catch (error) {
      const { code = 'unknown', retriable = true } = error as { code?: string; retriable?: boolean }
      // What is too large now is so the next time.
      session.respond(pdu, retriable ? status.ESME_RX_T_APPN : status.ESME_RX_P_APPN)
      if (arrival) answers.answered(arrival, performance.now(), false)
      deps.metrics.mo.inc({ via: link.config.name, outcome: 'refused' })
      deps.log.error(
        { link: link.config.name, corr: id, code },
        retriable
          ? 'an MO could not be made durable; the SMSC was told to try again'
          : 'an MO cannot be taken; the SMSC was told not to try again',
      )
    }
    span.end()
  }
  link.on('request', (pdu, bytes, session) => void take(pdu, bytes, session))
}

interface Moment {
  readonly id: string
  readonly trace: string | undefined
  readonly session: string
  /** Monotonic, ms. */
  readonly began: number
}

interface Made {
  readonly record: OutRecord
  readonly outcome: string
  /** Of an MO, which the SMSC may bring again. */
  readonly arrival?: Arrival
}

function recordOf(
  deps: Deps,
  link: Link,
  pdu: Pdu,
  bytes: Buffer,
  { id, trace, session, began }: Moment,
  answers: Answers,
): Made {
  const { bus, clock, config, keyOf } = deps
  const at = clock.now()
  const base = { id, at, corr: id, ...(trace ? { trace } : {}) }
  const fields = pdu.fields as Record<string, string | number | Buffer>
  const name = link.config.name
  if ((Number(fields['esm_class']) & esmClass.typeMask) === esmClass.deliveryReceipt) {
    const receipt = readReceipt(pdu)
    if (!receipt) return { outcome: 'dead-letter', record: letter('a delivery receipt without id or state') }
    const { messageId, state, error } = receipt
    const data = { link: name, messageId: messageId.slice(0, 80), state, ...(error ? { error } : {}) }
    return {
      outcome: 'receipt',
      record: edgeRecord(smsSent, bus, `${name}:${data.messageId}`, { ...base, type: 'mt.receipt', data }),
    }
  }
  const from = parseMsisdn(String(fields['source_addr']), config.COUNTRY)
  const to = parseAddress(String(fields['destination_addr']))
  if (!from || !to)
    return {
      outcome: 'dead-letter',
      record: letter(`${from ? 'destination_addr' : 'source_addr'} is not a number that can be answered`),
    }
  const { text, concatenation } = readShortMessage(
    {
      esm_class: Number(fields['esm_class']),
      data_coding: Number(fields['data_coding']),
      short_message: (fields['short_message'] as Buffer | undefined) ?? Buffer.alloc(0),
      ...(pdu.tlvs as {
        message_payload?: Buffer
        sar_msg_ref_num?: number
        sar_total_segments?: number
        sar_segment_seqnum?: number
      }),
    },
    link.config.encoding,
  )
  const key = keyOf(from)
  const { smsc } = link.config
  // Bytes without the sequence_number, which a repetition changes; a sibling bind may bring it.
  const fingerprint = hash('sha1', `${smsc}|${bytes.toString('latin1', 16)}`, 'base64url')
  const arrival = { fingerprint, subscriber: key, stamp: at, at: began }
  const brought = { smsc, session, ...answers.arrived(arrival) }
  if (concatenation) {
    const data = { from, to, text, link: name, fingerprint, brought, ...concatenation }
    return {
      arrival,
      outcome: 'segment',
      record: { ...edgeRecord(smsSegments, bus, key, { ...base, type: 'segment.received', data }), checked: true },
    }
  }
  const data = { from, to, text, channel: 'sms', via: name, fingerprint, brought }
  const topic = topicOfMo(to, deps.policy.policy.shortCodes)
  return {
    arrival,
    outcome: 'message',
    record: { ...edgeRecord(topic, bus, key, { ...base, type: 'mo.received', data }), checked: true },
  }

  function letter(reason: string): OutRecord {
    return edgeDeadLetter(bus, {
      id,
      at,
      process: 'sms-gateway',
      topic: '',
      key: '',
      reason,
      value: bytes.toString('base64'),
    })
  }
}
