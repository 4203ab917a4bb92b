import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { accessOf } from './access.ts'
import type { Api } from './api.ts'
import { KeyRing, makeKey } from './keys.ts'
import { makeHttp } from './server.ts'

const ring = new KeyRing([])
const keyOf = (perMinute: number): string => {
  const purposes = ['check']
  const { key, record } = makeKey({ name: 'k', kind: 'operator', purposes, perMinute, createdAt: 1 })
  ring.apply(record)
  return key
}

describe('keys share the process', () => {
  let http: Api
  let url: string
  const inside: { body: unknown; go: () => void }[] = []
  beforeAll(async () => {
    const silent = { warn: () => undefined, error: () => undefined }
    const options = { keys: ring, log: silent, version: '0', trustProxy: '', hosts: new Map(), docs: false }
    http = await makeHttp({ ...options, bodyPatienceMs: 50 })
    http.post('/open', { config: { needs: ['open', 'page'] } }, async () => ({}))
    http.post('/ask', { config: { needs: ['check', 'port'] } }, async (request) => {
      accessOf(request).partner()
      return { items: (request.body as { items: [] }).items.length }
    })
    http.post('/slow', { config: { needs: ['check', 'port'] } }, async (request) => {
      accessOf(request).partner()
      await new Promise<void>((go) => inside.push({ body: request.body, go }))
      return {}
    })
    url = await http.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => http.close())

  const post = (path: string, key: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('a call of many items costs as many, and says how long to wait', async () => {
    const key = keyOf(100)
    expect((await post('/ask', key, { items: Array(700).fill(0) })).status).toBe(200)
    const next = await post('/ask', key, { items: [0] })
    expect(next.status).toBe(429)
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(300)
    expect((await post('/ask', keyOf(100), { items: [0] })).status).toBe(200)
  })

  it('one that has its share in handling waits in its own line, and another does not', async () => {
    const [hog, other] = [keyOf(1e6), keyOf(1e6)]
    const text = 'x'.repeat(200_000)
    const first = post('/slow', hog, { call: 'first', text })
    await expect.poll(() => inside.length).toBe(1)
    const second = post('/slow', hog, { call: 'second', text })
    const small = post('/slow', other, { call: 'small' })
    await expect.poll(() => inside.length).toBe(2)
    expect(inside.map(({ body }) => (body as { call: string }).call)).toEqual(['first', 'small'])
    inside[0]?.go()
    expect((await first).status).toBe(200)
    await expect.poll(() => inside.length).toBe(3)
    for (const { go } of inside) go()
    expect([(await second).status, (await small).status]).toEqual([200, 200])
  })

  /** What comes back on a connection until it is closed, to a call whose body never comes. */
  const withoutBody = (headers: string, body = 'content-length: 100\r\n\r\n') =>
    new Promise<string>((done) => {
      const socket = connect((http.server.address() as AddressInfo).port, '127.0.0.1')
      let heard = ''
      socket.on('data', (chunk) => {
        heard += chunk
      })
      socket.on('error', () => undefined)
      socket.on('close', () => done(heard))
      socket.write(`POST ${headers}\r\ncontent-type: application/json\r\n${body}`)
    })

  it('who has no key and never sends the body is hung up on', async () => {
    expect(await withoutBody('/open HTTP/1.1\r\nhost: a')).toBe('')
    expect(await withoutBody('/ask HTTP/1.1\r\nhost: a')).toContain('auth.missing')
    expect(await withoutBody('/nothing HTTP/1.1\r\nhost: a')).toMatch(/^$|not-found/)
    expect(await withoutBody('/open HTTP/1.1\r\nhost: a', 'transfer-encoding: chunked\r\n\r\n2\r\n{"\r\n')).toBe('')
  })
})

it('who is refused while a large file is still on its way hears why, instead of a connection that is reset', async () => {
  const silent = { warn: () => undefined, error: () => undefined }
  const http = await makeHttp({ keys: ring, log: silent, version: '0', trustProxy: '', hosts: new Map(), docs: false })
  let answered = 0
  http.addHook('onResponse', async () => {
    answered++
  })
  http.post('/ask', { config: { needs: ['check', 'port'] } }, async () => ({}))
  await http.listen({ host: '127.0.0.1', port: 0 })
  const file = Buffer.alloc(8 * 1024 * 1024, 'x')
  // As a program that reads no word before all is sent.
  const socket = connect({ port: (http.server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true })
  socket.pause()
  const type = 'content-type: application/json'
  socket.write(`POST /ask HTTP/1.1\r\nhost: a\r\n${type}\r\ncontent-length: ${file.length}\r\n\r\n`)
  await expect.poll(() => answered).toBe(1)
  const heard = await new Promise<string>((done) => {
    socket.on('error', (error) => done(String(error)))
    socket.write(file, () => socket.once('data', (text) => done(String(text))).resume())
  })
  expect(heard).toContain('auth.missing')
  socket.destroy()
  await http.close()
})

it('however many leave their bodies behind, one timer looks after them, and none when they are gone', async () => {
  const silent = { warn: () => undefined, error: () => undefined }
  const options = { keys: ring, log: silent, version: '0', trustProxy: '', hosts: new Map(), docs: false }
  const http = await makeHttp({ ...options, bodyPatienceMs: 200 })
  http.post('/ask', { config: { needs: ['check', 'port'] } }, async () => ({}))
  await http.listen({ host: '127.0.0.1', port: 0 })
  const timers = vi.spyOn(globalThis, 'setInterval')
  const ended = vi.spyOn(globalThis, 'clearInterval')
  const { port } = http.server.address() as AddressInfo
  const hungUp = await Promise.all(
    Array.from(
      { length: 40 },
      () =>
        new Promise<string>((done) => {
          const socket = connect(port, '127.0.0.1')
          let heard = ''
          socket.on('data', (chunk) => {
            heard += chunk
          })
          socket.on('error', () => undefined)
          socket.on('close', () => done(heard))
          socket.write('POST /ask HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{')
        }),
    ),
  )
  expect(hungUp.filter((each) => each.includes('auth.missing'))).toHaveLength(40)
  const own = timers.mock.calls.flatMap(([, ms], n) => (ms === 25 ? [timers.mock.results[n]?.value] : []))
  // A second one begins only when the first was through with all.
  expect(own.length).toBeLessThan(5)
  await expect.poll(() => own.every((each) => ended.mock.calls.some(([timer]) => timer === each))).toBe(true)
  vi.restoreAllMocks()
  await http.close()
})
