import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useCallback, useState } from 'react'
import { ApiError, call } from '../shell/api.ts'
import { dropDrafts } from '../shell/draft.ts'
import { useFail } from '../shell/fail.ts'
import { useMe } from '../shell/me.ts'
import { useMutation } from '../shell/once.ts'
import { useWords } from './words.ts'

export interface LookedUp {
  readonly ref: string
  readonly number: string
  /** Until when it may be acted for. */
  readonly until: string
}
interface Named {
  readonly name_zh: string
  readonly name_en: string
}
export interface Services {
  readonly services: readonly (Named & {
    readonly id: string
    readonly partner_zh: string
    readonly partner_en: string
    readonly port: string
    readonly tariff_fen: number
    readonly period: 'month' | 'once' | 'marketing'
    readonly package?: string
    readonly since: string
  })[]
  readonly blocks: readonly { readonly port: string; readonly scope: 'marketing' | 'full'; readonly since: string }[]
  readonly actions: readonly {
    readonly code: string
    readonly at: string
    readonly until: string
    readonly cancelled: readonly Named[]
    readonly port?: string
    readonly became?: string
  }[]
  /** Told last, and whether it is solved is still a question. */
  readonly refund?: Named & { readonly told_at: string }
  readonly language: 'zh-CN' | 'en'
}
export interface Charges {
  readonly items: readonly (Named & {
    readonly id: string
    readonly amount_fen: number
    readonly at: string
    readonly rule?: string
    readonly refund_fen: number
    readonly dispute?: 'open' | 'proven' | 'disproven'
  })[]
}
export interface Complaints {
  readonly items: readonly {
    readonly number: string
    readonly text: string
    readonly about_zh?: string
    readonly about_en?: string
    readonly made_at: string
    readonly state: 'open' | 'answered' | 'closed'
    readonly upheld?: boolean
    readonly can_reopen: boolean
  }[]
}
export interface Report {
  readonly number: string
  readonly sender?: string
  readonly text: string
  readonly made_at: string
  readonly state: 'open' | 'answered' | 'closed' | 'reopened' | 'withdrawn'
  readonly answer?: string
  /** Closed, and found to be true or not. */
  readonly proven?: boolean
  readonly can_rate: boolean
  readonly can_reopen: boolean
  readonly can_withdraw: boolean
}
interface Reports {
  readonly items: readonly Report[]
  readonly points: { readonly total: number }
}
export interface Prompts {
  readonly items: readonly { readonly id: string; readonly text: string; readonly expires_at: string }[]
}
export interface Receipts {
  readonly items: readonly {
    readonly id: string
    readonly number: number
    readonly service_zh: string
    readonly service_en: string
    readonly partner_zh: string
    readonly partner_en: string
    readonly content: {
      readonly asked: string
      readonly answer: string
      readonly answeredAt: number
      readonly channel: string
    }
  }[]
}
interface Mask {
  readonly masked: string
  readonly ref: string
}
export interface Line {
  readonly lock?: { readonly since: string; readonly held?: 'lost' | 'child'; readonly opens_at?: string }
  readonly guardian?: { readonly number: Mask; readonly since: string; readonly majority?: string }
  /** A phone was asked to be the guardian, and has not said yes yet. */
  readonly asked?: { readonly number: Mask; readonly until: string }
  readonly wards: readonly {
    readonly id: string
    readonly number: Mask
    readonly since: string
    readonly majority?: string
  }[]
  readonly cases: readonly string[]
}
/** What a loss from a moment on would put right, as who puts it right tells it. */
export interface WouldLose {
  readonly since: string
  readonly prompts: number
  readonly consents: readonly { readonly service: Named; readonly receipt: string; readonly at: string }[]
  readonly charges: readonly {
    readonly id: string
    readonly service: Named
    readonly amount_fen: number
    readonly at: string
    readonly refund_fen: number
  }[]
}
interface Parts {
  line: Line
  services: Services
  charges: Charges
  complaints: Complaints
  reports: Reports
  prompts: Prompts
  receipts: Receipts
}

/** Acts follow within milliseconds; what is read at once may be from before. */
const AGAIN_MS = [300, 1500]

const pathOf = (ref: string, part: string) => `/console/api/subscribers/${encodeURIComponent(ref)}/${part}`

export const lookUp = (whom: { number: string; reason: string; proposal?: string }) =>
  call<LookedUp>('POST', '/console/api/look-ups', whom)

/** One part of what the subscriber sees. */
export const usePart = <Name extends keyof Parts>(ref: string, part: Name) =>
  useQuery({
    queryKey: ['counter', ref, part],
    queryFn: () => call<Parts[Name]>('GET', pathOf(ref, part)),
    gcTime: 0,
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
  })

/** Before a loss is acted on: prompts and consents from who keeps them, charges from who keeps those. */
export const useWouldLose = (ref: string, since: string | undefined) =>
  useQuery({
    queryKey: ['counter', ref, 'lost', since],
    queryFn: async (): Promise<WouldLose> => {
      const query = `?since=${encodeURIComponent(since ?? '')}`
      const [line, { items }] = await Promise.all([
        call<Omit<WouldLose, 'charges'>>('GET', pathOf(ref, 'line/lost') + query),
        call<{ items: WouldLose['charges'] }>('GET', pathOf(ref, 'lost-charges') + query),
      ])
      return { ...line, charges: items }
    },
    enabled: since !== undefined,
    gcTime: 0,
    retry: false,
  })

/** Does something for the subscriber, as they could themselves; the phone is told. */
export function useAct(ref: string) {
  const t = useWords()
  const fail = useFail()
  const queries = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) => call<unknown>('POST', pathOf(ref, path), body),
    onSuccess() {
      void message.success(t('done'))
      const renew = () => void queries.invalidateQueries({ queryKey: ['counter', ref] })
      for (const ms of AGAIN_MS) setTimeout(renew, ms)
    },
    onError: fail,
  })
}

/** A draft is of whom one serves: whoever is looked up next finds none of it. */
export const draftOf = (ref: string, name: string): string => `of-${ref}:${name}`

/** Whom one serves: of this tab and this person, also when the session ends in the middle. */
export function useLookedUp(): [LookedUp | undefined, (next: LookedUp | undefined) => void] {
  const { id } = useMe()
  const key = `draft:${id}:looked-up`
  const [now, set] = useState<LookedUp | undefined>(() => {
    try {
      return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as LookedUp | null) ?? undefined
    } catch {
      return undefined
    }
  })
  const keep = useCallback(
    (next: LookedUp | undefined) => {
      if (next) sessionStorage.setItem(key, JSON.stringify(next))
      else sessionStorage.removeItem(key)
      if (now && now.ref !== next?.ref) dropDrafts(id, draftOf(now.ref, ''))
      set(next)
    },
    [key, id, now],
  )
  return [now && Date.parse(now.until) > Date.now() ? now : undefined, keep]
}
