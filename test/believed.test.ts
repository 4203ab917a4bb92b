import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings, partitionOf } from '#contracts'
import { edgeRecord } from '#service'
import { hashPassword } from '../services/staff/src/passwords.ts'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { type Outside, outsideOfDatabase, outsideOfFile } from './outside.ts'
import { PersonInBrowser } from './people.ts'
import type { Body } from './rows.ts'
import { databaseUrl, removeFolder, temporaryFolder, uniqueName } from './servers.ts'

/* A database administrator, with the shell of the database and nothing else, wants to be let in and to decide. */

describe.each(modes)('what lets people in and decides, written into the database (%s)', (mode) => {
  const [folder, name] = [temporaryFolder(), uniqueName()]
  let on: TestGateway
  let outside: Outside
  const people: Record<string, PersonInBrowser> = {}
  const of = (id: string) => people[id] as PersonInBrowser
  const digestOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')
  const secretOf = (cookie: string) => cookie.split('=')[1] as string
  const write = (kind: string, key: string, body: Body) => outside.write(kind, new Map([[key, body]]))
  const state = async (kind: string, key: string) => (await outside.read(kind)).get(key)
  /**
   * 503 and not 403: nobody is let in by either, but "wrong" would send the person whose account it is to try again and to
   * reset a password that is right. Who wrote the database learns only that it was seen; of an account that is nobody's
   * the answer is the same as ever.
   */
  const notBelieved = { code: 'record.changed', status: 503, detail: expect.stringContaining('administrator') }
  const me = (cookie: string) => on.call('GET', '/console/api/me', undefined, { key: null, headers: { cookie } })

  beforeAll(async () => {
    const servers: Record<string, string> =
      mode === 'embedded' ? {} : { MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
    on = await startTestGateway(mode, { DEMO: 'off', DATA_DIR: folder, ...servers })
    outside = await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
    for (const [id, role] of [
      ['chen.min', 'administrator'],
      ['li.xue', 'operations'],
      ['sun.wei', 'operations'],
      ['he.jing', 'auditor'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
  })
  afterAll(async () => {
    await outside?.close()
    await on?.stop()
    removeFolder(folder)
  })

  it('signs nobody in: a session that was put in, or is somebody else’s now', async () => {
    const at = Date.now()
    const session = { personId: 'chen.min', how: 'password', openedAt: at, seenAt: at, mustChange: false }
    await write('staff-sessions', digestOf('chosen-by-the-attacker'), session)
    expect((await me('quadzero_staff=chosen-by-the-attacker')).status).toBe(401)
    const own = digestOf(secretOf(of('he.jing').cookie))
    await write('staff-sessions', own, { ...(await state('staff-sessions', own)), personId: 'chen.min' })
    expect((await me(of('he.jing').cookie)).status).toBe(401)
    // Nor by the row of another session, put in the place of one's own.
    await write('staff-sessions', own, await state('staff-sessions', digestOf(secretOf(of('chen.min').cookie))))
    expect((await me(of('he.jing').cookie)).status).toBe(401)
    expect((await me(of('chen.min').cookie)).status).toBe(200)
  })

  it('opens no account by another password; an administrator sets it anew', async () => {
    const before = await state('staff', 'sun.wei')
    const hash = await hashPassword('known-to-the-Attacker-1')
    await write('staff', 'sun.wei', { ...before, password: { hash, temporary: false } })
    const thief = new PersonInBrowser(on)
    expect((await thief.signIn('sun.wei', 'known-to-the-Attacker-1')).body).toMatchObject(notBelieved)
    // Whose account it is hears the same, and not that their password is wrong.
    expect((await new PersonInBrowser(on).signIn('sun.wei', of('sun.wei').password)).body).toMatchObject(notBelieved)
    const change = { name: 'sun', role: 'operations' }
    expect((await of('chen.min').call('PUT', '/v1/staff/sun.wei', change)).status).toBe(200)
    const { body } = await of('chen.min').call('POST', '/v1/staff/sun.wei/reset')
    expect((await of('sun.wei').signIn('sun.wei', body.password)).body).toMatchObject({ must_change: true })
    const own = { old: body.password, new: of('sun.wei').password }
    expect((await of('sun.wei').call('POST', '/console/api/password', own)).status).toBe(204)
  })

  it('opens no account that was put back to what it was, by the password of before', async () => {
    const thief = new PersonInBrowser(on)
    const li = of('li.xue')
    const before = await state('staff', 'li.xue')
    const [former, own] = [li.password, 'another-Password-of-hers-1']
    const change = { old: former, new: own }
    expect((await li.call('POST', '/console/api/password', change)).status).toBe(204)
    await expect.poll(async () => (await state('staff', 'li.xue')).password.hash).not.toBe(before.password.hash)
    const after = await state('staff', 'li.xue')
    await write('staff', 'li.xue', before)
    expect((await thief.signIn('li.xue', former)).body).toMatchObject(notBelieved)
    await write('staff', 'li.xue', after)
    expect((await thief.signIn('li.xue', own)).status).toBe(201)
  })

  it('does nothing else than was proposed, although its digest was made anew', async () => {
    const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)
    const key = `sp-huayu|${month}`
    const posting = { partnerId: 'sp-huayu', month, serviceId: 'joke', chargeId: 'c', kind: 'charge', amountFen: 500 }
    const { bus, clock } = on.gateway.deps
    await bus.publish([
      edgeRecord(ledgerPostings, bus, key, {
        ...{ id: 'c', at: clock.now(), corr: 'c', type: 'posting.made' },
        data: { ...posting, debit: 'subscribers', credit: 'partner' },
      }),
    ])
    await expect.poll(async () => (await on.call('GET', `/v1/settlements/sp-huayu/${month}`)).status).toBe(200)
    const { proposal } = (await of('li.xue').call('POST', `/v1/settlements/sp-huayu/${month}/close`)).body
    await expect.poll(() => state('proposals', proposal)).toBeDefined()
    const open = await state('proposals', proposal)
    const evil = [{ topic: 'ledger.postings', key, type: 'posting.made', data: { ...posting, amountFen: 1_000_000 } }]
    for (const edit of [
      { records: evil },
      { by: { ...open.by, id: 'he.jing', human: 'he.jing' } },
      { status: 'applied' },
    ]) {
      await write('proposals', proposal, { ...open, ...edit })
      expect((await of('sun.wei').call('POST', `/v1/proposals/${proposal}/approve`)).status).toBe(404)
    }
    const listed = (await of('sun.wei').call('GET', '/v1/proposals')).body.items
    expect(listed).toEqual([])
    await write('proposals', proposal, open)
    expect((await of('sun.wei').call('POST', `/v1/proposals/${proposal}/approve`)).status).toBe(200)
  })

  it('is put into no topic as a dead letter that somebody else wrote', async () => {
    const { bus, clock } = on.gateway.deps
    const bad = { id: 'bad', type: 'posting.made', v: 1, at: clock.now(), corr: 'bad', data: { partnerId: 'sp-huayu' } }
    const key = 'sp-huayu|2001-01'
    await bus.publish([{ topic: ledgerPostings.name, partition: partitionOf(key, bus.partitions), key, message: bad }])
    const letters = async () => (await on.call('GET', '/v1/dead-letters')).body.items
    await expect.poll(letters).toHaveLength(1)
    const [{ id }] = await letters()
    const letter = await state('dead-letters', id)
    const wish = { type: 'key.made', data: { id: 'evil', digest: 'x', kind: 'system', purposes: ['read'] } }
    for (const edit of [
      { topic: 'api.keys', key: 'evil', value: JSON.stringify(wish) },
      { topic: 'staff.roster' },
      { value: letter.value.replace('sp-huayu', 'sp-other') },
      { key: 'sp-other|2001-01' },
      { status: 'replayed' },
    ]) {
      await write('dead-letters', id, { ...letter, ...edit })
      expect((await on.call('POST', `/v1/dead-letters/${id}/replay`)).status).toBe(404)
      expect(await letters()).toEqual([])
    }
    await write('dead-letters', id, letter)
    expect((await on.call('POST', `/v1/dead-letters/${id}/replay`)).status).toBe(202)
  })

  it('is nobody else’s own page', async () => {
    const signIn = async (number: string) => {
      const phone = on.phone(number)
      const { token } = (await on.call('POST', '/account/api/code', { subscriber: number }, { key: null })).body
      const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
      const opened = await on.call('POST', '/account/api/session', { token, code }, { key: null })
      return opened.headers.get('set-cookie')?.split(';')[0] as string
    }
    const look = (cookie: string) =>
      on.call('GET', '/account/api/session', undefined, { key: null, headers: { cookie } })
    const cookie = await signIn('8613500138801')
    expect((await look(cookie)).status).toBe(200)
    const [[key, own] = []] = [...(await outside.read('web-sessions'))]
    const other = '8613500138802'
    await write('web-sessions', key as string, { ...own, msisdn: other, key: on.gateway.deps.keyOf(other) })
    expect((await look(cookie)).status).toBe(401)
  })
})
