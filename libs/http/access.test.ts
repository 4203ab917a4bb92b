import { describe, expect, it } from 'vitest'
import { Owned } from '#access'
import { accessOf } from './access.ts'
import { KeyRing, makeKey } from './keys.ts'
import { Problem } from './problem.ts'
import { makeHttp } from './server.ts'

const silent = { warn: () => undefined, error: () => undefined }
const ring = new KeyRing([])
const keyOf = (partnerId: string): string => {
  const { key, record } = makeKey({
    name: 'k',
    kind: 'partner',
    purposes: ['subscribe'],
    partnerId,
    perMinute: 1000,
    createdAt: 1,
  })
  ring.apply(record)
  return key
}
const server = (more: { hears?: () => boolean } = {}) =>
  makeHttp({ keys: ring, log: silent, version: '0', trustProxy: '', hosts: new Map(), docs: false, ...more })
const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })

describe('a route', () => {
  it('that names no purpose and resource does not start', async () => {
    const http = await server()
    http.get('/v1/forgotten', async () => ({}))
    await expect(http.ready()).rejects.toThrow('GET /v1/forgotten names no purpose and resource')
  })

  it('that names what nobody may does not start', async () => {
    const http = await server()
    http.get('/v1/odd', { config: { needs: ['send', 'receipt'] } }, async () => ({}))
    await expect(http.ready()).rejects.toThrow('which nobody may')
  })

  it('of a partner’s things that does not ask whose they are has no answer', async () => {
    const http = await server()
    http.get('/v1/all', { config: { needs: ['subscribe', 'webhook'] } }, async () => ['a', 'b'])
    const answer = await http.inject({ url: '/v1/all', ...bearer(keyOf('huayu')) })
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal'])
  })

  it('opens to a partner what is its own, and answers for another’s as if it were not there', async () => {
    const http = await server()
    http.get('/v1/one', { config: { needs: ['subscribe', 'webhook'] } }, async (request) =>
      accessOf(request).open(new Owned('huayu', { secret: 'of huayu' }), new Problem('not-found')),
    )
    const own = await http.inject({ url: '/v1/one', ...bearer(keyOf('huayu')) })
    expect([own.statusCode, own.json()]).toEqual([200, { secret: 'of huayu' }])
    const other = await http.inject({ url: '/v1/one', ...bearer(keyOf('mellow')) })
    expect([other.statusCode, other.json().code]).toEqual([404, 'not-found'])
  })

  it('opens to nobody whom only the log can say to be nobody, while it cannot be heard', async () => {
    let hears = false
    const http = await server({ hears: () => hears })
    http.get('/v1/mine', { config: { needs: ['subscribe', 'webhook'] } }, async (request) =>
      accessOf(request).partner(),
    )
    const call = async () => (await http.inject({ url: '/v1/mine', ...bearer(keyOf('huayu')) })).statusCode
    expect(await call()).toBe(503)
    hears = true
    expect(await call()).toBe(200)
  })

  it('reads no half of a surrogate pair, and every other escape as it is', async () => {
    const http = await server()
    http.post('/v1/said', { config: { needs: ['open', 'page'] } }, async (request) => {
      const { text } = request.body as { text: string }
      return [text.isWellFormed(), text]
    })
    const said = async (body: string) =>
      (
        await http.inject({ method: 'POST', url: '/v1/said', headers: { 'content-type': 'application/json' }, body })
      ).json()
    expect(await said(String.raw`{"text":"\uD83D\ude00 \ud800a \uDC00\ud83d \\ud800 \"\u4e00"}`)).toEqual([
      true,
      '😀 \ufffda \ufffd\ufffd \\ud800 "一',
    ])
    expect(await said('{"text":')).toMatchObject({ code: 'request.not-json' })
    expect(await said('')).toMatchObject({ code: 'request.not-json' })
  })
})
