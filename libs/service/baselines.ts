import { type Begun, baselineKey, evidenceBaselines, evidenceSeals, type MessageOf, shardOf } from '#contracts'
import type { Assignment } from '#process'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'

type Known = Pick<Deps, 'bus' | 'store' | 'clock' | 'baselines' | 'log'>
type Signed = Pick<Assignment, 'name' | 'signs' | 'seals'>

/** The facts themselves: nobody is believed who says of one without a signature that an earlier build left it. */
const FACTS = 'baselines'

/**
 * What this build holds against what lanes left, and the log has no baseline of, begins now: what stands there is taken as it is,
 * once. What builds before this one held already begins with nothing. So does, of a log that is new, what the store knows was begun.
 * @param stampOf of kinds whose states are stamped: whether builds before did so too
 * @returns those of which something stood there
 */
export async function beginBaselines(
  deps: Known,
  assignments: readonly Signed[],
  stampOf: (process: string) => 'new' | 'known' | undefined,
): Promise<readonly Begun[]> {
  if (assignments.length === 0) return []
  if (deps.baselines.isEmpty) await tell(deps, await begunBefore(deps))
  const dues = assignments.flatMap(({ name, signs, seals = '' }) => {
    const known = deps.baselines.of(name)
    const all = signs ? [...signs, ...(stampOf(name) ? ['stamp'] : [])] : []
    const takes = all.filter((each) => !known.some((before) => before.takes.includes(each)))
    return takes.length > 0 ? [{ name, seals, takes, number: (known.at(-1)?.number ?? 0) + 1 }] : []
  })
  const standing = new Set<string>()
  for (const { name } of dues) if (await stands(deps, name)) standing.add(name)
  const isSealed = await sealsInLog(
    deps,
    dues.filter(({ name, takes }) => standing.has(name) && takes.includes('seal')).map(({ seals }) => seals),
  )
  const begun: Begun[] = []
  for (const { name, seals, takes, number } of dues) {
    const isHeld = (each: string) =>
      !standing.has(name) ||
      name === FACTS ||
      (each === 'stamp' && stampOf(name) === 'known') ||
      (each === 'seal' && isSealed(seals))
    const at = deps.clock.now()
    const held = takes.filter(isHeld)
    const taken = takes.filter((each) => !isHeld(each))
    if (held.length > 0) begun.push({ process: name, number, at, takes: held, nothing: true })
    if (taken.length === 0) continue
    begun.push({ process: name, number: held.length > 0 ? number + 1 : number, at, takes: taken })
    deps.log.warn(
      { process: name, takes: taken },
      'states of an earlier build are taken as they stand: from now on they are held against what their lanes leave',
    )
  }
  await tell(deps, begun)
  return begun.filter(({ nothing }) => !nothing)
}

/** Something of this process stands there, be it only committed. Asked for in the order in which it gets there. */
const stands = async ({ store }: Known, name: string): Promise<boolean> =>
  (await store.isBehind?.(name)) || (await store.beside(name, { limit: 1 })).rows.length > 0

async function tell({ bus, baselines }: Known, facts: readonly Begun[]): Promise<void> {
  if (facts.length === 0) return
  const messages = facts.map((data) => {
    const id = baselineKey(data)
    return { id, at: data.at, corr: id, type: 'baseline.begun', data } as const
  })
  await publishFromEdge(
    bus,
    messages.map((each) => edgeRecord(evidenceBaselines, bus, each.id, each)),
  )
  for (const each of messages) baselines.apply({ v: 1, ...each } as MessageOf<typeof evidenceBaselines>)
}

/** Of which kinds the log has seals: a build before signed them, and what carries no signature lost it. Read once, at an upgrade. */
async function sealsInLog({ bus }: Known, kinds: readonly string[]): Promise<(kind: string) => boolean> {
  const found = new Set<string>()
  if (kinds.length > 0) {
    const stop = await bus.follow(evidenceSeals.name, ({ key }) => {
      for (const kind of kinds) if (key.startsWith(shardOf(kind, ''))) found.add(kind)
    })
    await stop()
  }
  return (kind) => found.has(kind)
}

/** What the store knows was begun, as it was stamped: nothing of it is taken once more, also where it was not made in each lane. */
async function begunBefore({ store }: Known): Promise<Begun[]> {
  const facts: Begun[] = []
  for (let after: string | undefined; ; ) {
    const { rows, next } = await store.beside(FACTS, { after, limit: 500 })
    for (const { key, body, changed } of rows) {
      const { data } = evidenceBaselines.messages['baseline.begun'].safeParse(changed ? undefined : body)
      if (data && baselineKey(data) === key) facts.push({ ...data, nothing: true })
    }
    if (next === undefined || next === after) return facts
    after = next
  }
}
