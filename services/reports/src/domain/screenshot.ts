import { folded } from './sender.ts'

const TIME = '(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里)?\\s*\\d{1,2}:\\d{2}(?::\\d{2})?\\s*(?:am|pm)?'
const DAY =
  '(?:今天|昨天|前天|today|yesterday|(?:星期|周|週)[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:\\d{4}\\s*[年\\-/.]\\s*)?\\d{1,2}\\s*[月\\-/.]\\s*\\d{1,2}\\s*日?|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.? \\d{1,2}(?:, \\d{4})?)'
const NETWORK =
  '(?:中国|中國)?(?:移动|联通|电信|广电|移動|聯通|電信)|china\\s*(?:mobile|unicom|telecom)|[2345]g\\+?|lte|hd|wi-?fi|volte|vpn|\\d{1,3}\\s*%|\\d+(?:\\.\\d+)?\\s*[km]b?/s|[▂▃▄▅▆▇█📶🔋⚡▮▯●○•·.|…]+'
const BUTTONS =
  '信息|短信|短讯|短訊|彩信|短信/彩信|信息/短信|收件箱|通知类?短信|陌生人|未知发件人|垃圾信息|编辑|返回|取消|完成|发送|删除|复制|转发|举报|拦截|更多|选择|全部|添加到?通讯录|新建联系人|呼叫|messages?|sms|text message|imessage|unknown sender|report junk|report spam|edit|back|cancel|done|send|delete|copy|forward|more|add to contacts|(?:this|the) sender is not in your contact list|发件人不在您?的?(?:联系人|通讯录)(?:列表)?中?'
const PIECE = `(?:${DAY}(?:\\s*${DAY})?|${TIME}|${NETWORK}|${BUTTONS})`
/** A line of a screen’s frame: network, clock, battery, days, buttons. */
const CHROME = new RegExp(`^[<>‹›«»〈〉\\[\\]\\s]*${PIECE}(?:[\\s,，•·|]+${PIECE})*[<>‹›«»〈〉\\[\\]\\s]*$`, 'iu')
/** What no sender writes in a line of its own. */
const STRONG = new RegExp(`${TIME}|${NETWORK}|[<‹«〈]\\s*$|^\\s*[<‹«〈]`, 'iu')
const ARROWS = /^[\s<‹«〈＜]+|[\s>›»〉＞∨⌄v]+$/gu

/**
 * The text of a screenshot without its frame, and the numbers that stood alone in a line before the text. Undefined where
 * nothing of a frame is seen: a line that only looks like one stays in its text.
 * @param isSender whether a line is a sender and nothing else
 */
export function withoutChrome(
  text: string,
  isSender: (line: string) => boolean,
): { readonly text: string; readonly senders: readonly string[] } | undefined {
  const lines = text.split(/\r?\n/)
  if (lines.length < 2) return undefined
  const isFrame = (line: string) => line.trim() === '' || CHROME.test(folded(line).trim())
  const senders: string[] = []
  let from = 0
  let seen = false
  for (; from < lines.length; from++) {
    const line = lines[from] as string
    const bare = line.replace(ARROWS, '')
    if (bare !== '' && isSender(bare)) senders.push(bare)
    else if (!isFrame(line)) break
    seen ||= STRONG.test(folded(line))
  }
  let to = lines.length
  while (to > from && isFrame(lines[to - 1] as string)) {
    to--
    seen ||= STRONG.test(folded(lines[to] as string))
  }
  if ((!seen && senders.length === 0) || (from === lines.length && senders.length === 0)) return undefined
  return { text: lines.slice(from, to).join('\n'), senders }
}

const PICTURE =
  /^\s*(?:[[【<(（]\s*(?:图片|圖片|照片|图像|彩信|视频|影片|语音|截图|截屏|附件|动画表情|表情|image|picture|photo|video|mms|attachment|media omitted|gif)\s*[\]】>)）]|图片|照片|截图|<\s*media omitted\s*>|\ufffc|📷|🖼️?|\s)+$/iu

/** Whether all that came is that there was a picture: no text can be read from it. */
export const isPicture = (text: string): boolean => text.trim() !== '' && PICTURE.test(text)
