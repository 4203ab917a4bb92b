const ESCAPES = [
  /&(?<name>nbsp|amp|quot|lt|gt);/iy,
  /&#(?<decimal>\d{2,7});?/y,
  /&#x(?<hex>[0-9a-f]{2,6});?/iy,
  /\\u\{?(?<hex>[0-9a-f]{4,6})\}?/iy,
  /(?<percents>(?:%[0-9a-f]{2}){2,4})/iy,
] as const
const BEGINS = new Set(['&', '\\', '%'])
const NAMED: Readonly<Record<string, number>> = { nbsp: 0x20, amp: 0x26, quot: 0x22, lt: 0x3c, gt: 0x3e }
const LEAST = 0x20
const MOST = 0x10ffff
/** Whether any letter of a text may stand escaped. */
export const mayBeEscaped = (text: string): boolean => /[&\\%]/.test(text)

/** A letter that stands escaped at a place of a text, as pages and programs write it, and how many units it takes there. */
export function escapedAt(text: string, at: number, hasLink: boolean): { letter: number; length: number } | undefined {
  if (!BEGINS.has(text[at]!) || (hasLink && text[at] === '%')) return undefined
  for (const each of ESCAPES) {
    each.lastIndex = at
    const found = each.exec(text)
    if (!found) continue
    const { name, decimal, hex, percents } = found.groups!
    if (name !== undefined) return { letter: NAMED[name.toLowerCase()]!, length: found[0].length }
    if (percents !== undefined) return ofOctets(percents)
    const letter = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
    return letter >= LEAST && letter <= MOST ? { letter, length: found[0].length } : undefined
  }
  return undefined
}

/** The first letter of octets in UTF-8; none where they are none of more than one. */
function ofOctets(percents: string): { letter: number; length: number } | undefined {
  const first = Number.parseInt(percents.slice(1, 3), 16)
  const octets = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  const written = percents.slice(0, 3 * octets)
  if (octets === 0 || written.length < 3 * octets) return undefined
  try {
    return { letter: decodeURIComponent(written).codePointAt(0)!, length: written.length }
  } catch {
    return undefined
  }
}
