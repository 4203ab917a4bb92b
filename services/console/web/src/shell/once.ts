import { type DefaultError, type UseMutationOptions, useMutation as useAct } from '@tanstack/react-query'
import { useState } from 'react'

/** Does things, and of the same wish that is asked for again before it is done gives the one answer. */
export function once<Wish, Data>() {
  const going = new Map<Wish, Promise<Data>>()
  return (wish: Wish, act: () => Promise<Data>): Promise<Data> => {
    for (const [other, done] of going) if (isSame(wish, other)) return done
    const done = act().finally(() => going.delete(wish))
    going.set(wish, done)
    return done
  }
}

/** Plain values are the same by what is in them; a file, a date and whatever else is more than its fields, only as itself. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (!isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other)) return false
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => isSame(one[name], other[name]))
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  Array.isArray(value) ||
  (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)

/**
 * What somebody does, by two clicks too. A button that shows that it is at work shows it a moment too late for the second.
 * All that it sends is part of the wish (its variables): what it would read elsewhere may have changed between the two. What
 * it is done to is the component’s: one that goes on to the next has its id as key.
 */
export function useMutation<Data = unknown, Failure = DefaultError, Wish = void, Context = unknown>(
  options: UseMutationOptions<Data, Failure, Wish, Context>,
) {
  const [run] = useState(once<Wish, Data>)
  const { mutationFn: act } = options
  return useAct<Data, Failure, Wish, Context>({
    ...options,
    ...(act && { mutationFn: (wish, context) => run(wish, () => act(wish, context)) }),
  })
}
