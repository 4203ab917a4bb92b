import type { TextClues } from '#contracts'
import { defaultPolicy } from '#policy'
import { messageClasses } from '#sms'

const classes = messageClasses(defaultPolicy.otp)

/** What a text is named for that is nobody's spam: a code to type, or a notice about something that its reader has or did. */
export type Honest = 'otp' | 'service'

const CODE_WORD =
  /验证码|校验码|验票码|动态码|动态密码|随机密码|随机码|确认码|激活码|短信密码|验证密码|临时密码|授权码|取件码|提货码|核验码|(?<![a-z])(?:verification|security|confirmation|login|log-in|sign-in|access|activation|pass|auth(?:entication)?)[\s-]?(?:code|pin|number)|(?<![a-z])passcode|one[\s-]?time\s?(?:pass|code|pin)|(?<![a-z])otp(?![a-z])|code\s?(?:is|:)|is your .{0,30}code/u

/** Words of notices about what their reader has or did; each that is there speaks for one. */
const NOTICE =
  /尾号|借记卡|信用卡|账户|卡号|消费|支出|收入|入账|到账|转入|转出|扣款|取款|取现|支取|存入|付款成功|支付成功|缴费|充值|退款|还款日|账单|应还|应归还|余额|可用额度|快递|包裹|快件|派送|配送|取件|签收|驿站|快递柜|运单|单号|发货|已出库|送达|已揽收|已到达|已到店|订单|预订|预约|订座|取票|出票|航班|机票|乘机|登机|起飞|车次|次列车|开车|检票|车票|候车|座位|\d车\d|挂号|就诊|门诊|科室|取号|体检|检查报告|流量|套餐|话费|欠费|停机|本月|当月|截至|截止|如非(?:您)?本人|非本人|请勿泄露|请勿转发|请勿告知|勿泄|有效|违章|违法行为|小型汽车|机动车|交管|被记录|限行|年检|社保|公积金|医保|水费|电费|燃气|停水|停电|验证码|校验码|取件码|感谢您的使用|(?<![a-z])(?:card|account|a\/c|debited|credited|withdrawn|balance|spent|payment|transaction|parcel|package|delivery|delivered|shipped|courier|tracking|order|booking|reservation|appointment|flight|boarding|gate|departs|prescription|clinic|data|plan|verification code|do not share|never share|expires in)(?![a-z])/gu
/** A notice names what it is about: a time, an end of a number, an amount that is left. */
const DETAIL =
  /\d{1,2}\s?[:时点]\s?\d{2}|\d{1,2}月\d{1,2}日|\d{1,2}日|尾号|单号|订单|取件|验证码|校验码|快递员|派件员|配送员|签收|派送|(?:余额|剩余|已使用|应还|消费|支出|收入)[^,。;]{0,8}\d|[x*]{2,}\d{3,4}|ending|(?:order|tracking|booking|ref)\D{0,8}\d|\d{1,2}\s?(?:am|pm)/u

/** What a notice has no business with. */
const LURE =
  /点击|点此|点开|戳|速[来领抢]|领取|领奖|免费|立即|马上|抢购|抢先|限时|限量|优惠|特价|特惠|促销|折起|\d折|折扣|钜惠|大奖|中奖|抽奖|赢|红包|送(?:您|你|好礼|大礼|\d)|返现|赚|兼职|刷单|日结|贷款|放款|借钱|低息|利息|抵押|开户|开票|代开|发票|投资|理财|股票|荐股|翻倍|博彩|彩金|下注|投注|棋牌|赌|娱乐|美女|激情|加[微薇威vq]|微信|退订|冻结|异常|注销|失效|过期|解除|升级|认证|理赔|中签|恭喜|winner|(?<![a-z])(?:won|win|prize|claim|free|offer|discount|sale|loan|bet|casino|congratulations|congrats|urgent|suspended|locked|unusual|verify your|click|call now|reward|un-?redeemed|points|guaranteed|award(?:ed)?|txt|voucher)(?![a-z])/gu

/** Whose links stand in honest notices as well. */
const HONEST_DOMAINS =
  /(?:^|\.)(?:10086\.cn|10010\.com|189\.cn|12306\.cn|95588\.com|icbc\.com\.cn|ccb\.com|boc\.cn|abchina\.com|cmbchina\.com|bankcomm\.com|psbc\.com|spdb\.com\.cn|alipay\.com|jd\.com|sf-express\.com|cainiao\.com|ctrip\.com|qunar\.com|gov\.cn|95516\.com)$/

/** Whether a link leads to whom it names: a bank’s, a carrier’s, the state’s own pages. */
export const isHonestDomain = (domain: string): boolean => HONEST_DOMAINS.test(domain)

/** Numbers of banks, carriers and the state: who can send from one is its owner. */
const HONEST_SENDER = /^(?:86)?(?:955\d{2}|95\d{3}|100\d{2}|123\d{2}|12\d{3}|11[0249])$/

/**
 * Is this an honest one-time password or service notice? Judged by its text, and by its sender where that is known, before it
 * is compared with any other: two codes of one bank are alike, and no campaign. What leads elsewhere (a foreign link, an id
 * to add) or lures needs more to be taken for one, or is not.
 * @param text narrow
 */
export function honestOf(
  text: string,
  clues: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
  sender?: string,
): Honest | undefined {
  const lures = kindsOf(text, LURE)
  const isKnown = sender !== undefined && HONEST_SENDER.test(sender.replace(/\D/g, ''))
  const leads =
    (clues.accounts.length > 0 ? 2 : 0) +
    (clues.links.some(({ domain }) => !isHonestDomain(domain)) ? 2 : 0) +
    (clues.phones.some((phone) => phone.length > 6 && !/^[48]00\d{7}$/.test(phone)) ? 1 : 0)
  if (CODE_WORD.test(text) && classes.hasCode(text) && (isKnown || (lures <= 1 && leads === 0))) return 'otp'
  if (lures > 1 || !DETAIL.test(text)) return undefined
  return kindsOf(text, NOTICE) - lures - leads + (isKnown ? 2 : 0) >= 2 ? 'service' : undefined
}

const kindsOf = (text: string, words: RegExp): number => new Set(text.match(words) ?? []).size
