import { describe, expect, it } from 'vitest'
import { Catalogue } from '#reference'
import { exampleCatalogue } from '#reference/example'
import { Handset, refs } from './fixtures.ts'

const lin = () =>
  new Handset().subscribed(
    ['joke', '2026-03-02'],
    ['weather', '2026-01-09'],
    ['ring', '2026-05-01', '畅享套餐'],
    ['star', '2026-06-01'],
  )

describe('0000 to 10086', () => {
  it('lists single services first and services inside packages second, each with number, partner, service and tariff', () => {
    expect(lin().text('10086', '0000')).toEqual([
      '您共有4项收费业务。\n单项业务：\n1 天象万通 气象短信 2元/月\n2 华娱互动 每日笑话 5元/月\n3 华娱互动 明星八卦 8元/月\n套餐内业务：\n4 [畅享套餐]悦听音乐 彩铃包月 5.50元/月\n回复序号退订，如“1”或“1,2”，2小时内有效。',
    ])
  })

  it('means the same as 00000, and is understood however it is typed', () => {
    const expected = lin().text('10086', '0000')
    for (const typed of ['00000', '００００', 'OOOO', ' 0 0 0 0。'])
      expect(lin().text('10086', typed)).toEqual(expected)
  })

  it('is answered in English to somebody who writes English, and stays so', () => {
    const handset = lin()
    handset.text('10086', 'hello there')
    expect(handset.text('10086', '0000')[0]).toMatch(
      /^You pay for 4 services\.\nSingle services:\n1 Skycast Weather: Weather SMS, CNY 2\/month/,
    )
  })

  it('says so to somebody who pays for nothing, known or not', () => {
    expect(new Handset().text('10086', '0000')).toEqual(['您目前没有订购任何收费业务。'])
  })

  it('is sent from 10086 also when 10086977 was texted, and numbers are accepted on both', () => {
    const handset = lin()
    expect(handset.texts('10086977', '0000')[0]?.from).toBe('10086')
    expect(handset.text('10086977', '1')[0]).toContain('气象短信')
  })

  it('goes on with 更多 when it is too long for its budget, and each page keeps to it', () => {
    const many = exampleCatalogue()
    for (let i = 0; i < 60; i++)
      many.apply({
        id: `s${i}`,
        type: 'service.set',
        v: 1,
        at: 1,
        corr: '',
        data: {
          serviceId: `s${i}`,
          partnerId: 'huayu',
          port: '10661299',
          nameZh: `长名字的增值业务第${i}号`,
          nameEn: `A long service name ${i}`,
          tariffFen: 100 + i,
          period: 'month',
          window: '24h',
          code: 'X',
          version: 1,
          from: 0,
        },
      })
    const handset = new Handset(refs({}, many)).subscribed(
      ...Array.from({ length: 60 }, (_, i) => [`s${i}`, '2026-01-01'] as const),
    )
    const pages = handset.texts('10086', '0000')
    expect(pages[0]?.text).toMatch(/还有\d+项，回复“更多”查看。/)
    for (
      let page = handset.texts('10086', '更多');
      page[0] && !page[0].text.startsWith('列表已全部显示');
      page = handset.texts('10086', '更多')
    )
      pages.push(...page)
    for (const page of pages) expect(page.segments).toBeLessThanOrEqual(6)
    const numbers = pages.flatMap((page) => [...page.text.matchAll(/^(\d+) 华娱/gm)].map((match) => Number(match[1])))
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(pages.at(-1)?.text).not.toContain('更多')
  })
})

describe('a reply of numbers', () => {
  it('cancels those services, says what was done, from when, and the word that undoes it', () => {
    const handset = lin()
    handset.text('10086', '0000')
    expect(handset.text('10086', '2，3')).toEqual([
      '已为您退订2项：华娱互动 每日笑话；华娱互动 明星八卦。自11月22日18:30起不再扣费。30分钟内回复“恢复10”可撤销。',
    ])
    expect(handset.services).toEqual(['weather', 'ring'])
  })

  it('belongs to the list that was sent: what changed meanwhile never shifts a number onto another service', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text('10086', '1')
    expect(handset.text('10086', '2')[0]).toContain('每日笑话')
    expect(handset.services).toEqual(['ring', 'star'])
  })

  it('says which numbers are not on the list, and which were cancelled before', () => {
    const handset = lin()
    handset.text('10086', '0000')
    expect(handset.text('10086', '7,9')[0]).toBe('列表中没有序号7、9（序号为1-4），未作任何变更。')
    handset.text('10086', '1')
    expect(handset.text('10086', '1')[0]).toBe('序号1的业务此前已退订，未作变更。')
    expect(handset.text('10086', '1,2,8')[0]).toMatch(
      /退订1项：华娱互动 每日笑话。.*列表中没有序号8。序号1此前已退订。/,
    )
  })

  it('without a list may be meant for a prompt, where a prompt is answered so: who keeps these says where', () => {
    const handset = lin()
    for (const [to, text] of [
      ['10086', '1'],
      ['10086', '１０。'],
      ['10661234', '1O'],
    ] as const)
      expect(handset.text(to, text)).toEqual([])
    expect([handset.astray, handset.services.length]).toEqual([3, 4])
    for (const text of ['2', '退订1', '1、2', '第10个'])
      expect(handset.text('10086', text)[0]).toContain('没有可供选择的业务列表')
    expect(handset.astray).toBe(3)
  })

  it('counts for two hours, not longer, and not without a list', () => {
    const handset = lin()
    expect(handset.text('10086', '1,2')[0]).toContain('没有可供选择的业务列表')
    handset.text('10086', '0000')
    handset.wait(120)
    expect(handset.text('10086', '1')[0]).toContain('已为您退订')
    handset.wait(1)
    expect(handset.text('10086', '2')[0]).toContain('已超过2小时')
    expect(handset.services).toHaveLength(3)
  })

  it('names the year’s right price when a tariff changed, by the date it holds from', () => {
    const dated = new Catalogue()
    for (const [version, tariffFen, from] of [
      [1, 500, 0],
      [2, 900, Date.parse('2026-12-01')],
    ] as const)
      dated.apply({
        id: `v${version}`,
        type: 'service.set',
        v: 1,
        at: 1,
        corr: '',
        data: {
          serviceId: 'joke',
          partnerId: 'huayu',
          port: '10661234',
          nameZh: '每日笑话',
          nameEn: 'Daily Jokes',
          tariffFen,
          period: 'month',
          window: '24h',
          code: 'X',
          version,
          from,
        },
      })
    const handset = new Handset(refs({}, dated)).subscribed(['joke', '2026-03-02'])
    expect(handset.text('10086', '0000')[0]).toContain('5元/月')
    handset.wait(60 * 24 * 10)
    expect(handset.text('10086', '0000')[0]).toContain('9元/月')
  })
})

describe('cancel everything', () => {
  it('takes the explicit word and a second yes', () => {
    const handset = lin()
    expect(handset.text('10086', '全部退订')).toEqual([
      '您将退订全部4项业务（每月共20.50元）。确认请在10分钟内回复“是”，不回复则不变。',
    ])
    expect(handset.services).toHaveLength(4)
    expect(handset.text('10086', '是')[0]).toContain('已为您退订4项')
    expect(handset.services).toEqual([])
  })

  it.each(['否', 'N', 'no'])('is left alone by %s', (no) => {
    const handset = lin()
    handset.text('10086', '全部退订')
    handset.text('10086', no)
    expect(handset.services).toHaveLength(4)
    expect([handset.text('10086', '是'), handset.astray]).toEqual([[], 1])
    expect(handset.services).toHaveLength(4)
  })

  it('is not answered to another number, and forgotten when the second yes comes too late', () => {
    const handset = lin()
    handset.text('10086', '全部退订')
    handset.text('10661234', '是')
    expect(handset.services).toHaveLength(4)
    handset.wait(11).text('10086', '是')
    expect(handset.services).toHaveLength(4)
  })

  it('cancels what was asked about, not what came since', () => {
    const handset = lin()
    handset.text('10086', '全部退订')
    handset.subscribed(['song', '2026-11-22'])
    handset.text('10086', '是')
    expect(handset.services).toEqual(['song'])
  })
})
