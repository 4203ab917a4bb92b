import { MemoryBus, MemoryCluster } from '#bus/memory'
import { readConfig } from '#config'
import type { Api } from '#http'
import { MemoryDatabase, MemoryStore } from '#store/memory'
import { makeLogger } from '#telemetry'
import { makeDeps, services } from '../services/gateway.ts'
import { healthRoutes } from '../services/health.ts'
import { listRoutes } from '../services/lists.ts'

/** The HTTP server with every route of every service, put together and never started, to be looked at. */
export async function assembled<T>(docs: boolean, look: (http: Api) => T): Promise<T> {
  const adapters = {
    bus: new MemoryBus(new MemoryCluster(1)),
    store: new MemoryStore(new MemoryDatabase()),
    close: async () => undefined,
  }
  const made = ['generate-generate-generate']
  const secrets = {
    numberKey: 'generate',
    ...{ adminKeys: [], sessionKeys: made, idKeys: made, sealKeys: made, exchangeKeys: [] },
  }
  const deps = await makeDeps(readConfig({}), secrets, makeLogger('silent', 'generate'), adapters, { docs })
  for (const make of Object.values(services)) make(deps).edges?.()
  healthRoutes(
    deps,
    () => [],
    () => [],
  )
  listRoutes(deps, () => [])
  await deps.http.ready()
  const found = look(deps.http)
  await deps.http.close()
  return found
}
