import { asksInstead, normalizeText } from './normalize.ts'
import { withoutWish } from './wish.ts'

const VERB = '(?:退订|取消订购|取消订阅|取消|退掉|关闭|关掉|停掉|停用|停|删除|删掉|去掉|退)'
const FORMS: readonly RegExp[] = [
  new RegExp(`^(?:把|将)(.+?)(?:给我|都|全)?(?:${VERB}|关)[了掉]?$`, 'u'),
  new RegExp(`^${VERB}(?:一下)?[\\s:,]*(.+)$`, 'u'),
  new RegExp(`^(.+?)(?:给我|我|都|全)?(?:${VERB}|不要了|不想要了|不需要了|不用了|不订了)$`, 'u'),
  /^(?:cancel|unsubscribe(?: from)?|unsub|stop|remove) (?:my |the )?(.+)$/u,
]
const AROUND = /^(?:那个|这个)|的?(?:这个)?(?:业务|服务|功能)$/gu
/** A negation, a second verb (`取消退订…` takes back), what was done already: nobody's wish to cancel. */
const NO_WISH = /^[那这]|[几两]个?$|[不没别勿未]|已经?$|无法|退订|取消|(?<![a-z])(?:not|never|don.?t|no)(?![a-z])/u

/**
 * The name of what a text to 10086 or a port wants cancelled: `退订每日笑话`, `把彩铃包月停了`, `气象短信不要了`,
 * `cancel Daily Jokes`. Undefined for a negation, a question, and for what tells that it was done (`每日笑话退订了`).
 * Whether anything is called so, the subscriber's own services tell (docs/rules.md, "Parsing").
 * @param text as it was typed
 */
export function nameToCancel(text: string): string | undefined {
  if (asksInstead(text)) return undefined
  const wish = withoutWish(normalizeText(text)).replace(/[吧啊呀啦]$/u, '')
  for (const form of FORMS) {
    const name = form.exec(wish)?.[1]?.replace(AROUND, '').trim()
    if (name) return NO_WISH.test(name) ? undefined : name
  }
  return undefined
}
