import { createHash } from 'node:crypto'
import { contentHolds, holds, type Link } from './chain.ts'
import { repacked } from './repacked.ts'
import { flawOfManifest, flawOfSeal, keyIdOf, type Manifest, type Sealer, type ShownSeal } from './seal.ts'
import { type Packed, packed, unpacked } from './tar.ts'
import { placeOf, type Version } from './version.ts'

/** Kind and version of the bundles that this code makes. */
export const BUNDLE = 'quadzero-case-bundle/1'
const MANIFEST = 'manifest.json'
const KEY = 'public-key.pem'

/** A record with the version of it that is signed by seals. */
export interface Proven {
  readonly content: object
  readonly version?: Version | undefined
}

/** A receipt as it is kept: a link of its subscriber’s chain, with what was signed of its life. */
export interface KeptReceipt extends Omit<Link, 'id'> {
  readonly version: Version
  readonly endedAt?: number
  readonly eraseAt?: number
}

/**
 * A receipt as a bundle has it: its content with the digest of that. What it is chained to and sealed with is the same
 * wherever its subscriber stands, so it is proved by who makes the bundle, and signed.
 */
export interface BundledReceipt {
  /** Holds in one bundle only. */
  readonly id: string
  /** The subscriber, as the charges of the bundle name them. */
  readonly subscriber: string
  readonly content?: unknown
  readonly salt?: string
  readonly contentDigest: string
  readonly endedAt?: number
  readonly eraseAt?: number
  /** It is what was chained, and its life is what was signed of it, or what changed too lately to be signed yet. */
  readonly whole: boolean
  /** The minute after which a seal named it as it is; absent: none did yet. */
  readonly sealedAt?: number
}

const MINUTE = 60_000
/** Clocks of two processes agree so far. */
const SKEW_MS = MINUTE

/** What changed in this time may wait to be signed still, ms. */
export interface Unsealed {
  readonly from: number
  readonly now: number
}

/**
 * A receipt for a bundle, looked through as an auditor does: one that no seal names although it is older than what waits to be
 * signed is made up, or was changed.
 * @param sealedAt when a seal of this installation named this version of it
 */
export function bundledReceipt(
  { id, subscriber }: Pick<BundledReceipt, 'id' | 'subscriber'>,
  receipt: KeptReceipt,
  sealedAt: number | undefined,
  { from, now }: Unsealed,
): BundledReceipt {
  const { content, salt, contentDigest, endedAt, eraseAt, version } = receipt
  // What says that it is of a time to come would never be due.
  const mayWait = typeof version.at === 'number' && version.at >= from && version.at <= now + SKEW_MS
  const isSigned = sealedAt !== undefined || mayWait
  return {
    ...{ id, subscriber, contentDigest, whole: isSigned && isReceiptWhole(receipt) },
    ...(content === undefined ? {} : { content }),
    ...(salt === undefined ? {} : { salt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(eraseAt === undefined ? {} : { eraseAt }),
    // To the minute: what was sealed together is nobody’s to join.
    ...(sealedAt === undefined ? {} : { sealedAt: Math.ceil(sealedAt / MINUTE) * MINUTE }),
  }
}

export const json = (content: unknown): Buffer => Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** All the files of a case in one archive, with their digests, signed, and the key to check them with. */
export function bundleOf(number: string, files: readonly Packed[], sealer: Sealer, at: number): Buffer {
  const all = [...files, { name: KEY, bytes: Buffer.from(sealer.publicKey) }]
  const listed = all.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }))
  const manifest = sealer.bundle({ format: BUNDLE, case: number, at, files: listed })
  return packed([{ name: MANIFEST, bytes: json(manifest) }, ...all], at)
}

export interface BundleFlaw {
  /** The file of the bundle, or the record in it. */
  readonly of: string
  readonly flaw:
    | 'archive'
    | 'manifest'
    | 'key'
    | 'signature'
    | 'file'
    | 'case'
    | 'seal'
    | 'receipt'
    | 'letter'
    | 'charge'
    | 'amount'
}

export interface BundleFound {
  /** It is the very archive that was made, octet by octet; else each file of it is looked at, however they were packed since. */
  readonly asMade: boolean
  readonly case: string
  readonly at: number
  /** Which key signed it: compare it with what the operator published. */
  readonly keyId: string
  readonly flaws: readonly BundleFlaw[]
  readonly files: number
  readonly receipts: number
  /** Seals that were made of the case when it changed, before anybody asked for a bundle. */
  readonly seals: number
  /** Records of which no seal is in it: they changed minutes before it was made, or long ago. */
  readonly unsealed: readonly string[]
  /** Charges, and those of which an account that was sealed tells no more: their amounts are the word of who signed the list. */
  readonly charges: number
  readonly unproved: readonly string[]
}

/** A charge as a bundle has it: whether its amount and time are what was sealed when it was judged, and since when. */
interface BundledCharge {
  readonly charge: string
  readonly whole?: boolean
  readonly sealedAt?: number
}

interface CaseContent {
  readonly number: string
  readonly findings?: readonly { readonly charges?: readonly string[] }[]
  readonly files?: readonly { readonly name: string; readonly sha256: string }[]
}

/**
 * Proves a bundle by itself, without a gateway, also what was packed again or lies unpacked: each file by the signed list, the case by its
 * digest made again and by the seals that were made of it at the time, each receipt by the digest of its content. Of charges it tells which were found to be what
 * was sealed when they were judged.
 * @param publicKey the auditor’s own copy, PEM; else the key in the bundle, which proves only that it fits
 */
export function verifyBundle(archive: Buffer | readonly Packed[], publicKey?: string): BundleFound {
  const asMade = Buffer.isBuffer(archive) ? unpacked(archive) : undefined
  const files = asMade ?? (Buffer.isBuffer(archive) ? repacked(archive) : archive)
  const none = {
    asMade: asMade !== undefined,
    case: '',
    at: 0,
    keyId: '',
    files: 0,
    receipts: 0,
    seals: 0,
    unsealed: [],
    charges: 0,
    unproved: [],
  }
  if (!files) return { ...none, flaws: [{ of: 'archive', flaw: 'archive' }] }
  const manifest = read<Manifest>(files, MANIFEST)
  const key = publicKey ?? textOf(files, KEY)
  const flaw = manifest?.format === BUNDLE ? tried(() => flawOfManifest(manifest, key)) : 'content'
  // What nobody signed says nothing, nor what no gateway wrote, whoever signed it.
  if (!manifest || flaw === 'content' || flaw === 'signature' || !isPlain(manifest))
    return { ...none, flaws: [{ of: MANIFEST, flaw: flaw === 'signature' ? flaw : 'manifest' }] }
  const { case: number, at, keyId } = manifest
  const told = { ...none, case: number, at, keyId, files: files.length - 1 }
  const signed: BundleFlaw[] = flaw ? [{ of: MANIFEST, flaw }] : []
  if (tried(() => (keyIdOf(textOf(files, KEY)) === keyId ? undefined : 'key'))) signed.push({ of: KEY, flaw: 'key' })
  const others = [...signed, ...flawsOfFiles(manifest, files)]
  if (others.some((each) => each.flaw === 'file')) return { ...told, flaws: others }
  const found = flawsOfRecords(manifest, files, key)
  return { ...told, ...found, flaws: [...others, ...found.flaws] }
}

/** What is told of it is a number, a time and a name of a key: no text of whoever made it. */
const isPlain = ({ case: number, at, keyId }: Manifest): boolean =>
  /^\d{8}$/.test(number) && !Number.isNaN(new Date(at).getTime()) && /^[0-9a-f]{16}$/.test(keyId)

/** The files are those of the list, and each is as it was. */
function flawsOfFiles(manifest: Manifest, files: readonly Packed[]): BundleFlaw[] {
  const others = files.filter(({ name }) => name !== MANIFEST)
  const names = new Set(others.map(({ name }) => name))
  const listed = new Map(manifest.files.map((each) => [each.name, each]))
  const changed = others.filter(({ name, bytes }) => {
    const told = listed.get(name)
    return told?.bytes !== bytes.length || told.sha256 !== sha256(bytes)
  })
  const missing = [...listed.keys()].filter((name) => !names.has(name))
  const twice: BundleFlaw[] = names.size === files.length - 1 ? [] : [{ of: 'archive', flaw: 'archive' }]
  return [...twice, ...[...changed.map(({ name }) => name), ...missing].map((of): BundleFlaw => ({ of, flaw: 'file' }))]
}

/** The case and its receipts are what their digests say, and what was sealed of them. */
function flawsOfRecords(manifest: Manifest, files: readonly Packed[], key: string) {
  const flaws: BundleFlaw[] = []
  const unsealed: string[] = []
  const seals = read<ShownSeal[]>(files, 'seals.json') ?? []
  const signed = new Set<string>()
  for (const seal of seals) {
    if (tried(() => flawOfSeal(seal, key))) flaws.push({ of: `seal ${seal.shard}.${seal.number}`, flaw: 'seal' })
    for (const head of seal.heads)
      if (typeof head !== 'string') signed.add(`${head.chain} ${head.number} ${head.digest}`)
  }
  const own = read<Proven>(files, 'case.json')
  const content = own?.content as CaseContent | undefined
  const version = own?.version
  const isCase = content?.number === manifest.case && placeOf(version, content).digest === version?.digest
  if (!version || !isCase) flaws.push({ of: 'case.json', flaw: 'case' })
  else if (!signed.has(`${manifest.case} ${version.number} ${version.digest}`)) unsealed.push(manifest.case)
  for (const { name, sha256: digest } of content?.files ?? [])
    if (manifest.files.find((each) => each.name === `files/${name}`)?.sha256 !== digest)
      flaws.push({ of: `files/${name}`, flaw: 'letter' })
  flaws.push(...flawsOfCharges(files, content))
  const charges = read<{ items?: BundledCharge[] }>(files, 'charges.json')?.items ?? []
  for (const { charge, whole, sealedAt } of charges)
    if (whole === false) flaws.push({ of: `charge ${charge}`, flaw: 'amount' })
    else if (whole && sealedAt === undefined) unsealed.push(charge)
  const unproved = charges.filter(({ whole }) => whole === undefined).map(({ charge }) => charge)
  const receipts = read<BundledReceipt[]>(files, 'receipts.json') ?? []
  for (const receipt of receipts) {
    const { id, whole, salt, content, eraseAt, sealedAt } = receipt
    const isErased = salt === undefined && content === undefined && eraseAt !== undefined
    if (!whole || !(isErased || contentHolds(receipt))) flaws.push({ of: `receipt ${id}`, flaw: 'receipt' })
    else if (sealedAt === undefined) unsealed.push(id)
  }
  return { flaws, receipts: receipts.length, seals: seals.length, unsealed, charges: charges.length, unproved }
}

/** Each charge that the findings name is there once, or is said to be missing, and there is no other. */
function flawsOfCharges(files: readonly Packed[], content: CaseContent | undefined): BundleFlaw[] {
  const given = read<{ items?: { charge: string }[]; missing?: string[] }>(files, 'charges.json')
  if (!given?.missing) return []
  const named = new Set(content?.findings?.flatMap(({ charges = [] }) => charges))
  const told = [...(given.items ?? []).map(({ charge }) => charge), ...given.missing]
  const wrong = [...told.filter((each, n) => !named.has(each) || told.indexOf(each) !== n)]
  return [...wrong, ...[...named].filter((each) => !told.includes(each))].map((id) => ({
    of: `charge ${id}`,
    flaw: 'charge',
  }))
}

/** What a receipt says is what was chained, unless it was erased; and its life is what is signed. */
function isReceiptWhole(receipt: KeptReceipt): boolean {
  const { digest, endedAt, eraseAt, version, salt, content } = receipt
  const isErased = salt === undefined && content === undefined && eraseAt !== undefined
  return placeOf(version, { digest, endedAt, eraseAt }).digest === version.digest && (isErased || holds(receipt))
}

const textOf = (files: readonly Packed[], wanted: string): string =>
  files.find(({ name }) => name === wanted)?.bytes.toString() ?? ''

function read<T>(files: readonly Packed[], wanted: string): T | undefined {
  try {
    return JSON.parse(textOf(files, wanted)) as T
  } catch {
    return undefined
  }
}

/** A key or a signature that is none does not hold either. */
function tried<F>(look: () => F): F | 'signature' {
  try {
    return look()
  } catch {
    return 'signature'
  }
}
