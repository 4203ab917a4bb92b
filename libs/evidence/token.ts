import { createHmac, timingSafeEqual } from 'node:crypto'

const signature = (secret: string, payload: string): string =>
  createHmac('sha256', secret).update(payload).digest('base64url')

/** `payload.signature`, both base64url; HMAC-SHA256 with a secret that is in no database. */
export function signToken(secret: string, content: object): string {
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url')
  return `${payload}.${signature(secret, payload)}`
}

/** The content of a token of ours; undefined of any other. */
export function readToken(secret: string, token: string): unknown {
  const [payload = '', given = '', ...more] = token.split('.')
  const [left, right] = [Buffer.from(given), Buffer.from(signature(secret, payload))]
  if (more.length > 0 || left.length !== right.length || !timingSafeEqual(left, right)) return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown
}
