import { plain } from './rights-sample.ts'

const cleared = { outcome: 'cleared', reason_zh: '查无实据', reason_en: 'nothing was found' }

/** A request for each route of cases but those of a partner’s own. */
export const judging = {
  'GET /v1/cases': plain('/v1/cases'),
  'POST /v1/cases': plain('/v1/cases', { partner: 'x', pattern: 'x', text: 'x' }),
  'GET /v1/cases/:number': plain('/v1/cases/10000001'),
  'GET /v1/cases/csv': plain('/v1/cases/csv'),
  'GET /v1/cases/:number/charges': plain('/v1/cases/10000001/charges'),
  'GET /v1/partner-charges/:partner': plain('/v1/partner-charges/sp-huayu'),
  'POST /v1/cases/:number/escalate': plain('/v1/cases/10000001/escalate', { reason: 'x' }),
  'POST /v1/cases/:number/take': plain('/v1/cases/10000001/take', {}),
  'POST /v1/cases/:number/hand-over': plain('/v1/cases/10000001/hand-over', { to: 'x', reason: 'x' }),
  'POST /v1/cases/:number/notes': plain('/v1/cases/10000001/notes', { text: 'x' }),
  'POST /v1/cases/:number/snooze': plain('/v1/cases/10000001/snooze', { until: '2099-01-01T00:00:00Z', reason: 'x' }),
  'POST /v1/cases/:number/lift-freeze': plain('/v1/cases/10000001/lift-freeze', { reason: 'x' }),
  'POST /v1/cases/:number/preview': plain('/v1/cases/10000001/preview', cleared),
  'POST /v1/cases/:number/verdict': plain('/v1/cases/10000001/verdict', cleared),
  'POST /v1/cases/:number/appeal-decision': plain('/v1/cases/10000001/appeal-decision', { granted: true, reason: 'x' }),
  'POST /v1/cases/:number/notice/correction': plain('/v1/cases/10000001/notice/correction', {
    reason_zh: 'x',
    reason_en: 'x',
    correction_zh: 'x',
    correction_en: 'x',
  }),
  'GET /v1/cases/:number/bundle': plain('/v1/cases/10000001/bundle'),
  'GET /v1/cases/:number/files/:name': plain('/v1/cases/10000001/files/letter-zh.pdf'),
  'POST /v1/cases/:number/files': plain('/v1/cases/10000001/files', { type: 'application/pdf', content: 'JVBERi0=' }),
  'GET /v1/letters': plain('/v1/letters'),
  'POST /v1/cases/:number/letter-sent': plain('/v1/cases/10000001/letter-sent', { on: '2026-11-27', way: 'post' }),
  'POST /v1/cases/:number/written-appeal': plain('/v1/cases/10000001/written-appeal', {
    ...{ text: 'x', on: '2026-11-27', paper: { type: 'application/pdf', content: 'JVBERi0=' } },
  }),
  'GET /v1/verdicts/:month': plain('/v1/verdicts/2026-11'),
  'GET /v1/verdicts/:month/csv': plain('/v1/verdicts/2026-11/csv'),
  'GET /v1/case-heads': plain('/v1/case-heads'),
  'GET /v1/penalties': plain('/v1/penalties'),
  'GET /v1/standings': plain('/v1/standings'),
  'GET /v1/standings/csv': plain('/v1/standings/csv'),
  'GET /v1/notices': plain('/v1/notices'),
}

/** A request for each route of the policy. */
export const tuning = {
  'GET /v1/policy': plain('/v1/policy'),
  'POST /v1/policy/check': plain('/v1/policy/check', { figures: {} }),
  'POST /v1/policy/effects': plain('/v1/policy/effects', { figures: {} }),
  'GET /v1/policy/versions': plain('/v1/policy/versions'),
  'GET /v1/policy/versions/:number': plain('/v1/policy/versions/1'),
  'GET /v1/policy/drafts': plain('/v1/policy/drafts'),
  'GET /v1/policy/drafts/:id': plain('/v1/policy/drafts/x'),
  'POST /v1/policy/drafts': plain('/v1/policy/drafts', { title: 'x', figures: {} }),
  'PUT /v1/policy/drafts/:id': plain('/v1/policy/drafts/x', { title: 'x', figures: {}, revision: 1 }),
  'DELETE /v1/policy/drafts/:id': plain('/v1/policy/drafts/x'),
  'POST /v1/policy/drafts/:id/release': plain('/v1/policy/drafts/x/release', { revision: 1, replay: 'x', why: 'x' }),
  'POST /v1/policy/drafts/:id/replays': plain('/v1/policy/drafts/x/replays', {}),
  'GET /v1/policy/drafts/:id/replays': plain('/v1/policy/drafts/x/replays'),
  'GET /v1/policy/replays/:id': plain('/v1/policy/replays/x'),
  'POST /v1/policy/replays/:id/stop': plain('/v1/policy/replays/x/stop', {}),
  'POST /v1/policy/drafts/:id/shadow': plain('/v1/policy/drafts/x/shadow', { days: 1 }),
  'GET /v1/monitor/archive': plain('/v1/monitor/archive'),
  'GET /v1/monitor/archive/ndjson': plain('/v1/monitor/archive/ndjson'),
  'POST /v1/monitor/archive/erasures': plain('/v1/monitor/archive/erasures', {
    msisdn: '8613500135794',
    reason: 'asked for it',
  }),
  'POST /v1/policy/rollback': plain('/v1/policy/rollback', { to: 1, why: 'x' }),
}
