import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShownCampaign } from '../services/reports/src/campaigns/routes.ts'
import { type Mode, startTestGateway, type TestGateway } from './gateway.ts'
import { hasServers } from './servers.ts'
import { until } from './until.ts'

const modes: Mode[] = hasServers ? ['embedded', 'distributed'] : ['embedded']
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
    const decided = await on.call('POST', `/v1/campaigns/${found!.id}/decide`, {
      note: '已核实',
      outcome: 'blocked',
      what: '10661234',
      proven: true,
    })
    expect(decided.status).toBe(200)
    for (const phone of phones) expect((await phone.next()).text).toContain('10661234')
    expect((await on.call('POST', `/v1/campaigns/${found!.id}/dismiss`, { note: '再看' })).status).toBe(409)
    expect((await on.call('GET', '/v1/campaigns/cnothere12345')).status).toBe(404)
  })
})
