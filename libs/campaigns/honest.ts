import type { TextClues } from '#contracts'
import { defaultPolicy } from '#policy'
import { messageClasses } from '#sms'
import { hostsOf } from './evidence.ts'
import { asksForKeys } from './honest-asks.ts'
import { isHonestLink } from './honest-hosts.ts'
import { isOfOnePerson } from './of-one-person.ts'
import { particularsIn } from './particulars.ts'
import { sells } from './personal.ts'

const classes = messageClasses(defaultPolicy.otp)

/** What a text is named for that is nobody's spam: a code to type, or a notice about something that its reader has or did. */
export type Honest = 'otp' | 'service'

const CODE_WORD =
  /验证码|用于.{0,12}(?:登录|注册|绑定|验证|支付|解锁|找回|修改密码)|识别码|提取码|短信码|(?<![a-z])g-\d{5,8}|校验码|验票码|动态码|动态密码|随机密码|随机码|确认码|激活码|短信密码|验证密码|临时密码|授权码|取件码|提货码|核验码|(?<![a-z])(?:verification|security|confirmation|login|log-in|sign-in|access|activation|pass|auth(?:entication)?)[\s-]?(?:code|pin|number)|(?<![a-z])passcode|one[\s-]?time\s?(?:pass|code|pin)|(?<![a-z])otp(?![a-z])|code\s?(?:is|:)|is your .{0,30}code|(?<![a-z])use \d{4,8} (?:to|as|for) /u

/** A code of few letters and digits, right behind its name. */
const SHORT_CODE = /(?:验证码|校验码|动态码|确认码)[为是]?\s?[:：]?\s?(?=[a-z]{0,7}\d)[a-z0-9]{3,8}(?![a-z0-9:.])/u

/** Words of notices about what their reader has or did; each that is there speaks for one. */
const NOTICE =
  /尾号|借记卡|信用卡|账户|卡号|消费|支出|收入|入账|到账|转入|转出|扣款|取款|取现|支取|存入|付款成功|支付成功|缴费|充值|退款|还款日|账单|应还|应归还|余额|可用额度|快递|包裹|快件|派送|配送|取件|签收|驿站|快递柜|运单|单号|发货|已出库|送达|已揽收|已到达|已到店|订单|预订|预约|订座|取票|出票|航班|机票|乘机|登机|起飞|车次|次列车|开车|检票|车票|候车|座位|\d车\d|挂号|就诊|门诊|科室|取号|体检|检查报告|流量|套餐|剩余|已使用|时长|话费|欠费|停机|本月|当月|截至|截止|如非(?:您)?本人|非本人|请勿泄露|请勿转发|请勿告知|勿泄|有效|违章|违法行为|小型汽车|机动车|交管|被记录|限行|年检|社保|公积金|医保|水费|电费|燃气|停水|停电|验证码|校验码|取件码|感谢您的使用|家长会?|班主任|停课|上课|考场|准考证|考试|成绩|面试|录用|疫苗|接种|复诊|住院|就诊卡|医生|司机|师傅|车牌|上车|行程|骑手|户号|表号|用水|用气|用电|缴纳|交费|养老保险|个人账户|退税|个税|工资|薪资|房租|物业|业主|上门|报修|工单|受理|办结|审核|登录|密码|设备|会议|日程|签到|借阅|图书|归还|入住|离店|值机|登机口|晚点|延误|发车|乘车|停靠|已确认|已取消|已提交|已完成|已开通|已生效|已续费|已处理|已结束|未接来电|来电提醒|期开奖|红球|蓝球|投注号码|大乐透|本期|号码归属|转账|提现|还款|扣除|自动续费|网上交易|网上支付|预授权|(?<![a-z])(?:card|account|a\/c|debited|credited|withdrawn|balance|spent|payment|transaction|parcel|package|delivery|delivered|shipped|courier|tracking|order|booking|reservation|appointment|flight|driver|arriv(?:e|es|ed|ing)|departure|train|seat|check-?in|check-?out|hotel|doctor|dr|dentist|meeting|invoice|bill|receipt|refund|transfer(?:red)?|deposit(?:ed)?|salary|login|signed? in|password|pick-?up|scheduled|confirmed|school|class|library|due|boarding|gate|departs|prescription|clinic|data|plan|verification code|do not share|never share|expires in)(?![a-z])/gu
/** A notice names what it is about: a time, an end of a number, an amount that is left. */
const DETAIL =
  /\d{1,2}\s?[:时点]\s?\d{2}|\d{1,2}月(?!\d)|到账\D{0,6}\d|\d{1,2}月\d{1,2}日|\d{1,2}日|\d点|第\d{1,2}号|(?<!\d)\d{1,2}[/-]\d{1,2}(?!\d)|户号|车牌|号楼|尾号|单号|订单|取件|验证码|校验码|快递员|派件员|配送员|签收|派送|(?:余额|剩余|已使用|应还|消费|支出|收入)[^,。;]{0,8}\d|[x*]{2,}\d{3,4}|ending|(?:order|tracking|booking|ref)\D{0,8}\d|\d{1,2}\s?(?:am|pm)(?![a-z])|\d{1,2}\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)/u

/** What a notice has no business with. */
const LURE =
  /点击|点此|点开|戳|速[来领抢]|领取|领奖|免费|立即|马上|抢购|抢先|开抢|限时|限量|优惠|特价|特惠|促销|折起|\d折|折扣|钜惠|大奖|中奖|抽奖|赢|红包|送(?:您|你|好礼|大礼|\d)|返现|赚|兼职|刷单|日结|贷款|放款|借钱|低息|利息|抵押|开户|开票|代开|发票|投资|理财|股票|荐股|翻倍|博彩|彩金|下注|投注|棋牌|赌|娱乐|美女|激情|加[微薇威vq]|微信|退订|冻结|异常|注销|失效|过期|解除|升级|认证|理赔|中签|恭喜|补偿|赔付|改签|退改|误机费|垫还|养卡|代还|提额|套现|刻章|办证|文凭|牛股|金股|涨停|操盘|盈利|入群|群主|返利|佣金|好礼|建仓|大盘|please call|winner|(?<![a-z])(?:won|win|prize|claim|free|offer|discount|sale|loan|bet|casino|congratulations|congrats|urgent|suspended|locked|unusual|verify your|click|call now|reward|un-?redeemed|points|guaranteed|award(?:ed)?|txt|voucher|reply y|(?:open|tap|follow|copy) (?:the|this) link)(?![a-z])/gu

/** Numbers of banks, carriers and the state: who can send from one is its owner. */
const HONEST_SENDER = /^(?:86)?(?:955\d{2}|95\d{3}|100\d{2}|123\d{2}|12\d{3}|11[0249])$/

/** What asks its reader to turn to somebody, or to come: who sends a notice has nothing to ask. */
const ASKS =
  /咨询|详询|详情|致电|来电(?!提醒)|回电|热线|专线|拨打|联系|微信|加[我群q微v]|扫码|回复|回[a-z0-9]|退订|访问|登[陆入]|下载|关注|搜索|地址|到店|到访|莅临|光临|欢迎|敬请|诚邀|优惠|办理|招[聘生商]|出售|出租|回收|收购|代[办理开]|(?<![a-z])(?:reply|text|send|visit|download|subscribe|join|order now|limited|www|contact|call|ring|dial|update|confirm|(?:open|tap|follow|copy) (?:the|this) link)(?![a-z])/u

/** Who sends a notice signs it, or speaks to whom it is about. */
const SIGNED = /^\s?[【[][^】\]]{2,20}[】\]]|[【[][^】\]]{2,20}[】\]]\s?$|您|(?<![a-z])your?(?![a-z])/u

/** Who signs in brackets, asks nothing, sells nothing and leads nowhere need tell no day and no number. */
const BRACKETED = /^\s?[【[][^】\]]{2,20}[】\]]|[【[][^】\]]{2,20}[】\]]\s?$/u

/** A long number that is a parcel’s, or an order’s, and nobody’s telephone or card; who asks for its reader, and the carriers’ box of voices. */
const NUMBERED =
  /(?:单号|订单|快件|运单|包裹|户号|表号|编号|流水号|工单|(?<![a-z])(?:parcel|order|tracking|shipment|package|ref(?:erence)?|booking|invoice))\W{0,4}(?:no\W{0,3}|number\W{0,3})?\d{8,}|卡号\W{0,4}[a-z]{0,2}\d{8,}|\d{8,12}\W?(?=希望加您为|为好友|在.{0,16}给您(?:来电|留言))|1259\d{6}|(?<![a-z])[a-z]{2,4}(?!(?:86)?1[3-9]\d{9}(?!\d))\d{9,}|未接到?[^,。;]{0,24}来电\D?\d{7,}/gu
/** Numbers of banks that do not begin with 95. */
const HOTLINES = new Set(
  `4000095588 4006195599 4006695566 4006695568 4006695577 4007888888 4008009888 4008200588 4008205555 8008205555 4008208788
  8008208788 4008308003 4008895558 4008895580`.split(/\s+/),
)
/** What only a bank, the state or a carrier has to tell: who else gives a number to call with it is a stranger. */
const OF_MONEY =
  /银行|[工农建交招]行(?!业)|账户|帐户|账号|信用卡|储蓄卡|借记卡|贷记卡|(?:社保|医保|公积金)(?:局|中心|账)|[电水]费|燃气费|欠费|逾期|罚款|积分|转出|转账|(?:消费|支出|支取|扣款|扣费)\D{0,6}\d|(?<![a-z])(?:bank|account|card|debited|payments?|payee|transaction|balance|bill|electricity|tax|fees?|fine|overdue)(?![a-z])/u
/** What its reader is to do so that nothing worse happens. */
const SAFETY =
  /非(?:您)?本人|核实|核对|核查|取消|撤销|验证|认证|确认|解[除冻]|风险|安全|冻结|异常|(?<![a-z])(?:not you|wasn'?t you|not recogni[sz]ed?|cancel|verify|secure|dispute)(?![a-z])/u

const DOUBTS = /(?:银行|[工农建交招]行|信用卡|储蓄卡|借记卡|尾号).*疑问|疑问.*(?:银行|[工农建交招]行)/u
const CALLS =
  /致电|拨|联系|电话|来电|回电|热线|咨询|详询|专员|客服|(?<![a-z])(?:call|contact|phone|ring|dial|text)(?![a-z])/u

/** Where a card is named so that money goes there. */
const PAID = /转账|汇款|汇到|打到|打款|转到|转入(?!人民币)|户名|开户行|send money|pay to/u

/** Whose own transfer it is has to say that it is. */
const CODE_OF_A_TRANSFER = /(?:转账|汇款){1,2}(?=(?:验证|校验|动态)码\D{0,2}\d{4,8}(?!\d))/gu

/** What a bank says of a card, whole: which, when, what, and how much. Its own advertisement may follow. */
const BOOKED =
  /(?:尾号|账户|卡号)[x*]*\d{4}.{0,14}\d{1,2}日.{0,8}\d{1,2}[:时点]\d{2}.{0,16}(?:消费|支出|支取|取款|转入|转出|入账|存入|还款|支付|交易|预授权|扣款|退货).{0,8}\d[\d,]*\.\d{2}|信用卡.{0,8}账单.{0,4}\d[\d,]*\.\d{2}.{0,24}还款日\D{0,3}\d{1,4}[月年/-]\d/u

/** Who signs, which says no more. */
const SIGNATURES = /^\s?[【[][^】\]]{2,20}[】\]]|[【[][^】\]]{2,20}[】\]]\s?$/gu

/** The numbers of a lottery’s draw, as they were drawn. */
const DRAWN = /期开奖(?:号码|结果)\D{0,4}\d{1,2}(?:[,+: ]\d{1,2}){4,}/u

/**
 * Is this an honest one-time password or service notice? Judged by its text, and by its sender where that is known, before it
 * is compared with any other: two codes of one bank are alike, and no campaign. What leads to a stranger (a link that is no
 * honest sender’s own, an id to add, a number to call about one’s money) is none, whoever signs it and whatever number it
 * shows; what lures needs more to be taken for one, and what asks nothing of its reader needs less.
 * @param text narrow
 */
export function honestOf(
  text: string,
  clues: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
  sender?: string,
): Honest | undefined {
  const pieces = text.split(DRAWN)
  if (pieces.length > 1 && isDraw(text, pieces, clues)) return 'service'
  // What else is said with a draw is judged by itself: anybody can put last week’s numbers before it.
  return honestBeside(pieces.join('\n'), clues, sender)
}

function honestBeside(
  text: string,
  clues: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
  sender: string | undefined,
): Honest | undefined {
  const strange = strangersIn(text, clues)
  if (strange.length > 0)
    return strange.every((each) => each === 't.cn') && isBooked(text) && !SAFETY.test(text) ? 'service' : undefined
  const lures = kindsOf(text, LURE)
  const isKnown = sender !== undefined && HONEST_SENDER.test(sender.replace(/\D/g, ''))
  if (!isKnown && asksForKeys(text)) return undefined
  const called = phonesOf(text, clues.phones)
  const rented = called.filter((phone) => isRented(phone) && !HOTLINES.has(phone)).length
  const phones = called.filter((phone) => !isRented(phone)).length - numbered(text)
  const leads = phones > 0 ? 1 : 0
  if (
    CODE_WORD.test(text) &&
    (classes.hasCode(text) || SHORT_CODE.test(text)) &&
    (isKnown || (lures <= 1 && leads === 0 && !hasMore(text, lures > 0 ? MUCH_THAT_ASKS : MUCH)))
  )
    return 'otp'
  if (isOfOnePerson(text)) return undefined
  if (leads === 0 && isBooked(text)) return 'service'
  if (clues.accounts.length === 0 && isOwnMatter(text, phones, rented)) return 'service'
  if (lures > 1) return undefined
  const speaks = kindsOf(text, NOTICE) - lures - leads + (isKnown ? 2 : 0)
  const asksNothing = lures + leads === 0 && SIGNED.test(text) && !ASKS.test(text)
  if (!DETAIL.test(text) && !(asksNothing && rented === 0 && speaks > 1 && BRACKETED.test(text) && !sells(text)))
    return undefined
  return speaks >= (asksNothing ? 1 : 2) &&
    (isKnown ||
      !hasMore(
        text,
        asksNothing && rented === 0 && speaks > 1
          ? MUCH_BEHIND
          : ASKS.test(text) || lures + leads > 0
            ? MUCH_THAT_ASKS
            : MUCH,
      ))
    ? 'service'
    : undefined
}

/** Whether a code or a booking stands anywhere in a narrow text, whatever else does. */
export const looksLikeNotice = (text: string): boolean =>
  /\d{4}/.test(text) && ((CODE_WORD.test(text) && classes.hasCode(text)) || BOOKED.test(text))

/** Who had asked for the numbers of a lottery gets them, and is told how to take part: no more stands beside them, and it leads nowhere else. */
function isDraw(
  text: string,
  [before = '', ...behind]: readonly string[],
  { links, phones, accounts }: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
): boolean {
  if (links.length + phones.length + accounts.length + hostsOf(text).length > 0) return false
  return kindsOf(text, LURE) <= 1 && !isMuch(before, MUCH_THAT_ASKS) && !isMuch(behind.join(''), MUCH_OF_A_DRAW)
}

/** How to take part in draws of all kinds. */
const MUCH_OF_A_DRAW = 100

const isBooked = (text: string): boolean => BOOKED.test(text) && !hasMore(text.replace(SIGNATURES, ' '), MUCH_THAT_ASKS)

/** Where a text leads that is no honest sender’s own: domains, ids, and numbers to call about what is its reader’s. */
function strangersIn(
  text: string,
  { links, phones, accounts }: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
): string[] {
  const strange = [...links.map(({ url }) => url), ...hostsOf(text)]
    .filter((link) => !isHonestLink(link))
    .map((link) => link.slice(0, link.search(/[:/?#]|$/)))
  const isPaid = PAID.test(text.replace(CODE_OF_A_TRANSFER, ''))
  for (const [group] of text.matchAll(GROUPS)) strange.push(group)
  for (const { kind, id } of accounts) if (kind !== 'card' || isPaid) strange.push(id)
  if (!OF_MONEY.test(text) || !CALLS.test(text)) return strange
  const called = phonesOf(text, phones).filter((phone) => !HOTLINES.has(phone))
  if (SAFETY.test(text) || DOUBTS.test(text)) strange.push(...called.filter(isRented))
  const persons = called.filter((phone) => !isRented(phone))
  return persons.length > numbered(text) && !COMES.test(text) ? [...strange, ...persons] : strange
}
/** A group of strangers that the reader is to enter. */
const GROUPS = /[加入进扫][^,。;]{0,6}群号?\W{0,2}\d{6,11}/gu
/** Who comes to the reader, and is to be reached on the way. */
const COMES =
  /快递|快件|包裹|派件|配送|骑手|司机|师傅|外卖|送货|维修|家政|(?<![a-z])(?:driver|courier|delivery)(?![a-z])/u

/** A number that anybody can rent, and that no person answers. */
const isRented = (phone: string): boolean => /^[48]00\d{7}$/.test(phone)
/** Longer than a hotline; of a text without Han also what some country would dial, since it need not be this one’s. */
const phonesOf = (text: string, phones: readonly string[]): string[] => {
  const known = phones.filter((phone) => phone.length > 6)
  if (/\p{Script=Han}/u.test(text) || !CALLS.test(text)) return known
  const dialled = [...text.replace(NUMBERED, ' ').matchAll(DIALLED)].map(([number]) => number.replace(/\D/g, ''))
  return [...known, ...dialled.filter((each) => !known.some((phone) => phone.includes(each) || each.includes(phone)))]
}
const DIALLED = /(?<![\d.,:/*#x-])\+?\(?\d(?:[\s()-]{0,2}\d){8,13}(?![\d.,:/-]*\d)/gu
const numbered = (text: string): number => kindsOf(text, NUMBERED)

/**
 * Does a text tell its reader of their own matter, in so many ways that nobody could who sends the same to all? What gives
 * its reader no way to turn anywhere can lure nobody, so that less is asked of it, however much it says.
 */
function isOwnMatter(text: string, phones: number, rented: number): boolean {
  const particulars = particularsIn(text)
  if (particulars < PARTICULARS_ASKED || OFFERS.test(text)) return false
  if (FRIGHTENS.test(text) && FRIGHTENS.test(withoutWarnings(text))) return false
  const says = text.replace(STOPS, '')
  const lures = kindsOf(says.replace(DISCLAIMER, ''), LURE)
  const leads = phones > 0 || REPLIES.test(says) || CLICKS.test(text)
  // Who brings something may say how to be reached on the way.
  const asked = PARTICULARS_ASKED + (phones > 0 && !COMES.test(text) ? 1 : 0) + Math.min(leads ? 2 : 1, lures)
  const beyond = particulars - asked
  if (beyond < 0) return false
  // A code or a booking is what is pasted before or behind something else.
  const isPlain = !looksLikeNotice(text)
  if (isPlain && !leads && rented === 0) return true
  const much = isPlain && beyond > 1 ? MUCH : MUCH_THAT_ASKS
  return !hasMore(text, leads ? much : MUCH, phones + rented > 0 ? much : MUCH_BEHIND)
}
const PARTICULARS_ASKED = 2
/** How to hear no more of it. */
const STOPS = /(?:退订|屏蔽|拒收)请?回复?["“]?[a-z0-9]{1,8}|回复?["“]?[a-z0-9]{1,8}["”]?可?(?:退订|屏蔽|拒收)/gu
/** What is said not to be. */
const DISCLAIMER = /不保证[^,。;!]{1,6}/gu
/** A sentence that warns of swindlers speaks of what they speak of. */
const WARNING = /诈骗|骗子|谨防|可疑|虚假/u
const withoutWarnings = (text: string): string =>
  text
    .split(/[。;!]/u)
    .filter((sentence) => !WARNING.test(sentence))
    .join('。')
/** A way somewhere that is not seen here. */
const CLICKS = /点击|点此|点开|戳|扫码|(?<![a-z])click(?![a-z])/u
/** An answer that does something, but for one that ends or refuses. */
const REPLIES =
  /回复?[^,。;]{0,3}["“'#@]?[a-z0-9一二三四五六七八九是]+(?![a-z0-9一二三四五六七八九是])(?!["”'#@]{0,2}(?:取消|退订|拒|屏蔽|锁定|不))/u
/** Who sends a notice may add an advertisement of their own, where it leads nowhere else. */
const MUCH_BEHIND = 80
/** What is only said to all. */
const OFFERS = /信息费\D{0,2}\d|送手机|话费送|存\d*送|赠送.{0,8}元|特价|开抢|成本价|周年|店庆|返\d|抵\d|满\d+减/u
const FRIGHTENS =
  /冻结|异常|失效|涉嫌|理赔|补偿|赔付|(?<!收到.{0,6})改签.{0,8}(?:电|联系|咨询)|取消.{0,8}(?:联系|致电|拨|咨询)|故障|注销|停用|丢失|退款.{0,6}(?:加|联系|办理)/u

/** As much of something else stands in one piece before, behind or within the notice: it only goes along. */
function hasMore(text: string, much: number, muchBehind = much): boolean {
  let from = 0
  for (const { index, 0: word } of text.matchAll(NOTICE)) {
    if (isMuch(text.slice(from, index), much)) return true
    from = index + word.length
  }
  return isMuch(text.slice(from), muchBehind)
}
const MUCH = 32
/** The same where the rest asks for something, or leads elsewhere. */
const MUCH_THAT_ASKS = 24
const isMuch = (piece: string, much: number): boolean =>
  piece.length >= much && piece.replace(/\p{Script=Latin}{1,4}/gu, '字').replace(/[^\p{L}]/gu, '').length >= much

const kindsOf = (text: string, words: RegExp): number => new Set(text.match(words) ?? []).size

/** How many kinds of lures a narrow text has. */
export const luresIn = (text: string): number => kindsOf(text, LURE)
/** Whether a narrow text lures; what one may fetch, and what is made better, need not. */
export const lures = (text: string): boolean => luresIn(text.replace(/领取|升级|注销/gu, '')) > 0
export const frightens = (text: string): boolean => FRIGHTENS.test(text)
/** Whether it tells its reader of what they have or did. */
export const speaksOfItsReader = (text: string): boolean =>
  /您|(?<![a-z])your?(?![a-z])/u.test(text) && kindsOf(text, NOTICE) > 0
