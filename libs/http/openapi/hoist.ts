import type { JsonSchema, OpenApi } from './document.ts'
import { singular } from './names.ts'

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/**
 * Objects that several operations speak of become one schema with a name, and so does every body: what is sent is called
 * after its operation, what a list holds after the list’s path. Same name only for same content.
 */
export function hoist(document: OpenApi): void {
  document.components ??= {}
  document.components.schemas ??= {}
  const { schemas } = document.components
  const byText = new Map<string, string>()
  const name = (schema: JsonSchema, wanted: string): JsonSchema => {
    if (schema.$ref !== undefined || !schema.properties) return schema
    const text = JSON.stringify(schema)
    const known = byText.get(text)
    if (known !== undefined) return ref(known)
    let free = wanted
    for (let n = 2; schemas[free] !== undefined; n++) free = `${wanted}${n}`
    schemas[free] = schema
    byText.set(text, free)
    return ref(free)
  }
  const operations = Object.entries(document.paths).flatMap(([url, each]) =>
    Object.values(each).map((operation) => {
      const noun = singular(url.split('/').findLast((part) => part !== '' && !part.startsWith('{')) as string)
      return { operation, noun, id: (operation.operationId as string).replace(/^./, (first) => first.toUpperCase()) }
    }),
  )
  // What is looked at by itself has the plain name; a list that shows less of it has another.
  operations.sort((a, b) => Number(b.id.startsWith('Get')) - Number(a.id.startsWith('Get')))
  for (const { operation, noun, id } of operations) {
    for (const content of Object.values(operation.requestBody?.content ?? {}))
      if (content.schema) content.schema = name(content.schema, `${id}Request`)
    for (const [status, { content }] of Object.entries(operation.responses))
      for (const each of Object.values(content ?? {})) {
        if (!each.schema || Number(status) >= 400) continue
        const list = each.schema.properties?.['items']
        if (list?.items) list.items = name(list.items, schemas[noun] ? `${noun}Item` : noun)
        each.schema = name(each.schema, list?.items ? `${noun}Page` : id.startsWith('Get') ? noun : `${id}Answer`)
      }
  }
}
