import { chainHeads, type Envelope, evidenceSeals, type MessageOf } from '#contracts'
import { type GrownHead, genesis, type Restoration, type Seal, type Sealer, type Stamps } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** A share of chains: where its seals stand, and what it was told since the last of them. */
export interface ShardState {
  readonly number: number
  readonly digest: string
  readonly chains: number
  readonly records: number
  /** Of all that, under a secret that is in no database: what waits for the next seal is not signed yet. */
  readonly stamp: string
  /** Heads that moved, in their order, each stamped with the stamp before it; of a broken chain the name alone. */
  readonly told: readonly { readonly head: Head; readonly stamp: string }[]
  /** When the oldest of them is signed at the latest. */
  readonly dueAt?: number
}
type Head = GrownHead | { readonly chain: string }
type Sealed = Pick<ShardState, 'number' | 'digest' | 'chains' | 'records'>
type Checks = Pick<Stamps, 'of' | 'holds'>

export interface SealRefs {
  readonly policy: Policy
  readonly sealer: Sealer
  readonly stamps: Checks
}

/** Numbers in the order of their texts. */
export const sealKey = ({ shard, number }: Pick<Seal, 'shard' | 'number'>): string =>
  `${shard}.${String(number).padStart(9, '0')}`

const MINUTE = 60_000

const begun = (shard: string, { number, digest, chains, records }: Sealed) => [shard, number, digest, chains, records]
const isHead = (head: Head): head is GrownHead => 'number' in head

/** A share with nothing told to it since the seal that it stands at. */
const fresh = (shard: string, sealed: Sealed, stamps: Checks): ShardState => ({
  ...sealed,
  stamp: stamps.of(begun(shard, sealed)),
  told: [],
})

/** Whether what waits in a share is what was told to it, or was changed in the store since. */
export function isWhole(shard: string, state: ShardState, stamps: Pick<Stamps, 'holds'>): boolean {
  if (!Array.isArray(state.told) || !stamps.holds(begun(shard, state), state.stamp)) return false
  let last = state.stamp
  return state.told.every(({ head, stamp }) => {
    const holds = stamps.holds([last, head], stamp)
    last = stamp
    return holds
  })
}

/**
 * Gathers the heads of chains that grew, and signs them some minutes later, or as soon as there are many: whoever can write
 * the database could rewrite a whole chain, but not what was signed of it (docs/rules.md, "Personal data").
 */
function decide(
  state: ShardState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<SealRefs>,
): Decision<ShardState> {
  const { policy, stamps } = refs
  const { sealMinutes, sealHeads } = policy.evidence
  const shard = state ?? fresh(key, { number: 0, digest: genesis, chains: 0, records: 0 }, stamps)
  if (message.type === 'wake') return shard.told?.length === 0 ? { state: shard } : seal(shard, key, now, refs)
  const { data: head } = message as MessageOf<typeof chainHeads>
  const last = shard.told?.at(-1)?.stamp ?? shard.stamp
  const dueAt = shard.dueAt ?? now + sealMinutes * MINUTE
  const told = [...(shard.told ?? []), { head, stamp: stamps.of([last, head]) }]
  const next = { ...shard, told, dueAt }
  if (told.length >= sealHeads) return seal(next, key, now, refs)
  return { state: next, wakeAt: dueAt }
}

/**
 * Signs what was told. Of what was changed in the store while it waited nothing is signed but that: it is named, the share
 * where its state was, else the chain of which a head does not follow the one before.
 */
function seal(state: ShardState, shard: string, at: number, { sealer, stamps }: SealRefs): Decision<ShardState> {
  const whole = isWhole(shard, state, stamps)
  const { heads, broken } = gathered(whole ? state.told.map((each) => each.head) : [{ chain: shard }])
  const [number, had, held] = whole
    ? [state.number, state.chains, state.records]
    : [countOf(state.number), countOf(state.chains), countOf(state.records)]
  const chains = had + heads.filter(({ since }) => since.number === 0).length
  const records = heads.reduce((sum, each) => sum + each.number - each.since.number, held)
  const before = String(state.digest)
  const made = sealer.seal({
    ...{ shard, number: number + 1, before, at, heads, chains, records },
    ...(broken.length > 0 ? { broken } : {}),
  })
  return {
    state: fresh(shard, { number: made.number, digest: made.digest, chains, records }, stamps),
    emit: [{ topic: 'evidence.seals', key: sealKey(made), type: 'seal.made', data: made }],
  }
}

/** What whoever writes the database made of a figure: a seal must be able to hold it. */
const countOf = (given: unknown): number => (Number.isSafeInteger(given) ? Math.max(0, given as number) : 0)

/** One head of each chain, from where it stood first to where it stands now; and chains that were broken. */
function gathered(told: readonly Head[]): { heads: readonly GrownHead[]; broken: readonly string[] } {
  const heads = new Map<string, GrownHead>()
  const broken = new Set<string>()
  for (const head of told) {
    if (!isHead(head)) {
      broken.add(head.chain)
      continue
    }
    const { chain, since } = head
    const grown = heads.get(chain)
    if (grown && (grown.number !== since.number || grown.digest !== since.digest)) broken.add(chain)
    // The one that grew last is last, as it was told.
    heads.delete(chain)
    heads.set(chain, grown ? { ...head, since: grown.since } : head)
  }
  return { heads: [...heads.values()], broken: [...broken] }
}

export const seals: ProcessDefinition<ShardState, Envelope, SealRefs> = {
  name: 'seals',
  inputs: [chainHeads],
  decide,
}

/** Restorations in the order of their times, after all seals. */
export const restorationKey = (at: number): string => `${RESTORATIONS}${String(at).padStart(15, '0')}`
export const RESTORATIONS = 'restored.'

/** Keeps each seal and each restoration, to be read by auditors. */
export const sealRecords: ProcessDefinition<Seal | Restoration> = {
  name: 'seal-records',
  inputs: [evidenceSeals],
  decide: (state, message) =>
    message.type === 'wake' ? { state } : { state: (message as MessageOf<typeof evidenceSeals>).data },
}
