import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { call } from '../shell/api.ts'
import { AskWhy } from '../shell/ask-why.tsx'
import type { Done } from './api.ts'
import { useWords } from './words.ts'

/** A button that asks why, and does it: lifts a block, takes one off the white list. */
export function Act({ path, label, about }: { path: string; label: string; about?: string }) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [waits, setWaits] = useState(false)
  const act = async (note: string) => {
    const { status } = await call<Done>('POST', path, { note })
    await queries.invalidateQueries({ queryKey: ['blocks'] })
    if (status === 'open') setWaits(true)
    else setAsking(false)
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{label}</Button>
      <AskWhy
        name={`act-${path}`}
        open={asking}
        title={label}
        {...(waits ? { done: <Waits /> } : {})}
        send={act}
        onClose={() => setAsking(false)}
      >
        {about && <p>{about}</p>}
      </AskWhy>
    </>
  )
}

function Waits() {
  const t = useWords()
  const action = <Link to="/console/proposals">{t('toProposals')}</Link>
  return <Alert type="info" showIcon title={t('waits')} action={action} />
}
