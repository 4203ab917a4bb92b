import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'

/* What every answer says to a browser, whatever somebody put into the question. */
describe('an answer', () => {
  let on: TestGateway
  let page: PersonInBrowser
  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off' })
    page = await PersonInBrowser.made(on, 'mei.ops', 'operations')
  })
  afterAll(() => on?.stop())

  it.each(['/account', '/confirm', '/console', '/console/account', '/docs', '/v1/port-check', '/healthz', '/nowhere'])(
    '%s is framed by nobody, and is what it says it is',
    async (path) => {
      const { headers } = await on.call('GET', path, undefined, { key: null })
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )

  it.each(['/console/api/me', '/v1/proposals', '/v1/complaints'])(
    '%s is personal, and kept by no cache',
    async (path) => {
      const { status, headers } = await page.call('GET', path)
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    },
  )

  it('carries no header of whoever asked', async () => {
    const evil = '%0d%0aset-cookie:%20evil=1%0d%0a%0d%0aevil'
    for (const path of [
      `/console?problem=${evil}`,
      `/console/api/oidc/callback?error=${evil}&state=${evil}`,
      `/console/${evil}`,
      `/account?${evil}`,
      `/confirm?${evil}`,
      `/v1/settlements/${evil}/2026-10/csv`,
      `/v1/proposals/${evil}`,
    ])
      for (const key of [null, undefined]) {
        const { headers } = await on.call('GET', path, undefined, key === null ? { key } : {})
        expect([path, [...headers].filter(([name, value]) => /evil/.test(name + value))]).toEqual([path, []])
      }
  })

  it('is none to a question of two, where a proxy sees one (request smuggling)', async () => {
    const { port } = new URL(on.gateway.url)
    const answers = await new Promise<string>((done) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(
          'POST /v1/mo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/staff HTTP/1.1\r\nhost: a\r\n\r\n',
        ),
      )
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => done(text))
    })
    expect(answers.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 400'])
  })
})
