import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cluesIn, squeezed } from './index.ts'

describe('links', () => {
  it.each([
    [
      '爆笑二货老外雷人囧事集锦  http://g.wo.com.cn/h1M/9qaOLw&h=1&f=a11Hh',
      'wo.com.cn',
      'g.wo.com.cn/h1M/9qaOLw&h=1&f=a11Hh',
    ],
    ['您的积分即将过期，点击dwz。cn/abc领取', 'dwz.cn', 'dwz.cn/abc'],
    ['ｈttp：//dwz．cn/Ａb1 兑换', 'dwz.cn', 'dwz.cn/Ab1'],
    ['h t t p : / / bonus.top/x 回T退订', 'bonus.top', 'bonus.top/x'],
    ['hxxps://login[.]icbc-vip[.]com/a', 'icbc-vip.com', 'login.icbc-vip.com/a'],
    ['登录官网www.93589.com【鑫金融】', '93589.com', '93589.com'],
    ['详情点击:http://119.62.128.194/w/p/n?1133', '119.62.128.194', '119.62.128.194/w/p/n?1133'],
    ['入会hstyle.taobao.com。退订回复TD', 'taobao.com', 'hstyle.taobao.com'],
    ['登录 http://v1x.cn/V2X 设置', 'v1x.cn', 'v1x.cn/V2X'],
    ['点dwz点cn领红包', 'dwz.cn', 'dwz.cn'],
    ['新网址 abc888 . vip 速来', 'abc888.vip', 'abc888.vip'],
    ['访问http://中国移动积分.网址/领', 'xn--fiqr7g4nt2lb46c9ba.xn--ses554g', undefined],
    ['Free entry! click win.co.uk/x now', 'win.co.uk', 'win.co.uk/x'],
    ['请访问dwz.сn查看', 'dwz.cn', 'dwz.cn'],
    ['d\u200bw\u200bz.c\u200bn/a', 'dwz.cn', 'dwz.cn/a'],
    ['u.nu/a1', 'u.nu', 'u.nu/a1'],
    ['加群 t.me/+AbCd1234', 't.me', 't.me/+AbCd1234'],
  ])('%j leads to %s', (text, domain, url) => {
    const [link] = cluesIn(text).links
    expect(link?.domain).toBe(domain)
    if (url) expect(link?.url).toBe(url)
  })

  it.each([
    '原价3.5万，现价1.2万元，8.8折',
    'I will call you later.Is it ok?',
    'sleep well.you need to learn to change in life.you only need it. Wife.how now.onion roast',
    'Ok lar...Joking wif u oni...',
    'Please tell.me when you get there',
    '版本1.0.5已发布',
    '联系 zhang@dwz.cn',
    '上午10.30开会。cn',
    '2014.12.24到账',
  ])('%j has none', (text) => {
    expect(cluesIn(text).links).toEqual([])
  })
})

describe('telephone numbers', () => {
  it.each([
    ['咨询电话18122150303【金丰投资】', ['8618122150303']],
    ['回电 138 0013 8000 或 +86-139-1234-5678', ['8613800138000', '8613912345678']],
    ['1３8ＯO138ooo', ['8613800138000']],
    ['1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣', ['8613800138000']],
    ['❶➌⑻⓿⓪⒈⓷❽000', ['8613800138000']],
    ['1̶3̶8̷00̷1̶38000', ['8613800138000']],
    ['幺三八零零幺三八零零零 王经理', ['8613800138000']],
    ['热 线；0755--36922869', ['8675536922869']],
    ['010-52166551（17点前）', ['861052166551']],
    ['拨打4008199898回T退订', ['4008199898']],
    ['订400-720-0202套装', ['4007200202']],
    ['询135🔥3500^6088❤️张生', ['8613535006088']],
    ['请致电95588核实', ['95588']],
    ['31#瞰景雅居火爆热销中6808555【银鹭】', ['6808555']],
    ['您还犹豫吗？询3370966', ['3370966']],
    ['盛大开盘88348878免费测试', ['88348878']],
    ['call +44 7911 123456 now', ['447911123456']],
    ['订单号88348878，金额40000000元', []],
    ['验证码483920，2014-12-24 14:19:54', []],
  ])('%j: %j', (text, phones) => {
    expect(cluesIn(text).phones).toEqual(phones)
  })
})

describe('accounts', () => {
  it.each([
    ['加微信：wx_8899abc 领取', [{ kind: 'wechat', id: 'wx_8899abc' }]],
    ['薇❤信号 qwe123456', [{ kind: 'wechat', id: 'qwe123456' }]],
    ['加V：13812345678', [{ kind: 'wechat', id: '13812345678' }]],
    ['请联系张生，Q_66828692', [{ kind: 'qq', id: '66828692' }]],
    ['QQ群：123 456 789', [{ kind: 'qq', id: '123456789' }]],
    ['电报 @Lucky_888 返利', [{ kind: 'telegram', id: 'lucky_888' }]],
    ['t.me/winner888', [{ kind: 'telegram', id: 'winner888' }]],
    ['请转账至工商银行 6222 0200 0000 0000 01', []],
    ['转到卡号6222021234567890123', []],
    ['Card 4111 1111 1111 1111', [{ kind: 'card', id: '4111111111111111' }]],
    ['汇到6225880112345674', [{ kind: 'card', id: '6225880112345674' }]],
    ['WhatsApp: +44 7911 123456', [{ kind: 'whatsapp', id: '447911123456' }]],
    ['微信红包领取成功', []],
  ])('%j: %j', (text, accounts) => {
    expect(cluesIn(text).accounts).toEqual(accounts)
  })
})

it.each([
  ['人民币214.00元', [21400]],
  ['¥1,299.5 起，最高5万元', [129950, 5000000]],
  ['日赚三千块，押金二十万元', [300000, 20000000]],
  ['CNY 10 a month', [1000]],
  ['地址3号楼2单元，5折', []],
])('amounts of %j: %j fen', (text, amounts) => {
  expect(cluesIn(text).amounts).toEqual(amounts)
})

it.each(['1', '微信', '加v', 'qq', 'telegram', '支付宝', '一'])(
  'is done at once with %s before blanks without end',
  (word) => {
    for (const blank of [' ', '\n', 'a.com ']) expect(cluesIn(`${word}${blank.repeat(5000)}!`).phones).toEqual([])
  },
)

it('never throws, never takes long, and is the same for what it has read', () => {
  const unit = fc.constantFrom(
    ...'a1.。:/ 微信Qq@+-元万0８\u200b\ud83d中рс',
    'http',
    'www.',
    'com',
    '.cn',
    '138',
    '400',
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 400 }), (text) => {
      const clues = cluesIn(text)
      for (const { domain } of clues.links) expect(domain).toMatch(/^[a-z0-9.-]+$/)
      expect(cluesIn(text)).toEqual(clues)
    }),
    { numRuns: 500 },
  )
})

it('no more is looked at where one character stands for several', () => {
  for (const part of ['㉑', 'ﷺ', '1']) expect(squeezed(part.repeat(5000)).loose.length).toBeLessThanOrEqual(5000)
})
