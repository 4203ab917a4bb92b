import type { OpenApi } from './complete.ts'
import type { JsonSchema } from './examples.ts'
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
  for (const [url, operations] of Object.entries(document.paths)) {
    const noun = singular(url.split('/').findLast((each) => each !== '' && !each.startsWith('{')) as string)
    for (const operation of Object.values(operations)) {
      const Id = (operation.operationId as string).replace(/^./, (first) => first.toUpperCase())
      for (const content of Object.values(operation.requestBody?.content ?? {}))
        if (content.schema) content.schema = name(content.schema, `${Id}Request`)
      for (const [status, { content }] of Object.entries(operation.responses))
        for (const each of Object.values(content ?? {})) {
          if (!each.schema || Number(status) >= 400) continue
          const items = each.schema.properties?.['items']?.items
          const list = each.schema.properties?.['items']
          if (items && list) list.items = name(items, noun)
          each.schema = name(each.schema, items ? `${noun}Page` : Id.startsWith('Get') ? noun : `${Id}Answer`)
        }
    }
  }
}
