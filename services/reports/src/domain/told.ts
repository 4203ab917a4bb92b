/** `昨天收到10661234发来的短信说…`: who sent it stands in the middle of what is told of it. */
const TOLD =
  /(?:收到|接到|来自|号码(?:是|为)?|(?:一|这|那)个)\s*(?<number>106\d{5,17}|(?:\+?86)?1[3-9]\d{9})\s*(?:(?:给|向)我)?(?:发来|发送|发给我|发过来|发的)/u
/** `我收到10661234的短信，说…`. */
const GOT =
  /^[^您你【[\n]{0,12}(?:收到|接到)(?:了|一条|一个|来自)*\s*(?<number>106\d{5,17}|(?:\+?86)?1[3-9]\d{9})\s*的(?:垃圾|诈骗|骚扰|广告)?(?:短信|信息|消息)/u
/** `10661234这个号码天天给我发短信`: so speaks who gets them, or a message that blames somebody. */
const KEEPS_SENDING =
  /(?<!\d)(?<number>106\d{5,17}|(?:\+?86)?1[3-9]\d{9})\s*(?:(?:这个?)?(?:号码?|端口)?(?:(?:都|老是?|总是?|天天|经常|一直|每天|不停地?)+(?:给|向)我发|(?:给|向)我发(?:了好多|骚扰|垃圾))|(?:is |was )?(?:sending|texting|spamming) me|(?:keeps?|is always|has been|always) (?:sending|sends?|texting|texts?|spamming|spams?) me)/iu
/** What reporters say themselves before it. */
const COMPLAINS =
  /^(?:您好|你好|你们|客服|同志|请|麻烦|帮忙?|能不能|可不可以|快|管不管|管一?管|查一?查|查一下|处理一下|治一?治|到底|怎么|啊|呀|吧|呢|了|吗|我|要|想|举报|投诉|反映|烦死|烦人|真|太|又|是|有|这|那|个|号码?|端口|手机|最近|今天|昨天|这几天|垃圾|诈骗|骚扰|短信|信息|hi|hello|please|help|stop|block|report|plz|pls|msg|messages?|from|spam|scam|i|want to|this|that|the|a|phone|number|sender|[\s!?,.。;:~、])*$/iu
/** What a message does, and no complaint of one. */
const LEADS =
  /[【[]|[a-z0-9]\.[a-z]|https?:|[加进入]群|群[里内主]|加(?:我|他|她|[微薇v威q])|加$|微信|[点戳]击|点开|链接|扫码/iu
/** Not what a message says to its reader: `您收到13812345678发来的彩信，点击查看` names whoever it likes. */
export function toldOf(shape: string): string | undefined {
  const keeps = KEEPS_SENDING.exec(shape)
  const complains = keeps && COMPLAINS.test(shape.slice(0, keeps.index)) && !LEADS.test(shape)
  if (complains) return keeps.groups?.['number']
  const got = LEADS.test(shape) ? undefined : GOT.exec(shape)?.groups?.['number']
  if (got !== undefined) return got
  const found = TOLD.exec(shape)
  return found && !/[您你【[]/u.test(shape.slice(0, found.index)) ? found.groups?.['number'] : undefined
}
/** `这是10661234发的` at the end. */
export const SAID_BEHIND =
  /^(?<rest>[\s\S]*?\S)\s*[\s,。;(]\s*(?:这|以上|上面|就)?(?:[条个])?(?:短信|信息)?都?(?:是|由|从)?\s*(?<number>\+?[0-9oO][0-9oO\-–—.]{2,28}(?: [0-9oO-]{2,5}){0,4})\s*(?:这个号码?)?\s*(?:[给向]我)?(?:发来|发送|发给我|发过来|发)(?:的|了)(?:短信|信息)?\s*[).。!]*$/u
/** `…号码是106…` at the end of what is told, of a port: `我的新号码是13…` is what a message says. */
export const TOLD_BEHIND =
  /^(?=[^\n]{0,30}(?:收到|短信|信息))(?<rest>[^\n]*?[^客服系新的询])(?:发来的?|对方的?)?号码(?:就?是|为)\s*:?\s*(?<number>106\d{5,17})\s*[。.!]*$/u
/** As reporters begin: who writes to many calls themselves a company, and speaks to a reader. */
const REPORTS_SO =
  /^(?:您好|你好|客服|同志|请问|麻烦|请|要?(?:举报|投诉|反映)|[\s,。!])*(?:[我俺咱](?!们?(?:公司|[司行厂店院校]))|刚[才刚]?|[今昨前]天|[今昨]晚|今早|[早晚]上|[上中下]午|最近|这几天|有(?:人|个|条|一条)|(?:收|接)到(?!短信(?![说让叫要])|请|回|后|的?[您你]))[^您你【[]*$/u
/** What others want of whoever tells it: a link is led to by them. */
const TOLD_OF_THEM = /[说叫让要催]我|我(?:没|不)/u
/** Whether it is told by who got it, and not said by the text. */
export const isTold = (rest: string): boolean => REPORTS_SO.test(rest) && (!LEADS.test(rest) || TOLD_OF_THEM.test(rest))
/** What stands before a number of the text’s own: whom to ask, where to answer. It is no word of a reporter. */
export const ITS_OWN =
  /(?:客服|热线|专线|咨询|详询|电话|致电|来电|拨打?|联系|微信|回复?|编辑|发送?(?:短信)?[到至]|(?:客服|短信|服务|新)号码|[本此司](?:短信|信息))\s*[:,;。]?\s*$/u
