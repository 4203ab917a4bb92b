import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { eachSecret } from './each-secret.ts'

/** What an opaque id stands for, and whom it was made for. */
export interface Opened {
  readonly audience: string
  readonly id: string
}

const derive = (secret: string, use: string): Buffer => createHmac('sha256', secret).update(use).digest()

/**
 * Ids as they leave the house: encrypted under a secret, deterministic, and different for each audience, so that two
 * partners cannot join their lists and nobody turns one back into a key of ours. We can, without having kept it
 * (a synthetic IV over kind, audience and id, then AES-256-CTR, as RFC 5297 does it).
 */
export class OpaqueIds {
  readonly #keys: () => readonly { readonly mac: Buffer; readonly cipher: Buffer }[]

  /** @param secrets the newest first: it makes ids; all open them */
  constructor(secrets: readonly string[]) {
    this.#keys = eachSecret(secrets, (each) => ({ mac: derive(each, 'id-mac'), cipher: derive(each, 'id-cipher') }))
  }

  /** The id of one kind of thing for one audience. */
  seal(kind: string, audience: string, id: string): string {
    const [key] = this.#keys()
    if (!key) throw new Error('no secret for ids')
    const text = Buffer.from(`${audience}\n${id}`)
    const iv = ivOf(key.mac, kind, text)
    const cipher = createCipheriv('aes-256-ctr', key.cipher, iv)
    return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString('base64url')
  }

  /** What it stands for; undefined when we did not make it for this kind. */
  open(kind: string, sealed: string): Opened | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    // What merely decodes to the same is another text: an id has one spelling.
    if (bytes.length <= 16 || bytes.toString('base64url') !== sealed) return undefined
    const iv = bytes.subarray(0, 16)
    for (const { mac, cipher } of this.#keys()) {
      const decipher = createDecipheriv('aes-256-ctr', cipher, iv)
      const text = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()])
      if (!timingSafeEqual(ivOf(mac, kind, text), iv)) continue
      const [audience = '', ...rest] = text.toString().split('\n')
      return { audience, id: rest.join('\n') }
    }
    return undefined
  }
}

const ivOf = (mac: Buffer, kind: string, text: Buffer): Buffer =>
  createHmac('sha256', mac).update(`${kind}\n`).update(text).digest().subarray(0, 16)
