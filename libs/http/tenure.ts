import type { Store } from '#store'

/** What services keep of a number says whose tenure it is of. */
interface Tenured {
  readonly tenure: number
}

/**
 * The tenure of a number (docs/rules.md, "Whose number"): what is begun on it carries this, and ends with it. Numbers that
 * never changed hands are in their first. Where the record was changed in the store it is nobody's: none is 0.
 */
export async function tenureOf(store: Pick<Store, 'load'>, key: string): Promise<number> {
  const known = (await store.load('tenures', [key])).get(key)
  return known?.changed ? 0 : ((known?.body as Partial<Tenured> | undefined)?.tenure ?? 1)
}

/** What is kept of a number, as far as it is of this tenure; what is a former owner’s is nobody’s here. */
export const ofTenure = <State extends Tenured>(state: State | undefined, tenure: number): State | undefined =>
  state?.tenure === tenure ? state : undefined
