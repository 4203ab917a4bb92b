import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sessionNames } from '#http'
import { StampedStore } from '#store'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { type Outside, outsideOfDatabase, outsideOfFile } from './outside.ts'
import { PersonInBrowser } from './people.ts'
import type { Body } from './rows.ts'
import { databaseUrl, removeFolder, temporaryFolder, uniqueName } from './servers.ts'

/*
 * Whoever can write the database puts a row back to what it once was: it carries the stamp that the gateway gave it. Asked is
 * a process that has no lanes, so keeps no roll; embedded there is only the one (decision 71).
 */

describe.each(modes)('a row that is put back (%s)', (mode) => {
  const [folder, name] = [temporaryFolder(), uniqueName()]
  let whole: TestGateway
  let entrance: TestGateway
  let outside: Outside
  const secretOf = (cookie: string) => cookie.split('=')[1] as string
  const hasHeard = (kind: string, key: string) =>
    expect.poll(() => entrance.gateway.deps.over.isOver(kind, key, undefined)).toBe(true)
  /** Somebody on their own page. */
  async function signedIn(number: string) {
    const phone = whole.phone(number)
    const { token } = (await whole.call('POST', '/account/api/code', { subscriber: number }, { key: null })).body
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    const opened = await whole.call('POST', '/account/api/session', { token, code }, { key: null })
    expect(opened.status).toBe(201)
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] as string
    const call = async (method: string) =>
      (await entrance.call(method, '/account/api/session', undefined, { key: null, headers: { cookie } })).status
    await expect.poll(() => call('GET')).toBe(200)
    const [key = ''] = sessionNames(whole.gateway.deps.secrets.sessionKeys, secretOf(cookie))
    return { call, key }
  }

  beforeAll(async () => {
    vi.spyOn(StampedStore.prototype, 'patrol').mockResolvedValue()
    const servers: Record<string, string> =
      mode === 'embedded' ? {} : { MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
    whole = await startTestGateway(mode, { DATA_DIR: folder, ...servers })
    entrance = mode === 'embedded' ? whole : await startTestGateway(mode, { ...servers, SERVICES: 'none' })
    outside = await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await outside?.close()
    if (entrance !== whole) await entrance?.stop()
    await whole?.stop()
    removeFolder(folder)
  })

  it('signs nobody of staff in who signed out', async () => {
    const page = await PersonInBrowser.demo(whole, 'auditor')
    const copy = new PersonInBrowser(entrance)
    copy.cookie = page.cookie
    const me = async () => (await copy.call('GET', '/console/api/me')).status
    await expect.poll(me).toBe(200)
    const key = createHash('sha256').update(secretOf(page.cookie)).digest('base64url')
    const putBack = await outside.copy('staff-sessions', key)
    expect((await page.call('DELETE', '/console/api/session')).status).toBe(204)
    await hasHeard('staff-sessions', key)
    await putBack()
    expect(await me()).toBe(401)
  })

  it('opens no own page that was signed out of', async () => {
    const { call, key } = await signedIn('8613500138811')
    const putBack = await outside.copy('web-sessions', key)
    expect(await call('DELETE')).toBe(204)
    await hasHeard('web-sessions', key)
    await putBack()
    expect(await call('GET')).toBe(401)
  })

  it('opens no page of the next owner to the former one of a number', async () => {
    const number = '8613500138812'
    const { call } = await signedIn(number)
    const key = whole.gateway.deps.keyOf(number)
    expect((await whole.call('POST', '/v1/numbers', { msisdn: number, change: 'assigned' })).status).toBe(202)
    await hasHeard('tenures', key)
    await expect.poll(() => call('GET')).toBe(401)
    await outside.write('tenures', new Map([[key, undefined]]))
    expect(await call('GET')).toBe(401)
  })

  it('frees no charge any more once one was allowed by it, until it is right again', async () => {
    const number = '8613800138000'
    const key = whole.gateway.deps.keyOf(number)
    const question = (id: string) => ({ id, subscriber: number, service: 'joke-daily', amount_fen: 500, kind: 'month' })
    const asked = async (at: TestGateway, id: string) =>
      (await at.call('POST', '/v1/charges/authorize', { items: [question(id)] })).body.items?.[0]
    await expect.poll(() => asked(entrance, 'p1')).toMatchObject({ allow: true })
    const putBack = await outside.copy('account', key)
    await whole.phone(number).ask('10661234', '00000')
    await expect.poll(() => asked(entrance, 'p1')).toMatchObject({ allow: false, rule: 'after.cancel' })
    const putRight = await outside.copy('account', key)
    await putBack()
    // Whoever allows it by what was put back has its owner look at once: nobody else asks, and no patrol comes by.
    await expect.poll(() => asked(entrance, 'p1')).toMatchObject({ allow: false, rule: 'unknown' })
    expect(await asked(whole, 'p2')).toMatchObject({ allow: false, rule: 'unknown' })
    await putRight()
    expect(await asked(whole, 'p3')).toMatchObject({ allow: false, rule: 'after.cancel' })
    await expect.poll(() => asked(entrance, 'p3')).toMatchObject({ allow: false, rule: 'after.cancel' })
  })

  it('nor is a row of a list that was edited: what is shown is the stamped state’s, or nothing', async () => {
    const page = await PersonInBrowser.demo(whole, 'reviewer')
    const list = async (path: string) => (await page.call('GET', path)).body.items as Body[]
    const reporter = '8613500138813'
    const said = { subscriber: reporter, text: '没有订过却被扣费', channel: 'counter' }
    expect((await whole.call('POST', '/v1/complaints', said)).status).toBe(202)
    await expect.poll(() => list('/v1/complaints')).toHaveLength(1)
    const report = { reporter, sender: '10661234', text: '恭喜中奖，点击 dwz.cn/a1 领取', channel: 'web' }
    expect((await whole.call('POST', '/v1/reports', report)).status).toBe(202)
    await expect.poll(() => list('/v1/report-cases')).toHaveLength(1)
    const [complaint, reported] = [(await list('/v1/complaints'))[0], (await list('/v1/report-cases'))[0]]
    const edit = async (kind: string, change: (body: Body) => Body) => {
      const [[key, body] = []] = [...(await outside.read(kind))]
      await outside.write(kind, new Map([[key as string, change(structuredClone(body))]]))
    }
    await edit('complaint-cases', (body) => ({
      ...body,
      owner: 'nobody',
      channel: 'letter',
      dueAt: 1,
      about: 'star-news',
    }))
    expect(await list('/v1/complaints')).toEqual([complaint])
    await edit('report-cases', (body) => ({ ...body, sorted: { ...body.sorted, text: '您的验证码是 482913' } }))
    expect(await list('/v1/report-cases')).toEqual([])
    expect((await page.call('GET', `/v1/report-cases/${reported.id}`)).body.code).toBe('record.changed')
  })
})
