import { observationKind } from '#contracts'
import type { Observation } from '../observed/observe.ts'

/** Fields that are words, of which few differ, and those that are numbers. */
const words = ['service', 'partner', 'port', 'app', 'what', 'period', 'partnerKind'] as const
const numbers = ['at', 'sub', 'block', 'address', 'cell', 'page', 'amount', 'since', 'tariff'] as const
const kinds = observationKind.options
const placeOf = new Map(kinds.map((kind, place) => [kind, place]))
/** So many words are known before they are begun anew: names are whatever anybody writes. */
const MOST_WORDS = 65_536
const yeses = [undefined, false, true] as const

/** Observations as they go from one thread to another: a column for each field, and no object for each of them. */
export interface Columns {
  readonly count: number
  readonly kind: Uint8Array<ArrayBuffer>
  readonly yes: Uint8Array<ArrayBuffer>
  /** Places among the words that are known; 0: none. */
  readonly words: Readonly<Record<(typeof words)[number], Uint32Array<ArrayBuffer>>>
  /** NaN: none. */
  readonly numbers: Readonly<Record<(typeof numbers)[number], Float64Array<ArrayBuffer>>>
  readonly ids: readonly (string | undefined)[]
  /** Words that were not known before; and whether all that were are known no more. */
  readonly newWords: readonly string[]
  readonly anew: boolean
}

/** What is handed over with columns, and not copied. */
export const buffersOf = ({ kind, yes, words, numbers }: Columns): ArrayBuffer[] =>
  [kind, yes, ...Object.values(words), ...Object.values(numbers)].map(({ buffer }) => buffer)

const namedBy = <Name extends string, Value>(names: readonly Name[], value: () => Value) =>
  Object.fromEntries(names.map((name) => [name, value()])) as Record<Name, Value>

/** Writes columns for one reader, who reads them all in their order. */
export class ColumnsOut {
  readonly #places = new Map<string, number>()

  of(seen: readonly Observation[]): Columns {
    const anew = this.#places.size >= MOST_WORDS
    if (anew) this.#places.clear()
    const newWords: string[] = []
    const count = seen.length
    const columns: Columns = {
      count,
      kind: new Uint8Array(count),
      yes: new Uint8Array(count),
      words: namedBy(words, () => new Uint32Array(count)),
      numbers: namedBy(numbers, () => new Float64Array(count)),
      ids: seen.map(({ id }) => id),
      newWords,
      anew,
    }
    for (let place = 0; place < count; place++) {
      const each = seen[place] as Observation
      columns.kind[place] = placeOf.get(each.kind) as number
      columns.yes[place] = yeses.indexOf(each.yes)
      for (const name of words) columns.words[name][place] = this.#placeOf(each[name], newWords)
      for (const name of numbers) columns.numbers[name][place] = each[name] ?? Number.NaN
    }
    return columns
  }

  #placeOf(word: string | undefined, newWords: string[]): number {
    if (word === undefined) return 0
    const known = this.#places.get(word)
    if (known !== undefined) return known
    const place = this.#places.size + 1
    this.#places.set(word, place)
    newWords.push(word)
    return place
  }
}

/** Reads what one `ColumnsOut` wrote. */
export class ColumnsIn {
  #words: (string | undefined)[] = [undefined]

  of({ count, kind, yes, words, numbers, ids, newWords, anew }: Columns): readonly Observation[] {
    if (anew) this.#words = [undefined]
    for (const word of newWords) this.#words.push(word)
    const known = this.#words
    const seen: Observation[] = []
    for (let place = 0; place < count; place++) {
      const word = (column: Uint32Array) => known[column[place] as number]
      const number = (column: Float64Array) => {
        const value = column[place] as number
        return Number.isNaN(value) ? undefined : value
      }
      seen.push({
        kind: kinds[kind[place] as number] as Observation['kind'],
        at: numbers.at[place] as number,
        service: word(words.service),
        partner: word(words.partner),
        port: word(words.port),
        sub: numbers.sub[place] as number,
        block: numbers.block[place] as number,
        app: word(words.app),
        address: number(numbers.address),
        cell: number(numbers.cell),
        page: number(numbers.page),
        what: word(words.what),
        id: ids[place],
        amount: number(numbers.amount),
        since: number(numbers.since),
        yes: yeses[yes[place] as number],
        period: word(words.period),
        tariff: number(numbers.tariff),
        partnerKind: word(words.partnerKind),
      })
    }
    return seen
  }
}
