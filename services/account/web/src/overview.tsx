import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from './api.ts'
import { Charges } from './charges.tsx'
import { Complaints } from './complaints.tsx'
import { LockAndGuardian } from './line.tsx'
import { Ports } from './ports.tsx'
import { Prompts } from './prompts.tsx'
import { Receipts } from './receipts.tsx'
import { Reports } from './reports.tsx'
import { Actions, Services } from './services.tsx'
import { SmsLanguage } from './sms-language.tsx'

/** Everything that is theirs, what waits for them first. Each part comes, and fails, by itself. */
export function Overview() {
  const own = useQuery({ queryKey: ['own'], queryFn: api.own, refetchInterval: 10_000 })
  useEffect(() => {
    // When it fails, they come in the morning as they would have.
    api.wantPrompts().catch(() => undefined)
  }, [])
  return (
    <>
      <Prompts />
      <Actions query={own} />
      <Services query={own} />
      <Charges own={own} />
      <Receipts />
      <Ports query={own} />
      <LockAndGuardian />
      <Complaints own={own} />
      <Reports />
      <SmsLanguage query={own} />
    </>
  )
}
