import type { Node } from './api.ts'

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The figure of a path, such as `signals.complaints.healthy`; names of signals have dots themselves. */
export const at = (figures: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((node, name) => (isNode(node) ? node[name] : undefined), figures)

/** The same figures with another one at a path. */
export function withFigure(figures: Node, [name, ...rest]: readonly string[], value: unknown): Node {
  if (name === undefined) return figures
  const inner = figures[name]
  return { ...figures, [name]: rest.length === 0 ? value : withFigure(isNode(inner) ? inner : {}, rest, value) }
}

/** Figures with changes on top, as the gateway puts them: lists and rules as a whole. */
export function merged(base: unknown, over: unknown): unknown {
  if (over === undefined) return base
  if (!isNode(base) || !isNode(over)) return over
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(over)])].map((name) => [name, merged(base[name], over[name])]),
  )
}

/** Only what differs. */
export function sparse(held: Node, now: Node): Node {
  return Object.fromEntries(
    Object.entries(now).flatMap(([name, value]) => {
      const before = held[name]
      if (same(before, value)) return []
      return [[name, isNode(before) && isNode(value) ? sparse(before, value) : value]]
    }),
  )
}

/** Whether figures are those of a draft, in whatever order that names them: nothing was changed since it was saved. */
export const isAsSaved = (held: Node, changes: Node, figures: Node): boolean =>
  JSON.stringify(sparse(held, merged(held, changes) as Node)) === JSON.stringify(sparse(held, figures))
