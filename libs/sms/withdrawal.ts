import { asksInstead, normalizeText } from './normalize.ts'

/** As long as anything is that takes a report back. */
const LONGEST = 60
/** What stands around it and says no more: each text is divided into these in one way only. */
const FILL =
  '(?:对不起|抱歉|不好意思|[您你]好|麻烦|我|你们|[报发搞弄]错|刚才|刚刚|之前|那|这|上|一|[条个]|的|对|给|把|想|要|能不能|可不可以|能|可以|怎么|如何|怎样|编号|号码?|为|是|了|吧|啦|吗|么|呢|一下|掉|谢谢|no|number|nr)*'
const BACK = '(?:撤销|撤消|撤回|取消|收回|作废|不举报|[报发搞弄]错)'
/** A wish to take it back, not only that something is a mistake. */
const WISHED = /撤|取消|收回|作废|不举报|withdraw|retract|take back|cancel|undo/u
const WHAT = '(?<what>\\d{4,20})'
const HAN = [
  new RegExp(`^${FILL}${BACK}${FILL}(?:(?<before>举报)${FILL})?(?:${WHAT}${FILL}(?:(?<behind>举报)${FILL})?)?$`, 'u'),
  new RegExp(`^${FILL}(?:(?<before>举报)${FILL})?${WHAT}${FILL}(?:(?<behind>举报)${FILL})?${BACK}${FILL}$`, 'u'),
]
const MY = '(?:(?:my|the|that|this|last|of|about|on|no|number) )*'
const ENGLISH = [
  new RegExp(
    `^(?:(?:please|sorry|i|how|do|can|may|want to|would like to) )*(?:(?:withdraw|retract|take back)|(?:cancel|undo)(?= .*report)) ?${MY}(?:(?<before>reports?) ?${MY})?(?<what>\\d[\\d ]{2,20}\\d)?$`,
  ),
  /^(?<before>report )?(?:(?:no|number) )?(?<what>\d{4,20}) (?:withdraw|(?:is|was) (?:a|my) mistake)$/,
]

export interface Withdrawal {
  /** The digits of what is to be taken back: a report’s number, or its sender. */
  readonly what?: string
  /** A report is named in words: it is meant wherever it is texted. */
  readonly namesReport: boolean
  /** That something is a mistake is all that is said: beside a number, it may be the number that is corrected. */
  readonly mistaken: boolean
  /** How or whether it can be done is asked: nothing is done. */
  readonly asks: boolean
}

/** What takes a report back: `撤销举报 123456789`, `撤回`, `WITHDRAW`. Undefined: it is something else. */
export function withdrawalIn(text: string): Withdrawal | undefined {
  if (text.length > LONGEST) return undefined
  const plain = normalizeText(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const isHan = /\p{Script=Han}/u.test(plain)
  const shape = isHan ? plain.replaceAll(' ', '') : plain
  for (const pattern of isHan ? HAN : ENGLISH) {
    const found = pattern.exec(shape)?.groups
    if (!found) continue
    const { what, before, behind } = found
    return {
      ...(what === undefined ? {} : { what: what.replaceAll(' ', '') }),
      namesReport: before !== undefined || behind !== undefined || /不举报|withdraw/u.test(shape),
      mistaken: !WISHED.test(shape),
      asks: asksInstead(text) || /怎么|如何|怎样|能不能|可不可以/u.test(shape),
    }
  }
  return undefined
}
