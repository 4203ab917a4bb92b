import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgerPostings } from '#contracts'
import { edgeDeadLetter, edgeRecord } from '#service'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { until } from './until.ts'

/* What staff look into: the ledger line by line, decisions about messages, dead letters, deliveries. */
describe('staff look into', () => {
  let on: TestGateway
  const people: Record<string, PersonInBrowser> = {}
  const get = async (path: string, who = 'he.jing') => (await (people[who] as PersonInBrowser).call('GET', path)).body
  const post = (who: string, path: string, body: object = {}) =>
    (people[who] as PersonInBrowser).call('POST', path, body)
  const month = Temporal.Now.plainDateISO('Asia/Shanghai').subtract({ months: 1 }).toString().slice(0, 7)

  /** Postings of last month, as charging made them then. */
  async function posted(count: number, chargeOf: (index: number) => string): Promise<void> {
    const { bus, clock } = on.gateway.deps
    const records = Array.from({ length: count }, (_, index) => {
      const id = chargeOf(index)
      const accounts = { debit: 'subscribers', credit: 'partner' }
      const data = {
        partnerId: 'sp-huayu',
        month,
        serviceId: 'joke-daily',
        chargeId: id,
        kind: 'charge',
        amountFen: 500,
      }
      const message = {
        id: `post-${id}`,
        at: clock.now(),
        corr: id,
        type: 'posting.made',
        data: { ...data, ...accounts },
      }
      return edgeRecord(ledgerPostings, bus, `sp-huayu|${month}`, message)
    })
    await bus.publish(records)
  }
  const settlement = `/v1/settlements/sp-huayu/${month}`

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off', WEBHOOK_INSIDE: 'allow' })
    const send = (kind: string, csv: string) =>
      on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })
    await send('partners', 'partner_id,name_zh,name_en,kind\nsp-huayu,华娱互动,Huayu,sp\n')
    await send(
      'ports',
      'port,partner_id,category,classes\n10661234,sp-huayu,jokes,service\n10661235,sp-huayu,x,service\n',
    )
    for (const [id, role] of [
      ['li.xue', 'operations'],
      ['he.jing', 'auditor'],
      ['chen.min', 'administrator'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
  })
  afterAll(() => on?.stop())

  it('a month line by line, down to what was booked about one charge', async () => {
    await posted(5, (index) => (index === 0 ? '=1+1' : `c-${index}`))
    await until('all are booked', async () => (await get(settlement)).lines?.[0]?.count === 5)
    const rowOf = `${settlement}/lines?service=joke-daily&kind=charge`
    await until('all lines stand', async () => (await get(rowOf)).items.length === 5)
    const first = await get(`${rowOf}&limit=2`)
    const next = await get(`${rowOf}&limit=2&after=${encodeURIComponent(first.next)}`)
    const back = await get(`${rowOf}&limit=2&order=desc&after=${encodeURIComponent(next.previous)}`)
    expect([first.previous, back.items]).toEqual([undefined, [...first.items].reverse()])
    const { items } = await get(rowOf)
    expect(items.reduce((sum: number, each: { amount_fen: number }) => sum + each.amount_fen, 0)).toBe(
      (await get(settlement)).owed_fen,
    )
    expect(await get('/v1/ledger/charges/c-3')).toMatchObject({ items: [{ charge: 'c-3', month, amount_fen: 500 }] })
    expect((await get('/v1/ledger/charges/none')).code).toBe('not-found')
    const { text } = await people['he.jing']!.call('GET', `${settlement}/lines/csv?service=joke-daily&kind=charge`)
    expect(text.trim().split('\n').length).toBe(6)
    expect(text).toContain(",joke-daily,'=1+1,charge,,subscribers,partner,500,500,,\n")
    const all = await people['he.jing']!.call('GET', `/v1/settlements/csv?month=${month}`)
    expect(all.text).toBe(
      `partner_id,month,charged_fen,back_fen,owed_fen,closed_at,partner_zh,partner_en\nsp-huayu,${month},2500,0,2500,,华娱互动,Huayu\n`,
    )
  })

  it('why a message was sent or not: by id, by port, by time', async () => {
    const send = async (from: string, kind: string) =>
      (await on.call('POST', '/v1/mt', { from, to: '8613500135741', text: '您好', class: kind })).body.id as string
    const [sent, refused, other] = [
      await send('10661234', 'service'),
      await send('10661234', 'otp'),
      await send('10661235', 'service'),
    ]
    const ids = async (query: string) => (await get(`/v1/mt?${query}`)).items.map(({ id }: { id: string }) => id).sort()
    await until('all are decided', async () => (await ids('')).length === 3)
    expect(await ids('port=10661234')).toEqual([sent, refused].sort())
    expect(await ids('port=10661234&outcome=refused')).toEqual([refused])
    expect(await ids('outcome=refused')).toEqual([refused])
    const today = Temporal.Now.plainDateISO('Asia/Shanghai')
    expect(await ids(`from=${today}&until=${today}`)).toEqual([sent, refused, other].sort())
    expect(await ids(`until=${today.subtract({ days: 1 })}`)).toEqual([])
    expect(await get(`/v1/mt/${refused}`)).toMatchObject({ allow: false, rule: 'port.class', partner: 'sp-huayu' })
    expect((await get('/v1/mt?from=soon')).code).toBe('request.invalid')
  })

  it('a dead letter: its reason by all, its content with a reason of one’s own, and put back by who may', async () => {
    const { bus, clock } = on.gateway.deps
    const value = JSON.stringify({ type: 'posting.made', data: { text: '<img src=x onerror=alert(1)>' } })
    const letter = { process: 'settlement', topic: 'ledger.postings', key: 'sp-huayu|x', reason: 'no month', value }
    await bus.publish([edgeDeadLetter(bus, { id: 'letter-1', at: clock.now(), ...letter })])
    const path = '/v1/dead-letters/letter-1'
    await until('it is kept', async () => (await get('/v1/dead-letters?process=settlement')).items.length === 1)
    expect(await get(path)).toMatchObject({ reason: 'no month', status: 'open', replayable: true })
    expect(JSON.stringify(await get(path))).not.toContain('onerror')
    expect((await post('he.jing', `${path}/content`, { reason: 'curious' })).body.code).toBe('auth.purpose')
    expect((await post('li.xue', `${path}/content`, { reason: ' ' })).body.code).toBe('request.invalid')
    const seen = (await post('li.xue', `${path}/content`, { reason: '查明原因', most: 10 })).body
    expect(seen).toMatchObject({ value: value.slice(0, 10), characters: value.length })
    await until('the audit has it', async () =>
      JSON.stringify((await get('/v1/audit?target=dead%20letter%20letter-1')).items).includes('查明原因'),
    )
    expect((await post('he.jing', `${path}/replay`)).body.code).toBe('auth.purpose')
    expect((await post('li.xue', `${path}/replay`)).status).toBe(202)
    await until('it is put back', async () => (await get(path)).status === 'replayed')
    expect(await get(path)).toMatchObject({ replayed_by: 'li.xue' })
    // It is wrong still: a new input, and a new letter.
    await until('it comes again', async () => (await get('/v1/dead-letters')).items.length === 1)
  })

  it('webhooks of partners and what was delivered; operations have it told again, and make none', async () => {
    const hook = { url: 'http://127.0.0.1:9/hook', partner: 'sp-huayu' }
    expect((await post('li.xue', '/v1/webhooks', hook)).body.code).toBe('auth.purpose')
    expect((await post('chen.min', '/v1/webhooks', hook)).status).toBe(201)
    expect((await get('/v1/webhooks')).items).toMatchObject([{ partner: 'sp-huayu', url: hook.url }])
    await on.call('POST', '/v1/subscription-requests', { subscriber: '8613500135742', service: 'none' })
    expect((await get('/v1/webhook-deliveries?status=pending&partner=sp-huayu')).items).toEqual([])
  })
})
