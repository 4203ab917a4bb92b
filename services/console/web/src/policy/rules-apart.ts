import type { Node } from './api.ts'

/** Of two lists of rules those that are not the same in both: what a second person has to read. */
export function rulesApart(
  before: unknown,
  after: unknown,
): { readonly from: readonly Node[]; readonly to: readonly Node[] } {
  const [from, to] = [rulesOf(before), rulesOf(after)]
  const isIn = (rules: readonly Node[]) => {
    const texts = new Set(rules.map(textOf))
    return (rule: Node) => texts.has(textOf(rule))
  }
  return { from: from.filter((each) => !isIn(to)(each)), to: to.filter((each) => !isIn(from)(each)) }
}

const rulesOf = (value: unknown): readonly Node[] => (Array.isArray(value) ? (value as readonly Node[]) : [])
/** The same for the same, whatever order its fields are in. */
const textOf = (rule: Node): string => JSON.stringify(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1)))
