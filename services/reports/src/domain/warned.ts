import type { Policy } from '#policy'
import { type Shapes, signsIn } from './signs.ts'

const SENTENCES = /[。!?;\n]|\.\s/u
/** What is listed stays with what is said of it: `勿泄露卡号,密码,验证码`. */
const CLAUSES = /[,:](?=[^,:]{6})|\s[–—-]\s/u
/** Who tells what others want says so right before it, and asks for nothing between. */
const OF_OTHERS =
  /(?:凡|任何|自称|冒充|假冒|谎称|声称|称[您你]|要求|索[要取]|诱[导骗使]|骗[取您你]|以|让[您你]|不法分子|诈骗分子|骗子|不[要会得能可应]|勿|别|拒绝|绝不|从不|谨防|警惕|防范|(?<![a-z])(?:never|not|no one|don'?t|won'?t|anyone|anybody|whoever|callers?|scammers?|fraudsters?|criminals|beware of|asks?|asking|pretend(?:s|ing)?|claim(?:s|ing)?|impersonat(?:e|es|ing))(?![a-z]))(?:(?![请须速]|需[^要]|务必|.{3}[把将]|(?<![a-z])(?:please|pls|must|now)(?![a-z])).){0,28}$/u
/** `转账到安全账户的都是诈骗`, `此验证码只用于登录`, `验证码提供给他人将导致…`. */
const IS_FRAUD =
  /^[^不非没防免惕]{0,10}(?:诈骗|骗局|骗子|(?<![a-z])(?:scam|fraud))|^[只仅]用于|^(?:提供|告[知诉]|泄[露漏]|发)?给?(?:他人|别人|陌生人)/u
const NEAR = 40

/** What of a text warns of nobody: of a sentence that warns of swindles, and asks its reader for nothing itself, no word speaks for one. */
export function withoutWarnings(shapes: Shapes, { signs, swindles }: Policy['reports']): Shapes {
  if (signsIn(swindles.warnings, shapes).length === 0) return shapes
  const wants = [swindles.asks, swindles.earnings, signs.fraud]
  const asks = (clause: string) => wants.some((words) => asksIn(shapesOf(clause), words))
  const warns = (sentence: string) =>
    signsIn(swindles.warnings, shapesOf(sentence)).length > 0 && !sentence.split(CLAUSES).some(asks)
  return shapesOf(
    shapes.loose
      .split(SENTENCES)
      .filter((sentence) => !warns(sentence))
      .join('。'),
  )
}

const shapesOf = (loose: string): Shapes => ({ loose, tight: loose.replace(/[^\p{L}\p{N}%]/gu, '') })

const asksIn = (shapes: Shapes, words: readonly string[]): boolean =>
  signsIn(words, shapes).some((word) => [shapes.tight, shapes.loose].some((shape) => isWanted(shape, word)))

/** Whether a word stands anywhere in a clause where it is not told of others. */
function isWanted(clause: string, word: string): boolean {
  for (let at = clause.indexOf(word); at !== -1; at = clause.indexOf(word, at + word.length)) {
    const isToldOf = OF_OTHERS.test(clause.slice(Math.max(0, at - NEAR), at))
    if (!isToldOf && !IS_FRAUD.test(clause.slice(at + word.length))) return true
  }
  return false
}
