import { Problem } from '#http'
import { type Deps, humanOf } from '#service'
import type { CaseState } from './domain/case-state.ts'

/**
 * Whether an account is of somebody who gave the verdict, or approved it: they neither enter an appeal against it nor answer
 * one, nor does whoever entered it answer it (docs/rules.md, "Partners"). By the human, whichever of their accounts it was.
 * @throws Problem `record.changed` where who approved it is not known
 */
export const tookPart = async (
  deps: Pick<Deps, 'store' | 'staff'>,
  state: Pick<CaseState, 'decided' | 'appeal'>,
  who: string,
): Promise<boolean> => (await partiesOf(deps, state)).includes(humanOf(deps.staff, who))

/** The humans who gave a verdict, approved it, or entered its appeal. @throws as `tookPart` */
export async function partiesOf(
  { store, staff }: Pick<Deps, 'store' | 'staff'>,
  { decided, appeal }: Pick<CaseState, 'decided' | 'appeal'>,
): Promise<string[]> {
  const { by, proposal } = decided ?? {}
  const approved = await approvalOf(store, proposal)
  // It was approved, else the case were not decided: by whom is not known where somebody put it back, or took it away.
  if (proposal !== undefined && !approved) throw new Problem('record.changed')
  const all = [by, approved?.by, appeal?.by].flatMap((each) => (each === undefined ? [] : humanOf(staff, each)))
  return [...new Set(all)]
}

/** Who approved what was decided by a proposal; undefined where it was none, or nobody knows any more. */
export async function approvalOf(
  store: Deps['store'],
  proposal: string | undefined,
): Promise<{ readonly by: string | undefined } | undefined> {
  if (proposal === undefined) return undefined
  const found = (await store.load('proposals', [proposal])).get(proposal)?.body as
    | { status: string; decidedBy?: string }
    | undefined
  return found?.status === 'applied' ? { by: found.decidedBy } : undefined
}
