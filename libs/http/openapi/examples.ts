import type { JsonSchema } from './document.ts'
import { glossary } from './glossary.ts'

/**
 * An example that fits a schema: its own, its field’s in the glossary where that fits, or the plainest of its type. One
 * element of a list, and every field that an answer can have.
 * @param name of the field, which the glossary knows
 */
export function exampleOf(schema: JsonSchema, name?: string): unknown {
  if (schema.example !== undefined) return schema.example
  if (schema.examples?.[0] !== undefined) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  const known = name === undefined ? undefined : glossary[name]?.[1]
  if (schema.enum) return schema.enum.includes(known) ? known : schema.enum[0]
  const [first] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  if (first) return exampleOf(first, name)
  if (known !== undefined && fits(schema, known)) return known
  if (schema.properties)
    return Object.fromEntries(Object.entries(schema.properties).map(([field, each]) => [field, exampleOf(each, field)]))
  if (schema.default !== undefined) return schema.default
  if (schema.type === 'array') return schema.items ? [exampleOf(schema.items, name)] : []
  if (typeof schema.additionalProperties === 'object') return { key: exampleOf(schema.additionalProperties) }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return true
    case 'null':
      return null
    case 'object':
      return {}
    case undefined:
      return {}
    default:
      return schema.format === 'date-time' ? '2026-11-26T08:30:00.000Z' : 'text'
  }
}

/** Whether a value of the glossary can stand where a schema is: one word means the same thing in different forms. */
function fits(schema: JsonSchema, value: unknown): boolean {
  if (schema.format === 'date-time') return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)
  if (schema.pattern !== undefined) return typeof value === 'string' && new RegExp(schema.pattern, 'u').test(value)
  const types = [schema.type ?? []].flat()
  if (typeof value === 'string') return types.includes('string') && value.length >= (schema.minLength ?? 0)
  if (typeof value === 'number') return types.includes('number') || types.includes('integer')
  if (typeof value === 'boolean') return types.includes('boolean')
  if (Array.isArray(value)) return types.includes('array')
  return types.length === 0
}
