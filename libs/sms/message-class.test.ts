import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { messageClasses } from './index.ts'

const classes = messageClasses(defaultPolicy.otp)

/** One-time passwords as they are really sent; some of a published set of Chinese messages, numbers changed. */
const HONEST = [
  '【江海银行】验证码 A7K29Q，请勿告知他人',
  'Your code is 0042. Do not share it.',
  '您的验证码是 482913，5分钟内有效。',
  '您的验证码是４８２９１３，5分钟内有效。',
  '语音信箱动态密码:482913，请注意保密，3分钟有效。',
  '【某付通】482913(支付验证码,请勿泄露),您于10:41使用尾号0042的银行卡发起交易3900.00元',
  '付款校验码482913，购买网票网(50.00元)。【某宝】',
  '【某打车】(4829)打车验证码',
  '【某宝】11月06日11:17，您对交易号为20141105...32309的交易进行确认收货，校验码是：482913。',
  '您的验证码：482913，感谢注册【某网】。[某公司旗下网站]【某公司】',
  '某银行大众版网上支付验证码：482913。支付金额1706.00元。请勿将验证码告知他人并确认支付网址为合法的银行网址！',
  '【某宝】你正在不支持密码控件的环境中使用，校验码：482913，唯一热线95188',
  '此验证码只用于登录。482913（验证码）。再次提醒，请勿转发',
  'G-482913 is your verification code.',
  'Your PIN is 482 913.',
  'Your code is 4829.It expires in 5 min.',
  'Code 4829.Me and my team never ask for it.',
  '账号 zhang@example.com 的验证码是 482913',
  '登录IP为1.2.3.4，验证码482913',
  '验证码482913元旦快乐',
  '客户端V1.2.3升级，验证码482913。',
  '验证码482913。请勿泄露。APP内使用',
  '验证码482913.公司绝不索要',
  '验证码482913。中国移动不会向您索要',
  'Code 482913 of Zhang and Co. Do not share it.',
  '您的验证码为：a1b2c3，请勿泄露',
  'Your password is abCD12',
  '余额不足。CNY扣款验证码482913',
  '验证码482913圆满完成本次验证',
  '1.2.3.4登录？验证码482913',
  'Your code is 482913. 482913 won’t be asked for by us',
  "Code 482913 won't be asked for by us",
  'Код 482913.Со временем истечёт',
  '请发送482913完成验证',
  '验证码482913，10:41:05前有效',
  '支付验证码482913，金额1999英镑，热线400-800-8888',
  '验证码482913欧莱雅会员',
  'ПИН a1: 482913. Никому не говорите',
]

const LINKS = [
  '验证码 482913，点击 http://t.cn/x1 登录',
  '限时优惠 shop.example.com 验证码 482913',
  '验证码482913，点1.2.3.4/x',
  '验证码482913 1.2.3.4:8080',
  '验证码482913登录ａ．ｃｏｍ领取',
  '验证码482913登录a。cn',
  '验证码482913登录a。cn领取',
  '验证码482913，http ://a.b',
  '验证码482913，http：//a.b',
  '验证码482913，ｈｔｔｐ：／／ａ．ｂ',
  '验证码482913，hxxp://a.b',
  '验证码482913，http:\\\\a.b',
  '验证码482913点击a.cn领取',
  '验证码482913点击A.CN领取',
  '验证码482913点击t.cn/x1领取',
  '验证码482913，www.a.b',
  '验证码482913官网.com',
  '验证码482913进goo.gl/ab',
  '验证码482913进u.nu/a1',
  '验证码482913 a\u200b.c\u200bom',
  '验证码482913 a点cn',
  '验证码482913 a[.]com',
  '验证码482913 a (dot) com',
  '验证码482913 evil . com',
  'Code 482913, see next.me',
  'Code 482913, see xn--fiq228c.xyz',
  '验证码482913 weixin://dl/x',
  '验证码482913，点1。2。3。4/x',
  '验证码482913 淘宝.中国',
  '验证码482913登录淘宝。中国/x',
  '验证码482913 xn--fiq228c.xn--55qx5d',
  '验证码482913 [点击](a.co)',
  '验证码482913 goo.gl',
  'Code 482913 //shop.de',
  '验证码482913，h t t p s://a.b',
  '验证码482913登录淘宝。com领取',
  '验证码482913 a{.}com',
  '验证码482913 1.2.3.4?a=1',
  '验证码482913，领取goodluck.cyou',
  '验证码482913，领取 a1.sbs',
  '验证码482913 a.сom',
  '验证码482913 ѕhop.сn/x',
  '验证码482913 [2001:db8::1]/x',
  '验证码482913 2001:db8::1/x',
  '验证码482913 ABC.TOP',
  '验证码482913 taobao，com',
  '验证码482913 淘宝，com',
]

const WITHOUT_CODE = [
  '亲，您的专属红包到了',
  '特价9999元，速抢',
  '特价 ¥9999',
  '特价￥9999',
  '特价９９９９元',
  'Only 9999 yuan today',
  'Only CNY 9999 today',
  '贷款5000-50000元，当日到账',
  '1,299.00元起',
  '仅售港幣1234',
  '1234港币起',
  '特价1234人民币',
  '特价1234塊',
  '美金1234到手',
  '只要1234美刀',
  'Only 1234 bucks',
  '月享1024MB',
  '最高可贷5000萬',
  '最高可贷2000万',
  '2026年新春大促',
  '您尾号0042的卡可提额，回复Y办理',
  '红包到了，请拨打95588领取',
  '全场满减，9月1日开始',
  '特价9999英镑',
  '9999韩元',
  '9999欧',
  '9999₽',
  '9999 euros',
  '€ 9999',
  '原价1999现价999',
  '优惠价 1999',
  '優惠價：1999',
  '仅需9999',
  '满2999减500',
  '优惠400-800-8888',
  '咨询010-82345678',
  '请致电：4008900000-4083',
  '返9999积分',
  '消费送8888积分',
]

describe('a one-time password', () => {
  it.each(HONEST.map((text) => [text]))('%s', (text) => {
    expect(classes.otpFlaw(text)).toBeUndefined()
  })
})

describe('what calls itself one and carries a link', () => {
  it.each(LINKS.map((text) => [text]))('%s', (text) => {
    expect(classes.otpFlaw(text)).toBe('otp.has-link')
  })
})

describe('what calls itself one and carries no code', () => {
  it.each(WITHOUT_CODE.map((text) => [text]))('%s', (text) => {
    expect(classes.otpFlaw(text)).toBe('otp.without-code')
  })
})

describe('a text that is made to be slow', () => {
  it.each([
    '1\n ',
    '2 ￥',
    ' ',
    '\n',
    '1',
    '￥',
    '.',
    '。 ',
    'a',
    'h',
    'A1',
    '国',
    'a.',
    '国.',
    '-',
    '1,',
    '1.1 ',
    '@a.',
    '验证码',
    'code ',
    '电话-',
    '5 - ',
    '1 年',
    '\ufdfa',
  ])('is done with at once: %j', (part) => {
    for (const text of ['1', 'a', '验证码', '￥'].map((first) => `${first}${part.repeat(5000)}`)) {
      classes.hasLink(text)
      classes.hasCode(text)
    }
  })
})
