import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { flawOfSeal, genesis, keyIdOf, type Seal } from '#evidence'
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
  gone: 'it was there when this was last proved, and is not now',
  sealed: 'the record was changed, or taken out, after it was sealed',
} as const

/** The last seal of each share, as it was when it was last proved. */
export type Remembered = Readonly<Record<string, { readonly number: number; readonly digest: string }>>

/**
 * Proves what was signed: each seal by itself and after the one before it, and that every record whose digest it names is
 * still the one that was sealed. What was proved before must still be there.
 */
export async function verifySeals(
  client: Client,
  publicKey: string,
  remembered: Remembered = {},
): Promise<{ seals: number; flaws: SealFlaw[]; last: Remembered }> {
  const flaws: SealFlaw[] = []
  const last: Record<string, { number: number; digest: string }> = {}
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
    const known = remembered[seal.shard]
    if (known?.number === seal.number && known.digest !== seal.digest) flaws.push({ id, flaw: 'gone' })
    last[seal.shard] = { number: seal.number, digest: seal.digest }
  }
  for (const [shard, { number }] of Object.entries(remembered))
    if ((last[shard]?.number ?? 0) < number) flaws.push({ id: `${shard}.${number}`, flaw: 'gone' })
  return { seals, flaws, last }
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
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Remembered
  } catch {
    throw new CliError(
      2,
      `${file} is not what an earlier --remember wrote. Give the file of the last proof, or a new one.`,
    )
  }
}

export const remember = (file: string, last: Remembered): void =>
  writeFileSync(file, `${JSON.stringify(last, null, 2)}\n`)
