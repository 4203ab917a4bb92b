import { normalizeText } from '#sms'
import { folded, type Sender, senderOf, UNSEEN } from './sender.ts'

/** As long as anything is that is said about a report, and not reported. */
const LONGEST_SAID = 60
const LONGEST_WISH = 20
const NUMBER = /\+?[0-9(][0-9oO().\-–— ]*[0-9oO]/g
/** What people say around a number when they are asked for it: nothing of it is a message that somebody got. */
const AROUND =
  /^(?:您好|你好|你们|对不起|抱歉|不好意思|[报发搞弄]错|刚才|刚刚|同志|师傅|哈|喂|嗯|恩|哦|是|就|应该|好像|大概|可能|估计|的|这|那|个|一|号码?|號碼?|手机|电话|端口|对方|发件人|发送人|发送方|发信人|发送者|短信|信息|消息|垃圾|诈骗|骚扰|广告|发送|發送|发|發|来|來|给|給|我|了|过|请|帮忙?|查|处理|一下|谢谢|謝謝|多谢|感谢|麻烦|您|你|呀|啊|吧|呢|哟|举报|投诉|我要|显示|写|着|上面|从|由|用|和|跟|与|还有|都|也|it|was|is|its|the|number|sender|sent|by|from|this|that|one|please|thanks|thank|you|hi|hello|ok|think|i|me|they|use|and|also|\s)*$/iu
const FIRST =
  /^(?:是|就是|应该是)?(?:(?:第[一1]|前[面边]?|头一|上面)(?:那|这)?[个条]?(?:号码?)?|(?:the )?(?:first|former)(?: one)?)(?:发的)?$/u
const SECOND =
  /^(?:是|就是|应该是)?(?:(?:第[二2]|后[面边]?|下面)(?:那|这)?[个条]?(?:号码?)?|(?:the )?(?:second|latter)(?: one)?)(?:发的)?$/u
const LAST = /^(?:是|就是)?(?:最后(?:那|这)?一?[个条]?(?:号码?)?|(?:the )?last(?: one)?)(?:发的)?$/u
const BOTH = /^(?:[两2]个)?(?:都是|都发了?|都有|全是|both|both of them)(?:发的)?$/u
const STANDING =
  /(?:举报|投诉|反映)的?[^，。]{0,8}(?:怎么样|怎样|如何|进展|结果|处理了|办了|办得|查得)|^(?:有|出)(?:没有)?结果(?:了)?(?:吗|没有|没|呢)?$|^处理(?:得|的)?(?:怎么样|如何)了?(?:呢)?$|(?:how|what|any).{0,20}(?:my|the) report/u
const POINTS =
  /^(?:请?(?:帮我)?(?:查询|查看|查|看)(?:一下)?|想知道)?(?:我|的|有|举报|奖励|现在|一共|总共|多少|几)*积分(?:查询|余额|是|有|还有|还|得|多少|几|分|了|啊|呢|吗)*$|^(?:(?:show |check |what are |how many )?(?:my |report )*points?(?: balance)?|how many points (?:do i have|have i got))$/u
const THANKS =
  /^(?:(?:好的?|嗯|哦|行)?[\s\p{P}]*(?:谢谢|謝謝|谢了|多谢|感谢|辛苦|知道|收到|明白|了解)(?:您|你|你们|大家)?(?:了|啦)?|好的?|好吧|行|thanks?(?: you)?(?: (?:very|so) much)?|ok(?:ay)?|got it|i see)+$/u
const WHOSE =
  /^(?:这个?(?:号码?|端口)?)?(?:到底)?(?:是|属于)?(?:谁|哪(?:个|家|里)|什么)(?:的|人|家|公司|单位|号码|端口|企业|呀|啊|呢)*[?？]?$/u
/** All of it is about the report: `钱发错了，请退给我` is what a swindler writes. */
const MISTAKEN =
  /^(?!不是我?(?:[搞弄报发]|举报)错(?:了|的|啦|吧)*$)(?:对不起|抱歉|不好意思|不是|不对|啊|sorry)*[\s\p{P}]*(?:(?:我|刚才|刚刚|这个|这条|那条|please|要|想)*(?:(?:撤销|撤回|取消|收回|不用|不要|不想|别|不)(?:我的|这个|这条|刚才的?)*举报|举报错|[报发搞弄]错|(?:cancel|withdraw|undo) (?:my|the) report|(?:that|it|this) was (?:my|a) mistake|my mistake)(?:了|啦|吧)*[\s\p{P}]*)+(?:(?:那|这)[个条]?(?:短信|信息|号码)?(?:不是|没有)(?:诈骗|骗子|垃圾|骚扰|广告|骗人)(?:短信|信息|的)?[\s\p{P}]*)?(?:谢谢)?$/u

/** `把10661234给我屏蔽了`: nothing of it was sent by anybody. */
const BLOCK =
  /^(?:请|帮我|帮忙|麻烦|你们?|给我|能不能|可以|直接|把|将|please|pls|plz|can you|\s)*(?<before>(?:屏蔽|拉黑|拦截|block|stop)\s*(?:掉|了)?\s*(?:这个号码?|the number|number)?)?\s*(?<number>106\d{5,17})\s*(?:这个|那个|的)?(?:号码?|端口|短信|信息)*(?:也|都|给|帮|我|你们|\s)*(?<behind>屏蔽|拉黑|拦截|拦)?(?:掉|了|一下|吧|啊|行不行|可以吗|for me|please|谢谢|[\s\p{P}])*$/u

const bare = (text: string): string => text.replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '')
const isShort = (text: string, most: number): boolean =>
  text.length <= most * (/\p{Script=Han}/u.test(text) ? 1 : 2) && !/\d{5,}|[a-z0-9]\.[a-z]/iu.test(text)

/**
 * The senders that an answer to “who sent it?” names, in whichever words (`号码是1066 1234，谢谢`). Undefined where it says
 * more than that: it is a message.
 */
export function sendersSaid(text: string, country: string): readonly Sender[] | undefined {
  if (text.length > LONGEST_SAID) return undefined
  const shape = folded(text.replace(UNSEEN, ''))
  // `我的电话是…` and `请发短信给…` name somebody else.
  if (/[我您你](?:的|家)?(?:手机|电话|号码)|给\s*\+?\d/u.test(shape)) return undefined
  const senders: Sender[] = []
  for (const [typed] of shape.matchAll(NUMBER)) {
    const sender = senderOf(typed, country)
    if (!sender) return undefined
    if (!senders.some(({ address }) => address === sender.address)) senders.push(sender)
  }
  const around = shape.replace(NUMBER, ' ').replace(/[\p{P}\p{S}]/gu, ' ')
  return senders.length > 0 && AROUND.test(around) ? senders : undefined
}

/** Which of the senders that were named before: `第一个`, `都是`. */
export function whichSaid(text: string, senders: readonly Sender[]): readonly Sender[] {
  const said = bare(normalizeText(text))
  if (BOTH.test(said)) return senders
  const [first, second] = senders
  const chosen = FIRST.test(said) ? first : SECOND.test(said) ? second : LAST.test(said) ? senders.at(-1) : undefined
  return chosen ? [chosen] : []
}

/** What nobody writes who only does not know: `找不到工作？月入过万快来`. */
const LURES = /[?？!！]|微信|点开|点击/u
const isSaidFirst = (tight: string, word: string): boolean =>
  new RegExp(`^(?:[我也真都是确实根本们同志师傅，,]*)${RegExp.escape(word)}`, 'u').test(tight)

/** Whoever says that they do not know, in a sentence or in one of the words alone. */
export function saysNobody(text: string, words: readonly string[]): boolean {
  const shape = normalizeText(text).replace(/’/g, "'")
  const tight = shape.replace(/\s/g, '')
  const isWhole = (word: string) => word === shape || word === tight
  // A word of one or two characters says so only alone: `没有` stands in many a message; so do those that name an id.
  const isHan = !/[a-z0-9]/i.test(shape)
  const isIn = (word: string) =>
    /\p{Script=Han}/u.test(word)
      ? isHan && word.length > 2 && isSaidFirst(tight, word) && !LURES.test(text)
      : word.length > 5 && shape.includes(word)
  return words.some((word) => isWhole(word) || (isShort(text, LONGEST_WISH) && isIn(word)))
}

const saysShortly = (pattern: RegExp) => (text: string) =>
  isShort(text, LONGEST_WISH) && pattern.test(bare(normalizeText(text)))

/** `我的举报怎么样了`: asks how it stands. */
export const asksStanding = saysShortly(STANDING)
/** `我的积分有多少`: asks what proven reports earned. */
export const asksPoints = saysShortly(POINTS)
/** `谢谢`, `好的，知道了`: asks for nothing. */
export const isThanks = (text: string): boolean =>
  isShort(text, LONGEST_WISH) && THANKS.test(bare(folded(text).toLowerCase()))
/** `我搞错了，取消举报`: would take it back. */
export const takesBack = saysShortly(MISTAKEN)
/** The port that somebody wants to hear nothing more from, and says no more than that. */
export function blockSaid(text: string): string | undefined {
  const { before, number, behind } = BLOCK.exec(normalizeText(text))?.groups ?? {}
  return before || behind ? number : undefined
}
/** `是谁的号码`: asks whose a number is. */
export const asksWhose = saysShortly(WHOSE)

/** What a question ends with. */
const ENDED = '[了呢啊呀吧哦嘛吗]*$'
/** `收到骗子短信怎么办`, `怎么举报`: asks what to do, and reports nothing yet. */
const HOW = new RegExp(
  [
    `(?:短信|信息|举报|骗).*(?:怎么办|咋办|该?(?:怎么|如何)(?:做|处理))${ENDED}`,
    `(?:怎么|如何|咋样?|怎样)(?:才能)?(?:去|来)?举报(?:[这那][个条种些]?)?(?:垃圾|诈骗|骚扰)?(?:短信|信息|号码)?${ENDED}`,
    `举报(?:[这那][个条种些]?)?(?:垃圾|诈骗|骚扰)?(?:短信|信息|号码)?[要该]?(?:怎么|如何|咋|怎样)(?:弄|操作|处理|做|发)${ENDED}`,
    '(?:spam|scam|message|sms|text).*what (?:should|can|do) i do$',
    'how (?:do|can|should) i report(?: (?:it|this|(?:an? )?(?:spam|scams?)?\\s?(?:sms|texts?|messages?)?))?$',
  ].join('|'),
  'u',
)
export const asksHow = saysShortly(HOW)

const OF_SENDER = '(?:号码|是?谁|发的|(?:发送|发件|对方)人?)'
/** `号码记不清了，内容是：`: who says at once that they do not know who sent it is not asked. `记不清内容了` speaks of the text. */
function unknownSender(words: readonly string[]): RegExp {
  const unknown = `(?:${words
    .filter((word) => /^\p{Script=Han}{3,}$/u.test(word))
    .map(RegExp.escape)
    .join('|')}|忘记?)(?:了|楚)*`
  const before = `${OF_SENDER}+的?我?${unknown}[\\s,。;:]*`
  const behind = `我?${unknown}${OF_SENDER}+了?[\\s,。;:]*`
  const apart = `我?${unknown}\\s*[,。;:][\\s,。;:]*`
  return new RegExp(
    `^\\s*(?:${before}|${behind}|${apart})(?:短信|信息)?内容\\s*(?:是|为|如下|:)[\\s:,]*(?!了|是?(?:什么|啥))(?=\\S)`,
    'u',
  )
}
/** The text behind words by which who sends it says that they know no sender, or undefined. */
export function withoutSender(text: string, words: readonly string[]): string | undefined {
  const shape = folded(text)
  const said = shape.slice(0, LONGEST_SAID).includes('内容') ? unknownSender(words).exec(shape) : undefined
  return said ? text.slice(said[0].length) : undefined
}
