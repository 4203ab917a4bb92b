import { describe, expect, it } from 'vitest'
import { complete } from './complete.ts'
import type { OpenApi } from './document.ts'
import { exampleOf } from './examples.ts'
import { operationId } from './names.ts'

describe('the name of an operation', () => {
  it.each([
    ['get', '/v1/complaints', 'listComplaints'],
    ['get', '/v1/complaints/{id}', 'getComplaint'],
    ['post', '/v1/complaints/{id}/take', 'takeComplaint'],
    ['post', '/v1/webhook-deliveries/{id}/replay', 'replayWebhookDelivery'],
    ['get', '/v1/settlements/{partner}/{month}/csv', 'getSettlementCsv'],
    ['delete', '/v1/keys/{id}', 'removeKey'],
    ['post', '/v1/mt/check', 'checkMt'],
  ])('of %s %s is %s', (method, url, name) => expect(operationId(method, url)).toBe(name))
})

describe('an example', () => {
  it('is the schema’s own, else the field’s in the glossary where it fits, else the plainest of its type', () => {
    const number = { type: 'string' }
    const schema = {
      properties: {
        subscriber: number,
        at: { type: 'number' },
        status: { enum: ['open', 'closed'] },
        mine: { example: 7 },
      },
    }
    expect(exampleOf(schema)).toEqual({ subscriber: '+86 138 0013 8000', at: 1, status: 'open', mine: 7 })
  })
})

describe('a document that is completed', () => {
  const schema = () => ({ type: 'object', properties: { id: { type: 'string' } } })
  const operation = (more: object) => ({ responses: { '200': { content: { json: { schema: schema() } } } }, ...more })
  const document = complete({
    paths: {
      '/v1/things/{id}': { get: operation({ 'x-needs': ['review', 'thing'], 'x-problems': ['not-found'] }) },
      '/v1/others/{id}': { get: operation({ 'x-needs': ['open', 'health'] }) },
    },
  } as unknown as OpenApi)
  const [one, other] = Object.values(document.paths).map(({ get }) => get)

  it('says what a call may be refused with: its own reasons, and those that every call has', () => {
    const codes = Object.values(one?.responses ?? {}).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    )
    expect(codes).toEqual(
      expect.arrayContaining(['not-found', 'auth.missing', 'auth.purpose', 'rate.limited', 'internal']),
    )
    expect(one).not.toHaveProperty('x-problems')
    expect(other?.security).toEqual([])
  })

  it('has one schema for what stands in several places, with the meaning of each field', () => {
    expect(document.components?.schemas?.['Thing']?.properties?.['id']?.description).toContain('Opaque id')
    for (const each of [one, other])
      expect(each?.responses['200']?.content?.['json']?.schema).toEqual({ $ref: '#/components/schemas/Thing' })
  })
})
