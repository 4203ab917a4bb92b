import { dayAt } from '#calendar'
import { measure } from '#sms'

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Day and time as a subscriber reads them: `11月22日18:30` or `22 Nov 18:30`. */
export function tellTime(at: number, zone: string, language: 'zh-CN' | 'en'): string {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, clock)
  }
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  const time = `${parts['hour']}:${parts['minute']}`
  if (language === 'en') return `${parts['day']} ${parts['month']} ${time}`
  return `${MONTHS.indexOf(parts['month'] as string) + 1}月${parts['day']}日${time}`
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

/** A day as a subscriber reads it: `2027年5月24日` or `24 May 2027`. */
export function tellDay(at: number, zone: string, language: 'zh-CN' | 'en'): string {
  const { year, month, day } = dayAt(at, zone)
  return language === 'en' ? `${day} ${MONTHS[month - 1]} ${year}` : `${year}年${month}月${day}日`
}

/** An amount of integer fen: `5元`, `0.50元`, `CNY 5`, `CNY 0.50`. */
export function tellFen(fen: number, language: 'zh-CN' | 'en'): string {
  const yuan = fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2)
  return language === 'en' ? `CNY ${yuan}` : `${yuan}元`
}

export interface Page {
  readonly text: string
  /** Lines that found room. */
  readonly shown: number
}

/**
 * As many lines as fit the budget between head and foot. `foot` is told how many are left over; at least one line is
 * always shown.
 * @param budget segments, at most
 */
export function fitLines(head: string, lines: readonly string[], foot: (left: number) => string, budget: number): Page {
  const build = (count: number) => [head, ...lines.slice(0, count), foot(lines.length - count)].join('\n')
  let shown = lines.length
  while (shown > 1 && measure(build(shown)).segments > budget) shown--
  return { text: build(shown), shown }
}
