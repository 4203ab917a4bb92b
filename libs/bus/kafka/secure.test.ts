import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
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
})
