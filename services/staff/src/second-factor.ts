import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verify } from 'otplib'
import { eachSecret } from '#evidence'

/** Seals secrets of second factors, which must be read again, with a key that is in no database (AES-256-GCM). */
export class FactorBox {
  readonly #keys: () => readonly Buffer[]

  /** @param secrets the newest first: it seals; all open */
  constructor(secrets: readonly string[]) {
    this.#keys = eachSecret(secrets, (each) => Buffer.from(hkdfSync('sha256', each, 'quadzero', 'staff-factors', 32)))
  }

  seal(text: string, person: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#keys()[0] as Buffer, nonce).setAAD(Buffer.from(person))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** Undefined when it was sealed for another person, with a key that is gone, or changed. `isOld`: seal it anew. */
  open(box: string, person: string): { readonly text: string; readonly isOld: boolean } | undefined {
    const bytes = Buffer.from(box, 'base64url')
    for (const [place, key] of this.#keys().entries()) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(person))
        decipher.setAuthTag(bytes.subarray(12, 28))
        const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
        return { text, isOld: place > 0 }
      } catch {
        // Another key, or not ours: the next one is tried.
      }
    }
    return undefined
  }
}

/** A new secret for an authenticator app, with the address that its picture holds (RFC 6238, 30 s, six digits). */
export function newTotp(person: string): { secret: string; uri: string } {
  const secret = generateSecret()
  return { secret, uri: generateURI({ issuer: 'Quadzero', label: person, secret }) }
}

/** The step of 30 s whose code this is, one step early or late allowed; undefined when it is none. */
export async function stepOf(secret: string, code: string, now: number): Promise<number | undefined> {
  const token = code.normalize('NFKC').replace(/\D/g, '')
  if (token.length !== 6) return undefined
  const epoch = Math.floor(now / 1000)
  const { valid, ...result } = await verify({ secret, token, epoch, epochTolerance: 30 })
  if (!valid) return undefined
  const delta = 'delta' in result && typeof result.delta === 'number' ? result.delta : 0
  return Math.floor(epoch / 30) + delta
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Ten recovery codes, to be shown once, and their digests, to be kept. */
export function newRecoveryCodes(): { codes: string[]; digests: string[] } {
  const codes = Array.from({ length: 10 }, () => {
    const letters = [...randomBytes(10)].map((each) => ALPHABET[each % ALPHABET.length]).join('')
    return `${letters.slice(0, 5)}-${letters.slice(5)}`
  })
  return { codes, digests: codes.map(digestOfRecovery) }
}

export const digestOfRecovery = (code: string): string =>
  createHash('sha256')
    .update(
      code
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^a-z0-9]/g, ''),
    )
    .digest('base64url')
