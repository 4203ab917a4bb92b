import { setImmediate } from 'node:timers/promises'
import type { LaneId, Store } from './port.ts'

/** So long a large lane’s rows are read at once: turns of others between may take several times that. */
const TURN_MS = 20

interface Waiting {
  readonly isWaitedFor: boolean
  readonly place: number
  readonly begin: () => void
}

/**
 * Slices of large lanes whose rows are found, one after another, so that the process answers between them. Lanes that begin
 * when all their rows were found come before those that work meanwhile, and one is found to its end before the next, so
 * that the first begins once its own rows were found, and not those of all.
 */
export class Slices {
  readonly #waiting: Waiting[] = []
  readonly #places = new WeakMap<object, number>()
  #last = 0
  #isBusy = false
  #reading: Promise<unknown> = Promise.resolve()

  /** Reads when it is this lane’s turn. @param of what stands for the lane */
  async next<T>(of: object, isWaitedFor: boolean, read: () => Promise<T>): Promise<T> {
    const place = this.#places.get(of) ?? ++this.#last
    this.#places.set(of, place)
    if (this.#isBusy) await new Promise<void>((begin) => this.#waiting.push({ isWaitedFor, place, begin }))
    this.#isBusy = true
    const reading = read()
    this.#reading = reading.catch(() => undefined)
    return reading.finally(() => void this.#goOn())
  }

  /** When what is read just now was read. */
  async read(): Promise<void> {
    await this.#reading
  }

  /** Whoever was read asks for its next slice before somebody else is chosen. */
  async #goOn(): Promise<void> {
    await setImmediate()
    const [first] = this.#waiting.toSorted((a, b) => Number(b.isWaitedFor) - Number(a.isWaitedFor) || a.place - b.place)
    if (!first) {
      this.#isBusy = false
      return
    }
    this.#waiting.splice(this.#waiting.indexOf(first), 1)
    first.begin()
  }
}

/** Ends of the rows of a lane: the first page of them, or as many of those after it as there is time for. */
export async function readTails(
  store: Pick<Store, 'tails'>,
  id: LaneId,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
  isCurrent: () => boolean,
) {
  const rows: Awaited<ReturnType<Store['tails']>>[number][] = []
  const until = after === undefined ? 0 : performance.now() + TURN_MS
  let [last, more] = [after, isCurrent()]
  while (more) {
    const page = await store.tails(id, { ...(last === undefined ? {} : { after: last }), limit })
    rows.push(...page)
    last = page.at(-1)?.key
    more = page.length === limit
    if (!isCurrent() || performance.now() >= until) break
  }
  return { rows, more }
}
