import { FINDING, Problem } from '#http'
import { deskFrom, partsOf, type TunedFigures, tunedFrom, tunedOf } from '#policy'
import type { Deps } from '#service'
import type { Draft } from '../domain/drafts.ts'
import { POLICY, type PolicyState, type PolicyVersion, versionKey } from '../domain/releases.ts'

/** What holds: a version that was released, or the installation’s own file. */
export interface InForce {
  /** 0: none was ever released. */
  readonly number: number
  readonly name: string
  /** The monitor’s, and the desk’s by their groups. */
  readonly figures: TunedFigures
  /** As they were released; undefined: none were. */
  readonly stored?: unknown
  /** Which of them were ever released; the others are the file’s. */
  readonly parts: ReturnType<typeof partsOf>
  /** What was released and this build cannot read. */
  readonly unread: readonly string[]
}

/** States of ours, those that are there. @throws Problem `not-ready` when somebody changed one in the database: nothing is done from it */
export async function statesOf<State>(
  { store }: Pick<Deps, 'store'>,
  process: string,
  keys: readonly string[],
): Promise<State[]> {
  const found = [...(await store.load(process, keys)).values()]
  if (found.some(({ finding }) => finding)) throw new Problem('not-ready', FINDING)
  if (found.some(({ changed }) => changed))
    throw new Problem('not-ready', 'What is stored of it was changed in the database.')
  return found.map(({ body }) => body as State)
}

/** @throws as `statesOf` */
export const stateOf = async <State>(deps: Pick<Deps, 'store'>, process: string, key: string) =>
  (await statesOf<State>(deps, process, [key]))[0]

export async function inForce(deps: Pick<Deps, 'store' | 'policy'>): Promise<InForce> {
  const state = (await stateOf<PolicyState>(deps, 'policies', POLICY)) ?? { number: 0 }
  const { number, name, figures } = state
  const file = deps.policy.file.policy
  if (name === undefined || figures === undefined)
    return { number, name: deps.policy.version, figures: tunedOf(file), parts: partsOf(undefined), unread: [] }
  const { unread } = deskFrom(figures, file)
  return { number, name, figures: tunedFrom(figures, file), stored: figures, parts: partsOf(figures), unread }
}

/** @throws Problem `not-found` */
export async function draftOf(deps: Pick<Deps, 'store'>, id: string): Promise<Draft> {
  const draft = await stateOf<Draft>(deps, 'policy-drafts', id)
  if (!draft) throw new Problem('not-found', 'There is no such draft: it was dropped.')
  return draft
}

/** @throws Problem `not-found` */
export async function versionOf(deps: Pick<Deps, 'store'>, number: number): Promise<PolicyVersion> {
  const version = await stateOf<PolicyVersion>(deps, 'policy-versions', versionKey(number))
  if (!version) throw new Problem('not-found', 'No version has this number.')
  return version
}
