import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiKeys, networkBlocks, partitionOf, staffRoster } from '#contracts'
import { edgeRecord } from '#service'
import { rotateSecret } from '../tools/cli/secrets.ts'
import { Firewall } from './firewall.ts'
import { ADMIN_KEY, environmentOf, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { databaseUrl, hasServers, kafkaBrokers, removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { until } from './until.ts'

/* Two processes on one log and store: one with lanes and routes, one with routes only, as behind one balancer. */
describe.runIf(hasServers)('two processes', () => {
  const name = uniqueName()
  const [old, young] = ['the-former-secret-0001', 'the-present-secret-0002']
  const rotating = ['SESSION_KEY', 'ID_KEY', 'SEAL_KEY']
  /** Empty until a test puts secrets there. */
  const files = { SECRETS_DIR: temporaryFolder(), SECRETS_CHECK_SECONDS: '0.2' }
  const start = (secret: string, more: Record<string, string> = {}): Promise<TestGateway> =>
    startTestGateway(
      'distributed',
      {
        MONGODB_URL: databaseUrl(name),
        TOPIC_PREFIX: `${name}.`,
        ...Object.fromEntries(rotating.map((each) => [each, secret])),
        ...files,
        ...more,
      },
      more['SERVICES'] === 'none' ? { binds: 0 } : {},
    )
  let whole: TestGateway
  let entrance: TestGateway
  let key: string
  beforeAll(async () => {
    whole = await start(old)
    entrance = await start(old, { SERVICES: 'none' })
    const huayu = { name: 'huayu', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' }
    const made = await whole.call('POST', '/v1/keys', huayu)
    expect(made).toMatchObject({ status: 201 })
    key = made.body.key
    const known = async () => (await entrance.call('GET', '/v1/webhooks', undefined, { key })).status !== 401
    await until('the key at the other', known)
  })
  afterAll(async () => {
    await entrance?.stop()
    await whole?.stop()
    removeFolder(files.SECRETS_DIR)
  })

  let numbers = 0
  /** A session whose code was asked for at one and typed in at the other, and the id of a request. */
  async function make(at: TestGateway, other: TestGateway): Promise<{ cookie: string; id: string }> {
    const phone = whole.phone(`86135001360${String(++numbers).padStart(2, '0')}`)
    const asked = await at.call('POST', '/account/api/code', { subscriber: phone.number }, { key: null })
    expect(asked).toMatchObject({ status: 202 })
    const code = /(\d{6})/.exec((await phone.next()).text)?.[1]
    const opened = await other.call('POST', '/account/api/session', { token: asked.body.token, code }, { key: null })
    expect(opened).toMatchObject({ status: 201 })
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] as string
    const ask = { subscriber: phone.number, service: 'joke-daily' }
    const requested = await at.call('POST', '/v1/subscription-requests', ask, { key })
    expect(requested).toMatchObject({ status: 202 })
    return { cookie, id: requested.body.id }
  }
  const holds = async (at: TestGateway, { cookie, id }: { cookie: string; id: string }) => {
    const session = await at.call('GET', '/account/api/session', undefined, { key: null, headers: { cookie } })
    // The lane may not have stored the request yet: then it is unknown for a moment.
    await expect
      .poll(async () => (await at.call('GET', `/v1/subscription-requests/${id}`, undefined, { key })).status)
      .toBe(200)
    return session.status
  }

  /**
   * Goes on as soon as a process knows what was said last in the partition of a key or a person: from then on it knows what
   * was said there before, however slow this machine is, and is asked once.
   */
  async function knowsWhatWasSaid(there: TestGateway, topic: typeof apiKeys | typeof staffRoster, of: string) {
    const { bus } = entrance.gateway.deps
    const { keys, staff } = there.gateway.deps
    let id = ''
    while (id === '' || partitionOf(id, bus.partitions) !== partitionOf(of, bus.partitions))
      id = `last-${randomUUID().slice(0, 8)}`
    const key = { keyId: id, digest: '', name: id, purposes: [], perMinute: 1, createdAt: 0 }
    const person = { id, name: id, role: 'counter', interests: [], disabled: true, signedOutBefore: 0 }
    const said = topic === apiKeys ? { type: 'key.set', data: key } : { type: 'person.changed', data: person }
    await bus.publish([edgeRecord(topic, bus, id, { ...said, id, at: Date.now(), corr: id })])
    await until('it knows what was said last', () => (keys.get(id) ?? staff.get(id)) !== undefined)
  }

  /**
   * That a process hears of what was done within a second, told by the log’s own: a beat a second is published (`blocks.current`),
   * and on a machine that stands still it stands as well. Two beats are the one that was due, and one that was under way.
   */
  async function heardWithinTwoBeats(there: TestGateway, act: () => Promise<void>, isHeard: () => boolean) {
    const heard = { beats: 0 }
    const { stop } = await there.gateway.deps.bus.tail(networkBlocks.name, () => void heard.beats++)
    await until('a beat', () => heard.beats > 0)
    await act()
    heard.beats = 0
    await until('it was heard', isHeard)
    expect(heard.beats).toBeLessThanOrEqual(2)
    await stop()
  }

  it('tell an operator’s firewall each block that holds, and which are over, also after the log was compacted', async () => {
    const reason = { reason: 'spam', note: 'firewall' }
    const place = async (kind: string, value: string, more: object = {}) => {
      const { status, body } = await whole.call('POST', '/v1/blocks', { kind, value, scope: 'all', ...reason, ...more })
      expect(status).toBe(202)
      return body.id as string
    }
    for (const scope of ['marketing', 'all', 'marketing', 'all']) {
      await place('port', '10668101', { scope })
      const lifted = await place('port', '10668102', { scope })
      await whole.call('POST', `/v1/blocks/${lifted}/lift`, { note: 'firewall' })
      const domain = await place('domain', 'firewall-a.example.com')
      if (scope === 'marketing') await whole.call('POST', `/v1/blocks/${domain}/lift`, { note: 'firewall' })
    }
    for (const value of ['955881', '955882']) {
      const { body } = await whole.call('POST', '/v1/white-list', {
        kind: 'port',
        value,
        list: 'bank',
        note: 'firewall',
      })
      if (value === '955882') await whole.call('POST', `/v1/white-list/${body.id}/remove`, { note: 'firewall' })
    }
    const keys = [
      'port 10668101',
      'port 10668102',
      'domain firewall-a.example.com',
      'white port 955881',
      'white port 955882',
    ]
    const firewall = new Firewall(kafkaBrokers as string, `${name}.${networkBlocks.name}`)
    const { bus } = whole.gateway.deps
    let beats = 0
    await firewall.compacted(keys, () => {
      const message = {
        id: `beat-${++beats}`,
        type: 'blocks.current',
        v: 1 as const,
        at: Date.now(),
        corr: 'beat',
        data: {},
      }
      const partitions = Array.from({ length: bus.partitions }, (_, partition) => partition)
      return bus.publish(
        partitions.map((partition) => ({ topic: networkBlocks.name, partition, key: `beat ${partition}`, message })),
      )
    })
    const now = Date.now()
    const table = (await firewall.read()).flatMap(({ value: { type, data } }) => {
      const { target, until, scope, retired } = data as Record<string, unknown> & {
        target?: { kind: string; value: string }
      }
      if (!target) return []
      const isOver = retired === true || (typeof until === 'number' && until <= now)
      return [[type, target.kind, target.value, isOver ? 'over' : (scope ?? 'listed')].join(' ')]
    })
    expect(table.filter((each) => /firewall|10668|9558/.test(each)).sort()).toEqual([
      'block.set domain firewall-a.example.com all',
      'block.set port 10668101 all',
      'block.set port 10668102 over',
      'white.set port 955881 listed',
      'white.set port 955882 over',
    ])
    const held = (await whole.call('GET', '/v1/blocks')).body.items.map((each: { value: string }) => each.value)
    expect(held.sort()).toEqual(['10668101', 'firewall-a.example.com'])
  })

  it('refuse at once a key that was revoked at the other, and who was signed out or had a role there', async () => {
    const wish = { name: 'shop', kind: 'partner', purposes: ['subscribe', 'read'], partnerId: 'sp-huayu' }
    const { body: made, status } = await entrance.call('POST', '/v1/keys', wish)
    expect(status).toBe(201)
    const used = async () => (await whole.call('GET', '/v1/webhooks', undefined, { key: made.key })).status
    await expect.poll(used).toBe(200)
    const page = await PersonInBrowser.made(entrance, 'wei.ops', 'operations')
    const there = new PersonInBrowser(whole)
    there.cookie = page.cookie
    const seen = async () => (await there.call('GET', '/v1/complaints')).status
    await expect.poll(seen).toBe(200)
    const keyId = made.key.split('_')[1]
    await heardWithinTwoBeats(
      whole,
      async () => expect((await entrance.call('DELETE', `/v1/keys/${keyId}`)).status).toBe(200),
      () => whole.gateway.deps.keys.get(keyId)?.revokedAt !== undefined,
    )
    expect(await used()).toBe(401)
    await knowsWhatWasSaid(whole, apiKeys, keyId)
    expect(await used()).toBe(401)
    await heardWithinTwoBeats(
      whole,
      async () =>
        expect((await entrance.call('PUT', '/v1/staff/wei.ops', { name: 'wei', role: 'counter' })).status).toBe(200),
      () => whole.gateway.deps.staff.get('wei.ops')?.role === 'counter',
    )
    expect(await seen()).toBe(401)
    await knowsWhatWasSaid(whole, staffRoster, 'wei.ops')
    expect(await seen()).toBe(401)
    // A session is asked for in the store by each request: who signed out is out when that is answered.
    for (const [at, other] of [
      [entrance, whole],
      [whole, entrance],
    ] as const) {
      const own = new PersonInBrowser(at)
      expect((await own.signIn('wei.ops', page.password)).status).toBe(201)
      const copy = new PersonInBrowser(other)
      copy.cookie = own.cookie
      await expect.poll(async () => (await copy.call('GET', '/console/api/me')).status).toBe(200)
      expect((await own.call('DELETE', '/console/api/session')).status).toBe(204)
      expect((await copy.call('GET', '/console/api/me')).status).toBe(401)
    }
  })

  describe('believe each other at every moment of a rotation, one restarted after the other', () => {
    /** Made before the rotation began. */
    let before: Awaited<ReturnType<typeof make>>
    beforeAll(async () => {
      before = await make(whole, entrance)
    })

    it.each([
      ['entrance', `${old},${young}`],
      ['whole', `${old},${young}`],
      ['entrance', `${young},${old}`],
      ['whole', `${young},${old}`],
    ] as const)('%s with %s', async (which, secrets) => {
      if (which === 'entrance') {
        await entrance.stop()
        entrance = await start(secrets, { SERVICES: 'none' })
      } else {
        await whole.stop()
        whole = await start(secrets)
      }
      const made = [before, await make(whole, entrance), await make(entrance, whole)]
      const statuses = await Promise.all(made.flatMap((each) => [holds(whole, each), holds(entrance, each)]))
      expect(statuses).toEqual(Array(6).fill(200))
    })

    it('and when the former is dropped, what it made is over: where it is dropped, and not before', async () => {
      await entrance.stop()
      entrance = await start(young, { SERVICES: 'none' })
      const { cookie } = before
      const session = { key: null, headers: { cookie } }
      expect((await entrance.call('GET', '/account/api/session', undefined, session)).status).toBe(401)
      expect((await whole.call('GET', '/account/api/session', undefined, session)).status).toBe(200)
    })
  })

  it('take each secret that is rotated in a file while both run, and drop the former by a command', async () => {
    const command = (name: string, forget: boolean) =>
      rotateSecret({ ...environmentOf('distributed', ''), ...files }, name, { forget })
    for (const each of rotating) writeFileSync(join(files.SECRETS_DIR, each), young)
    const { adminKeys, sealKeys } = entrance.gateway.deps.secrets
    await until('both know only the present one', () =>
      [whole, entrance].every(({ gateway: { deps } }) => deps.secrets.sealKeys.join() === young),
    )
    const before = [await make(whole, entrance), await make(entrance, whole)]
    const of = async (made: readonly { cookie: string; id: string }[]) =>
      Promise.all(made.flatMap((each) => [holds(whole, each), holds(entrance, each)]))
    for (const name of ['session', 'id', 'seal', 'admin', 'exchange'])
      expect([name, await command(name, false)]).toMatchObject([name, { believed: 2, withinSeconds: 0.2 }])
    const after = [await make(whole, entrance), await make(entrance, whole)]
    expect(await of([...before, ...after])).toEqual(Array(8).fill(200))
    await until('both have them all', () =>
      [whole, entrance].every(({ gateway: { deps } }) =>
        Object.values(deps.secrets).every((list) => typeof list === 'string' || list.length === 2),
      ),
    )
    const [key] = adminKeys
    const admits = (there: TestGateway, key: string) => there.call('GET', '/v1/keys', undefined, { key })
    for (const there of [whole, entrance])
      for (const each of [key, ADMIN_KEY]) expect((await admits(there, each as string)).status).toBe(200)

    for (const name of ['session', 'admin', 'exchange'])
      expect([name, await command(name, true)]).toMatchObject([name, { believed: 1 }])
    for (const there of [whole, entrance]) {
      const { exchangeKeys } = there.gateway.deps.secrets
      await until('it dropped what was dropped last', () => exchangeKeys.length === 1)
      expect((await admits(there, ADMIN_KEY)).status).toBe(401)
      expect((await admits(there, key as string)).status).toBe(200)
      for (const [made, status] of [
        [before, 401],
        [after, 200],
      ] as const)
        for (const { cookie } of made) {
          const session = { key: null, headers: { cookie } }
          expect((await there.call('GET', '/account/api/session', undefined, session)).status).toBe(status)
        }
    }
    expect(sealKeys).toHaveLength(2)
  })
})
