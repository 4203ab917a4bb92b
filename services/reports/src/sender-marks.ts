import { createHmac } from 'node:crypto'

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex')

const LABEL = 'quadzero report exchange'

/** As operators name a key to each other; it says nothing of the key. */
const nameOf = (key: string): string => hmac(key, LABEL).slice(0, 8)

/** The key of one peer, which they are given; no other peer’s can be told from it. */
export const keyFor = (secret: string, peer: string): string => hmac(secret, `${LABEL} ${peer}`)

/**
 * What stands for a person’s number in an exchange with one peer: HMAC-SHA-256 of its E.164 digits under a key that is shared
 * with that peer alone, behind the name of that key. So nobody reads two peers’ files together, and a bare digest is no
 * pseudonym: all numbers of a country are tried in seconds.
 */
export class SenderMarks {
  readonly #keys: readonly { readonly name: string; readonly key: string }[]
  readonly #peer: string
  readonly #makes: boolean

  /**
   * @param secrets of EXCHANGE_KEY: each makes a key for the peer, the first is used, all are believed; empty: nothing is
   * made
   * @param given EXCHANGE_PEERS, `peer=key,…`: the keys that peers gave us, under which they mark what they send
   */
  constructor(peer: string, { secrets, given }: { secrets: readonly string[]; given: string }) {
    this.#peer = peer
    const ours = secrets.map((secret) => keyFor(secret, peer))
    const theirs = given
      .split(',')
      .flatMap((each) => (each.startsWith(`${peer}=`) ? [each.slice(peer.length + 1)] : []))
    this.#makes = ours.length > 0
    this.#keys = [...ours, ...theirs].map((key) => ({ name: nameOf(key), key }))
  }

  /** Undefined where we have no secret of our own: the number is left out. */
  make(number: string): string | undefined {
    return this.#makes ? this.all(number)[0] : undefined
  }

  /** Under each key that is believed of this peer. */
  all(number: string): string[] {
    return this.#keys.map(({ name, key }) => `${name}:${hmac(key, number)}`)
  }

  /** What is wrong with one that came from this peer, and what to do. */
  fault(mark: string): string | undefined {
    const [, name] = /^([0-9a-f]{8}):[0-9a-f]{64}$/.exec(mark) ?? []
    if (name === undefined) return 'sender_hmac: eight hex digits that name the key, a colon, 64 hex digits'
    if (this.#keys.some((each) => each.name === name)) return undefined
    return `sender_hmac: made with another key than the one shared with ${this.#peer}; give them theirs, name the one they gave you in EXCHANGE_PEERS, or leave it out`
  }
}
