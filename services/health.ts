import { z } from 'zod'
import type { Deps } from '#service'

/** `/healthz` (the process lives), `/readyz` (a 0000 would be answered), `/metrics` (Prometheus), `/v1/status`. */
/** @param troubles all of them, also such by which it can go on */
export function healthRoutes(deps: Deps, unready: () => string[], troubles: () => string[]): void {
  const { http, metrics, bus, store, network, clock, baselines } = deps
  const state = z.object({ status: z.enum(['ok', 'not ready']), troubles: z.array(z.string()) })
  http.get(
    '/healthz',
    {
      config: { needs: ['open', 'health'] },
      schema: {
        tags: ['operations'],
        summary: 'The process lives',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  http.get(
    '/readyz',
    {
      config: { needs: ['open', 'health'] },
      schema: { tags: ['operations'], summary: 'A 0000 would be answered', response: { 200: state, 503: state } },
    },
    async (_request, reply) => {
      const troubles = [...unready(), ...(await reach('log', bus)), ...(await reach('store', store))]
      return reply
        .code(troubles.length === 0 ? 200 : 503)
        .send({ status: troubles.length === 0 ? 'ok' : 'not ready', troubles })
    },
  )
  http.get(
    '/metrics',
    { config: { needs: ['open', 'health'] }, schema: { tags: ['operations'], summary: 'Prometheus metrics' } },
    async (_request, reply) => {
      metrics.troubles.set(troubles().length)
      metrics.baselineLanes.set(baselines.lanesDue(bus.partitions))
      metrics.changedRecords.set(store.changedRecords?.() ?? 0)
      const heard = store.emits === 'outbox' ? network.currentAt : clock.now()
      metrics.blocksAge.set(Math.max(0, clock.now() - heard) / 1000)
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    },
  )
}

async function reach(name: string, port: { ping(): Promise<void> }): Promise<string[]> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), 2000).unref())
  return Promise.race([port.ping(), late]).then(
    () => [],
    () => [`the ${name} cannot be reached`],
  )
}
