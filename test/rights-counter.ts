import { plain, type Samples } from './rights-sample.ts'

/** A request for each route by which staff act for a subscriber whom they looked up. */
export const atTheCounter: Samples = {
  'GET /console/api/subscribers/:ref/line': plain('/console/api/subscribers/x/line'),
  'POST /console/api/subscribers/:ref/line/lock': plain('/console/api/subscribers/x/line/lock', { reason: '客户来办' }),
  'POST /console/api/subscribers/:ref/line/unlock': plain('/console/api/subscribers/x/line/unlock', {
    reason: '客户来办',
  }),
  'GET /console/api/subscribers/:ref/line/lost': plain(
    '/console/api/subscribers/x/line/lost?since=2026-05-01T00:00:00Z',
  ),
  'GET /console/api/subscribers/:ref/lost-charges': plain(
    '/console/api/subscribers/x/lost-charges?since=2026-05-01T00:00:00Z',
  ),
  'POST /console/api/subscribers/:ref/line/lost': plain('/console/api/subscribers/x/line/lost', {
    reason: '客户来办',
    since: new Date().toISOString(),
  }),
  'POST /console/api/subscribers/:ref/line/guardian': plain('/console/api/subscribers/x/line/guardian', {
    reason: '客户来办',
    guardian: '8613500135795',
    majority: '2040-01-01',
  }),
  'POST /console/api/subscribers/:ref/line/guardian/end': plain('/console/api/subscribers/x/line/guardian/end', {
    reason: '客户来办',
  }),
  'GET /console/api/line-cases': plain('/console/api/line-cases'),
  'GET /console/api/line-cases/:id': plain('/console/api/line-cases/x'),
  'POST /console/api/look-ups': plain('/console/api/look-ups', { number: '8613500135798', reason: 'at the counter' }),
  'POST /console/api/subscribers/:ref/cancel': plain('/console/api/subscribers/x/cancel', {
    services: ['joke-daily'],
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/undo': plain('/console/api/subscribers/x/undo', { code: '10', language: 'en' }),
  'POST /console/api/subscribers/:ref/ports/:port/silence': plain('/console/api/subscribers/x/ports/10661234/silence', {
    how: 'full',
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/ports/:port/unblock': plain('/console/api/subscribers/x/ports/10661234/unblock', {
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/refund/rating': plain('/console/api/subscribers/x/refund/rating', {
    solved: true,
    told_at: '2026-11-23T04:00:00Z',
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/language': plain('/console/api/subscribers/x/language', { language: 'en' }),
  'POST /console/api/subscribers/:ref/complaints': plain('/console/api/subscribers/x/complaints', {
    text: 'x',
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/complaints/:number/rating': plain(
    '/console/api/subscribers/x/complaints/12345678/rating',
    { solved: true, language: 'en' },
  ),
  'POST /console/api/subscribers/:ref/disputes': plain('/console/api/subscribers/x/disputes', {
    charge: 'c1',
    language: 'en',
  }),
  'GET /console/api/subscribers/:ref/services': plain('/console/api/subscribers/x/services'),
  'GET /console/api/subscribers/:ref/money': plain('/console/api/subscribers/x/money'),
  'GET /console/api/subscribers/:ref/charges': plain('/console/api/subscribers/x/charges'),
  'GET /console/api/subscribers/:ref/complaints': plain('/console/api/subscribers/x/complaints'),
  'GET /console/api/subscribers/:ref/prompts': plain('/console/api/subscribers/x/prompts'),
  'GET /console/api/subscribers/:ref/receipts': plain('/console/api/subscribers/x/receipts'),
}
