import { Alert, Button } from 'antd'
import { ApiError, call } from './api.ts'
import { useWhy } from './fail.ts'
import { useMe } from './me.ts'
import { useMutation } from './once.ts'
import { useWords } from './words.ts'

const keyOf = (person: string): string => `draft:${person}:sights`

/** What names, beside a sight or a look-up, the second person’s yes to more than those of an hour: of this person and tab. */
export function useAgreedSights(): () => { readonly proposal?: string } {
  const key = keyOf(useMe().id)
  return () => {
    const proposal = sessionStorage.getItem(key)
    return proposal === null ? {} : { proposal }
  }
}

/**
 * Why a number is not shown; and where it is one more than those of an hour, a way to have a second person agree. Where
 * nobody else could, it is agreed at once.
 */
export function SightError({
  error,
  reasonOf,
  onAgreed,
}: {
  error: unknown
  reasonOf: () => string
  onAgreed: () => void
}) {
  const t = useWords()
  const why = useWhy()
  const key = keyOf(useMe().id)
  const ask = useMutation({
    mutationFn: (reason: string) =>
      call<{ proposal: string; status: 'applied' | 'open' }>('POST', '/console/api/sights/ask', { reason }),
    onSuccess({ proposal, status }) {
      sessionStorage.setItem(key, proposal)
      if (status === 'applied') onAgreed()
    },
  })
  if (!error) return null
  const isMany = error instanceof ApiError && error.code === 'sight.many'
  return (
    <>
      <Alert
        type="error"
        showIcon
        className="gap"
        title={why(error)}
        action={
          isMany &&
          !ask.isSuccess && (
            <Button size="small" loading={ask.isPending} onClick={() => ask.mutate(reasonOf())}>
              {t('moreSights')}
            </Button>
          )
        }
      />
      {ask.error && <Alert type="error" showIcon className="gap" title={why(ask.error)} />}
      {isMany && ask.data?.status === 'open' && <Alert type="info" showIcon className="gap" title={t('moreAsked')} />}
    </>
  )
}
