import { StringDecoder } from 'node:string_decoder'

/** Octets: longer than any record that the log takes. */
export const MOST_LINE = 8 * 1024 * 1024

/** Lines of what comes in pieces, some at a time; of one that is too long (`undefined`) nothing is held. */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  #rest = ''
  #isTooLong = false
  #isBegun = false

  add(piece: Uint8Array): readonly (string | undefined)[] {
    let text = this.#rest + this.#decoder.write(piece)
    // Some tools put a mark before the first of all letters.
    if (!this.#isBegun && text.startsWith('\uFEFF')) text = text.slice(1)
    this.#isBegun ||= text !== ''
    const texts: (string | undefined)[] = text.split('\n')
    this.#rest = texts.pop() as string
    if (this.#isTooLong && texts.length > 0) {
      texts[0] = undefined
      this.#isTooLong = false
    }
    if (this.#isTooLong || this.#rest.length > MOST_LINE) [this.#rest, this.#isTooLong] = ['', true]
    return texts
  }

  /** What stands after the last end of a line. */
  end(): readonly (string | undefined)[] {
    const rest = this.#isTooLong ? undefined : this.#rest + this.#decoder.end()
    ;[this.#rest, this.#isTooLong] = ['', false]
    return rest === '' ? [] : [rest]
  }
}

export interface Line {
  readonly topic: string
  readonly key: string
  readonly message: { type: string; at: number; data: unknown }
}

/** A line as it stands in the log, or why it is none. */
export function parsed(text: string): Line | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is no JSON'
  }
  if (typeof value !== 'object' || value === null) return 'is no object'
  const { topic, key, message } = value as { topic?: unknown; key?: unknown; message?: unknown }
  if (typeof topic !== 'string') return 'has no topic'
  if (typeof message !== 'object' || message === null) return 'has no message'
  const { type, at, data } = message as { type?: unknown; at?: unknown; data?: unknown }
  if (typeof type !== 'string' || typeof at !== 'number') return 'its message has no type or no time'
  return { topic, key: typeof key === 'string' ? key : '', message: { type, at, data } }
}
