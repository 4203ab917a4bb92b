/** How far the topics were read: the next offset of each partition, by topic. */
export type Places = ReadonlyMap<string, readonly number[]>

/** What has changed since an event: the topics that went on, or that it cannot be known. */
export type Since = { readonly topics: readonly string[] } | 'unknown'

/**
 * The id of an event of the live stream: how far this process had read when it told it. Any process can tell from it which
 * topics went on since, whichever process had told it.
 */
export const placeId = (places: Places): string =>
  [...places].map(([topic, offsets]) => `${topic}:${offsets.map((each) => each.toString(36)).join('.')}`).join(',')

/** What went on since an id was given. A place that is ahead of ours (this process is behind, or the log is another) is unknown. */
export function since(id: string, now: Places): Since {
  const then = new Map(
    id.split(',').map((each) => {
      const at = each.indexOf(':')
      return [
        each.slice(0, at),
        each
          .slice(at + 1)
          .split('.')
          .map((digits) => Number.parseInt(digits, 36)),
      ] as const
    }),
  )
  if (then.size !== now.size) return 'unknown'
  const topics: string[] = []
  for (const [topic, offsets] of now) {
    const before = then.get(topic)
    if (before?.length !== offsets.length || offsets.some((each, n) => !((before[n] as number) <= each)))
      return 'unknown'
    if (offsets.some((each, n) => each > (before[n] as number))) topics.push(topic)
  }
  return { topics }
}
