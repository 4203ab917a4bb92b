type Schema = Readonly<Record<string, unknown>>

/** What texts of contracts look like: one that fits the pattern is taken. */
const WORDS = [
  ...['a', 'joke', 'ring', 'huayu', '8613800000001', '10661234', '12345678', '123456789', '00', 'cabcdef1'],
  ...['2026-11', '2026-11-28', '2026-11-28T03:00:00Z', 'com.example.app', 'letter.pdf', 'https://a.example/'],
  ...['a'.repeat(64), '0'.repeat(32)],
]

/** The same numbers for the same seed, from 0 up to 1. */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) / 16_777_216
  }
}

/** Something that a contract allows, from its JSON schema; its whole numbers are of `numbers`, where these may stand there. */
export function madeOf(schema: Schema, random: () => number, numbers: () => readonly number[]): unknown {
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const made = (inner: unknown) => madeOf(inner as Schema, random, numbers)
  if ('const' in schema) return schema['const']
  for (const some of ['enum', 'anyOf', 'oneOf'])
    if (schema[some]) return some === 'enum' ? any(schema[some] as unknown[]) : made(any(schema[some] as unknown[]))
  const { minimum = -Infinity, maximum = Infinity } = schema as Record<'minimum' | 'maximum', number>
  switch (schema['type']) {
    case 'object': {
      const required = new Set((schema['required'] ?? []) as string[])
      const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
      const told = fields.filter(([name]) => required.has(name) || random() < 0.6)
      return Object.fromEntries(told.map(([name, each]) => [name, made(each)]))
    }
    case 'array': {
      if (schema['prefixItems']) return (schema['prefixItems'] as Schema[]).map(made)
      const { minItems = 0, maxItems = 2 } = schema as Record<'minItems' | 'maxItems', number>
      const length = Math.max(minItems, Math.min(maxItems, Math.floor(random() * 3)))
      return Array.from({ length }, () => made(schema['items'] ?? {}))
    }
    case 'integer':
    case 'number': {
      const fitting = numbers().filter((each) => each >= minimum && each <= maximum)
      return fitting.length > 0 ? any(fitting) : Math.max(minimum, 0)
    }
    case 'string': {
      const { pattern = '', minLength = 0, maxLength = 400 } = schema as { pattern: string } & Record<string, number>
      const looks = new RegExp(pattern)
      return any(WORDS.filter((each) => looks.test(each) && each.length >= minLength && each.length <= maxLength))
    }
    case 'boolean':
      return random() < 0.5
    default:
      return null
  }
}
