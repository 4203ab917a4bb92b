import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { auditAnswers } from './audited.ts'

const CSV: Record<string, string> = { 'content-type': 'text/csv; charset=utf-8' }
const JSON_: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }

/** What the audit is told of one answer. */
async function noted(
  kind: string,
  { method = 'GET', url = '/v1/report-cases/csv', status = 200, headers = CSV, said = {} } = {} as {
    method?: string
    url?: string
    status?: number
    headers?: Record<string, string>
    said?: object
  },
): Promise<unknown> {
  const records: OutRecord[] = []
  const bus = {
    partitions: 1,
    publish: async (all: readonly OutRecord[]) => {
      records.push(...all)
    },
  }
  const request = { id: 'q1', method, routeOptions: { url, config: {} }, params: {}, ip: '10.0.0.7', ...said }
  const caller = { keyId: 'k1', kind, ...(kind === 'partner' ? {} : { personId: 'li.xue' }) }
  const reply = { statusCode: status, getHeader: (name: string) => headers[name] }
  await auditAnswers({ bus: bus as never, clock: { now: () => 1 } as never })(
    { caller, ...request } as unknown as FastifyRequest,
    reply as unknown as FastifyReply,
  )
  return records[0]?.message.data
}

it('a list that somebody takes out as a file is on the audit, whichever it is', async () => {
  expect(await noted('operations')).toMatchObject({
    actor: 'li.xue',
    action: 'GET /v1/report-cases/csv',
    outcome: 'done',
    reason: 'export',
  })
  const file = { 'content-type': 'application/x-ndjson', 'content-disposition': 'attachment; filename="a.ndjson"' }
  expect(await noted('auditor', { headers: file })).toMatchObject({ reason: 'export' })
})

it('looking is not; nor what a partner fetches of its own; a refusal is, by its number', async () => {
  expect(await noted('operations', { headers: JSON_ })).toBeUndefined()
  expect(await noted('partner')).toBeUndefined()
  expect(await noted('operations', { status: 403 })).toMatchObject({ outcome: 'refused', reason: '403' })
})

it('no number of a person that stands in a reason or a path gets on it', async () => {
  const said = { noted: { target: 'campaign c1', reason: '机主 +86 138-0013-8000 投诉' } }
  expect(await noted('operations', { method: 'POST', headers: JSON_, said })).toMatchObject({
    reason: '机主 •••••••••8000 投诉',
  })
  const path = { params: { id: '13800138000' } }
  expect(await noted('operations', { method: 'POST', headers: JSON_, said: path })).toMatchObject({ target: 'no id' })
})
