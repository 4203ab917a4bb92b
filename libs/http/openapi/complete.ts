import { z } from 'zod'
import type { WebhookDoc } from '../api.ts'
import type { ProblemCode } from '../problem.ts'
import type { JsonSchema, OpenApi, Operation } from './document.ts'
import { exampleOf } from './examples.ts'
import { glossary } from './glossary.ts'
import { hoist } from './hoist.ts'
import { operationId } from './names.ts'
import { refusalsOf, usualProblems } from './refusals.ts'

const meanings: Readonly<Record<string, string>> = {
  '200': 'Here it is',
  '201': 'Made',
  '202': 'Durable, and will be done',
  '204': 'Done',
}

/**
 * Completes what the routes say: ids, the errors of each operation by code, descriptions of fields from the glossary, an
 * example of everything that is sent and answered, and one schema for what stands in several places.
 */
export function complete<Document extends OpenApi>(document: Document, webhooks: readonly WebhookDoc[] = []): Document {
  for (const [url, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations)) {
      operation.operationId ??= operationId(method, url)
      explainParameters(operation)
      explainContents(operation)
      explainAnswers(operation)
    }
  hoist(document)
  document.webhooks = Object.fromEntries(webhooks.map((each) => [each.name, { post: webhookOperation(each) }]))
  return document
}

function explainParameters({ parameters = [] }: Operation): void {
  for (const each of parameters) {
    each.description ??= glossary[each.name]?.[0] as string
    if (each.in === 'path') each.example ??= exampleOf(each.schema ?? {}, each.name)
  }
}

function explainContents({ requestBody, responses }: Operation): void {
  const contents = [requestBody, ...Object.values(responses)].flatMap((each) => Object.values(each?.content ?? {}))
  for (const content of contents) {
    if (!content.schema) continue
    describe(content.schema)
    if (content.example === undefined && content.examples === undefined) content.example = exampleOf(content.schema)
  }
}

/** What each status means, who may call, and with what it may be refused. */
function explainAnswers(operation: Operation): void {
  const { 'x-needs': needs, 'x-problems': own = [], parameters = [], requestBody, responses } = operation
  delete operation['x-needs']
  delete operation['x-problems']
  if (needs?.[0] === 'open') operation.security = []
  else if (needs) operation['x-purpose'] = needs[0]
  for (const [status, answer] of Object.entries(responses))
    if (answer.description === 'Default Response') answer.description = meanings[status] ?? 'Answered'
  const hasIdempotency = parameters.some(({ name }) => name === 'idempotency-key')
  const codes: ProblemCode[] = [
    ...own,
    ...(hasIdempotency ? (['idempotency.conflict'] as const) : []),
    ...usualProblems(needs, requestBody !== undefined, parameters.length > 0),
  ]
  Object.assign(responses, refusalsOf(codes))
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

/** Every field gets its meaning from the glossary, unless its schema says it. */
function describe(schema: JsonSchema): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    field.description ??= glossary[name]?.[0] as string
    describe(field)
  }
  for (const each of [schema.items, schema.additionalProperties]) if (typeof each === 'object') describe(each)
  for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) describe(each)
}
