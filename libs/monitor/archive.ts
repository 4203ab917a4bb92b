import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { observationKind } from '#contracts'
import { hash32 } from './observed/hash.ts'
import type { Observation } from './observed/observe.ts'

/** One message as the archive keeps it, in the order of arrival: what was observed, or figures that hold from there on. */
export interface Archived {
  readonly at: number
  readonly seen: readonly Observation[]
  readonly set?: HeldFigures | undefined
}

/** Figures by the name that flags give them. */
export interface HeldFigures {
  readonly name: string
  readonly figures: unknown
}

/** Some messages, one after the other, and the figures that held when the first of them came. */
export interface Block {
  readonly held?: HeldFigures | undefined
  readonly messages: readonly Archived[]
}

const kinds = observationKind.options
const placeOf = new Map(kinds.map((kind, index) => [kind, index]))
/** Fields that are kept as they are; times are kept by how far they are from the message’s. */
const plain = [
  ...(['service', 'partner', 'port', 'sub', 'block', 'app', 'address', 'cell', 'page'] as const),
  ...(['what', 'id', 'amount', 'yes', 'period', 'tariff', 'partnerKind'] as const),
] as const
const LEVEL = 9

interface Columns {
  readonly held?: HeldFigures
  readonly at: number[]
  readonly count: number[]
  readonly set?: Record<string, HeldFigures>
  readonly kind: number[]
  readonly own: number[]
  readonly since?: (number | null)[]
  readonly fields: Partial<Record<(typeof plain)[number], unknown[]>>
}

/** A column for each field, compressed: what stands below one another is alike. The same for the same messages. */
export function packed({ held, messages }: Block): string {
  const seen = messages.flatMap((each) => each.seen.map((one) => ({ one, at: each.at })))
  const columns: Columns = {
    ...(held ? { held } : {}),
    at: messages.map(({ at }, index) => at - (messages[index - 1]?.at ?? 0)),
    count: messages.map((each) => each.seen.length),
    ...(messages.some((each) => each.set)
      ? { set: Object.fromEntries(messages.flatMap(({ set }, index) => (set ? [[index, set]] : []))) }
      : {}),
    kind: seen.map(({ one }) => placeOf.get(one.kind) as number),
    own: seen.map(({ one, at }) => one.at - at),
    ...(seen.some(({ one }) => one.since !== undefined)
      ? { since: seen.map(({ one, at }) => (one.since === undefined ? null : one.since - at)) }
      : {}),
    fields: Object.fromEntries(
      plain.flatMap((name) =>
        seen.some(({ one }) => one[name] !== undefined) ? [[name, seen.map(({ one }) => one[name] ?? null)]] : [],
      ),
    ),
  }
  const options = { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } }
  return zstdCompressSync(JSON.stringify(columns), options).toString('base64')
}

/** What was packed. @throws Error when it is not what `packed` made */
export function unpacked(text: string): Block {
  const columns = JSON.parse(zstdDecompressSync(Buffer.from(text, 'base64')).toString()) as Columns
  const { held, at, count, set, kind, own, since, fields } = columns
  const named = Object.entries(fields) as [(typeof plain)[number], unknown[]][]
  const messages: Archived[] = []
  let [now, place] = [0, 0]
  for (const [index, later] of at.entries()) {
    now += later
    const seen: Observation[] = []
    for (let left = count[index] as number; left > 0; left--, place++) {
      const one: Record<string, unknown> = { kind: kinds[kind[place] as number], at: now + (own[place] as number) }
      for (const [name, column] of named) if (column[place] !== null) one[name] = column[place]
      const told = since?.[place]
      if (told !== undefined && told !== null) one['since'] = now + told
      seen.push(one as unknown as Observation)
    }
    const released = set?.[index]
    messages.push({ at: now, seen, ...(released ? { set: released } : {}) })
  }
  return { ...(held ? { held } : {}), messages }
}

/**
 * The same messages without a subscriber: that something happened is still counted, to whom is not known any more.
 * @returns how many observations were of that subscriber, and the ids of their charges, hashed
 */
export function without(
  block: Block,
  sub: number,
): { readonly block: Block; readonly erased: number; readonly charges: readonly number[] } {
  let erased = 0
  const charges = new Set<number>()
  const messages = block.messages.map((each) => ({
    ...each,
    seen: each.seen.map((one) => {
      if (one.sub !== sub) return one
      erased++
      const { app: _, address: __, cell: ___, page: ____, id, ...rest } = one
      if (id !== undefined) charges.add(hash32(id))
      return { ...rest, sub: 0, block: 0 }
    }),
  }))
  return { block: { ...block, messages }, erased, charges: [...charges] }
}
