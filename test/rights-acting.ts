import { plain } from './rights-sample.ts'

/** A request for each route of acting: nothing of it is a partner’s. */
export const acting = {
  'GET /v1/blocks': plain('/v1/blocks'),
  'GET /v1/ports/:port': plain('/v1/ports/10660000'),
  'GET /v1/blocks/:id': plain('/v1/blocks/x'),
  'POST /v1/blocks': plain('/v1/blocks', {}),
  'POST /v1/blocks/find': plain('/v1/blocks/find', { kind: 'port', value: '10660000' }),
  'POST /v1/blocks/preview': plain('/v1/blocks/preview', { kind: 'port', value: '10660000' }),
  'POST /v1/blocks/:id/lift': plain('/v1/blocks/x/lift', { note: '查清' }),
  'POST /v1/import/blocks': { ...plain('/v1/import/blocks', 'kind,value,reason\n'), type: 'text/csv' },
  'POST /v1/import/white-list': { ...plain('/v1/import/white-list', 'kind,value,list\n'), type: 'text/csv' },
  'POST /v1/import/domains': { ...plain('/v1/import/domains', 'domain,reason\n'), type: 'text/csv' },
  'GET /v1/export/blocks': plain('/v1/export/blocks'),
  'POST /v1/export/blocks': plain('/v1/export/blocks', {}),
  'GET /v1/export/white-list': plain('/v1/export/white-list'),
  'GET /v1/export/domains': plain('/v1/export/domains'),
  'GET /v1/feeds/domains': plain('/v1/feeds/domains'),
  'GET /v1/stations': plain('/v1/stations'),
  'GET /v1/stations/csv': plain('/v1/stations/csv'),
  'POST /v1/import/places': { ...plain('/v1/import/places', 'place,lat,lon\n'), type: 'text/csv' },
  'GET /v1/places': plain('/v1/places?name=x'),
  'GET /v1/alarms': plain('/v1/alarms'),
  'GET /v1/white-list': plain('/v1/white-list'),
  'POST /v1/white-list': plain('/v1/white-list', {}),
  'POST /v1/white-list/:id/remove': plain('/v1/white-list/x/remove', { note: '查清' }),
}
