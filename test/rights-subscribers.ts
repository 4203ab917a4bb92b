import { plain, type Samples } from './rights-sample.ts'

/** A request for each route of a subscriber’s own page. */
export const ofSubscribers: Samples = {
  'GET /account/api/session': plain('/account/api/session'),
  'GET /account/api/ports/:port': plain('/account/api/ports/10661234'),
  'POST /account/api/undo': plain('/account/api/undo', { code: '10', language: 'en' }),
  'POST /account/api/ports/:port/silence': plain('/account/api/ports/10661234/silence', {
    how: 'marketing',
    language: 'en',
  }),
  'POST /account/api/ports/:port/unblock': plain('/account/api/ports/10661234/unblock', { language: 'en' }),
  'POST /account/api/requests': plain('/account/api/requests', { service: 'star-news', language: 'en' }),
  'POST /account/api/refund/rating': plain('/account/api/refund/rating', {
    solved: true,
    told_at: '2026-11-23T04:00:00Z',
    language: 'en',
  }),
  'POST /account/api/language': plain('/account/api/language', { language: 'en' }),
  'POST /account/api/complaints': plain('/account/api/complaints', { text: 'x', language: 'en' }),
  'POST /account/api/complaints/:number/rating': plain('/account/api/complaints/12345678/rating', {
    solved: true,
    language: 'en',
  }),
  'GET /account/api/services': plain('/account/api/services'),
  'POST /account/api/disputes': plain('/account/api/disputes', { charge: 'c1' }),
  'POST /account/api/cancel': plain('/account/api/cancel', { services: ['joke-daily'], language: 'en' }),
  'GET /account/api/charges': plain('/account/api/charges'),
  'GET /account/api/complaints': plain('/account/api/complaints'),
  'GET /account/api/prompts': plain('/account/api/prompts'),
  'POST /account/api/prompts': plain('/account/api/prompts'),
  'POST /account/api/prompts/:id': plain('/account/api/prompts/x', { yes: true }),
  'GET /account/api/receipts': plain('/account/api/receipts'),
  'GET /account/api/line': plain('/account/api/line'),
  'POST /account/api/line/lock': plain('/account/api/line/lock', {}),
  'POST /account/api/line/unlock': plain('/account/api/line/unlock', {}),
  'POST /account/api/line/guardian': plain('/account/api/line/guardian', { guardian: '8613500135795' }),
  'DELETE /account/api/line/guardian': plain('/account/api/line/guardian'),
  'DELETE /account/api/line/wards/:id': plain('/account/api/line/wards/x'),
  'POST /account/api/line/wards/:id/unlock': plain('/account/api/line/wards/x/unlock'),
}
