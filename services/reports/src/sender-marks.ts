import { createHmac } from 'node:crypto'

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex')

/** As operators name a key to each other; it says nothing of the key. */
const nameOf = (key: string): string => hmac(key, 'quadzero report exchange').slice(0, 8)

/**
 * What stands for a person’s number in an exchange: HMAC-SHA-256 of its E.164 digits under a key that only who exchanges
 * knows, behind the name of that key. A bare digest is no pseudonym: all numbers of a country are tried in seconds.
 */
export class SenderMarks {
  readonly #keys: readonly { readonly name: string; readonly key: string }[]

  /** @param keys `new,old` as it is configured: the first makes, all are believed; empty: nobody is exchanged with */
  constructor(keys: string) {
    this.#keys = keys.split(',').flatMap((key) => (key === '' ? [] : [{ name: nameOf(key), key }]))
  }

  /** Undefined where no key was agreed on: the number is left out. */
  make(number: string): string | undefined {
    return this.all(number)[0]
  }

  /** Under each key that is believed. */
  all(number: string): string[] {
    return this.#keys.map(({ name, key }) => `${name}:${hmac(key, number)}`)
  }

  /** What is wrong with one that came from outside, and what to do. */
  fault(mark: string): string | undefined {
    const [, name] = /^([0-9a-f]{8}):[0-9a-f]{64}$/.exec(mark) ?? []
    if (name === undefined) return 'sender_hmac: eight hex digits that name the key, a colon, 64 hex digits'
    if (this.#keys.some((each) => each.name === name)) return undefined
    return 'sender_hmac: made with another key than EXCHANGE_KEY has; agree on one with who sent it, or leave it out'
  }
}
