import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutRecord } from '#bus'
import { chargingEvents, ledgerPostings } from '#contracts'
import { edgeRecord } from '#service'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import type { Body } from './rows.ts'
import { until } from './until.ts'

/* What needs two people, in an installation that has them. */
describe('four eyes', () => {
  let gateway: TestGateway
  const people: Record<string, PersonInBrowser> = {}
  const of = (name: string) => people[name] as PersonInBrowser
  const lastMonth = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 })
  const month = lastMonth.toString().slice(0, 7)

  /** A posting of last month, as charging made it then. */
  async function posted(chargeId: string, when = month): Promise<void> {
    const { bus, clock } = gateway.gateway.deps
    const data = { partnerId: 'sp-huayu', month: when, serviceId: 'joke', chargeId, kind: 'charge', amountFen: 500 }
    const accounts = { debit: 'subscribers', credit: 'partner' }
    const message = {
      id: chargeId,
      at: clock.now(),
      corr: chargeId,
      type: 'posting.made',
      data: { ...data, ...accounts },
    }
    await bus.publish([edgeRecord(ledgerPostings, bus, `sp-huayu|${when}`, message)])
  }
  const import_ = (kind: string, csv: string) =>
    gateway.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
  const settlement = async (when = month) => (await gateway.call('GET', `/v1/settlements/sp-huayu/${when}`)).body

  beforeAll(async () => {
    gateway = await startTestGateway('embedded', { DEMO: 'off' })
    await import_('partners', 'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu,sp\n')
    await posted('c-1')
    await until('it stands in the settlement', async () => (await settlement()).owed_fen === 500)
    for (const [id, role, more] of [
      ['li.xue', 'operations', {}],
      ['sun.wei', 'operations', {}],
      ['qian.li', 'operations', {}],
      ['zhao.rui', 'operations', { interests: ['sp-huayu'] }],
      ['he.jing', 'auditor', {}],
      ['chen.min', 'administrator', {}],
      ['xu.lan', 'administrator', {}],
    ] as const)
      people[id] = await PersonInBrowser.made(gateway, id, role, more)
  })
  afterAll(() => gateway?.stop())

  const propose = async () => {
    const { status, body } = await of('li.xue').call('POST', `/v1/settlements/sp-huayu/${month}/close`)
    expect([status, body.status]).toEqual([202, 'open'])
    return `/v1/proposals/${body.proposal}`
  }

  it('show the second person what would be done, and refuse whoever may not decide it', async () => {
    const proposal = await propose()
    const shown = (await of('sun.wei').call('GET', proposal)).body
    expect(shown).toMatchObject({ kind: 'settlement.close', by: 'li.xue', status: 'open', title: `sp-huayu ${month}` })
    expect(shown.preview.owed_fen).toBe((await settlement()).owed_fen)
    for (const [who, why] of [
      ['li.xue', 'same.person'],
      ['zhao.rui', 'interest'],
    ] as const) {
      const refused = await of(who).call('POST', `${proposal}/approve`)
      expect([who, refused.status, refused.body.why]).toEqual([who, 403, why])
    }
    expect((await of('he.jing').call('POST', `${proposal}/approve`)).body.code).toBe('auth.purpose')
    // The first administrator's key is nobody.
    expect((await gateway.call('POST', `${proposal}/approve`)).body.why).toBe('nobody')
    expect((await gateway.call('POST', `/v1/settlements/sp-huayu/${month}/close`)).body.code).toBe('proposal.key')
    expect((await of('li.xue').call('POST', `${proposal}/withdraw`)).body.status).toBe('withdrawn')
  })

  it('have evidence begin from what stands there, when a second administrator agrees', async () => {
    const order = { process: 'subscriber', reason: '回退到旧版本之后' }
    expect((await of('li.xue').call('POST', '/v1/baselines', order)).body.code).toBe('auth.purpose')
    const { body } = await of('chen.min').call('POST', '/v1/baselines', order)
    expect(body.status).toBe('open')
    const begun = async () =>
      (await of('he.jing').call('GET', '/v1/baselines')).body.items.map((each: Body) => each.begun)
    const ordered = { process: 'subscriber', number: 2, by: 'chen.min', reason: order.reason, proposal: body.proposal }
    expect(await begun()).not.toContainEqual(expect.objectContaining(ordered))
    const approve = (who: string) => of(who).call('POST', `/v1/proposals/${body.proposal}/approve`)
    expect((await approve('chen.min')).body.why).toBe('same.person')
    expect((await approve('xu.lan')).body.status).toBe('applied')
    await until('it begins', async () => (await begun()).some((each?: Body) => each?.['number'] === 2))
    expect(await begun()).toContainEqual(expect.objectContaining(ordered))
  })

  it('call it stale when the world has changed since it was proposed', async () => {
    const proposal = await propose()
    const before = JSON.stringify(await settlement())
    await posted('c-2')
    await expect.poll(async () => JSON.stringify(await settlement())).not.toBe(before)
    expect((await of('sun.wei').call('POST', `${proposal}/approve`)).body.code).toBe('proposal.stale')
    expect((await settlement()).closed_at).toBeUndefined()
  })

  describe('of two who decide at once, both of whom saw it open', () => {
    /** Keeps what both say until both have said it, and puts it into the log at once, in the order of the names given. */
    const atOnce = async <Answer>(order: readonly string[], ask: () => Promise<Answer>): Promise<Answer> => {
      const { bus } = gateway.gateway.deps
      const publish = bus.publish.bind(bus)
      const said = new Map<string, OutRecord>()
      const both = Promise.withResolvers<void>()
      bus.publish = async (records, options) => {
        const [record] = records
        if (record?.topic !== 'staff.proposals') return publish(records, options)
        said.set((record.message as { data: { by: { id: string } } }).data.by.id, record)
        if (said.size === order.length)
          await publish(order.map((name) => said.get(name) as OutRecord)).then(both.resolve, both.reject)
        await both.promise
      }
      try {
        return await ask()
      } finally {
        bus.publish = publish
      }
    }

    it.each<[string, string, string, number]>([
      ['approve', 'reject', 'applied', 2],
      ['reject', 'approve', 'rejected', 3],
      ['approve', 'approve', 'applied', 4],
      ['reject', 'reject', 'rejected', 5],
    ])('one who wants to %s wins over another who wants to %s, who is told by whom', async (...told) => {
      const [first, second, status, monthsAgo] = told
      const when = lastMonth.subtract({ months: monthsAgo }).toString().slice(0, 7)
      await posted(`c-at-once-${monthsAgo}`, when)
      await until('it stands in the settlement', async () => (await settlement(when)).owed_fen === 500)
      const { body } = await of('li.xue').call('POST', `/v1/settlements/sp-huayu/${when}/close`)
      const decide = (who: string, what: string) =>
        of(who).call('POST', `/v1/proposals/${body.proposal}/${what}`, { reason: `等对账 ${who}` })
      const [won, lost] = await atOnce(['sun.wei', 'qian.li'], () =>
        Promise.all([decide('sun.wei', first), decide('qian.li', second)]),
      )
      expect([won.status, won.body.status, won.body.decided_by]).toEqual([200, status, 'sun.wei'])
      expect([lost.status, lost.body.code, lost.body.by]).toEqual([409, 'proposal.decided', 'sun.wei'])
      if (status === 'applied')
        await until('it is closed', async () => (await settlement(when)).closed_at !== undefined)
      else {
        // What was told to the settlement before this has been done when this stands there.
        await posted(`c-after-${monthsAgo}`, when)
        await until('what came after it', async () => (await settlement(when)).owed_fen === 1000)
        expect((await settlement(when)).closed_at).toBeUndefined()
      }
      const steps = (await of('he.jing').call('GET', `/v1/audit?target=proposal ${body.proposal}`)).body.items
      expect(steps.map((each: { content: { reason: string } }) => each.content.reason.split(':')[0]).sort()).toEqual(
        ['proposed', status].sort(),
      )
    })
  })

  it('make a key with wide rights open nothing before the second yes, and everything of its kind after', async () => {
    const wide = { name: 'crm', kind: 'operator', purposes: ['import'] }
    const { body } = await of('chen.min').call('POST', '/v1/keys', wide)
    expect(body.status).toBe('open')
    const use = () => gateway.call('GET', '/v1/export/partners', undefined, { key: body.key })
    expect((await use()).status).toBe(401)
    expect((await of('xu.lan').call('GET', `/v1/proposals/${body.proposal}`)).text).not.toContain(body.key)
    expect((await of('xu.lan').call('POST', `/v1/proposals/${body.proposal}/approve`)).status).toBe(200)
    await expect.poll(async () => (await use()).status).toBe(200)
  })

  describe('of a file of partners, services or ports', () => {
    const header = 'service_id,partner_id,port,name_zh,name_en,tariff_fen,period,window,code\n'
    const services = (count: number, fen: number) =>
      header +
      Array.from(
        { length: count },
        (_, n) => `s-${n},sp-huayu,10661234,业务${n},Service ${n},${fen},month,24h,S${n}\n`,
      ).join('')
    const send = async (who: string, csv: string) => {
      const { text } = await of(who).call('POST', '/v1/import/services', csv, { 'content-type': 'text/csv' })
      return JSON.parse(text.trim().split('\n').at(-1) as string)
    }
    const known = async () =>
      (await gateway.call('GET', '/v1/export/services')).text.split('\n').filter((line) => line.startsWith('s-'))

    it('nothing holds before the second yes, and all of it after, however long', async () => {
      const sent = await send('chen.min', services(120, 500))
      expect(sent).toMatchObject({ done: { rows: 120, taken: 120 }, status: 'open' })
      const shown = (await of('xu.lan').call('GET', `/v1/proposals/${sent.proposal}`)).body
      expect(shown.preview).toMatchObject({ kind: 'services', rows: 120, outdated: 0 })
      expect(shown.partners).toEqual(['sp-huayu'])
      expect(await known()).toEqual([])
      expect((await of('xu.lan').call('POST', `/v1/proposals/${sent.proposal}/approve`)).status).toBe(200)
      await expect.poll(async () => (await known()).length).toBe(120)
    })

    it('it is stale when another file has changed the same rows meanwhile', async () => {
      const [cheap, dear] = [await send('chen.min', services(2, 300)), await send('chen.min', services(2, 900))]
      expect((await of('xu.lan').call('POST', `/v1/proposals/${dear.proposal}/approve`)).status).toBe(200)
      await expect.poll(async () => (await known()).filter((line) => line.includes(',900,')).length).toBe(2)
      expect((await of('xu.lan').call('POST', `/v1/proposals/${cheap.proposal}/approve`)).body.code).toBe(
        'proposal.stale',
      )
    })

    it('the first administrator’s key imports no longer, once there are people', async () => {
      expect((await import_('services', services(1, 100))).body.code).toBe('proposal.key')
    })
  })

  it('show all numbers to a person only when another agreed, for a reason that is kept', async () => {
    const look = (who: string, proposal = '') => of(who).call('GET', `/v1/export/subscriptions?proposal=${proposal}`)
    expect((await look('chen.min')).body.code).toBe('sight.missing')
    const reason = '对账：10月订购关系核对'
    const { body } = await of('chen.min').call('POST', '/v1/export/subscriptions', { reason })
    expect((await look('chen.min', body.proposal)).body.code).toBe('sight.missing')
    await of('xu.lan').call('POST', `/v1/proposals/${body.proposal}/approve`)
    expect((await look('chen.min', body.proposal)).text).toContain('msisdn,service_id')
    // What one was shown is not another's.
    expect((await look('xu.lan', body.proposal)).body.code).toBe('sight.missing')
  })

  it('take all keys and sessions of one person for one; a person’s key ends with the person', async () => {
    const ask = { name: 'script', kind: 'operations', purposes: ['settle', 'decide'], person: 'sun.wei' }
    expect((await of('chen.min').call('POST', '/v1/keys', { ...ask, person: 'he.jing' })).body.code).toBe('key.person')
    const { key, proposal } = (await of('chen.min').call('POST', '/v1/keys', ask)).body
    await of('xu.lan').call('POST', `/v1/proposals/${proposal}/approve`)
    const byKey = (method: string, path: string) => gateway.call(method, path, undefined, { key })
    await expect.poll(async () => (await byKey('GET', '/v1/proposals')).status).toBe(200)
    const { body } = await of('sun.wei').call('POST', `/v1/settlements/sp-huayu/${month}/close`)
    expect((await byKey('POST', `/v1/proposals/${body.proposal}/approve`)).body.why).toBe('key')
    await of('chen.min').call('PUT', '/v1/staff/sun.wei', { name: 'sun', role: 'counter' })
    await expect.poll(async () => (await byKey('GET', '/v1/proposals')).status).toBe(401)
  })

  describe('an administrator who would be two people', () => {
    /** An account that chen.min makes, and signs in to. */
    const puppet = async (id: string, by = (body: object) => of('chen.min').call('POST', '/v1/staff', body)) => {
      const made = (await by({ id, name: id, role: 'operations' })).body
      const page = new PersonInBrowser(gateway)
      expect((await page.signIn(id, made.password)).status).toBe(201)
      await page.call('POST', '/console/api/password', { old: made.password, new: 'long-and-own-Password-9' })
      return { page, made }
    }
    const close = (page: PersonInBrowser) => page.call('POST', `/v1/settlements/sp-huayu/${month}/close`)
    const vouch = (who: string, id: string, more: object = {}) =>
      of(who).call('POST', `/v1/staff/${id}/vouch`, { interests: [], ...more })

    it('is none by accounts of their making, until another one says who they are', async () => {
      const [one, two] = [await puppet('first.puppet'), await puppet('second.puppet')]
      expect(one.made).toMatchObject({ made_by: 'chen.min', unknown: true })
      expect((await close(one.page)).body.why).toBe('unknown')
      await posted('c-puppet')
      const { body } = await close(of('li.xue'))
      expect((await two.page.call('POST', `/v1/proposals/${body.proposal}/approve`)).body.why).toBe('unknown')
      for (const who of ['chen.min', 'li.xue'])
        expect([who, (await vouch(who, 'second.puppet')).status]).toEqual([who, 403])
      expect((await vouch('xu.lan', 'second.puppet')).body).toMatchObject({ unknown: false, vouched_by: 'xu.lan' })
      const shown = (await two.page.call('GET', `/v1/proposals/${body.proposal}`)).body
      expect(shown.why_not).toBeUndefined()
      await of('li.xue').call('POST', `/v1/proposals/${body.proposal}/withdraw`)
    })

    it('nor by accounts that their key makes, nor by one that they take over', async () => {
      const ask = { name: 'script', kind: 'administrator', purposes: ['admin'], person: 'chen.min' }
      const { key, proposal } = (await of('chen.min').call('POST', '/v1/keys', ask)).body
      await of('xu.lan').call('POST', `/v1/proposals/${proposal}/approve`)
      const byKey = (method: string, path: string, body: object) => gateway.call(method, path, body, { key })
      await expect
        .poll(async () => (await byKey('GET', '/v1/keys', {}).catch(() => ({ status: 0 }))).status)
        .not.toBe(401)
      const { made } = await puppet('third.puppet', (body) => byKey('POST', '/v1/staff', body))
      expect(made).toMatchObject({ made_by: 'chen.min', unknown: true })
      await of('chen.min').call('POST', '/v1/staff/qian.li/reset')
      const [taken] = (await of('xu.lan').call('GET', '/v1/staff')).body.items.filter(
        (each: { id: string }) => each.id === 'qian.li',
      )
      expect(taken).toMatchObject({ reset_by: 'chen.min', unknown: true })
    })

    it('nor without an interest by their own word', async () => {
      const own = (interests: string[], who: string) =>
        of(who).call('PUT', '/v1/staff/chen.min', { name: 'chen.min', role: 'administrator', interests })
      expect((await own(['sp-huayu'], 'xu.lan')).status).toBe(200)
      expect((await own([], 'chen.min')).body.code).toBe('person.self')
      expect((await own(['sp-huayu'], 'chen.min')).status).toBe(200)
      expect((await own([], 'xu.lan')).status).toBe(200)
    })

    it('nor by an account of theirs that somebody said is theirs', async () => {
      await puppet('li.also')
      expect((await vouch('xu.lan', 'li.also', { same_as: 'li.xue' })).body).toMatchObject({ same_as: 'li.xue' })
      const also = new PersonInBrowser(gateway)
      expect((await also.signIn('li.also', 'long-and-own-Password-9')).status).toBe(201)
      const { body } = await close(of('li.xue'))
      const decided = (proposal: string, what: string) => also.call('POST', `/v1/proposals/${proposal}/${what}`)
      expect((await decided(body.proposal, 'approve')).body.why).toBe('same.person')
      // It is theirs to take back, too; and an interest is the human’s, whichever account it was said of.
      expect((await decided(body.proposal, 'withdraw')).body.status).toBe('withdrawn')
      const interested = (interests: string[]) =>
        of('xu.lan').call('PUT', '/v1/staff/li.xue', { name: 'li.xue', role: 'operations', interests })
      expect((await interested(['sp-huayu'])).status).toBe(200)
      const wu = await PersonInBrowser.made(gateway, 'wu.hao', 'operations')
      await vouch('xu.lan', 'wu.hao')
      const other = (await close(wu)).body
      expect((await decided(other.proposal, 'approve')).body.why).toBe('interest')
      await wu.call('POST', `/v1/proposals/${other.proposal}/withdraw`)
      expect((await close(also)).status).toBe(403)
      expect((await interested([])).status).toBe(200)
    })
  })

  it('let one administrator alone make a key of a partner, which reaches that partner’s things only', async () => {
    const narrow = { name: 'huayu', kind: 'partner', partnerId: 'sp-huayu', purposes: ['read'] }
    const { body } = await of('chen.min').call('POST', '/v1/keys', narrow)
    expect(body.status).toBeUndefined()
    expect((await gateway.call('GET', '/v1/settlements', undefined, { key: body.key })).status).toBe(200)
  })

  it('are asked for a refund of more than one person may decide, also where it is cut into small ones by several', async () => {
    for (const id of ['hu.fei', 'wu.tao']) people[id] = await PersonInBrowser.made(gateway, id, 'reviewer')
    const { bus, clock } = gateway.gateway.deps
    const now = clock.now()
    const charge = {
      serviceId: 'ring',
      partnerId: 'sp-huayu',
      amountFen: 300_000,
      refundFen: 0,
      granted: false,
      tenure: 1,
    }
    const records = [1, 2].map((n) => {
      const data = { ...charge, chargeId: `large-${n}`, subscriber: `${n}-somebody`, chargedAt: now - n * 1000 }
      const message = { id: `large-${n}`, at: now, corr: 'c', type: 'charge.judged', data }
      return edgeRecord(chargingEvents, bus, data.subscriber, message)
    })
    await bus.publish(records)
    const at = (ms: number) => new Date(ms).toISOString()
    const verdict = (from: number, until: number) => ({
      ...{ outcome: 'proven', reason_zh: '未经确认即扣费', reason_en: 'Charged without consent' },
      refund: { from: at(from), until: at(until) },
    })
    const opened = async (who: string, pattern: string): Promise<string> => {
      const wish = { partner: 'sp-huayu', pattern, text: '均无二次确认。' }
      const { status, body } = await of(who).call('POST', '/v1/cases', wish)
      // Who is told to look again later opens it again: it is the same case.
      if (status === 503) return opened(who, pattern)
      expect(body).toMatchObject({ number: expect.any(String) })
      return body.number
    }
    const [first, second] = [await opened('hu.fei', 'large'), await opened('wu.tao', 'large too')]
    const say = async (who: string, number: string, step: string, body: object) =>
      of(who).call('POST', `/v1/cases/${number}/${step}`, body)
    const foreseen = async (who: string, number: string, body: object) => (await say(who, number, 'preview', body)).body
    const large = { subscribers: 2, refund_fen: 1_200_000, two_people: true, two_because: ['refund'] }
    await expect.poll(() => foreseen('hu.fei', first, verdict(now - 9000, now))).toMatchObject(large)
    const [one, other] = [verdict(now - 1500, now), verdict(now - 9000, now - 1500)]
    expect(await foreseen('hu.fei', first, one)).toMatchObject({ two_people: false, two_because: [] })
    expect((await say('hu.fei', first, 'verdict', one)).status).toBe(200)
    const because = { refund_fen: 600_000, two_people: true, two_because: ['refunds'] }
    expect(await foreseen('wu.tao', second, other)).toMatchObject(because)
    const given = await say('wu.tao', second, 'verdict', other)
    expect([given.status, given.body.status]).toEqual([202, 'open'])
    expect((await of('hu.fei').call('POST', `/v1/proposals/${given.body.proposal}/approve`)).status).toBe(200)
    const redress = async () => (await of('wu.tao').call('GET', `/v1/cases/${second}`)).body.redress
    await expect.poll(redress).toMatchObject({ named: 1, held: false })
  })
})
