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
  const approved =
    proposal === undefined
      ? undefined
      : ((await store.load('proposals', [proposal])).get(proposal)?.body as
          | { status: string; decidedBy?: string }
          | undefined)
  // It was approved, else the case were not decided: by whom is not known where somebody put it back, or took it away.
  if (proposal !== undefined && approved?.status !== 'applied') throw new Problem('record.changed')
  const human = humanOf(staff, who)
  return [by, approved?.decidedBy, appeal?.by].some((each) => each !== undefined && humanOf(staff, each) === human)
}
