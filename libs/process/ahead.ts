import type { Marks } from '#store'
import type { Clock } from './types.ts'
import type { Turn } from './work.ts'

type Store = (turn: Turn, positions: Record<string, number>, marks: Marks) => Promise<void>

interface Done {
  readonly turn: Turn
  readonly positions: Record<string, number>
  readonly marks: Marks
  readonly messages: number
}

/**
 * The next batch begins only while fewer than this are carried out and not yet stored: with batches of 32, at most 96 are
 * carried out again after a kill.
 */
const MOST_UNSTORED = 64
/** Commits of one lane follow each other no faster: each costs the store the same, whatever it holds. */
const GAP_MS = 50

/**
 * Stores what was carried out while the next is being carried out: one commit at a time, each with all that was done
 * until it began. Positions and marks of a commit are of the same prefix.
 */
export class Ahead {
  readonly #clock: Pick<Clock, 'sleep'>
  readonly #store: Store
  readonly #mostUnstored: number
  #waiting: Done | undefined
  #storing = 0
  #running: Promise<void> | undefined
  #failure: { error: unknown } | undefined
  #changed = Promise.withResolvers<void>()
  #gap = new AbortController()
  #isEnding = false
  /** Called when what was done cannot be stored. */
  failed: () => void = () => {}

  /** @param store stores what was done; tries until it is, or nobody may any more */
  constructor(clock: Pick<Clock, 'sleep'>, store: Store, mostUnstored = MOST_UNSTORED) {
    this.#mostUnstored = mostUnstored
    this.#clock = clock
    this.#store = store
  }

  /** Where the work stands, stored or not; undefined before the first turn. */
  positions: Readonly<Record<string, number>> | undefined

  /** Resolves when the next turn may begin. @throws what the store threw */
  async add(turn: Turn, positions: Record<string, number>, marks: Marks, messages: number): Promise<void> {
    this.check()
    const before = this.#waiting
    this.positions = positions
    this.#waiting = {
      turn: { states: [], emit: [...(before?.turn.emit ?? []), ...turn.emit] },
      positions,
      marks,
      messages: (before?.messages ?? 0) + messages,
    }
    this.#running ??= this.#run()
    while (!this.#failure && this.#storing + (this.#waiting?.messages ?? 0) >= this.#mostUnstored) {
      this.#gap.abort()
      await this.#changed.promise
    }
    this.check()
  }

  /** @throws what the store threw */
  check(): void {
    if (this.#failure) throw this.#failure.error
  }

  /** Resolves when all is stored. @throws what the store threw */
  async settle(): Promise<void> {
    this.#isEnding = true
    this.#gap.abort()
    await this.#running
    this.check()
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#waiting; next; next = this.#waiting) {
        this.#waiting = undefined
        this.#storing = next.messages
        this.#gap = new AbortController()
        if (this.#isEnding) this.#gap.abort()
        const gap = this.#clock.sleep(GAP_MS, this.#gap.signal)
        await this.#store(next.turn, next.positions, next.marks)
        this.#storing = 0
        this.#changed.resolve()
        this.#changed = Promise.withResolvers()
        await gap
      }
    } catch (error) {
      this.#failure = { error }
      this.#changed.resolve()
      this.failed()
    }
    this.#running = undefined
  }
}
