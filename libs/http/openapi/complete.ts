import { z } from 'zod'
import type { Needs } from '../access.ts'
import type { WebhookDoc } from '../api.ts'
import { Problem, type ProblemCode, problems } from '../problem.ts'
import { exampleOf, type JsonSchema } from './examples.ts'
import { glossary } from './glossary.ts'
import { hoist } from './hoist.ts'
import { operationId } from './names.ts'

interface Content {
  schema?: JsonSchema
  example?: unknown
  examples?: Record<string, { summary?: string; value: unknown }>
}

interface Operation {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: object[]
  parameters?: { name: string; in: string; description?: string; example?: unknown; schema?: JsonSchema }[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { description?: string; content?: Record<string, Content> }>
  'x-needs'?: Needs
  'x-problems'?: readonly ProblemCode[]
  'x-purpose'?: string
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, JsonSchema> }
  webhooks?: Record<string, object>
}

const meanings: Readonly<Record<string, string>> = {
  '200': 'Here it is',
  '201': 'Made',
  '202': 'Durable, and will be done',
  '204': 'Done',
}

/** What a call may be refused with whatever it asks for. */
export function usualProblems(needs: Needs | undefined, hasBody: boolean, hasParameters: boolean): ProblemCode[] {
  return [
    ...(needs?.[0] === 'open'
      ? []
      : ([
          'auth.missing',
          'auth.unknown',
          'auth.purpose',
          'rate.limited',
          'store.unavailable',
          'record.changed',
          'not-ready',
        ] as const)),
    ...(hasBody || hasParameters ? (['request.invalid'] as const) : []),
    ...(hasBody ? (['request.not-json', 'request.media-type', 'request.too-large'] as const) : []),
    ...(needs?.[1] === 'health' ? [] : (['internal'] as const)),
  ]
}

const problemExample = (code: ProblemCode) => ({
  ...new Problem(code).toJSON(),
  corr: '0b8a4c1e-5f0d-4b7e-9a51-3c2a54d1f6aa',
})

/**
 * Completes what the routes say: ids, the errors of each operation by code, descriptions of fields from the glossary, an
 * example of everything that is sent and answered, and one schema for what stands in several places.
 */
export function complete<Document extends OpenApi>(document: Document, webhooks: readonly WebhookDoc[] = []): Document {
  for (const [url, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations)) {
      const needs = operation['x-needs']
      const own = operation['x-problems'] ?? []
      delete operation['x-needs']
      delete operation['x-problems']
      operation.operationId ??= operationId(method, url)
      if (needs?.[0] === 'open') operation.security = []
      else if (needs) operation['x-purpose'] = needs[0]
      for (const each of operation.parameters ?? []) {
        each.description ??= glossary[each.name]?.[0] as string
        if (each.in === 'path') each.example ??= exampleOf(each.schema ?? {}, each.name)
      }
      for (const [status, answer] of Object.entries(operation.responses))
        if (answer.description === 'Default Response') answer.description = meanings[status] ?? 'Answered'
      const contents = [
        ...Object.values(operation.requestBody?.content ?? {}),
        ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {})),
      ]
      for (const content of contents) {
        if (!content.schema) continue
        describe(content.schema)
        if (content.example === undefined && content.examples === undefined) content.example = exampleOf(content.schema)
      }
      const hasIdempotency = operation.parameters?.some(({ name }) => name === 'idempotency-key') === true
      const codes: ProblemCode[] = [
        ...own,
        ...(hasIdempotency ? (['idempotency.conflict'] as const) : []),
        ...usualProblems(needs, operation.requestBody !== undefined, (operation.parameters ?? []).length > 0),
      ]
      Object.assign(operation.responses, answersOf(codes))
    }
  hoist(document)
  document.webhooks = Object.fromEntries(webhooks.map((each) => [each.name, { post: webhookOperation(each) }]))
  return document
}

function webhookOperation({ name, summary, description, body }: WebhookDoc) {
  const { $schema: _, ...schema } = z.toJSONSchema(body) as JsonSchema & { $schema: string }
  describe(schema)
  const header = (name: string, meaning: string) => ({
    name,
    in: 'header',
    required: true,
    description: meaning,
    schema: { type: 'string' },
  })
  return {
    operationId: name,
    summary,
    description,
    tags: ['partners'],
    security: [],
    parameters: [
      header('webhook-id', 'Id of this delivery: the same when it is tried again'),
      header('webhook-timestamp', 'Seconds since 1970; refuse what is older than five minutes'),
      header('webhook-signature', '`v1,` and an HMAC-SHA256 in base64, as Standard Webhooks says'),
    ],
    requestBody: {
      required: true,
      content: { 'application/cloudevents+json': { schema, example: exampleOf(schema) } },
    },
    responses: {
      '2XX': { description: 'Taken: it is not sent again' },
      default: { description: 'Anything else, or no answer in 5 s: it is tried again for about a day' },
    },
  }
}

/** The refusals of an operation, by their status. */
function answersOf(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(new Set(codes), (code) => String(problems[code][0]))
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${problems[code][1]}`).join('; '),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(
              some.map((code) => [code, { summary: problems[code][1], value: problemExample(code) }]),
            ),
          },
        },
      },
    ]),
  )
}

/** Every field gets its meaning from the glossary, unless its schema says it. */
function describe(schema: JsonSchema): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    field.description ??= glossary[name]?.[0] as string
    describe(field)
  }
  for (const each of [schema.items, schema.additionalProperties]) if (typeof each === 'object') describe(each)
  for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) describe(each)
}

/** RFC 9457, as every refusal is answered. */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457: why it was refused, and what to do. Never holds a number or a text of a subscriber.',
  properties: {
    type: { type: 'string', description: '`urn:quadzero:problem:` and the code' },
    title: { type: 'string', description: 'What is wrong, in a sentence' },
    status: { type: 'integer', description: 'The HTTP status' },
    code: { type: 'string', enum: Object.keys(problems), description: 'What programs tell errors apart by' },
    todo: { type: 'string', description: 'What to do' },
    detail: { type: 'string', description: 'What is wrong with this very call' },
    errors: {
      type: 'array',
      description: 'Where the request does not fit its schema',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'JSON pointer' },
          rule: { type: 'string', description: 'What it does not keep to' },
          message: { type: 'string', description: 'In words' },
        },
      },
    },
    corr: { type: 'string', description: 'Id of this call, for support' },
  },
  required: ['type', 'title', 'status', 'code', 'todo'],
}
