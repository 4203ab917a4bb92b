import type { OutRecord } from '#bus'
import {
  type Envelope,
  type MessageOf,
  partitionOf,
  type smsBulk,
  type smsOutbound,
  smsRetry,
  smsSent,
} from '#contracts'
import type { Effect } from '#process'
import { type Deps, edgeDeadLetter, edgeRecord, refuseRecord } from '#service'
import { esmClass, status } from '#smpp'
import { encodeText } from '#sms'
import { traceStep } from '#telemetry'
import type { LinkPool, Sent } from './links/pool.ts'

type Mt = MessageOf<typeof smsOutbound>

/** Refused now, perhaps taken later: the message waits in the store. Any other status is for good. */
const TEMPORARY: readonly number[] = [
  status.ESME_RSYSERR,
  status.ESME_RSUBMITFAIL,
  status.ESME_RX_T_APPN,
  status.ESME_RUNKNOWNERR,
  status.ESME_RDELIVERYFAILURE,
]

/** Sends what the topic holds, in order of each subscriber, as far as the links' windows allow. */
export function sender(name: string, topic: typeof smsOutbound | typeof smsBulk, pool: LinkPool, deps: Deps): Effect {
  return {
    name,
    inputs: [topic],
    excuse: () => pool.trouble(),
    carryOut: ({ key, message }, signal) => sendOne(topic.name, key, message as Mt, pool, deps, signal),
    refuse: (record, reason) => refuseRecord(deps, name, record, reason),
  }
}

async function sendOne(
  topic: string,
  key: string,
  message: Mt,
  pool: LinkPool,
  deps: Deps,
  signal: AbortSignal,
): Promise<OutRecord[]> {
  const { to, from, text, class: kind } = message.data
  const { policy } = deps.policy
  const span = traceStep('submit_sm', message.trace, { 'quadzero.corr': message.corr })
  const wantsReceipt = policy.deliveryReceiptsFor.includes(kind)
  const { dataCoding, segments } = encodeText(text, partitionOf(message.id, 256))
  const sent: Sent[] = []
  // A subscriber's segments go out together; each is answered by itself.
  const answers = segments.map((short_message) => {
    const fields = {
      service_type: policy.serviceType[kind] ?? '',
      source_addr_ton: /^\d+$/.test(from) ? 0 : 5,
      source_addr: from,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: to,
      esm_class: segments.length > 1 ? esmClass.udhi : 0,
      registered_delivery: wantsReceipt ? 1 : 0,
      data_coding: dataCoding,
      short_message,
    }
    return pool.send({ fields, tlvs: {}, priority: kind === 'marketing' ? 'bulk' : 'answer' }, signal)
  })
  for (const answer of answers) sent.push(await answer)
  span.end()
  const failed = sent.find((each) => each.answer.command_status !== status.ESME_ROK)
  if (!failed) {
    deps.metrics.mt.inc({ class: kind, outcome: 'submitted' })
    return wantsReceipt ? sent.map((each) => submitted(each, message, segments.length, deps)) : []
  }
  return [refusal(topic, key, message, failed.answer.command_status, deps)]
}

function submitted({ link, answer }: Sent, message: Mt, segments: number, deps: Deps): OutRecord {
  const messageId = String(answer.fields['message_id'] ?? '').slice(0, 80)
  const data = { mt: message.id, link, messageId, segments }
  return edgeRecord(smsSent, deps.bus, `${link}:${messageId}`, { ...next(message, deps), type: 'mt.submitted', data })
}

function refusal(topic: string, key: string, message: Mt, command_status: number, deps: Deps): OutRecord {
  if (TEMPORARY.includes(command_status)) {
    deps.metrics.mt.inc({ class: message.data.class, outcome: 'deferred' })
    const data = { topic, key, mt: message.data, status: command_status }
    return edgeRecord(smsRetry, deps.bus, message.id, { ...next(message, deps), type: 'mt.deferred', data })
  }
  deps.metrics.mt.inc({ class: message.data.class, outcome: 'refused' })
  const reason = `the SMSC refused it with command_status 0x${command_status.toString(16)}`
  return edgeDeadLetter(deps.bus, {
    id: `${message.id}!`,
    at: deps.clock.now(),
    process: 'sender',
    topic,
    key,
    reason,
    value: JSON.stringify(message),
  })
}

const next = (message: Envelope, deps: Deps) => ({ id: `${message.id}/s`, at: deps.clock.now(), corr: message.corr })
