import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { flawOfRestoration, flawOfSeal, genesis, keyIdOf, type Restoration, type Seal } from '#evidence'
import { CliError, type Client } from './client.ts'
import { pages } from './pages.ts'

/** A seal as the gateway gives it: beside each head the digest that is stored of that record now. */
interface StoredSeal extends Seal {
  readonly id: string
  readonly heads: readonly (Seal['heads'][number] & { readonly stored?: string })[]
}

export interface SealFlaw {
  readonly id: string
  readonly flaw: keyof typeof sealFlawWords
}

export const sealFlawWords = {
  content: 'its content was changed',
  key: 'it was signed with another key',
  signature: 'its signature is not that of the key',
  order: 'it does not follow the seal before it',
  missing: 'seals before it are missing',
  gone: 'it was there when this was last proved, or restored from a backup, and is not now',
  sealed: 'the record was changed, or taken out, after it was sealed',
} as const

const place = z.object({ number: z.number(), digest: z.string() })
const rememberedSchema = z.object({
  /** When it was proved, by the auditor’s clock, ms. */
  at: z.number(),
  /** The last seal of each share. */
  seals: z.record(z.string(), place),
  /** Digests of the restorations that were told. */
  restorations: z.array(z.string()),
})

/** What stood there when it was last proved. */
export type Remembered = z.infer<typeof rememberedSchema>
const nothing: Remembered = { at: 0, seals: {}, restorations: [] }

export interface Proof {
  readonly seals: number
  readonly flaws: readonly SealFlaw[]
  readonly last: Remembered
  /** Signed restores from a backup, the oldest first. */
  readonly restorations: readonly Restoration[]
}

/**
 * Proves what was signed: each seal by itself and after the one before it, and that every record whose digest it names is
 * still the one that was sealed. What was proved before must still be there, unless a restore from a backup was signed since,
 * of a backup that it was not in; and what that backup held must be there now.
 */
export async function verifySeals(client: Client, publicKey: string, remembered = nothing): Promise<Proof> {
  const at = Date.now()
  const flaws: SealFlaw[] = []
  const restorations = new Restorations(remembered)
  for await (const { id, ...made } of pages<Restoration & { id: string }>(client, '/v1/restorations', 100)) {
    const flaw = flawOfRestoration(made, publicKey)
    if (flaw) flaws.push({ id, flaw })
    else restorations.add(made)
  }
  const expected = restorations.expected()
  const last: Record<string, z.infer<typeof place>> = {}
  let seals = 0
  for await (const { id, ...stored } of pages<StoredSeal>(client, '/v1/seals', 100)) {
    seals++
    const seal: Seal = {
      ...stored,
      heads: stored.heads.map(({ chain, number, digest }) => ({ chain, number, digest })),
    }
    const before = last[seal.shard] ?? { number: 0, digest: genesis }
    const flaw = flawOfSeal(seal, publicKey)
    if (flaw) flaws.push({ id, flaw })
    else if (seal.number !== before.number + 1) flaws.push({ id, flaw: 'missing' })
    else if (seal.before !== before.digest) flaws.push({ id, flaw: 'order' })
    for (const head of stored.heads)
      if (head.stored !== head.digest) flaws.push({ id: `${head.chain}.${head.number}`, flaw: 'sealed' })
    const name = `${seal.shard}.${seal.number}`
    if ((expected.get(name) ?? seal.digest) !== seal.digest) flaws.push({ id, flaw: 'gone' })
    expected.delete(name)
    last[seal.shard] = { number: seal.number, digest: seal.digest }
  }
  for (const id of [...expected.keys(), ...restorations.gone()]) flaws.push({ id, flaw: 'gone' })
  return {
    seals,
    flaws,
    last: { at, seals: last, restorations: restorations.digests() },
    restorations: restorations.all(),
  }
}

/** What restores from a backup explain, and what they do not. */
class Restorations {
  readonly #remembered: Remembered
  readonly #made: Restoration[] = []

  constructor(remembered: Remembered) {
    this.#remembered = remembered
  }

  add(made: Restoration): void {
    this.#made.push(made)
  }

  all(): readonly Restoration[] {
    return this.#made.toSorted((a, b) => a.at - b.at)
  }

  digests(): string[] {
    return this.#made.map((each) => each.digest)
  }

  /** Those that were there and are not: only a later restore takes one away. */
  gone(): string[] {
    const known = new Set(this.digests())
    const later = this.#made.some((each) => each.at > this.#remembered.at)
    return later ? [] : this.#remembered.restorations.filter((each) => !known.has(each)).map(() => 'restored')
  }

  /** Digests of seals that must be there, by `share.number`: those last proved, and those that backups held. */
  expected(): Map<string, string> {
    const found = new Map<string, string>()
    const places = [
      { at: this.#remembered.at, seals: this.#remembered.seals },
      ...this.#made.map(({ at, heads }) => ({
        at,
        seals: Object.fromEntries(heads.map((each) => [each.chain, each])),
      })),
    ]
    for (const { at, seals } of places)
      for (const [shard, { number, digest }] of Object.entries(seals))
        if (!this.#tookAway(shard, number, at)) found.set(`${shard}.${number}`, digest)
    return found
  }

  /** True when a restore after that time was from a backup that did not hold it. */
  #tookAway(shard: string, number: number, at: number): boolean {
    return this.#made.some(
      (each) => each.at > at && (each.heads.find(({ chain }) => chain === shard)?.number ?? 0) < number,
    )
  }
}

/** The auditor's own copy of the public key; without one, what the gateway gives, which proves less. */
export async function publicKeyOf(client: Client, file: string | undefined): Promise<{ key: string; own: boolean }> {
  if (file === undefined) {
    const { public_key } = (await client.json('GET', '/v1/seal-key')) as { public_key: string }
    return { key: public_key, own: false }
  }
  const key = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  try {
    keyIdOf(key ?? '')
    return { key: key as string, own: true }
  } catch {
    throw new CliError(
      2,
      `${file} is no public key. quadzero seal-key writes the gateway’s: keep a copy of it, and name that.`,
    )
  }
}

/** What a file remembers of the last proof; nothing when it is not there yet. */
export function readRemembered(file: string): Remembered {
  if (!existsSync(file)) return nothing
  try {
    return rememberedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new CliError(
      2,
      `${file} is not what an earlier --remember wrote. Give the file of the last proof, or a new one.`,
    )
  }
}

export const remember = (file: string, last: Remembered): void =>
  writeFileSync(file, `${JSON.stringify(last, null, 2)}\n`)
