import { expect } from 'vitest'
import { charge, chargedAt, month, plain, type Samples, showsNothingOf } from './rights-sample.ts'

/** One black point. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='

/** A request for each route that touches what a partner has: ports, requests, webhooks, charges, settlements. */
export const ofPartners: Samples = {
  'GET /v1/services': { path: () => '/v1/services', refusal: showsNothingOf },
  'POST /v1/mt/check': {
    path: () => '/v1/mt/check',
    body: ({ port, subscriber }) => ({ items: [{ from: port, to: subscriber, class: 'service' }] }),
    refusal: ({ text }) => expect(JSON.parse(text).items).toEqual([{ allow: false, rule: 'port.unknown' }]),
  },
  'POST /v1/mt': {
    path: () => '/v1/mt',
    body: ({ port, subscriber }) => ({ from: port, to: subscriber, class: 'service', text: '您好' }),
    refusal: ({ status, text }) => expect([status, JSON.parse(text).rule]).toEqual([403, 'port.unknown']),
  },
  'GET /v1/mt': { path: ({ port }) => `/v1/mt?port=${port}` },
  'GET /v1/mt/:id': { path: ({ decision }) => `/v1/mt/${decision}` },
  'GET /v1/standings/:partner': { path: ({ partner }) => `/v1/standings/${partner}` },
  'GET /v1/own-cases': { path: () => '/v1/own-cases', refusal: showsNothingOf },
  'GET /v1/own-cases/:number': { path: ({ decided }) => `/v1/own-cases/${decided}` },
  'GET /v1/own-cases/:number/letter': { path: ({ decided }) => `/v1/own-cases/${decided}/letter` },
  'POST /v1/own-cases/:number/files': {
    path: ({ decided }) => `/v1/own-cases/${decided}/files`,
    body: () => ({ type: 'image/png', content: PNG }),
  },
  'POST /v1/cases/:number/appeal': {
    path: ({ decided }) => `/v1/cases/${decided}/appeal`,
    body: () => ({ text: '计费系统延迟，并非退订后扣费。' }),
  },
  'GET /v1/webhook-deliveries': { path: () => '/v1/webhook-deliveries', refusal: showsNothingOf },
  'POST /v1/webhook-deliveries/:id/replay': {
    path: ({ delivery }) => `/v1/webhook-deliveries/${encodeURIComponent(delivery)}/replay`,
  },
  'GET /v1/subscription-requests/:id': { path: ({ request }) => `/v1/subscription-requests/${request}` },
  'POST /v1/subscription-requests': {
    path: () => '/v1/subscription-requests',
    body: ({ subscriber, service }) => ({ subscriber, service }),
  },
  'GET /v1/webhooks': { path: () => '/v1/webhooks', refusal: showsNothingOf },
  'POST /v1/webhooks': {
    path: () => '/v1/webhooks',
    body: ({ partner }) => ({ url: 'http://127.0.0.1:9/hook', partner }),
  },
  'DELETE /v1/webhooks/:id': { path: async ({ webhook }) => `/v1/webhooks/${await webhook()}` },
  'POST /v1/charges': {
    path: () => '/v1/charges',
    body: (things) => ({ items: [charge(things)] }),
    refusal: ({ text }) => expect(text).toContain('no service of yours'),
  },
  'POST /v1/charges/authorize': {
    path: () => '/v1/charges/authorize',
    body: ({ subscriber, service }) => ({
      items: [{ id: 'a', subscriber, service, amount_fen: 1, kind: 'month' }],
    }),
    refusal: ({ text }) => expect(text).toContain('service.foreign'),
  },
  'POST /v1/import/charges': {
    path: () => '/v1/import/charges',
    type: 'text/csv',
    body: ({ subscriber, service, partner }) =>
      `charge_id,msisdn,service_id,amount_fen,currency,charged_at,kind\nfile-${partner},${subscriber},${service},1,CNY,${chargedAt},month\n`,
    refusal: ({ text }) => expect(text).toContain('no service of yours'),
  },
  'POST /v1/disputes': plain('/v1/disputes', { subscriber: '8613500135798', charge: 'c1' }),
  'GET /v1/ledger/charges/:id': { path: ({ partner }) => `/v1/ledger/charges/matrix-${partner}` },
  'GET /v1/settlements/csv': { path: () => `/v1/settlements/csv?month=${month}`, refusal: showsNothingOf },
  'GET /v1/settlements/:partner/:month/lines': { path: ({ partner }) => `/v1/settlements/${partner}/${month}/lines` },
  'GET /v1/settlements/:partner/:month/lines/csv': {
    path: ({ partner }) => `/v1/settlements/${partner}/${month}/lines/csv`,
  },
  'GET /v1/settlements': { path: () => '/v1/settlements', refusal: showsNothingOf },
  'GET /v1/settlements/:partner/:month': { path: ({ partner }) => `/v1/settlements/${partner}/${month}` },
  'GET /v1/settlements/:partner/:month/csv': { path: ({ partner }) => `/v1/settlements/${partner}/${month}/csv` },
  'POST /v1/settlements/:partner/:month/close': { path: ({ partner }) => `/v1/settlements/${partner}/${month}/close` },
  'GET /v1/disputes/:id': plain('/v1/disputes/x'),
  'POST /v1/disputes/:id/take': plain('/v1/disputes/x/take', {}),
  'POST /v1/disputes/:id/hand-over': plain('/v1/disputes/x/hand-over', { to: 'demo.reviewer', reason: '休假' }),
  'GET /v1/disputes/csv': plain('/v1/disputes/csv'),
  'GET /v1/disputes': plain('/v1/disputes'),
  'POST /v1/disputes/:id/decision': plain('/v1/disputes/x/decision', { proven: true }),
}
