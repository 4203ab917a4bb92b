import { describe, expect, it } from 'vitest'
import { silences } from './openapi.ts'

const document = (schema: object, more: object = {}) => ({
  paths: {
    '/v1/things': {
      post: { requestBody: { content: { 'application/json': { schema, ...more } } }, responses: {} },
    },
  },
  components: { schemas: {} },
})

describe('the check of the OpenAPI', () => {
  it('names a field that does not say what it is, however deep', () => {
    const schema = {
      properties: { lines: { description: 'By kind', items: { properties: { fen: { type: 'number' } } } } },
    }
    expect(silences(document(schema, { example: {} }))).toEqual([
      'post /v1/things.lines.fen does not say what it is: .describe() it, or put it into libs/http/openapi/glossary.ts',
    ])
  })

  it('names a body without an example', () => {
    const schema = { properties: { fen: { description: 'Amount in fen' } } }
    expect(silences(document(schema))).toEqual(['post /v1/things has no example'])
    expect(silences(document(schema, { example: { fen: 500 } }))).toEqual([])
  })
})
