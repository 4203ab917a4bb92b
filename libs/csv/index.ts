/*
 * Lines of CSV (RFC 4180) that are safe to open in a spreadsheet: the one way in which anything of ours becomes CSV.
 * No imports, so that pages use it too.
 */

/** What a spreadsheet would take for a formula, also in full width and behind spaces; or what was defused already. */
const FORMULA = /^'*[\s\u200b]*[=+\-@＝＋－＠]|^'*[\t\r\n]/

/** A text that somebody else chose is shown, never worked out: an apostrophe goes before what begins like a formula. */
const defused = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** What `csvRow` wrote, as it was: an import gives back what was exported. */
export const undefused = (cell: string): string => (cell[0] === "'" && FORMULA.test(cell) ? cell.slice(1) : cell)

const cell = (value: string | number): string => {
  // A number is its own, minus and all.
  const text = typeof value === 'number' ? String(value) : defused(value)
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of CSV; texts that begin like a formula are defused. */
export const csvRow = (values: readonly (string | number)[]): string => `${values.map(cell).join(',')}\n`
