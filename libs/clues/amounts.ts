const FIGURE = '\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,2})?|\\d{1,10}(?:\\.\\d{1,4})?'
const HAN = '[一二两三四五六七八九十百千万亿零〇壹贰叁肆伍陆柒捌玖拾佰仟]{1,12}'
const UNIT = '元(?![旦宵素])|块(?![链地])|圆|人民币|(?:yuan|rmb|cny)(?![a-z])'
const BEFORE = new RegExp(`(?:[¥￥]|(?<![a-z])(?:rmb|cny)|人民币)\\s*(${FIGURE})\\s*([百千万亿])?`, 'giu')
const BEHIND = new RegExp(`(?<![\\d.])(?:(${FIGURE})\\s*([百千万亿])?|(${HAN}))\\s*(?:余|多)?\\s*(?:${UNIT})`, 'giu')
const TIMES: Readonly<Record<string, number>> = { 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8 }
const MOST = 1e15

/** Amounts in yuan of a text in narrow shape, as fen, each once: `¥1,299.5`, `5万元`, `三千块`, `CNY 10`. */
export function amountsIn(shape: string): number[] {
  const found = new Map<number, number>()
  for (const pattern of [BEFORE, BEHIND])
    for (const { 1: figure, 2: times = '', 3: han, index } of shape.matchAll(pattern)) {
      const yuan =
        figure === undefined ? hanNumber(han ?? '') : Number(figure.replaceAll(',', '')) * (TIMES[times] ?? 1)
      const fen = Math.round(yuan * 100)
      if (fen > 0 && fen < MOST && !found.has(fen)) found.set(fen, index)
    }
  return [...found].sort(([, a], [, b]) => a - b).map(([fen]) => fen)
}

const ONES = '零一二三四五六七八九'
const FORMAL: Readonly<Record<string, string>> = { 〇: '零', 两: '二', 拾: '十', 佰: '百', 仟: '千' }
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** A number in Han figures: `二十万` is 200000. */
export function hanNumber(text: string): number {
  let [total, section, ones] = [0, 0, 0]
  for (const each of text) {
    const formal = '壹贰叁肆伍陆柒捌玖'.indexOf(each)
    const figure = formal === -1 ? (FORMAL[each] ?? each) : (ONES[formal + 1] as string)
    const ten = TENS[figure]
    if (ten !== undefined) {
      section += (ones || 1) * ten
      ones = 0
    } else if (figure === '万' || figure === '亿') {
      total = (total + section + ones || 1) * (TIMES[figure] as number)
      section = 0
      ones = 0
    } else ones = ONES.indexOf(figure)
  }
  return total + section + ones
}
