import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import { canonical } from './chain.ts'
import type { Place } from './version.ts'

/** Where a chain stands: its last record. */
export interface ChainHead extends Place {
  readonly chain: string
}

/** A chain that grew, from where it stood when this was told last. */
export interface GrownHead extends ChainHead {
  readonly since: Place
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
  readonly heads: readonly GrownHead[]
  /** So many chains the share has, and so many records were in them, with these. */
  readonly chains: number
  readonly records: number
  /** Chains, or the share itself, that were changed in the store while they waited for this seal. */
  readonly broken?: readonly string[] | undefined
  readonly digest: string
  /** Which key signed it. */
  readonly keyId: string
  /** Ed25519 over the digest, base64url. */
  readonly signature: string
}

/**
 * That the store was restored from a backup, signed: a rollback that nobody signed for is told from it. It is no link of a
 * chain, since a later restore may undo it: an auditor takes one that is younger than what was last proved.
 */
export interface Restoration {
  readonly at: number
  /** Who did it, in their own words, and from what. */
  readonly by: string
  readonly from: string
  /** The life of the store that began with it. */
  readonly incarnation: string
  /** What lanes said in the database was believed although it was not as the gateway had left it. */
  readonly asItStands?: true | undefined
  /** Where the chains of seals stood in the backup. */
  readonly heads: readonly ChainHead[]
  readonly digest: string
  readonly keyId: string
  readonly signature: string
}

/** What a bundle of evidence holds, signed: file by file (`bundle.ts`). */
export interface Manifest {
  /** The bundle's kind and version. */
  readonly format: string
  readonly case: string
  readonly at: number
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
  readonly digest: string
  readonly keyId: string
  readonly signature: string
}

/** A seal as others are shown it: of what is not theirs to see only the digests of heads, which nobody turns back. */
export interface ShownSeal extends Omit<Seal, 'heads'> {
  readonly heads: readonly (GrownHead | string)[]
}

type Signature = 'digest' | 'keyId' | 'signature'
type Unsigned<T> = Omit<T, Signature>

const hash = (content: object): string => createHash('sha256').update(canonical(content)).digest('base64url')

const digestOfHead = ({ chain, number, digest, since }: GrownHead): string => hash({ chain, number, digest, since })

/** Over the digests of its heads, so that it is proved by whoever is shown some of them. */
const digestOfSeal = ({ shard, number, before, at, heads, chains, records, broken }: Unsigned<ShownSeal>): string => {
  const digests = heads.map((each) => (typeof each === 'string' ? each : digestOfHead(each)))
  return hash({ shard, number, before, at, heads: digests, chains, records, broken })
}

/** The seal with the heads of these chains, and of all others only that they are in it. */
export const shownSeal = (seal: Seal, isShown: (chain: string) => boolean): ShownSeal => ({
  ...seal,
  heads: seal.heads.map((each) => (isShown(each.chain) ? each : digestOfHead(each))),
})

const digestOfRestoration = ({ at, by, from, incarnation, asItStands, heads }: Unsigned<Restoration>): string =>
  hash({ at, by, from, incarnation, asItStands, heads })

const digestOfManifest = ({ format, case: number, at, files }: Unsigned<Manifest>): string =>
  hash({ format, case: number, at, files })

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
  seal(content: Unsigned<Seal>): Seal
  restored(content: Unsigned<Restoration>): Restoration
  bundle(content: Unsigned<Manifest>): Manifest
}

/**
 * Signs seals with an Ed25519 key made from a secret that is in no database. The same content gets the same signature.
 */
export function makeSealer(secret: string): Sealer {
  const seed = Buffer.from(hkdfSync('sha256', secret, 'quadzero', 'evidence-seal', 32))
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString()
  const keyId = keyIdOf(publicKey)
  const signed = (digest: string) => ({
    digest,
    keyId,
    signature: sign(null, Buffer.from(digest), key).toString('base64url'),
  })
  return {
    keyId,
    publicKey,
    seal: (content) => ({ ...content, ...signed(digestOfSeal(content)) }),
    restored: (content) => ({ ...content, ...signed(digestOfRestoration(content)) }),
    bundle: (content) => ({ ...content, ...signed(digestOfManifest(content)) }),
  }
}

/** The public keys of a PEM text, which after a rotation holds the former ones as well. */
const keysIn = (pem: string): string[] => pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []

type SignatureFlaw = 'content' | 'key' | 'signature'

/** Why a seal does not hold by itself; undefined when it does. @param publicKeys PEM, one or several */
export const flawOfSeal = (seal: ShownSeal, publicKeys: string): SignatureFlaw | undefined =>
  flawOf(seal, digestOfSeal(seal), publicKeys)

/** Why a restoration does not hold; undefined when it does. @param publicKeys PEM, one or several */
export const flawOfRestoration = (made: Restoration, publicKeys: string): SignatureFlaw | undefined =>
  flawOf(made, digestOfRestoration(made), publicKeys)

/** Why the list of a bundle does not hold; undefined when it does. @param publicKeys PEM, one or several */
export const flawOfManifest = (made: Manifest, publicKeys: string): SignatureFlaw | undefined =>
  flawOf(made, digestOfManifest(made), publicKeys)

function flawOf(signed: Pick<Seal, Signature>, digest: string, publicKeys: string): SignatureFlaw | undefined {
  if (digest !== signed.digest) return 'content'
  const publicKey = keysIn(publicKeys).find((each) => keyIdOf(each) === signed.keyId)
  if (!publicKey) return 'key'
  const signature = Buffer.from(signed.signature, 'base64url')
  return verify(null, Buffer.from(digest), publicKey, signature) ? undefined : 'signature'
}
