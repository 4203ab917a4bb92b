import { cluesIn } from '#clues'
import { portTraffic, type SortedReport, type SpamKind, sortedReports } from '#contracts'
import { edgeRecord } from '#service'
import type { TestGateway } from './gateway.ts'

const DAY = 86_400_000

/** Spam as it is sent, each text varied as senders vary it. Numbers and links are nobody's. */
export const spam = {
  bank: [
    '【工商银行】尊敬的客户，您的账户因异常已被限制使用，请立即登录icbc-vip.com认证，逾期将冻结。回T退订',
    '【工伤银荇】尊敬的客户，您的帐户因异常已被限制使用，请立即登陆icbc-vip。com认证，逾期将冻结',
    '【工商银行】尊敬的客戶，您的賬戶因異常已被限制使用，請立即登錄icbc-vip.com/a3認證，24小時內凍結',
    '尊敬的客户：逾期将冻结！您的账户因异常已被限制使用，请立即登录 ｉｃｂｃ－ｖｉｐ．ｃｏｍ 认证【工商银行】',
  ],
  casino: [
    '新用户注册即送彩金88元，真人视讯百家乐电子竞技应有尽有，提款秒到，点击 vip668.top/a1 马上开户体验',
    '新 用 户 注 册 即送彩金188元，真人视讯百家樂电子竞技应有尽有，提款秒到，点击 vip668.top/b7 马上开户体验',
    '真人视讯百家乐电子竞技应有尽有，提款秒到，新用户注册即送彩金58元🎁点击 vip668.top 马上开户',
  ],
  loan: [
    '【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，无需抵押手续简单，详询13800138000',
    '【鑫*贷通】急用錢不求人！凭身份證即可办理，额度最高50万，当天放款到账，无需抵押手续简单，详询17755556666',
    '急前用不求人！平身份证及可办里，额渡最高20万，当天放宽到帐，无须抵呀手续简单，祥寻13800138000',
  ],
  prize: [
    'Congratulations! Your mobile number has been drawn for a guaranteed cash award of 900 pounds. To claim call 09061701234 before Friday',
    'CONGRATULATI0NS! Your m0bile number has been drawn for a guaranteed cash award of 700 pounds. To claim call 09061709999 before Sunday',
  ],
  estate: ['湖畔名邸三期盛大开盘，九十至一百四十平米精装洋房，地铁口学区旁，首付八万起，热线02588886666'],
  invoice: ['本公司长期代开各行业正规发票，点数优惠，可先验票后付款，保真可查，需要请联系陈小姐QQ66828692'],
} as const

export interface Told {
  readonly text: string
  readonly kind: SpamKind
  readonly port?: string
  readonly partner?: string
  readonly person?: string
  readonly days?: number
  readonly district?: string
  readonly weight?: number
}

/** Reports as they are sorted, from subscribers of the numbers from `first` on; days ago they may have been made. */
export async function reported(on: TestGateway, first: number, told: readonly Told[]): Promise<void> {
  const { bus, clock, keyOf } = on.gateway.deps
  const now = clock.now()
  const records = told.map(({ text, kind, port, partner, person, days = 0, district, weight = 1 }, n) => {
    const number = String(first + n)
    const reporter = keyOf(number)
    const at = now - Math.round(days * DAY)
    const data: SortedReport = {
      ...cluesIn(text),
      number: String(100_000_000 + ((first + n) % 900_000_000)),
      reporter,
      tenure: 1,
      sender: port
        ? { kind: 'port', address: port, port, ...(partner ? { partnerId: partner } : {}) }
        : person
          ? { kind: 'person', address: person, id: keyOf(person) }
          : { kind: 'unknown' },
      text,
      kind,
      reasons: [],
      weight,
      language: 'zh-CN',
      // As another operator tells it: what subscribers report is placed with its case.
      channel: 'exchange',
      at,
      ...(district ? { place: { district } } : {}),
    }
    const message = { id: `world-${first + n}`, at: now, corr: 'world', type: 'report.sorted' as const, data }
    return edgeRecord(sortedReports, bus, `${reporter}.${data.number}`, message)
  })
  // In the order in which they were made: days only go on.
  for (const each of records) await bus.publish([each])
}

/** What a port sent of late, day by day, today last. */
export async function sent(
  on: TestGateway,
  port: string,
  days: readonly Partial<Record<'otp' | 'service' | 'marketing', readonly [allowed: number, refused: number]>>[],
): Promise<void> {
  const { bus, clock } = on.gateway.deps
  const now = clock.now()
  await bus.publish(
    days.map((counts, n) =>
      edgeRecord(portTraffic, bus, port, {
        id: `traffic-${port}-${n}`,
        at: now,
        corr: 'world',
        type: 'port.counted',
        data: {
          hour: now - (days.length - 1 - n) * DAY,
          counts: Object.fromEntries(
            Object.entries(counts).map(([name, [allowed, refused]]) => [name, { allowed, refused }]),
          ),
        },
      }),
    ),
  )
}
