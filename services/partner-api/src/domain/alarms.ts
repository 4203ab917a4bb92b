import { type Envelope, type MessageOf, OPERATOR, surgeAlarms } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import type { RequestRefs } from './requests.ts'

/** Tells the operator’s own endpoints what rises out of its pattern, and when it is over. Nothing is kept. */
function decide(
  _state: undefined,
  message: Envelope | Wake,
  { now, cause, refs }: Context<Pick<RequestRefs, 'idFor' | 'webhooksOf'>>,
): Decision<undefined> {
  if (message.type === 'wake') return { state: undefined }
  const { type, data } = message as MessageOf<typeof surgeAlarms>
  const emit = refs.webhooksOf(OPERATOR).map(({ webhookId, partnerId }) => ({
    topic: 'webhook.deliveries',
    key: `${cause}.${webhookId}`,
    type: 'delivery.made',
    data: { webhookId, partnerId, body: JSON.stringify(alarmEvent({ type, data }, cause, now, refs.idFor)) },
  }))
  return { state: undefined, emit }
}

const alarmEvent = (
  { type, data: { what, where, hour, ...figures } }: Pick<MessageOf<typeof surgeAlarms>, 'type' | 'data'>,
  cause: string,
  at: number,
  idFor: RequestRefs['idFor'],
) => ({
  specversion: '1.0',
  id: idFor('event', OPERATOR, cause),
  source: '/quadzero/alarms',
  type: `quadzero.${type}`,
  subject: `${what} ${where.kind} ${where.id}`.trim(),
  time: new Date(at).toISOString(),
  datacontenttype: 'application/json',
  data: { what, where, from: new Date(hour).toISOString(), ...figures },
})

export const alarmsTold: ProcessDefinition<undefined, Envelope, Pick<RequestRefs, 'idFor' | 'webhooksOf'>> = {
  name: 'alarms-told',
  inputs: [surgeAlarms],
  decide,
}
