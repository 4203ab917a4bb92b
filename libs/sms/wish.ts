/** What a wish begins with, and says nothing else; `我不要` is no such wish. */
const WISH =
  /^(?:我?(?:现在)?(?:想要|想|需要|要求|要)|(?:帮我|帮忙|给我|替我)|i (?:want|would like|need) (?:to|an?|my)(?![a-z])|give me (?:an?|my)(?![a-z])|回复|回|发送)\s*/u

/** What is wished, in a text that `normalizeText` made: `我要退订` is `退订`. */
export function withoutWish(shape: string): string {
  let wish = shape
  for (let before = ''; before !== wish; ) {
    before = wish
    wish = wish.replace(WISH, '')
  }
  return wish
}
