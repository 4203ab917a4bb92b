import { z } from 'zod'
import { Problem } from '#http'
import { type Deps, openProposalFor } from '#service'
import type { CaseState } from './domain/case-state.ts'

/** Kinds of proposals about a case. */
export const [VERDICT, GRANT] = ['case.verdict', 'case.appeal'] as const

/** What a second person is asked of a case: the verdict while there is none, then that its appeal be granted. */
export const waits = z.object({
  of: z.enum(['verdict', 'appeal']).describe('A verdict, or that its appeal be granted'),
  proposal: z.string().describe('GET /v1/proposals/{id} says what, and whether you may approve it'),
  by: z.string(),
  by_name: z.string(),
  at: z.iso.datetime(),
})

/** What waits for a second person now; undefined: nothing does. */
export async function waitingOf(
  { store, staff }: Pick<Deps, 'store' | 'staff'>,
  { number, decided, appeal }: Pick<CaseState, 'number' | 'decided' | 'appeal'>,
): Promise<z.infer<typeof waits> | undefined> {
  if (decided && (!appeal || appeal.decided)) return undefined
  const found = await openProposalFor({ store }, decided ? GRANT : VERDICT, number)
  if (!found) return undefined
  const { id, by, at } = found
  const name = staff.get(by)?.name ?? by
  return {
    ...{ of: decided ? 'appeal' : 'verdict', proposal: id, by, by_name: name },
    at: new Date(at).toISOString(),
  }
}

/** Nothing is proposed beside what waits. @throws Problem `case.waits` */
export async function refuseWaiting(deps: Pick<Deps, 'store' | 'staff'>, state: CaseState): Promise<void> {
  const found = await waitingOf(deps, state)
  if (found) throw new Problem('case.waits', undefined, { by: found.by, proposal: found.proposal })
}
