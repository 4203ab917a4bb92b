import { z } from 'zod'
import type { Topic } from './topic.ts'

/** What stands as the key of a topic’s records, for whoever reads or writes it from outside. */
export const keyTold: Readonly<Record<Topic['key'], string>> = {
  subscriber: 'the subscriber: an HMAC of the number, the same in all topics, as `subscriber` in messages',
  service: '`partner-`, `service-`, `port-` or `restraint-`, its id, a hyphen, the version',
  message: 'an id of the message',
  'api-key': 'the id of the key',
  'dead-letter': 'the id of the dead letter',
  link: 'the name of the link',
  request: 'the id of the request (`requestId`)',
  receipt: 'the id of the receipt (`receiptId` of consents, subscriptions and disputes)',
  shard: 'a share of records that are signed together',
  seal: 'the share of the seal and its number',
  lane: 'the process and the number of its lane',
  charge: 'the id of the charge, as billing gave it (`chargeId`)',
  complaint: 'the subscriber, a full stop, the number of the complaint',
  report: 'the reporter, a full stop, the number of the report',
  reward: 'the campaign, the subscriber and the tenure, with full stops between',
  dispute: 'the subscriber, a full stop, the id of the charge',
  settlement: 'the partner, a bar (`|`), the month',
  webhook: 'the id of the endpoint',
  delivery: 'the id of the delivery',
  case: 'the number of the case',
  partner: 'the id of the partner; of an app `app ` and its name',
  notice: 'the number of the case, a hyphen, the version',
  person: 'the login of the person',
  session: 'a digest of the secret of the session',
  proposal: 'the id of the proposal, and of a page its number',
  bucket: 'a span of time, and what counted in it',
  process: 'the name of the process',
  target: 'what is blocked; of a number an HMAC',
  port: 'the port',
  digest: 'a digest of sender, receiver and text',
  place: 'the place',
  series: 'what is counted, and where',
  campaign: 'the id of the campaign',
  roll: 'the campaign, and a part of those who reported it',
  file: 'the number of the case, and the name of the file',
  draft: 'the id of the draft, or the number of the version',
  record: 'the kind of the record and its key',
  any: 'anything: nothing is read of it',
}

/** The AsyncAPI 3.0 document of all topics: generated from the contracts, never written by hand. */
export function asyncApi(topics: readonly Topic[], version: string): object {
  const channels = topics.map((each) => [
    each.name,
    {
      address: each.name,
      description: `${each.summary} Owner: ${each.owner}. Key: ${each.key} (${keyTold[each.key]}). ${each.keep === 'compact' ? 'Compacted.' : `Kept ${each.keep} days.`}`,
      messages: Object.fromEntries(
        Object.keys(each.messages).map((type) => [type, { $ref: `#/components/messages/${each.name}.${type}` }]),
      ),
      bindings: {
        kafka: { topicConfiguration: { 'cleanup.policy': [each.keep === 'compact' ? 'compact' : 'delete'] } },
      },
    },
  ])
  const messages = topics.flatMap((each) =>
    Object.entries(each.messages).map(([type, schema]) => [
      `${each.name}.${type}`,
      {
        name: type,
        payload: {
          type: 'object',
          required: ['id', 'type', 'v', 'at', 'corr', 'data'],
          properties: {
            id: { type: 'string' },
            type: { const: type },
            v: { const: 1 },
            at: { type: 'integer', description: 'ms since 1970, stamped by the edge' },
            corr: { type: 'string' },
            trace: { type: 'string' },
            data: z.toJSONSchema(schema, { io: 'input' }),
          },
        },
      },
    ]),
  )
  return {
    asyncapi: '3.0.0',
    info: { title: 'Quadzero topics', version, description: 'Generated from libs/contracts by `npm run generate`.' },
    channels: Object.fromEntries(channels),
    components: { messages: Object.fromEntries(messages) },
  }
}
