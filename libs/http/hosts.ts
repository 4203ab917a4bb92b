import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/** Path prefixes that a host name may reach; no names: every path on every host. */
export type Hosts = ReadonlyMap<string, readonly string[]>

/**
 * Keeps apart by host name what one server serves: a host that is named reaches its paths and no others. One that is not
 * named (a probe calls by address) reaches health and metrics only, which no named host reaches unless it says so.
 * The route that matched is what counts, so no spelling of a path leads past it. The host is what the Host header names, of a
 * proxy as well: what else a caller writes (X-Forwarded-Host) many proxies hand on as it came.
 */
export function keepHostsApart(server: FastifyInstance, hosts: Hosts): void {
  if (hosts.size === 0) return
  server.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? ''
    const prefixes = hosts.get(hostOf(request)) ?? PROBES
    if (!prefixes.some((prefix) => isUnder(route, prefix))) throw new Problem('not-found')
  })
}

const hostOf = ({ headers }: FastifyRequest): string => (headers.host ?? '').toLowerCase().replace(/:\d*$/, '')

const PROBES = ['/healthz', '/readyz', '/metrics'] as const

const isUnder = (route: string, prefix: string): boolean =>
  prefix === '/' || route === prefix || route.startsWith(`${prefix}/`)
