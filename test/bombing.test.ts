import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportCommands } from '#contracts'
import { edgeRecord } from '#service'
import { seeded } from '../libs/process/simulation/world.ts'
import type { ShownCampaign } from '../services/reports/src/campaigns/shown.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { until } from './until.ts'

const DAY = 86_400_000
/** Ten thousand take a machine that is busy with other tests a while. */
const PATIENCE = 240_000
const HAN =
  '天地人你我他大小多少上中下左右前后来去出入开关东西南北山水火土木金石田花草风雨云雪春夏秋冬年月日时分早晚今明昨城乡路桥车船飞机书画琴棋诗酒茶米面油盐糖肉鱼菜果红黄蓝绿黑白高低长短远近新旧好坏快慢冷热轻重真假美丑父母兄弟姐妹儿女朋友老师学生医生工人农民商店银行医院学校公司工厂市场公园'

/** A text that is like no other: as many different ones as wanted, the same for the same seed. */
function texts(seed: number): () => string {
  const random = seeded(seed)
  return () => Array.from({ length: 28 }, () => HAN[Math.floor(random() * HAN.length)]).join('')
}

/** So many at once, as fast as they are answered. */
async function crowd(size: number, atOnce: number, act: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let n = next++; n < size; n = next++) await act(n)
    }),
  )
}

/* Somebody wants an honest port blocked, and has phones: nothing is blocked by it, and whoever decides sees what it is. */
describe('report bombing of an honest port', () => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway('embedded')
  })
  afterAll(() => on.stop())

  const campaign = async (id: string) => (await on.call('GET', `/v1/campaigns/${id}`)).body as ShownCampaign
  const mayGo = async (from: string) => {
    const items = (['otp', 'service'] as const).map((name) => ({ from, to: '8613500137900', class: name }))
    const { body } = await on.call('POST', '/v1/mt/check', { items })
    return body.items.map(({ allow }: { allow: boolean }) => allow)
  }
  const against = ({ now }: ShownCampaign) => now!.speaks_against.map(({ rule }) => rule)

  it(
    'by 10,000 phones at once, by SMS and by HTTP, each with a text of its own: it is proposed with what speaks against it, and sends on',
    async () => {
      const [SMS, HTTP] = [9000, 1000]
      const port = '10661234'
      const before = await mayGo(port)
      const text = texts(1)
      await crowd(SMS, 200, (n) =>
        on.simulator.sendMo({ from: String(8_617_700_000_000 + n), to: '10086999', text: `${port}*${text()}` }),
      )
      await crowd(HTTP, 20, async (n) => {
        const body = { reporter: String(8_617_800_000_000 + n), sender: port, text: text() }
        expect((await on.call('POST', '/v1/reports', body)).status).toBe(202)
      })
      await until('all are counted', async () => (await campaign(`p${port}`)).reporters === SMS + HTTP, PATIENCE)
      const seen = await campaign(`p${port}`)
      expect(seen).toMatchObject({ status: 'proposed', reports: SMS + HTTP })
      expect(against(seen)).toEqual(['first-reports', 'texts-differ', 'within-an-hour'])
      // No text of theirs is a campaign that anybody is asked about, and nothing is blocked by itself.
      expect(
        (await on.call('GET', '/v1/campaigns?status=proposed')).body.items.map(({ id }: ShownCampaign) => id),
      ).toEqual([`p${port}`])
      expect((await on.call('GET', '/v1/blocks')).body.items).toEqual([])
      expect(await mayGo(port)).toEqual(before)
    },
    PATIENCE,
  )

  it(
    'by 600 phones over thirty days: proposed once, with what speaks against it, and it sends on',
    async () => {
      const [PHONES, port] = [600, '10657700']
      const { bus, clock, keyOf } = on.gateway.deps
      const before = await mayGo(port)
      const text = texts(2)
      const begins = clock.now() - 30 * DAY
      const records = Array.from({ length: PHONES }, (_, n) => {
        const msisdn = String(8_617_600_000_000 + n)
        const at = Math.round(begins + (n * 30 * DAY) / PHONES)
        const data = {
          ...{ msisdn, sender: port, text: text(), channel: 'web', language: 'zh-CN' },
          ...{ fingerprint: `drip-${n}`, silent: true },
        }
        return edgeRecord(reportCommands, bus, keyOf(msisdn), {
          id: `drip-${n}`,
          at,
          corr: 'drip',
          type: 'report.made',
          data,
        })
      })
      // In the order in which they were made: days only go on.
      for (const each of records) await bus.publish([each])
      await until('all are counted', async () => (await campaign(`p${port}`)).reporters === PHONES, PATIENCE)
      const seen = await campaign(`p${port}`)
      expect(seen.status).toBe('proposed')
      expect(seen.days.length).toBeGreaterThanOrEqual(29)
      expect(against(seen)).toEqual(['first-reports', 'texts-differ'])
      expect((await on.call('GET', '/v1/blocks')).body.items).toEqual([])
      expect(await mayGo(port)).toEqual(before)
    },
    PATIENCE,
  )
})
