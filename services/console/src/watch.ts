import { z } from 'zod'
import { processes, type TrafficStep, trafficFigures, trafficKey, trafficSteps } from '#contracts'
import { Problem } from '#http'
import { defaultPolicy, meaningZh, policySchema, sourceOf } from '#policy'
import type { Deps } from '#service'
import { type Series, seriesOf, type Traffic } from './domain/traffic.ts'
import { sharing } from './sharing.ts'

const MOST_BUCKETS = 24 * 60

const counts = z.object(Object.fromEntries(trafficFigures.map((each) => [each, z.array(z.number())])))
const message = processes.messages['process.told']
const told = message.omit({ startedAt: true }).extend({
  id: z.string(),
  startedAt: z.iso.datetime(),
  toldAt: z.iso.datetime(),
  /** It has not told anything for longer than it should. */
  silent: z.boolean(),
})

/** How the gateway does: traffic by minute or hour, its processes with lanes and links, and the policy in force. */
export function watchRoutes(deps: Deps): void {
  const { http, store, clock, policy, config } = deps
  const needs = ['watch', 'system'] as const
  const shared = sharing<Series>(() => clock.now())
  http.get(
    '/console/api/traffic',
    {
      config: { needs },
      schema: {
        hide: true,
        querystring: z.object({
          step: z.enum(['minute', 'hour']).default('minute'),
          from: z.iso.datetime(),
          until: z.iso.datetime(),
          per: z.coerce.number().int().min(1).max(60).default(1).describe('So many steps are one figure'),
        }),
        response: {
          200: z.object({ step: z.enum(['minute', 'hour']), from: z.iso.datetime(), now: z.iso.datetime(), counts }),
        },
      },
    },
    async ({ query: { step, from, until, per } }) => {
      const { ms, spanMs } = trafficSteps[step]
      const begin = floor(Date.parse(from), ms)
      const end = floor(Date.parse(until) + ms - 1, ms)
      if (end <= begin || (end - begin) / ms > MOST_BUCKETS)
        throw new Problem('request.invalid', `Ask for 1 to ${MOST_BUCKETS} steps: \`until\` after \`from\`.`)
      // Everybody sees the same figures, and those who watch ask for them at the news of the same moment.
      const counts = await shared(`${step} ${begin} ${end} ${per}`, async () => {
        const found = await store.load('traffic', keysBetween(step, begin, end, spanMs))
        const states = [...found.values()].flatMap(({ body }) => (body as Traffic | undefined) ?? [])
        return seriesOf(states, step, begin, end, per)
      })
      return { step, from: new Date(begin).toISOString(), now: new Date(clock.now()).toISOString(), counts }
    },
  )
  http.get(
    '/console/api/processes',
    {
      config: { needs },
      schema: { hide: true, response: { 200: z.object({ mode: z.string(), items: z.array(told) }) } },
    },
    async () => ({
      mode: config.mode,
      items: deps.processes.list(clock.now()).map(({ startedAt, toldAt, ...rest }) => ({
        ...rest,
        startedAt: new Date(startedAt).toISOString(),
        toldAt: new Date(toldAt).toISOString(),
      })),
    }),
  )
  http.get(
    '/console/api/policy',
    {
      config: { needs },
      schema: {
        hide: true,
        response: {
          200: z.object({
            version: z.string(),
            file: z.boolean().describe('An operator’s file stands over the defaults'),
            items: z.array(
              z.object({
                name: z.string(),
                what: z.string(),
                what_zh: z.string(),
                source: z.string(),
                source_zh: z.string(),
                value: z.unknown(),
                usual: z.unknown(),
              }),
            ),
          }),
        },
      },
    },
    async () => ({
      version: policy.latest.version,
      file: config.POLICY_FILE !== '',
      items: linesOf('', policySchema, policy.latest.policy, defaultPolicy, ''),
    }),
  )
}

interface Line {
  readonly name: string
  readonly what: string
  readonly what_zh: string
  readonly source: string
  readonly source_zh: string
  readonly value: unknown
  readonly usual: unknown
}
type Node = Readonly<Record<string, unknown>>

/** A line for each figure of the policy, by its path; one that says nothing of itself says what its group does. */
function linesOf(name: string, schema: z.ZodType, value: unknown, usual: unknown, group: string): Line[] {
  const what = schema.description ?? group
  if (!(schema instanceof z.ZodObject))
    return [{ name, what, what_zh: meaningZh(name), ...sourceOf(name), value, usual }]
  return Object.entries(schema.shape).flatMap(([key, each]) => {
    const path = name === '' ? key : `${name}.${key}`
    return linesOf(path, each as z.ZodType, (value as Node)[key], (usual as Node)[key], what)
  })
}

const floor = (at: number, ms: number): number => at - (at % ms)

const keysBetween = (step: TrafficStep, begin: number, end: number, spanMs: number): string[] => {
  const keys: string[] = []
  for (let at = floor(begin, spanMs); at < end; at += spanMs) keys.push(trafficKey(step, at))
  return keys
}
