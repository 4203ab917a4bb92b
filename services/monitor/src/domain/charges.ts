import { hash32 } from '#monitor'

/** Every id in a list that is called `charges`, wherever that stands. */
export function chargesIn(state: unknown): string[] {
  if (Array.isArray(state)) return state.flatMap(chargesIn)
  if (typeof state !== 'object' || state === null) return []
  return Object.entries(state).flatMap(([name, each]) =>
    name === 'charges' && Array.isArray(each) ? (each as string[]) : chargesIn(each),
  )
}

/** The same without charges that are nobody’s any more. */
export function withoutCharges<State>(state: State, charges: readonly number[]): State {
  const gone = new Set(charges)
  const without = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(without)
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(
      Object.entries(each).map(([name, value]) => [
        name,
        name === 'charges' && Array.isArray(value)
          ? value.filter((id: string) => !gone.has(hash32(id)))
          : without(value),
      ]),
    )
  }
  return without(state) as State
}
