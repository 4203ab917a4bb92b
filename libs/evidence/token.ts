import { createHmac, timingSafeEqual } from 'node:crypto'
import { eachSecret } from './each-secret.ts'

const signature = (secret: string, payload: string): string =>
  createHmac('sha256', secret).update(payload).digest('base64url')

/**
 * Tokens that say what we said: `payload.signature`, both base64url; HMAC-SHA256 with secrets that are in no database,
 * each use with its own.
 */
export class Tokens {
  readonly #secrets: () => readonly string[]

  /** @param secrets the newest first: it signs; all are believed */
  constructor(secrets: readonly string[], use: string) {
    this.#secrets = eachSecret(secrets, (each) => signature(each, use))
  }

  sign(content: object): string {
    const payload = Buffer.from(JSON.stringify(content)).toString('base64url')
    return `${payload}.${signature(this.#secrets()[0] as string, payload)}`
  }

  /** The content of a token of ours; undefined of any other. */
  read(token: string): unknown {
    const [payload = '', given = '', ...more] = token.split('.')
    const isOurs = this.#secrets().some((secret) => {
      const [left, right] = [Buffer.from(given), Buffer.from(signature(secret, payload))]
      return left.length === right.length && timingSafeEqual(left, right)
    })
    return isOurs && more.length === 0
      ? (JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown)
      : undefined
  }
}
