/** Each row takes so much of the time, and there is a rest when all were looked at: a hundred a second, or one of large ones. */
const ROW_MS = 10
const LARGE_MS = 1000
const REST_MS = 5000

export interface Beat {
  readonly kinds: readonly string[]
  /** Rows of these are large. */
  readonly large: ReadonlySet<string>
  /** Rows of one kind, some at a time. */
  readonly rowsOf: (kind: string) => Generator<readonly string[]>
  /** What is known not to be right, which is looked at again after each turn. */
  readonly told: () => readonly (readonly [kind: string, key: string])[]
  readonly look: (kind: string, keys: readonly string[]) => Promise<unknown>
  /** After each turn: what is known of whole lanes is said again. */
  readonly stand: () => Promise<unknown>
}

/**
 * Looks at all rows again and again until aborted: what nobody asks for is missed too. Some rows of each kind in turn, so
 * that a round of a small kind does not wait for that of a large one. A store that is away is asked again.
 */
export async function patrol(
  { kinds, large, rowsOf, told, look, stand }: Beat,
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const rounds = new Map<string, Generator<readonly string[]>>()
  while (!signal.aborted) {
    let isOver = true
    for (const kind of kinds) {
      const round = rounds.get(kind) ?? rowsOf(kind)
      const { value: keys, done } = round.next()
      if (done) rounds.delete(kind)
      if (done) continue
      rounds.set(kind, round)
      isOver = false
      await look(kind, keys).catch(() => undefined)
      await sleep(keys.length * (large.has(kind) ? LARGE_MS : ROW_MS), signal)
      if (signal.aborted) return
    }
    for (const [kind, key] of told()) await look(kind, [key]).catch(() => undefined)
    await stand().catch(() => undefined)
    if (isOver) await sleep(REST_MS, signal)
  }
}
