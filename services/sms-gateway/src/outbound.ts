import type { OutRecord } from '#bus'
import {
  type Envelope,
  type MessageOf,
  mtDecisions,
  partitionOf,
  portClass,
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
import { type LinkPool, type Sent, Unanswered, Unsent } from './links/pool.ts'

type Mt = MessageOf<typeof smsOutbound>

/** Refused now or lost, perhaps taken later: the message waits in the store. Any other status is for good. */
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
    carryOut: ({ key, message }, signal) =>
      send({ topic: topic.name, key, message: message as Mt }, pool, deps, signal),
    refuse: (record, reason) => refuseRecord(deps, name, record, reason),
  }
}

interface Queued {
  readonly topic: string
  readonly key: string
  readonly message: Mt
}

/** @throws Unsent when nothing of it was put on a link before the lane was told to stop */
async function send(mt: Queued, pool: LinkPool, deps: Deps, signal: AbortSignal): Promise<OutRecord[]> {
  const { message } = mt
  const { to, from, class: kind, sealed } = message.data
  const stopped = stoppedNow(mt, deps)
  if (stopped) return [stopped]
  const text = sealed ? deps.ids.open('sms', message.data.text)?.id : message.data.text
  if (text === undefined) return [letter(mt, 'its text was sealed with an ID_KEY that is not known any more', deps)]
  const { policy } = deps.policy
  const span = traceStep('submit_sm', message.trace, { 'quadzero.corr': message.corr })
  const wantsReceipt = policy.deliveryReceiptsFor.includes(kind)
  const { dataCoding, segments } = encodeText(text, partitionOf(message.id, 256))
  // A subscriber's segments go out together; each is answered, or lost, by itself.
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
  const ended = await Promise.allSettled(answers)
  span.end()
  const errors = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []))
  if (errors.some((error) => error instanceof RangeError))
    return [letter(mt, 'a field of it is longer than SMPP allows', deps)]
  const unknown = errors.find((error) => !(error instanceof Unsent || error instanceof Unanswered))
  const unsent = errors.length === segments.length && errors.every((error) => error instanceof Unsent)
  if (unknown ?? unsent) throw unknown ?? errors[0]
  if (errors.length > 0) return [refusal(mt, status.ESME_RDELIVERYFAILURE, deps)]
  const sent = ended.map((each) => (each as PromiseFulfilledResult<Sent>).value)
  const failed = sent.find((each) => each.answer.command_status !== status.ESME_ROK)
  if (failed) return [refusal(mt, failed.answer.command_status, deps)]
  deps.metrics.mt.inc({ class: kind, outcome: 'submitted' })
  return wantsReceipt ? sent.map((each) => submitted(each, message, segments.length, deps)) : []
}

/**
 * A port, or a domain in its text, that was blocked for everybody since its message was let through: it stops at the last step as well, and the
 * decision says so. Answers and prompts of ours go out, whatever port was texted.
 */
function stoppedNow({ key, message }: Queued, deps: Deps): OutRecord | undefined {
  const { from, text, class: kind, request } = message.data
  const ofPort = portClass.options.find((each) => each === kind)
  if (!ofPort || request !== undefined) return undefined
  const at = deps.clock.now()
  const rule = deps.network.stops(from, ofPort === 'marketing', at) ?? deps.network.stopsText(text, at)
  if (!rule) return undefined
  deps.metrics.mt.inc({ class: kind, outcome: 'stopped' })
  const mt = message.data.mt ?? message.corr
  const port = deps.catalogue.portOf(from, at)
  const data = { mt, subscriber: key, port, class: ofPort, allow: false, rule, policy: deps.policy.version }
  return edgeRecord(mtDecisions, deps.bus, mt, { ...next(message, deps), type: 'mt.decided', data })
}

function submitted({ link, answer }: Sent, message: Mt, segments: number, deps: Deps): OutRecord {
  const messageId = String(answer.fields['message_id'] ?? '').slice(0, 80)
  const data = { mt: message.data.mt ?? message.id, link, messageId, segments }
  return edgeRecord(smsSent, deps.bus, `${link}:${messageId}`, { ...next(message, deps), type: 'mt.submitted', data })
}

function refusal({ topic, key, message }: Queued, command_status: number, deps: Deps): OutRecord {
  if (TEMPORARY.includes(command_status)) {
    deps.metrics.mt.inc({ class: message.data.class, outcome: 'deferred' })
    const data = { topic, key, mt: message.data, status: command_status }
    return edgeRecord(smsRetry, deps.bus, message.id, { ...next(message, deps), type: 'mt.deferred', data })
  }
  const reason = `the SMSC refused it with command_status 0x${command_status.toString(16)}`
  return letter({ topic, key, message }, reason, deps)
}

function letter({ topic, key, message }: Queued, reason: string, deps: Deps): OutRecord {
  deps.metrics.mt.inc({ class: message.data.class, outcome: 'refused' })
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
