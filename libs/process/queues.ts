type Filters = Readonly<Record<string, string | undefined>>

/** Stands for who has it, where nobody has. */
export const NOBODY = '-'

/** Subsets of the filters that are given, each as name and value, in one order. */
function subsets(filters: Filters): readonly (readonly [string, string])[] {
  const given = Object.entries(filters)
    .filter((each): each is [string, string] => each[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  let all: (readonly [string, string])[] = [['', '']]
  for (const [name, value] of given)
    all = [...all, ...all.map(([names, values]) => [`${names}.${name}`, `${values}|${value}`] as const)]
  return all
}

/**
 * Index entries of a state that stands in queues: narrowed by any of a few filters at once, so that a page of a filtered
 * list costs what a page of the whole list does. One entry for each set of filters: keep them to three.
 */
export const queued = (queues: readonly string[], filters: Filters): Record<string, string> =>
  Object.fromEntries(queues.flatMap((queue) => subsets(filters).map(([names, values]) => [queue + names, values])))

/** The tag that finds a queue as narrowed by these filters. */
export function queueTag(queue: string, filters: Filters): string {
  const [names, values] = subsets(filters).at(-1) as readonly [string, string]
  return `${queue}${names}=${values}`
}
