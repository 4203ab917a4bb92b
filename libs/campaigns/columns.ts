import type { Narrow } from './narrow.ts'

const FEWEST_LINES = 3
const WIDEST = 60
/** Lines that another text may stand in the other half of. */
const FEWEST_SHORT = 5
const SHORT = 14
/** What parts the cells of a line. */
const BETWEEN_CELLS = /[\s\u3000]{2,}|\t|\|/u

/**
 * The units of a text that is written in columns, in the order of its columns: each a character wide, from the right and
 * then from the left, where its lines, the last apart, are of one length; cell by cell, where something wide parts them; and
 * the beginnings and ends of many short lines, where a line may be half another text’s. None where it is none of these.
 */
export function columnsOf(text: string, { from }: Narrow): number[] {
  if (!text.includes('\n')) return []
  const lines = linesOf(text)
  if (lines.length < FEWEST_LINES) return []
  const orders = [...oneWide(lines), ...cells(lines, text), ...halves(lines)]
  if (orders.length === 0) return []
  const unitAt = new Map<number, number>()
  for (let unit = from.length - 1; unit >= 0; unit--) unitAt.set(from[unit]!, unit)
  return orders.flat().flatMap((at) => unitAt.get(at) ?? [])
}

type Line = readonly number[]

/** Where the characters of each line stand. */
function linesOf(text: string): Line[] {
  const lines: number[][] = [[]]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a) lines.push([])
    else if (code !== 0x0d && (code < 0xdc00 || code > 0xdfff)) lines.at(-1)!.push(at)
  }
  if (lines.at(-1)!.length === 0) lines.pop()
  return lines
}

function oneWide(lines: readonly Line[]): number[][] {
  const width = lines[0]!.length
  const isEven = lines.every(({ length }, line) => length === width || (line === lines.length - 1 && length < width))
  if (width < 2 || width > WIDEST || !isEven) return []
  const fromLeft = Array.from({ length: width }, (_, column) => lines.flatMap((line) => line[column] ?? []))
  return [...fromLeft.toReversed(), ...fromLeft]
}

function cells(lines: readonly Line[], text: string): number[][] {
  const inLines = lines.map((line) => {
    const first = line[0] ?? 0
    const written = text.slice(first, (line.at(-1) ?? first) + 1)
    let at = first
    return written.split(BETWEEN_CELLS).map((cell) => {
      const begins = text.indexOf(cell, at)
      at = begins + cell.length
      return Array.from({ length: cell.length }, (_, index) => begins + index)
    })
  })
  const most = Math.max(...inLines.map(({ length }) => length))
  if (most < 2 || most > FEWEST_SHORT || inLines.filter(({ length }) => length > 1).length * 2 < lines.length) return []
  return Array.from({ length: most }, (_, cell) => inLines.flatMap((line) => line[cell] ?? []))
}

function halves(lines: readonly Line[]): number[][] {
  const width = Math.max(...lines.map(({ length }) => length))
  if (lines.length < FEWEST_SHORT || width < 4 || width > SHORT) return []
  return Array.from({ length: width - 3 }, (_, less) => less + 2).flatMap((width) => [
    lines.flatMap((line) => line.slice(0, width)),
    lines.flatMap((line) => line.slice(width)),
  ])
}
