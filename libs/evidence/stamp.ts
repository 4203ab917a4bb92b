import { createHmac, timingSafeEqual } from 'node:crypto'
import { canonical } from './chain.ts'
import { eachSecret } from './each-secret.ts'

const hmac = (secret: string | Buffer, text: string): Buffer => createHmac('sha256', secret).update(text).digest()
/** Said at once as a text: a third cheaper than by way of its octets. */
const stampOf = (secret: Buffer, text: string): string => createHmac('sha256', secret).update(text).digest('base64url')

function stampOfLines(secret: Buffer, lines: readonly string[]): string {
  const made = createHmac('sha256', secret)
  for (let i = 0; i < lines.length; i++) {
    if (i > 0) made.update('\n')
    made.update(lines[i] as string)
  }
  return made.digest('base64url')
}

/**
 * Stamps on what lies where others can write: HMAC-SHA256 under secrets that are in no database, each use with its own. The
 * content must hold whose it is, so that a stamp is not carried over to another.
 */
export class Stamps {
  readonly #secrets: () => readonly Buffer[]

  /** @param secrets the newest first: it stamps; all are believed */
  constructor(secrets: readonly string[], use: string) {
    this.#secrets = eachSecret(secrets, (each) => hmac(each, `stamp:${use}`))
  }

  of(content: unknown): string {
    return this.ofText(canonical(content))
  }

  holds(content: unknown, stamp: string | undefined): boolean {
    return this.textHolds(canonical(content), stamp)
  }

  /** Of a text that is at hand: cheaper than to put content in order. */
  ofText(text: string): string {
    return stampOf(this.#secrets()[0] as Buffer, text)
  }

  /** Of the text that these make with line breaks between, which is never put together: some are long. */
  ofLines(lines: readonly string[]): string {
    return stampOfLines(this.#secrets()[0] as Buffer, lines)
  }

  textHolds(text: string, stamp: string | undefined): boolean {
    const given = Buffer.from(typeof stamp === 'string' ? stamp : '', 'base64url')
    return this.#secrets().some((secret) => {
      const made = hmac(secret, text)
      return made.length === given.length && timingSafeEqual(made, given)
    })
  }
}
