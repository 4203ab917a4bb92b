import type { Narrow } from './narrow.ts'

const FEWEST_LINES = 3
const WIDEST = 60

/**
 * The units of a text that is written in columns, in the order of its columns from the right and then from the left; none
 * where it is not: its lines, the last apart, are of one length.
 */
export function columnsOf(text: string, { from }: Narrow): number[] {
  if (!text.includes('\n')) return []
  const lines: number[][] = [[]]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a) lines.push([])
    else if (code !== 0x0d && (code < 0xdc00 || code > 0xdfff)) lines.at(-1)!.push(at)
  }
  if (lines.at(-1)!.length === 0) lines.pop()
  const width = lines[0]!.length
  const isEven = lines.every(({ length }, line) => length === width || (line === lines.length - 1 && length < width))
  if (lines.length < FEWEST_LINES || width < 2 || width > WIDEST || !isEven) return []
  const unitAt = new Map<number, number>()
  for (let unit = from.length - 1; unit >= 0; unit--) unitAt.set(from[unit]!, unit)
  const fromLeft = Array.from({ length: width }, (_, column) =>
    lines.flatMap((line) => unitAt.get(line[column] ?? -1) ?? []),
  )
  return [...fromLeft.toReversed(), ...fromLeft].flat()
}
