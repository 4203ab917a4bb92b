/** Median of some figures. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** `median (least–most)`. */
export const spread = (values: readonly number[], digits = 0): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`

const rows: { what: string; value: string; goal: string }[] = []

/** One line of the result, printed at once and kept for the table. */
export function report(what: string, value: string, goal = ''): void {
  rows.push({ what, value, goal })
  console.log(`${what.padEnd(72)} ${value}${goal ? `   [goal ${goal}]` : ''}`)
}

export const markdown = (): string =>
  `| what | median (least–most) | goal |\n|---|---|---|\n${rows.map(({ what, value, goal }) => `| ${what} | ${value} | ${goal} |`).join('\n')}\n`
