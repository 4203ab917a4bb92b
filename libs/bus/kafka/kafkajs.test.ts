import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { until } from '../../../test/until.ts'
import { makeCluster } from './cluster.ts'
import { makeClient } from './kafkajs.ts'
import { connections } from './secure.ts'

/** What a broker that stands still is to who calls: its machine takes the connection, and nobody answers. */
async function standsStill() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const end = () => {
    server.close()
    for (const each of sockets) each.destroy()
  }
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, called: () => sockets.size > 0, end }
}

it('who stands still is left, and another is asked', async () => {
  const brokers = [await standsStill(), await standsStill()]
  const cluster = makeCluster(
    makeClient({ brokers: brokers.map(({ address }) => address), clientId: 'test', log: () => undefined }),
  )
  void cluster.connect().catch(() => undefined)
  // In any order each time, so the first may be asked once more before the other is.
  await until('both are asked', () => brokers.every((each) => each.called()))
  for (const each of brokers) each.end()
  void cluster.disconnect()
})

it('who connects begins with any of them', async () => {
  const asked: number[] = []
  const client = makeClient({
    brokers: ['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3'],
    clientId: 'test',
    log: () => undefined,
    socketFactory: (given) => {
      asked.push(given.port)
      return connections(undefined, () => undefined)(given)
    },
  })
  const clusters = Array.from({ length: 40 }, () => makeCluster(client))
  for (const each of clusters) void each.connect().catch(() => undefined)
  await until('each has begun', () => asked.length >= clusters.length)
  expect(new Set(asked.slice(0, clusters.length))).toEqual(new Set([1, 2, 3]))
  for (const each of clusters) void each.disconnect()
})
