import { chainHeads, type Envelope, evidenceSeals, type MessageOf } from '#contracts'
import { type GrownHead, genesis, type Restoration, type Seal, type Sealer } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'

/** The chains of one share that grew since its last seal. */
export interface ShardState {
  readonly number: number
  readonly digest: string
  readonly chains: number
  readonly records: number
  readonly heads: readonly GrownHead[]
  /** When the oldest of them is signed at the latest. */
  readonly dueAt?: number
}

export interface SealRefs {
  readonly policy: Policy
  readonly sealer: Sealer
}

/** Numbers in the order of their texts. */
export const sealKey = ({ shard, number }: Pick<Seal, 'shard' | 'number'>): string =>
  `${shard}.${String(number).padStart(9, '0')}`

const MINUTE = 60_000

/**
 * Gathers the heads of chains that grew, and signs them some minutes later, or as soon as there are many: whoever can write
 * the database could rewrite a whole chain, but not what was signed of it (docs/rules.md, "Personal data").
 */
function decide(
  state: ShardState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<SealRefs>,
): Decision<ShardState> {
  const shard = state ?? { number: 0, digest: genesis, chains: 0, records: 0, heads: [] }
  const { sealMinutes, sealHeads } = refs.policy.evidence
  if (message.type === 'wake') return shard.heads.length > 0 ? seal(shard, key, now, refs) : { state: shard }
  const { data: head } = message as MessageOf<typeof chainHeads>
  const grown = shard.heads.find((each) => each.chain === head.chain)
  const heads = [...shard.heads.filter((each) => each !== grown), grown ? { ...head, since: grown.since } : head]
  const dueAt = shard.dueAt ?? now + sealMinutes * MINUTE
  const next = { ...shard, heads, dueAt }
  if (heads.length >= sealHeads) return seal(next, key, now, refs)
  return { state: next, wakeAt: dueAt }
}

function seal(state: ShardState, shard: string, at: number, refs: SealRefs): Decision<ShardState> {
  const { number, digest: before, heads } = state
  const chains = state.chains + heads.filter(({ since }) => since.number === 0).length
  const records = heads.reduce((sum, each) => sum + each.number - each.since.number, state.records)
  const made = refs.sealer.seal({ shard, number: number + 1, before, at, heads, chains, records })
  return {
    state: { number: made.number, digest: made.digest, chains, records, heads: [] },
    emit: [{ topic: 'evidence.seals', key: sealKey(made), type: 'seal.made', data: made }],
  }
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
