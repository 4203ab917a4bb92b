import { z } from 'zod'
import { callerOf, Problem, tenureOf } from '#http'
import {
  askForSights,
  countSight,
  type Deps,
  lookedUpRef,
  proposed,
  sightReason,
  subjectName,
  unmasked,
} from '#service'
import { parseMsisdn } from '#sms'

/**
 * A masked number is opened, and a number looked up, with a reason that stands on the audit; each person has so many an
 * hour, and more with a second one’s yes (docs/rules.md, "Personal data").
 */
export function sightRoutes(deps: Deps): void {
  const { http, store, keyOf, config } = deps
  const reason = sightReason
  const proposal = z.string().max(100).optional().describe('One that was applied: beyond the share of an hour')
  http.post(
    '/console/api/sights',
    {
      config: { needs: ['see', 'sight'] },
      schema: {
        hide: true,
        body: z.object({ ref: z.string().max(200), reason, proposal }),
        response: { 200: z.object({ number: z.string() }) },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const number = unmasked(deps, caller, request.body.ref)
      if (number === undefined) throw new Problem('not-found', 'This mask was not made for you. Load the list again.')
      await countSight(deps, caller, request.body.proposal)
      const key = keyOf(number)
      request.noted = {
        target: subjectName({ key, tenure: await tenureOf(store, key) }),
        reason: request.body.reason,
      }
      return { number }
    },
  )
  http.post(
    '/console/api/sights/ask',
    {
      config: { needs: ['see', 'sight'] },
      schema: { hide: true, body: z.object({ reason }), response: { 200: proposed } },
    },
    (request) => askForSights(deps, callerOf(request), request.body.reason, request.id),
  )
  http.post(
    '/console/api/look-ups',
    {
      config: { needs: ['counter', 'subject'] },
      schema: {
        hide: true,
        body: z.object({ number: z.string().max(40), reason, proposal }),
        response: { 200: z.object({ ref: z.string(), number: z.string(), until: z.iso.datetime() }) },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const msisdn = parseMsisdn(request.body.number, config.COUNTRY)
      if (!msisdn) throw new Problem('number.invalid')
      await countSight(deps, caller, request.body.proposal)
      const key = keyOf(msisdn)
      const subject = { key, tenure: await tenureOf(store, key), msisdn }
      request.noted = { target: subjectName(subject), reason: request.body.reason }
      const { ref, until } = lookedUpRef(deps, caller, subject)
      return { ref, number: msisdn, until: new Date(until).toISOString() }
    },
  )
}
