import { z } from 'zod'
import { callerOf, Problem } from '#http'
import type { Deps, Part } from '#service'
import { heardBy, LiveHub } from './hub.ts'
import { Tab } from './tab.ts'

/**
 * `GET /console/api/live`: what there is news of, as server-sent events, for as long as the session holds. `Last-Event-ID`
 * (or `after`, which a page can set itself) names the last event that was had.
 */
export function liveRoutes(deps: Deps): Part {
  const { http, bus, staff } = deps
  const hub = new LiveHub({ bus, ended: (sessions) => staff.ended(sessions) })
  http.get(
    '/console/api/live',
    {
      config: { needs: ['self', 'own_account'] },
      schema: { hide: true, querystring: z.object({ after: z.string().max(8000).optional() }) },
    },
    async (request, reply) => {
      const session = staff.sessionOf(request)
      const { personId } = callerOf(request)
      // A key has no session that could end.
      if (session === undefined || personId === undefined) throw new Problem('session.missing')
      const last = request.headers['last-event-id']
      const hears = heardBy(callerOf(request))
      reply.hijack()
      const tab = new Tab(reply.raw, { person: personId, session, hears })
      hub.add(tab, typeof last === 'string' && last !== '' ? last : request.query.after)
    },
  )
  return { start: () => hub.start(), stop: () => hub.stop() }
}
