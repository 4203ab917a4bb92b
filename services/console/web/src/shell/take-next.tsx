import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { ApiError } from './api.ts'
import { useFail } from './fail.ts'
import { useKeys } from './keys.tsx'
import { useMutation } from './once.ts'

/** A queue that people take from. */
interface Queue<Row> {
  /** The most urgent that nobody has. */
  readonly waiting: () => Promise<{ readonly items: readonly Row[] }>
  /** @returns the screen of what was taken */
  readonly take: (row: Row) => Promise<string>
  /** By which errors one learns that another was faster: the next one is tried. */
  readonly lost: readonly string[]
  readonly says: string
  readonly none: string
}

/** The most urgent that nobody has, by `t`: of several people who take it at once, each gets another. */
export function TakeNext<Row>({ waiting, take, lost, says, none }: Queue<Row>) {
  const fail = useFail()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const next = useMutation({
    mutationFn: async () => {
      for (const row of (await waiting()).items) {
        try {
          return await take(row)
        } catch (error) {
          if (!(error instanceof ApiError) || !lost.includes(error.code)) throw error
        }
      }
      return undefined
    },
    onSuccess: (taken) => (taken ? void navigate({ to: taken }) : void message.info(none)),
    onError: fail,
  })
  const run = () => next.mutate()
  useKeys([{ key: 't', says, run }])
  return (
    <Button type="primary" loading={next.isPending} onClick={run} aria-keyshortcuts="t">
      {says}
    </Button>
  )
}
