export const FROM =
  '(?:转发自|轉發自|发自|發自|转自|轉自|发件人|发件方|发送人|发送方|发送者|发信人|寄件者|寄件人|傳送者|来自|來自|发送号码|发信号码|发件号码|对方号码|举报号码|被举报号码|主叫|from|sender)'

const NUMBER = '(?<number>\\+?[0-9oO][0-9oO ().\\-–—]{1,28}[0-9oO])'
/** `时间11月27日18:20`, in figures and words of the clock alone. */
const TIME =
  '(?:收到|接收|发送|收件)?的?(?:时间|日期)\\s*(?:是|为|:)?\\s*[\\d年月日号点时分秒上中下午早晚凌晨昨今前天周星期一二三四五六半左右大概约:./\\- ]{1,40}'
const STOP = '\\s*[,。;]?\\s*'
const CONTENT = '(?:短信|信息)?的?内容\\s*(?:是|为|如下)?\\s*[:,]?\\s*(?=\\S)'
const OWN = '(?:你好|您好|我|要|想|举[报抱]|收到|(?:一?条)?(?:垃圾|诈骗)?短信|[\\s,。:])*'
/** What somebody says in English of what they got. */
const GOT =
  "(?:(?:i|we|i've|have|just|got|get|keep|getting|received|a|an|the|this|spam|scam|strange|weird|text|txt|sms|messages?|texts|report|please|pls|hi|hello)[\\s,.:!]+){0,10}"

/** Frames whose fields have no mark: `发送号码10661234时间…内容…`, `from +852… saying …`. What follows is the text. */
export const UNMARKED: readonly RegExp[] = [
  `^${OWN}${FROM}\\s*(?:是|为|:)?\\s*${NUMBER}${STOP}(?:${TIME}${STOP})?${CONTENT}`,
  `^${OWN}号码\\s*(?:是|为|:)?\\s*${NUMBER}${STOP}${TIME}${STOP}${CONTENT}`,
  `^${OWN}${TIME}${STOP}(?:${FROM}|号码)\\s*(?:是|为|:)?\\s*${NUMBER}${STOP}${CONTENT}`,
  `^\\s*${GOT}from:?\\s+${NUMBER}\\s*[,:]?\\s+(?:(?:that|which|and) )?(?:says|said|saying)(?: that)?(?![a-z])\\s*[:,]?\\s*(?=\\S)`,
].map((each) => new RegExp(each, 'iu'))
