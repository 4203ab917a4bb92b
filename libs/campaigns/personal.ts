import type { TextClues } from '#contracts'

/** What who sells, lures or swindles speaks of, and people who know each other hardly do. */
const SELLS =
  /贷款|放款|借款|额度|利息|利率|抵押|征信|信用卡|刷卡|办卡|代开|发票|票据|增值税|优惠|特价|特惠|特卖|促销|折扣|\d折|[一二三四五六七八九]折|钜惠|降价|抢购|开抢|限时|限量|免单|满减|大奖|中奖|抽奖|奖金|红包|彩金|返现|返利|兼职|刷单|日结|佣金|高薪|招聘|诚聘|投资|理财|股票|荐股|基金|收益|期货|博彩|下注|投注|棋牌|赌|真人|开户|美女|激情|扣扣|客服|热线|咨询|详询|详情|致电|拨打|点击|网址|官网|领取|退订|回[复执]?[a-z]{1,3}(?![a-z])|扫码|关注|公众号|会员|积分|兑换|贵宾|顾客|赠送|新品|团购|包邮|批发|厂家|正品|专柜|专卖|专场|旗舰|商城|购物|卖场|淘宝|天猫|唯品会|楼盘|开盘|首付|商铺|别墅|平米|均价|售楼|家装|招生|辅导|名师|学员|驾校|整形|男科|妇科|减肥|瘦身|丰胸|办证|刻章|文凭|枪|窃听|监听|复制卡|迷药|回收|出售|出租|求购|代理|加盟|加[微薇威vq]|汇款|打款|转账|账户|账号|卡号|户名|法院|公安|检察|传票|涉嫌|冻结|异常|失效|理赔|恭喜|尊敬|敬请|光临|莅临|诚邀|盛大|隆重|品牌|集团|联通|电信|流量|套餐|￥|¥|\$|£|€|我是你.{0,4}(?:领导|老板|房东)|换号|新号码|手机.{0,3}(?:丢|掉)|打钱|转钱|急用钱|先垫|垫付|(?:转|打|汇)给(?:我|老师|班主任)|资料费|保证金|(?<![a-z])(?:winner|prize|award(?:ed)?|claim|reward|voucher|bonus|discount|loan|debt|mortgage|insurance|invest\w*|profit|crypto|bitcoin|casino|jackpot|lottery|congrat\w*|urgent|guarantee\w*|customer|suspend\w*|verify|unusual|parcel|customs|subscri\w*|unsubscribe|ringtones?|polyphonic|(?:text|txt|reply|send|sms) stop|stop to (?:end|cancel|opt)|download|www|http|dating|singles|xxx|adult|viagra|meds|hiring|vacancy|earn|work from|part[- ]?time|whatsapp|telegram|charged?|p\/?min|per (?:min|msg|sms|text|week)|\d+p|new number|lost my phone|broke my phone|send (?:me )?money|gift cards?|(?:pay|give) (?:it |you |u )?back|(?:transfer|send|lend) \d{2,}|(?:off|from) (?:a|my) (?:friend|mate)['’]?s? phone|p&p|t&c\w*|ts&cs|18\+|16\+)(?![a-z])|[a-z0-9]\s?\/\s?(?:sms|msg|txt|text|min)(?![a-z])/u
/** What both speak of. */
const PERHAPS =
  /电话|联系|来电|回电|手机|银行|元(?![旦宵素])|万|您|用户|客户|公司|活动|超市|课程|培训|报名|移动|充值|话费|微信|免费|登[录陆]|下载|注册|装修|业主|办理|欢迎|上市|转让|旅游|美容|治疗|专家|门诊|学历|包裹|快递|(?<![a-z])(?:free|win|won|cash|gift|offer|sale|deal|credit|bet|account|bank|password|package|delivery|tones?|mobile|txt|text|sms|reply|stop|call|apply|click|visit|join|order|buy|shop|store|service|club|sexy|pills?|weight|salary|income|urgent)(?![a-z])/gu
/** How people speak to each other. */
const CHATS =
  /我|你|咱|他|她|哈|呵|嘿|吧|呢|嘛|啊|呀|哦|噢|嗯|咯|啦|哎|唉|晚安|老婆|老公|宝贝|亲爱的|爸|妈|哥|姐|同学|睡|吃饭|什么|怎么|没|吗|想|知道|回来|去|今天|明天|谢谢|快乐|生活|朋友|(?<![a-z])(?:i|you|your|we|us|our|they|that|this|it'?s|is|are|was|were|did|do|don'?t|can'?t|dont|cant|when|wen|what|wat|where|how|why|who|going|go|come|see|know|think|feel|life|lovely|friends?|friendship|frnds?|smile|heart|god|people|man|today|morning|night|nite|happy|good|gd|nice|time|late|later|still|then|now|i'?m|im|i'?ll|me|my|u|ur|r|da|la|lor|leh|lah|liao|lol|ha(?:ha)+|he(?:he)+|ok|okay|k|ya|yeah|yup|hey|hi|sorry|love|dear|babe|gonna|wanna|gotta|he|she|him|her|we|they|mum|mom|dad|sleep|lunch|dinner|home|gud|good night|tomorrow|tmr|tonight)(?![a-z])/gu
const PERHAPS_AT_MOST = 2
const LETTERS_A_WORD = 60

/** Who sends to many signs, in brackets. */
const SIGNATURE = /[【[［「][^】\]］」]{2,20}[】\]］」]/u
/** A number to turn to, or a sum: five digits, in whatever way they are parted. */
const NUMBER = /\d(?:[\s.,-]?\d){4,}/u
/** Letters of other scripts than the two whose words are known here. */
const OTHER_SCRIPT = /[^\P{L}\p{Script=Han}\p{Script=Latin}]/u

/**
 * Does a text look like what one person writes to another? Nothing is sold, won or owed in it, it leads nowhere, names no
 * sum, and nobody signs it: two such texts that are alike were copied, or are what anybody says.
 * @param text narrow
 */
export function isPersonal(
  text: string,
  { links, phones, accounts }: Pick<TextClues, 'links' | 'phones' | 'accounts'>,
): boolean {
  return (
    links.length + phones.length + accounts.length === 0 &&
    !SELLS.test(text) &&
    speaksAsPeopleDo(text) &&
    !SIGNATURE.test(text) &&
    !NUMBER.test(text) &&
    !OTHER_SCRIPT.test(text)
  )
}

/** Whether a piece of a narrow text sells, lures or swindles, or leads somewhere. */
export const sells = (text: string): boolean => SELLS.test(text) || NUMBER.test(text)

/** What is paid for, done for who pays, or promised to them: two of these are said of nothing that is only to be read. */
const DEALS =
  /[款费价售购订货税贷券奖厂]|办理|预约|疗程|疗效|秘方|名额|资深|专业|保证|包[教过赔退邮]|免[费押单息]|赚|质[量保]|保[密障证]|客[户服]|学员|会员|招[聘生商]|低至|仅需|上门|正[规品]|(?<![a-z])(?:pay|paid|payment|price|fees?|cash|money|order|deal|buy|sell|cheap|profit|earn\w*|trad(?:e|ing)|income|delivery|account|guarantee\w*|member\w*|limited|register|apply)(?![a-z])/gu
const DEALS_AT_LEAST = 2
export const deals = (text: string): boolean => kindsOf(text, DEALS) >= DEALS_AT_LEAST

/** Of Chinese a word of theirs is asked for in so many letters: what is none of theirs need not be sold either. */
function speaksAsPeopleDo(text: string): boolean {
  const chats = kindsOf(text, CHATS)
  if (/\p{Script=Han}/u.test(text) && chats <= Math.min(2, text.length / LETTERS_A_WORD)) return false
  return kindsOf(text, PERHAPS) <= Math.min(PERHAPS_AT_MOST, chats)
}

const kindsOf = (text: string, words: RegExp): number => new Set(text.match(words) ?? []).size
