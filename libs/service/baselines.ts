import { type Begun, baselineKey, evidenceBaselines, type MessageOf } from '#contracts'
import type { Assignment } from '#process'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'

type Known = Pick<Deps, 'bus' | 'store' | 'clock' | 'baselines' | 'log'>
type Fact = MessageOf<typeof evidenceBaselines>['data']

/**
 * What this build holds against what lanes left, and the log has no baseline of, begins now: what stands there is taken as it is,
 * once. Of a log that is new the store knows what was taken: that is told to it again, and nothing is taken a second time.
 * @param isStamped kinds whose states are stamped
 * @returns those of which something stood there
 */
export async function beginBaselines(
  deps: Known,
  assignments: readonly Pick<Assignment, 'name' | 'signs'>[],
  isStamped: (process: string) => boolean,
): Promise<readonly Begun[]> {
  if (assignments.length === 0) return []
  if (deps.baselines.isEmpty) await tell(deps, await knownBefore(deps))
  const begun: Begun[] = []
  for (const { name, signs } of assignments) {
    if (!signs) continue
    const known = deps.baselines.of(name)
    const takes = [...signs, ...(isStamped(name) ? ['stamp'] : [])].filter(
      (each) => !known.some((before) => before.takes.includes(each)),
    )
    if (takes.length === 0) continue
    const { rows } = await deps.store.beside(name, { limit: 1 })
    const number = (known.at(-1)?.number ?? 0) + 1
    const nothing = rows.length === 0 ? { nothing: true as const } : {}
    begun.push({ process: name, number, at: deps.clock.now(), takes, ...nothing })
    if (rows.length > 0)
      deps.log.warn(
        { process: name, takes },
        'states of an earlier build are taken as they stand: from now on they are held against what their lanes leave',
      )
  }
  await tell(deps, begun)
  return begun.filter(({ nothing }) => !nothing)
}

async function tell({ bus, baselines }: Known, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return
  const messages = facts.map((data) => {
    const id = baselineKey(data)
    const type = 'lane' in data ? 'baseline.made' : 'baseline.begun'
    return { id, at: data.at, corr: id, type, data } as const
  })
  await publishFromEdge(
    bus,
    messages.map((each) => edgeRecord(evidenceBaselines, bus, each.id, each)),
  )
  for (const each of messages) baselines.apply({ v: 1, ...each } as MessageOf<typeof evidenceBaselines>)
}

async function knownBefore({ store }: Known): Promise<Fact[]> {
  const facts: Fact[] = []
  for (let after: string | undefined; ; ) {
    const { rows, next } = await store.beside('baselines', { after, limit: 500 })
    for (const { body } of rows) {
      const { proof: _, again: __, ...fact } = (body ?? {}) as Fact & { proof?: unknown; again?: unknown }
      if (typeof fact.process === 'string' && Number.isSafeInteger(fact.number)) facts.push(fact as Fact)
    }
    if (next === undefined || next === after) return facts
    after = next
  }
}
