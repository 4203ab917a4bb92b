import type { ProcessDefinition } from './types.ts'

/** In which lists a state stands, each `name=value`, and what they are sorted by. */
export interface Listing {
  readonly tags: readonly string[]
  readonly sort: string
}

/** What a commit writes beside a state, and what an auditor holds that against; undefined for what stands in no list. */
export function listingOf(
  { index, sort }: Pick<ProcessDefinition, 'index' | 'sort'>,
  state: unknown,
): Listing | undefined {
  if (!index) return undefined
  if (state === undefined) return { tags: [], sort: '' }
  return { tags: Object.entries(index(state)).map(([name, value]) => `${name}=${value}`), sort: sort?.(state) || '' }
}
