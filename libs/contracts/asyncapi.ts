import { z } from 'zod'
import type { Topic } from './topic.ts'

/** The AsyncAPI 3.0 document of all topics: generated from the contracts, never written by hand. */
export function asyncApi(topics: readonly Topic[], version: string): object {
  const channels = topics.map((each) => [
    each.name,
    {
      address: each.name,
      description: `${each.summary} Owner: ${each.owner}. Key: ${each.key}. ${each.keep === 'compact' ? 'Compacted.' : `Kept ${each.keep} days.`}`,
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
