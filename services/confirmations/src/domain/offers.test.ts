import { describe, expect, it } from 'vitest'
import { Scene } from './fixtures.ts'

describe('a service with a trial', () => {
  it('says how long it is free and what comes after, and the receipt keeps both', () => {
    const scene = new Scene()
    scene.partnerAsks('traffic')
    expect(scene.read()).toEqual([
      '【二次确认】有人为您申请订购天象万通“路况快报”，免费试用30天，期满未退订则3元/月。同意请回复“是”或10，不同意请回复“否”；24小时内不回复即不订购、不收费。',
    ])
    scene.texts('是')
    expect(scene.read()[0]).toContain('3元/月，12月22日18:30前免费')
    expect(scene.consents).toMatchObject([{ serviceId: 'traffic', tariffFen: 300, trialDays: 30 }])
    expect(scene.receipts[0]).toMatchObject({ data: { content: { trialDays: 30, tariffFen: 300, period: 'month' } } })
  })
})

describe('consent to marketing', () => {
  it('names kind, frequency and period, and costs nothing', () => {
    const scene = new Scene()
    expect(scene.partnerAsks('offers')).toBe('asked')
    expect(scene.read()).toEqual([
      '【二次确认】有人为您申请接收天象万通“优惠活动”营销短信，由10664001发送，每周至多2条，为期6个月。同意请回复“是”或10，不同意请回复“否”；24小时内不回复即不接收、不收费。',
    ])
    scene.texts('Y10')
    expect(scene.read()).toEqual([
      '您已同意接收天象万通“优惠活动”营销短信，每周至多2条，至2027年5月22日。发送T到10664001可随时拒收。凭证R1，发送“证据”到10086查看。',
    ])
    expect(scene.consents).toMatchObject([{ serviceId: 'offers', period: 'marketing', perWeek: 2, months: 6 }])
    expect(scene.partnerAsks('offers')).toBe('already.subscribed')
    expect(scene.hours(24 * 182).partnerAsks('offers')).toBe('asked')
  })

  it('that is refused is a no to marketing from that port, and is not asked for again', () => {
    const scene = new Scene()
    scene.partnerAsks('offers')
    expect(scene.texts('否').services).toEqual([])
    expect(scene.marketingRefused).toEqual(['offers'])
    expect(scene.partnerAsks('offers')).toBe('refused.before')
  })

  it('may be asked for anew when the subscriber ended it', () => {
    const scene = new Scene()
    scene.partnerAsks('offers')
    scene.texts('是').says('marketing.ended', { consents: [{ serviceId: 'offers', receiptId: 'x' }], cause: 'c' })
    expect(scene.receipts.at(-1)).toMatchObject({ type: 'receipt.retired', key: 'x' })
    expect(scene.partnerAsks('offers')).toBe('asked')
    scene.says('marketing.restored', { consents: [{ serviceId: 'offers', receiptId: 'x' }], cause: 'c' })
    expect(scene.receipts.at(-1)).toMatchObject({ type: 'receipt.restored', key: 'x' })
  })
})
