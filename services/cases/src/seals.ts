import { shardOf } from '#contracts'
import { flawOfSeal, type Seal } from '#evidence'
import type { Deps } from '#service'

/** Seals of one share that are looked through, from the newest back. */
const MOST_SEALS = 2000
const PAGE = 100

/**
 * The newest seal that names each record as it is, by its chain. Whoever writes the database writes heads into a seal as well:
 * one says something where it was signed.
 * @param publicKeys of this installation, PEM: the present one and those before
 */
export async function sealsOf(
  { store }: Pick<Deps, 'store'>,
  publicKeys: string,
  kind: string,
  records: readonly { readonly chain: string; readonly digest: string }[],
): Promise<ReadonlyMap<string, Seal>> {
  const seals = new Map<string, Seal>()
  for (const shard of new Set(records.map(({ chain }) => shardOf(kind, chain)))) {
    const open = new Map(
      records.filter(({ chain }) => shardOf(kind, chain) === shard).map(({ chain, digest }) => [chain, digest]),
    )
    let after = `${shard}.~`
    for (let looked = 0; looked < MOST_SEALS && open.size > 0; looked += PAGE) {
      const page = await store.find('seal-records', { after, descending: true, limit: PAGE })
      const own = page.filter(({ key }) => key.startsWith(`${shard}.`))
      for (const { body } of own) {
        const seal = body as Seal
        for (const { chain, digest } of seal.heads) {
          if (open.get(chain) !== digest) continue
          if (!isSigned(seal, publicKeys)) break
          open.delete(chain)
          seals.set(chain, seal)
        }
      }
      if (own.length < PAGE) break
      after = own.at(-1)?.key ?? ''
    }
  }
  return seals
}

function isSigned(seal: Seal, publicKeys: string): boolean {
  try {
    return flawOfSeal(seal, publicKeys) === undefined
  } catch {
    // What is no seal at all.
    return false
  }
}
