import { shardOf } from '#contracts'
import { flawOfSeal, type Seal } from '#evidence'
import type { Deps } from '#service'

/** Seals of one share that are looked through for a record, from those of its time on, and back from there. */
const MOST_SEALS = 2000
const PAGE = 100
/** Clocks of two processes agree so far. */
const SKEW_MS = 60_000

interface Sought {
  readonly chain: string
  readonly digest: string
  /** When it came to be as it is, ms: it was sealed some minutes later. */
  readonly at: number
}

/**
 * The seal that names each record as it is, by its chain. Whoever writes the database writes heads into a seal as well: one
 * says something where it was signed.
 * @param publicKeys of this installation, PEM: the present one and those before
 */
export async function sealsOf(
  { store }: Pick<Deps, 'store'>,
  publicKeys: string,
  kind: string,
  records: readonly Sought[],
): Promise<ReadonlyMap<string, Seal>> {
  const seals = new Map<string, Seal>()
  for (const record of records) {
    if (seals.has(record.chain)) continue
    const seal = await sealOf(store, publicKeys, shardOf(kind, record.chain), record)
    if (seal) seals.set(record.chain, seal)
  }
  return seals
}

async function sealOf(
  store: Deps['store'],
  publicKeys: string,
  shard: string,
  { chain, digest, at }: Sought,
): Promise<Seal | undefined> {
  const before = await numberBefore(store, shard, at - SKEW_MS)
  // A seal has the time of what was read, and one that was read late an earlier one than the seal before it: halving may have
  // led past it.
  for (const descending of [false, true]) {
    let after = placeOf(shard, descending ? before + 1 : before)
    for (let looked = 0; looked < MOST_SEALS; looked += PAGE) {
      const page = await store.find('seal-records', { after, limit: PAGE, descending })
      const own = page.filter(({ key }) => key.startsWith(`${shard}.`)).map(({ body }) => body as Seal)
      const names = (seal: Seal) => seal.heads.some((head) => head.chain === chain && head.digest === digest)
      const named = own.find((seal) => names(seal) && isSigned(seal, publicKeys))
      if (named) return named
      if (own.length < PAGE) break
      after = page.at(-1)?.key ?? ''
    }
  }
  return undefined
}

/** Number of the last seal in a share before the first that was made at this time or later, by halving: seals are numbered. */
async function numberBefore(store: Deps['store'], shard: string, at: number): Promise<number> {
  const nextTo = async (number: number): Promise<Seal | undefined> => {
    const [next] = await store.find('seal-records', { after: placeOf(shard, number), limit: 1 })
    return next?.key.startsWith(`${shard}.`) ? (next.body as Seal) : undefined
  }
  const [last] = await store.find('seal-records', { after: `${shard}.~`, descending: true, limit: 1 })
  let [before, behind] = [0, last?.key.startsWith(`${shard}.`) ? Number(last.key.slice(shard.length + 1)) : 0]
  while (before < behind) {
    const middle = Math.floor((before + behind) / 2)
    const seal = await nextTo(middle)
    if (seal && seal.at < at) before = middle + 1
    else behind = middle
  }
  return before
}

/** The key of a share’s seal, by its number; of none: before all of them. */
const placeOf = (shard: string, number: number): string => `${shard}.${String(number).padStart(9, '0')}`

function isSigned(seal: Seal, publicKeys: string): boolean {
  try {
    return flawOfSeal(seal, publicKeys) === undefined
  } catch {
    // What is no seal at all.
    return false
  }
}
