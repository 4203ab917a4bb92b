import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type DeskFigures, deskContradictions, deskIn, deskOf, deskSchema } from './desk.ts'
import { changed, figuresOf } from './figures.ts'
import { merged } from './merge.ts'
import type { MonitorPolicy } from './monitor.ts'
import type { WholePolicy } from './schema.ts'
import { type FigureProblem, problemsIn } from './wrong.ts'

/** All figures that are released while it runs: the monitor’s, as they stand under `monitor`, and the desk’s by their groups. */
export type TunedFigures = MonitorPolicy & DeskFigures
type Node = Readonly<Record<string, unknown>>

export const tunedOf = (policy: WholePolicy): TunedFigures => ({ ...policy.monitor, ...deskOf(policy) })

/** The monitor’s among them. */
export function monitorIn<Figures extends Node>(figures: Figures): Omit<Figures, keyof DeskFigures> {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => !Object.hasOwn(deskSchema.shape, name))) as Omit<
    Figures,
    keyof DeskFigures
  >
}

/** The monitor’s among those that were released; undefined: they are the desk’s alone. */
export function monitorPart(stored: unknown): Node | undefined {
  const own = isNode(stored) ? monitorIn(stored) : {}
  return Object.keys(own).length > 0 ? own : undefined
}

/** Whether the monitor’s, or the desk’s, were ever released; those that were not are as the file has them. */
export const partsOf = (stored: unknown): { readonly monitor: boolean; readonly desk: boolean } => ({
  monitor: monitorPart(stored) !== undefined,
  desk: isNode(stored) && deskIn(stored) !== undefined,
})

/** Figures as a log or a store holds them; what was not released is as the file has it. @throws Error of a figure of the monitor */
export function tunedFrom(stored: unknown, file: WholePolicy): TunedFigures {
  const parts = partsOf(stored)
  const node = isNode(stored) ? stored : {}
  return { ...(parts.monitor ? figuresOf(monitorIn(node)) : file.monitor), ...deskFrom(stored, file).desk }
}

/**
 * The desk’s figures among those that are stored, as `tunedFrom`. What this build does not know, or would not allow, was
 * released by another one: it is left out, the file’s holds in its place, and it is named.
 */
export function deskFrom(
  stored: unknown,
  file: WholePolicy,
): { readonly desk: DeskFigures; readonly unread: readonly string[] } {
  const unread: string[] = []
  const read = Object.entries((isNode(stored) && deskIn(stored)) || {}).map(([group, given]) => {
    const shape: Readonly<Record<string, z.ZodType>> = deskSchema.shape[group as keyof DeskFigures].shape
    if (!isNode(given)) unread.push(group)
    const known = Object.entries(isNode(given) ? given : {}).filter(([name, value]) => {
      const isKnown = Object.hasOwn(shape, name) && shape[name]?.safeParse(value).success === true
      if (!isKnown) unread.push(`${group}.${name}`)
      return isKnown
    })
    return [group, Object.fromEntries(known)]
  })
  return { desk: deskSchema.parse(merged(deskOf(file), Object.fromEntries(read))), unread }
}

/** These figures with changes on top: whole, or each thing that is wrong with them. */
export function tunedChanged(
  held: TunedFigures,
  changes: Node,
  file: WholePolicy,
): { readonly figures: TunedFigures; readonly problems: readonly FigureProblem[] } {
  const monitor = changed(monitorIn(held) as MonitorPolicy, monitorIn(changes))
  const desk = deskSchema.safeParse(merged(deskIn(held), deskIn(changes)))
  const problems = [
    ...monitor.problems,
    ...(desk.success ? contradictionsOf(desk.data, file) : problemsIn(desk.error.issues)),
  ]
  if (problems.length > 0 || !desk.success) return { figures: held, problems }
  return { figures: { ...monitor.figures, ...desk.data }, problems }
}

/** What cannot hold together. What the file says stays the file’s: it is no fault of figures that leave it as it is. */
export function contradictionsOf(desk: DeskFigures, file: WholePolicy): readonly FigureProblem[] {
  const own = deskOf(file)
  const ofFile = deskContradictions(own, file)
  const isLeft = (path: string): boolean => {
    const [group, name] = path.split('.') as [keyof DeskFigures, string]
    return (desk[group] as Node)[name] === (own[group] as Node)[name]
  }
  return deskContradictions(desk, file).filter(
    ({ name, message }) => !isLeft(name) || !ofFile.some((each) => each.name === name && each.message === message),
  )
}

/** The desk’s figures that were released once these are: those that were before, and what they change. */
export function releasedDesk(stored: unknown, held: TunedFigures, after: TunedFigures): Node {
  const changed = Object.entries(deskIn(after) ?? {}).map(([group, figures]) => {
    const before = held[group as keyof DeskFigures] as Node
    return [
      group,
      Object.fromEntries(Object.entries(figures as Node).filter(([name, value]) => value !== before[name])),
    ]
  })
  const some = changed.filter(([, figures]) => Object.keys(figures as Node).length > 0)
  return merged((isNode(stored) && deskIn(stored)) || {}, Object.fromEntries(some)) as Node
}

/** What such figures are known by: the same for the same, whatever order they are written in. */
export const digestOfTuned = (figures: TunedFigures): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(figures)))
    .digest('hex')
    .slice(0, 10)

const inOrder = (value: unknown): unknown =>
  isNode(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((name) => [name, inOrder(value[name])]),
      )
    : value

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
