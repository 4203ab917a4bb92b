import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import { canonical } from './chain.ts'

/** Where a chain stands: its last record. */
export interface ChainHead {
  readonly chain: string
  readonly number: number
  readonly digest: string
}

/** Heads of chains, signed: whoever can write the database cannot make the same. Seals form a chain of their own. */
export interface Seal {
  /** The chain of seals that it belongs to. */
  readonly shard: string
  /** Place in it, from 1. */
  readonly number: number
  /** Digest of the seal before; `genesis` of the first. */
  readonly before: string
  readonly at: number
  readonly heads: readonly ChainHead[]
  readonly digest: string
  /** Which key signed it. */
  readonly keyId: string
  /** Ed25519 over the digest, base64url. */
  readonly signature: string
}

const digestOf = ({ shard, number, before, at, heads }: Omit<Seal, 'digest' | 'keyId' | 'signature'>): string =>
  createHash('sha256').update(canonical({ shard, number, before, at, heads })).digest('base64url')

/** A public key by the first 16 hex digits of its SHA-256. */
export const keyIdOf = (publicKey: string): string =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 16)

/** Ed25519 in PKCS #8 before its 32 octets (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface Sealer {
  readonly keyId: string
  /** PEM: what auditors keep. */
  readonly publicKey: string
  seal(content: Omit<Seal, 'digest' | 'keyId' | 'signature'>): Seal
}

/**
 * Signs seals with an Ed25519 key made from a secret that is in no database. The same content gets the same signature.
 */
export function makeSealer(secret: string): Sealer {
  const seed = Buffer.from(hkdfSync('sha256', secret, 'quadzero', 'evidence-seal', 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()
  const keyId = keyIdOf(publicKey)
  return {
    keyId,
    publicKey,
    seal: (content) => {
      const digest = digestOf(content)
      return { ...content, digest, keyId, signature: sign(null, Buffer.from(digest), key).toString('base64url') }
    },
  }
}

/** The public keys of a PEM text, which after a rotation holds the former ones as well. */
const keysIn = (pem: string): string[] => pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []

/** Why a seal does not hold by itself; undefined when it does. @param publicKeys PEM, one or several */
export function flawOfSeal(seal: Seal, publicKeys: string): 'content' | 'key' | 'signature' | undefined {
  if (digestOf(seal) !== seal.digest) return 'content'
  const publicKey = keysIn(publicKeys).find((each) => keyIdOf(each) === seal.keyId)
  if (!publicKey) return 'key'
  const signature = Buffer.from(seal.signature, 'base64url')
  return verify(null, Buffer.from(seal.digest), publicKey, signature) ? undefined : 'signature'
}
