import fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { keepHostsApart } from './hosts.ts'

async function serverOf(hosts: Record<string, string[]>, trustProxy: string | false = false) {
  const server = fastify({ trustProxy })
  keepHostsApart(server, new Map(Object.entries(hosts)))
  for (const path of ['/account', '/account/api/services', '/accounting', '/console', '/healthz', '/metrics', '/v1/mo'])
    server.get(path, async () => 'here')
  return async (host: string, url: string, more: Record<string, string> = {}) =>
    (await server.inject({ url, headers: { host, ...more } })).statusCode
}

describe('hosts kept apart', () => {
  it('reaches every path on every host when none is named', async () => {
    const get = await serverOf({})
    expect(await get('any.example.com', '/console')).toBe(200)
  })

  it('gives a named host its paths and no others', async () => {
    const get = await serverOf({ 'my.example.com': ['/account'], 'ops.example.com': ['/console', '/v1'] })
    expect(await get('my.example.com', '/account')).toBe(200)
    expect(await get('my.example.com:443', '/account/api/services?a=1')).toBe(200)
    expect(await get('MY.example.com', '/account')).toBe(200)
    for (const path of ['/console', '/accounting', '/v1/mo', '/metrics', '/account/../console', '/nowhere'])
      expect(await get('my.example.com', path), path).not.toBe(200)
    expect(await get('ops.example.com', '/v1/mo')).toBe(200)
  })

  it('goes by the Host header, behind a proxy as well: what a caller says of another host leads nowhere', async () => {
    const get = await serverOf({ 'my.example.com': ['/account'], 'ops.example.com': ['/console'] }, '127.0.0.1')
    const said = { 'x-forwarded-host': 'ops.example.com' }
    expect(await get('my.example.com', '/console', said)).toBe(404)
    expect(await get('my.example.com', '/account', said)).toBe(200)
    expect(await get('ops.example.com', '/console', { 'x-forwarded-host': 'my.example.com' })).toBe(200)
  })

  it('lets probes in by address, and to nothing else', async () => {
    const get = await serverOf({ 'my.example.com': ['/account'] })
    expect(await get('10.1.2.3', '/healthz')).toBe(200)
    expect(await get('10.1.2.3', '/account')).not.toBe(200)
  })
})
