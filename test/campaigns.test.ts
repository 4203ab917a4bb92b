import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShownCampaign } from '../services/reports/src/campaigns/shown.ts'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

const texts = [
  '【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，无需抵押手续简单，详询13800138000',
  '【鑫*贷通】急用錢不求人！凭身份證即可办理，额度最高50万，当天放款到账，无需抵押手续简单，详询17755556666',
  '急前用不求人！平身份证及可办里，额渡最高20万，当天放宽到帐，无须抵呀手续简单，祥寻13800138000',
  '当天放款到账，无需抵押手续简单，凭身份证即可办理，额度最高30万，【万家】急用钱不求人！详询李总',
  '急 用 钱 不 求 人 ！凭 身 份 证 即可办理，额度最高20万🔥当天放款到账💰无需抵押手续简单',
]

describe.each(modes)('campaigns, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())
  const shown = async <Shown>(path: string) => (await on.call('GET', path)).body as Shown

  it('five who report one text however it was varied: a person decides, and each of them is told', async () => {
    const phones = texts.map((_, n) => on.phone(`861350013790${n}`))
    for (const [n, phone] of phones.entries())
      expect(await phone.ask('10086999', `10661234*${texts[n]}`)).toMatch(/编号\d{9}/)
    const proposals = async () =>
      (await shown<{ items: ShownCampaign[] }>('/v1/campaigns?status=proposed')).items.filter(({ id }) => id[0] === 'c')
    await until('the campaign is proposed', async () => (await proposals()).length > 0)
    const [found] = await proposals()
    expect(found).toMatchObject({ reporters: 5, weighted: 5, port: '10661234' })
    const campaign = await shown<ShownCampaign>(`/v1/campaigns/${found!.id}`)
    expect(campaign.proposal!.speaks_for).toContainEqual({ rule: 'weighted-reporters', figure: 5, of: 5 })
    const [first, ...others] = campaign.variants
    expect(first!.differs).toEqual([])
    expect(others.some(({ text, differs }) => differs.some(([from, to]) => /\d/.test(text.slice(from, to))))).toBe(true)
    const listed = async () =>
      (await shown<{ items: { id: string }[] }>(`/v1/report-cases?campaign=${found!.id}`)).items
    await until('its reports are listed', async () => (await listed()).length === 5)
    const [{ id: report } = { id: '' }] = await listed()
    expect(await shown(`/v1/report-cases/${encodeURIComponent(report)}`)).toMatchObject({ campaign: found!.id })
    const [target] = campaign.targets
    expect(target).toMatchObject({ kind: 'port', value: '10661234', reports: 5, held: false })
    expect(target!.preview.known).toBe(true)
    const decide = (body: object) =>
      on.call('POST', `/v1/campaigns/${found!.id}/decide`, { note: '已核实', proven: true, ...body })
    expect((await decide({ outcome: 'blocked' })).body.code).toBe('request.invalid')
    expect((await decide({ outcome: 'warned', targets: [{ id: target!.id }] })).body.code).toBe('request.invalid')
    const decided = await decide({ outcome: 'blocked', targets: [{ id: target!.id }], reason: 'fraud' })
    expect(decided.body).toMatchObject({
      status: 'decided',
      targets: [],
      decided: { outcome: 'blocked', scope: 'all', reason: 'fraud', blocks: [{ value: '10661234', state: 'holds' }] },
    })
    for (const phone of phones) expect((await phone.next()).text).toContain('您与另外4人举报的10661234已于')
    const check = async () =>
      (await on.call('POST', '/v1/mt/check', { items: [{ from: '10661234', to: '8613500137900', class: 'service' }] }))
        .body.items[0].rule
    await until('it holds', async () => (await check()) === 'network.all')
    // Who reports it now is told at once.
    const late = on.phone('8613500137911')
    await late.ask('10086999', `10661234*${texts[0]}`)
    expect((await late.next()).text).toContain('您与另外5人举报的10661234已于')
    expect((await on.call('POST', `/v1/campaigns/${found!.id}/dismiss`, { note: '再看' })).status).toBe(409)
    const unblocked = await on.call('POST', `/v1/campaigns/${found!.id}/unblock`, { note: '已整改' })
    expect(unblocked.body.decided).toMatchObject({ unblocked: { by: 'admin' }, blocks: [{ state: 'over' }] })
    await until('it holds no more', async () => (await check()) !== 'network.all')
    const { block } = (await on.call('GET', '/v1/ports/10661234')).body
    expect(block).toMatchObject({ over: true, campaign: found!.id, reason: 'fraud', note: '已核实' })
    expect((await on.call('GET', '/v1/campaigns/cnothere12345')).status).toBe(404)
  })

  it('the demo has a bank that is protected: it stands on the white list, and no file blocks it', async () => {
    const bank = { kind: 'port', value: '10655588' }
    const listed = async () => (await on.call('GET', '/v1/white-list?list=bank')).body.items
    await until('it is listed', async () => (await listed()).length > 0)
    expect(await listed()).toMatchObject([{ ...bank, list: 'bank', note: '江海银行（演示）' }])
    await until(
      'whoever would block it is told',
      async () => (await on.call('POST', '/v1/blocks/preview', bank)).body.protected === true,
    )
    const headers = { 'content-type': 'text/csv' }
    const file = 'kind,value,scope,from,until,reason,note\nport,10655588,all,,,spam,\n'
    const { text } = await on.call('POST', '/v1/import/blocks', file, { headers })
    expect(text).toContain('"code":"white.listed"')
  })
})
