import { createConfig, lintFromString } from '@redocly/openapi-core'
import type { JsonSchema } from '../libs/http/openapi/document.ts'
import { assembled } from './assembled.ts'

/*
 * Part of `npm run check`: OpenAPI that needs no question. The document is valid; each operation has an id, a summary, a tag
 * that is explained, an example of what is sent and answered that fits its schema; each field and parameter says what it is.
 */
const rules = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-summary': 'error',
  'operation-tag-defined': 'error',
  'operation-2xx-response': 'error',
  'operation-parameters-unique': 'error',
  'path-parameters-defined': 'error',
  'path-declaration-must-exist': 'error',
  'parameter-description': 'error',
  'tag-description': 'error',
  'security-defined': 'error',
  'no-empty-servers': 'error',
  'no-unused-components': 'error',
  'no-invalid-media-type-examples': 'error',
  'no-invalid-parameter-examples': 'error',
  'no-invalid-schema-examples': 'error',
} as const

interface Document {
  paths: Record<string, Record<string, { requestBody?: Body; responses: Record<string, Body> }>>
  webhooks?: Record<string, { post: { requestBody: Body } }>
  components: { schemas: Record<string, JsonSchema> }
}
interface Body {
  content?: Record<string, { schema?: JsonSchema; example?: unknown; examples?: unknown }>
}

/** Fields without a meaning, and bodies without an example, as sentences that say what to do. */
export function silences(document: Document): string[] {
  const found: string[] = []
  const look = (schema: JsonSchema, where: string): void => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      if (!field.description && !field.$ref)
        found.push(
          `${where}.${name} does not say what it is: .describe() it, or put it into libs/http/openapi/glossary.ts`,
        )
      look(field, `${where}.${name}`)
    }
    for (const each of [schema.items, schema.additionalProperties]) if (typeof each === 'object') look(each, where)
    for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) look(each, where)
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) look(schema, name)
  const bodies: [string, Body][] = Object.entries(document.paths).flatMap(([url, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody, responses }]): [string, Body][] => [
      ...(requestBody ? [[`${method} ${url}`, requestBody] as [string, Body]] : []),
      ...Object.entries(responses).map(([status, body]): [string, Body] => [`${method} ${url} ${status}`, body]),
    ]),
  )
  for (const [name, { post }] of Object.entries(document.webhooks ?? {})) bodies.push([name, post.requestBody])
  for (const [where, { content }] of bodies)
    for (const { schema, example, examples } of Object.values(content ?? {})) {
      if (schema) look(schema, where)
      if (schema && example === undefined && examples === undefined) found.push(`${where} has no example`)
    }
  return found
}

if (import.meta.main) {
  const document = (await assembled(true, (http) => http.swagger())) as unknown as Document
  if (process.argv.includes('--print')) console.log(JSON.stringify(document, null, 2))
  else {
    const problems = await lintFromString({ source: JSON.stringify(document), config: await createConfig({ rules }) })
    const flaws = [
      ...problems.map(({ message, location, ruleId }) => `${location[0]?.pointer}: ${message} (${ruleId})`),
      ...new Set(silences(document)),
    ]
    for (const flaw of flaws) console.error(flaw)
    process.exit(flaws.length === 0 ? 0 : 1)
  }
}
