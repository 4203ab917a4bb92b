import { call } from './api.ts'

export interface Link {
  readonly name: string
  readonly bind: string
  readonly bound: boolean
  readonly window: number
  readonly used: number
}

/** A process as it told of itself. */
export interface Process {
  readonly id: string
  readonly version: string
  readonly policy: string
  readonly startedAt: string
  readonly toldAt: string
  readonly silent: boolean
  readonly services: readonly string[]
  readonly edges: readonly string[]
  readonly troubles: readonly string[]
  readonly lanes: readonly { readonly process: string; readonly lanes: number; readonly lag: number }[]
  readonly links: readonly Link[]
}

export const loadProcesses = (): Promise<readonly Process[]> =>
  call<{ items: readonly Process[] }>('GET', '/console/api/processes').then(({ items }) => items)

export const linksOf = (all: readonly Process[]): (Link & { readonly process: string })[] =>
  all.flatMap(({ id, links }) => links.map((each) => ({ ...each, process: id })))

/** Whether what waits is known: lanes were told of, and nobody who told of any is silent now. */
export const isWorkKnown = (all: readonly Process[]): boolean =>
  all.some(({ lanes }) => lanes.length > 0) && !all.some(({ silent }) => silent)

/** By process of the services, its lanes and what they have still to handle, over all that run them. */
export function workOf(all: readonly Process[]): { process: string; lanes: number; lag: number }[] {
  const work = new Map<string, { lanes: number; lag: number }>()
  for (const { lanes } of all)
    for (const { process, lanes: count, lag } of lanes) {
      const sum = work.get(process) ?? { lanes: 0, lag: 0 }
      work.set(process, { lanes: sum.lanes + count, lag: sum.lag + lag })
    }
  return [...work]
    .map(([process, sum]) => ({ process, ...sum }))
    .sort((a, b) => b.lag - a.lag || (a.process < b.process ? -1 : 1))
}
