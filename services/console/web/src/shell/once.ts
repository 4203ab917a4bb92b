import { type DefaultError, type UseMutationOptions, useMutation as useAct } from '@tanstack/react-query'
import { useState } from 'react'

/** Does things, and of the same wish that is asked for again before it is done gives the one answer. */
export function once<Wish, Data>() {
  let going: { readonly wish: string; readonly done: Promise<Data> } | undefined
  return (wish: Wish, act: () => Promise<Data>): Promise<Data> => {
    const named = JSON.stringify(wish) ?? ''
    if (going?.wish === named) return going.done
    const done = act().finally(() => {
      if (going?.done === done) going = undefined
    })
    going = { wish: named, done }
    return done
  }
}

/** What somebody does, by two clicks too. A button that shows that it is at work shows it a moment too late for the second. */
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
