import { type DefaultError, type UseMutationOptions, useMutation as useAct } from '@tanstack/react-query'
import { useRef } from 'react'

/**
 * What somebody does: the same wish, pressed again before it is done, is that very one. A button that shows that it is at work
 * is a moment too late for a double click.
 */
export function useMutation<Data = unknown, Failure = DefaultError, Wish = void, Context = unknown>(
  options: UseMutationOptions<Data, Failure, Wish, Context>,
) {
  const going = useRef<{ readonly wish: string; readonly done: Promise<Data> }>(undefined)
  const { mutationFn: act } = options
  return useAct<Data, Failure, Wish, Context>({
    ...options,
    ...(act && {
      mutationFn(wish, context) {
        const named = JSON.stringify(wish) ?? ''
        if (going.current?.wish === named) return going.current.done
        const done = act(wish, context).finally(() => {
          if (going.current?.done === done) going.current = undefined
        })
        going.current = { wish: named, done }
        return done
      },
    }),
  })
}
