import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { makeClient } from './kafkajs.ts'
import { connections } from './secure.ts'

it('a connection that has ended gathers nothing, however often kafkajs lets go of it while its broker is away', async () => {
  const broker = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(broker, 'listening')
  const { port } = broker.address() as { port: number }
  const open = connections(undefined, () => undefined)
  const socket = open({ host: '127.0.0.1', port, ssl: {} as never, onConnect: () => undefined })
  socket.resume()
  socket.on('end', () => socket.end())
  await once(socket, 'close')
  for (let n = 0; n < 20; n++) socket.unref()
  expect(socket.listenerCount('connect')).toBe(0)
  broker.close()
  await once(broker, 'close')
  // Refused, it is let go of before it has closed.
  const refused = open({ host: '127.0.0.1', port, ssl: {} as never, onConnect: () => undefined })
  await once(refused, 'error')
  const before = refused.listenerCount('connect')
  for (let n = 0; n < 20; n++) refused.unref()
  expect(refused.listenerCount('connect')).toBe(before)
})

it('who lets go of a connection that is still waited for, again and again, waits with the others', async () => {
  makeClient({ brokers: ['127.0.0.1:1'], clientId: 'test', log: () => undefined })
  const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue')
  const logger = { debug: () => undefined }
  const queue = new RequestQueue({ requestTimeout: 1000, clientId: 'test', broker: 'b', logger })
  let refused = 0
  const asked = { correlationId: 1, rejected: () => refused++ }
  queue.inflight.set(1, asked)
  const waits = Array.from({ length: 20 }, () => queue.waitForPendingRequests())
  expect(queue.listenerCount('requestQueueEmpty')).toBe(1)
  queue.rejectAll(new Error('closed'))
  await Promise.all(waits)
  queue.inflight.set(1, asked)
  const later = queue.waitForPendingRequests()
  queue.rejectAll(new Error('closed'))
  await later
  expect([refused, queue.listenerCount('requestQueueEmpty')]).toEqual([2, 0])
})
