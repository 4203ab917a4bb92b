import { nextTimeOf } from '#calendar'
import { chainHeads, type Envelope, evidenceSeals, type MessageOf } from '#contracts'
import { type ChainHead, genesis, type Restoration, type Seal, type Sealer } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'

/** The chains of one share that grew since its last seal. */
export interface ShardState {
  readonly number: number
  readonly digest: string
  readonly heads: readonly ChainHead[]
  /** When the oldest of them is signed at the latest. */
  readonly dueAt?: number
}

export interface SealRefs {
  readonly policy: Policy
  readonly sealer: Sealer
}

/** Chains are signed together by the first character of their key: 64 shares. */
export const shardOf = (key: string): string => `receipts-${key.slice(0, 1)}`

/** That a chain grew, for those who sign. */
export const headMoved = (key: string, head: ChainHead): Emit => ({
  topic: 'chain.heads',
  key: shardOf(key),
  type: 'head.moved',
  data: head,
})

/** Numbers in the order of their texts. */
export const sealKey = ({ shard, number }: Pick<Seal, 'shard' | 'number'>): string =>
  `${shard}.${String(number).padStart(9, '0')}`

/**
 * Gathers the heads of chains that grew, and signs them once a day, or as soon as there are many: whoever can write the
 * database could rewrite a whole chain, but not what was signed of it (docs/rules.md, "Personal data").
 */
function decide(
  state: ShardState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<SealRefs>,
): Decision<ShardState> {
  const shard = state ?? { number: 0, digest: genesis, heads: [] }
  const { sealAt, sealHeads } = refs.policy.evidence
  if (message.type === 'wake') return shard.heads.length > 0 ? seal(shard, key, now, refs) : { state: shard }
  const { data: head } = message as MessageOf<typeof chainHeads>
  const heads = [...shard.heads.filter((each) => each.chain !== head.chain), head]
  const dueAt = shard.dueAt ?? nextTimeOf(sealAt, now, refs.policy.timeZone)
  const grown = { ...shard, heads, dueAt }
  if (heads.length >= sealHeads) return seal(grown, key, now, refs)
  return { state: grown, wakeAt: dueAt }
}

function seal({ number, digest, heads }: ShardState, shard: string, at: number, refs: SealRefs): Decision<ShardState> {
  const made = refs.sealer.seal({ shard, number: number + 1, before: digest, at, heads })
  return {
    state: { number: made.number, digest: made.digest, heads: [] },
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
