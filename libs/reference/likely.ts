import { normalizeText } from '#sms'
import { TELLING } from './telling.ts'

/** Names that hold what was typed are as many at most: of a common word nobody reads more. */
const MOST = 60
/** A Latin name of fewer letters stands in other words. */
const LEAST_LATIN = 6

/** Letters and digits alone, in simplified characters, small: spaces, brackets, widths and scripts are nothing. */
const closely = (text: string): string => normalizeText(text).replace(/[^\p{L}\p{N}]/gu, '')

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/**
 * Things by what people remember of their names: a part of it, or a text in which it stands. All names lie in one string, so
 * that a question costs a search in memory, however many there are.
 */
export class Likely {
  readonly #ids = new Map<string, Set<string>>()
  /** As long as names are that may stand in a text. */
  readonly #lengths = new Set<number>()
  #fresh: string[] = []
  #text = '\n'

  add(name: string, id: string): void {
    const close = closely(name)
    if (close === '') return
    const known = this.#ids.get(close)
    if (known) known.add(id)
    else {
      this.#ids.set(close, new Set([id]))
      this.#fresh.push(close)
      if (close.length >= (isHan(close) ? TELLING : LEAST_LATIN)) this.#lengths.add(close.length)
    }
  }

  /** Those that have such a name; too little to look for finds none. */
  find(typed: string): ReadonlySet<string> {
    const sought = closely(typed)
    if (sought.length < (isHan(sought) ? 2 : 3) || /^\d+$/.test(sought)) return new Set()
    if (this.#fresh.length > 0) this.#text += `${this.#fresh.join('\n')}\n`
    this.#fresh = []
    const names = [...this.#holding(sought), ...this.#standingIn(sought)]
    return new Set(names.flatMap((name) => [...(this.#ids.get(name) ?? [])]))
  }

  *#holding(sought: string): Generator<string> {
    let found = 0
    for (let at = this.#text.indexOf(sought); at >= 0 && found < MOST; found++) {
      const end = this.#text.indexOf('\n', at)
      yield this.#text.slice(this.#text.lastIndexOf('\n', at) + 1, end)
      at = this.#text.indexOf(sought, end)
    }
  }

  *#standingIn(sought: string): Generator<string> {
    for (const length of this.#lengths)
      for (let from = 0; from + length <= sought.length; from++) {
        const name = sought.slice(from, from + length)
        if (this.#ids.has(name) && (isHan(name) || length >= LEAST_LATIN)) yield name
      }
  }
}
