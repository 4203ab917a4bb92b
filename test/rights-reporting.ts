import { plain } from './rights-sample.ts'

/** A request for each route of spam reports: nothing of it is a partner’s. */
export const reporting = {
  'POST /v1/reports': plain('/v1/reports', { reporter: '8613500135798', text: '恭喜您中奖' }),
  'GET /v1/reports/:number': plain('/v1/reports/123456789'),
  'POST /v1/reports/:number/withdrawal': plain('/v1/reports/123456789/withdrawal', { reporter: '8613500135798' }),
  'GET /v1/report-cases': plain('/v1/report-cases'),
  'GET /v1/report-cases/csv': plain('/v1/report-cases/csv'),
  'GET /v1/report-satisfaction': plain('/v1/report-satisfaction'),
  'GET /v1/report-cases/:id': plain('/v1/report-cases/x'),
  'POST /v1/report-cases/:id/take': plain('/v1/report-cases/x/take', {}),
  'POST /v1/report-cases/:id/answer': plain('/v1/report-cases/x/answer', { text: '好' }),
  'POST /v1/report-cases/:id/close': plain('/v1/report-cases/x/close', { text: '好', proven: true }),
  'GET /v1/report-rewards': plain('/v1/report-rewards'),
  'POST /v1/report-rewards/exports': plain('/v1/report-rewards/exports', {}),
  'POST /v1/report-rewards/exports/:export': plain('/v1/report-rewards/exports/x', { reason: 'points of November' }),
  'GET /v1/report-rewards/exports/:export': plain('/v1/report-rewards/exports/x'),
  'GET /v1/report-answers': plain('/v1/report-answers'),
  'POST /v1/report-imports': { ...plain('/v1/report-imports', 'case_id,reporter,text\n'), type: 'text/csv' },
  'GET /account/api/reports': plain('/account/api/reports'),
  'POST /account/api/reports': plain('/account/api/reports', { text: '恭喜您中奖', language: 'en' }),
  'POST /account/api/reports/:number/rating': plain('/account/api/reports/123456789/rating', {
    solved: true,
    language: 'en',
  }),
  'POST /account/api/reports/:number/withdrawal': plain('/account/api/reports/123456789/withdrawal', {
    language: 'en',
  }),
  'GET /console/api/subscribers/:ref/reports': plain('/console/api/subscribers/x/reports'),
  'POST /console/api/subscribers/:ref/reports': plain('/console/api/subscribers/x/reports', {
    text: '恭喜您中奖',
    language: 'en',
  }),
  'POST /console/api/subscribers/:ref/reports/:number/rating': plain(
    '/console/api/subscribers/x/reports/123456789/rating',
    { solved: true, language: 'en' },
  ),
  'POST /console/api/subscribers/:ref/reports/:number/withdrawal': plain(
    '/console/api/subscribers/x/reports/123456789/withdrawal',
    { language: 'en' },
  ),
  'GET /v1/report-exchange': plain('/v1/report-exchange?to=op'),
  'POST /v1/report-exchange': {
    ...plain('/v1/report-exchange?from=op', 'id,reporter,text,reported_at\n'),
    type: 'text/csv',
  },
}
