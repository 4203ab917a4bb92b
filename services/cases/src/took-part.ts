import { Problem } from '#http'
import { type Deps, humanOf } from '#service'
import type { CaseState } from './domain/case-state.ts'

/**
 * Whether an account is of somebody who gave the verdict, or approved it: they neither enter an appeal against it nor answer
 * one, nor does whoever entered it answer it (docs/rules.md, "Partners"). By the human, whichever of their accounts it was.
 * @throws Problem `record.changed` where who approved it is not known
 */
export async function tookPart(
  { store, staff }: Pick<Deps, 'store' | 'staff'>,
  { decided, appeal }: Pick<CaseState, 'decided' | 'appeal'>,
  who: string,
): Promise<boolean> {
  const { by, proposal } = decided ?? {}
  const approved = await approvalOf(store, proposal)
  // It was approved, else the case were not decided: by whom is not known where somebody put it back, or took it away.
  if (proposal !== undefined && !approved) throw new Problem('record.changed')
  const human = humanOf(staff, who)
  return [by, approved?.by, appeal?.by].some((each) => each !== undefined && humanOf(staff, each) === human)
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
