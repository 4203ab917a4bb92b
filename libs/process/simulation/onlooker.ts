import type { Store } from '#store'
import { type BookState, book } from './app.ts'

/** Reads books by way of any member, as pages and lists do: late perhaps, and never back in time. */
export class Onlooker {
  readonly wrong: string[] = []
  readonly #seen = new Map<string, readonly string[]>()
  /** Who asks a member that dies is never answered. */
  #asked = 0

  look(store: Store): void {
    const asked = ++this.#asked
    void store.find(book.name, { limit: 10 }).then((found) => {
      if (asked !== this.#asked) return
      for (const { key, body } of found) this.#compare(key, (body as BookState).entries)
    })
  }

  #compare(key: string, entries: readonly string[]): void {
    const before = this.#seen.get(key) ?? []
    const lost = before.filter((each, i) => entries[i] !== each)
    if (lost.length > 0) this.wrong.push(`${key} was seen with ${lost.join(' ')}, and without later`)
    else this.#seen.set(key, entries)
  }
}
