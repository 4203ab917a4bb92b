import type { Watch } from './stamping.ts'

/** What is still not as it was left is told to others again after this. */
export const AGAIN_MS = 60_000

/** Records that were told to be changed, and when others were told, until they are seen to be as they were. */
export class ToldRecords {
  readonly #watch: Pick<Watch, 'changed' | 'over' | 'right'>
  readonly #when = new Map<string, number>()

  constructor(watch: Pick<Watch, 'changed' | 'over' | 'right'>) {
    this.#watch = watch
  }

  get size(): number {
    return this.#when.size
  }

  /** Once for people, and for others each minute from who has its lane. */
  tell(process: string, key: string, isOwner: boolean): void {
    const name = nameOf(process, key)
    const told = this.#when.get(name)
    const now = performance.now()
    if (told === undefined) this.#watch.changed(process, key)
    const isDue = isOwner && (told === undefined || now - told >= AGAIN_MS)
    if (isDue) this.#watch.over?.(process, key)
    this.#when.set(name, isDue ? now : (told ?? Number.NEGATIVE_INFINITY))
  }

  isRight(process: string, key: string, isOwner: boolean): void {
    if (this.#when.size > 0 && this.#when.delete(nameOf(process, key)) && isOwner) this.#watch.right?.(process, key)
  }

  /** So many of them at most. */
  some(most: number): (readonly [process: string, key: string])[] {
    return [...this.#when.keys()].slice(0, most).map((name) => {
      const at = name.indexOf(' ')
      return [name.slice(0, at), name.slice(at + 1)] as const
    })
  }
}

const nameOf = (process: string, key: string): string => `${process} ${key}`
