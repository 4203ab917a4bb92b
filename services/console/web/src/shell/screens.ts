import type { RouteComponent } from '@tanstack/react-router'

/** Where a screen stands in the rail, in this order. */
export const groups = [
  'overview',
  'cases',
  'review',
  'acting',
  'counter',
  'partners',
  'money',
  'messages',
  'system',
] as const
type Group = (typeof groups)[number]

/** A screen as its area gives it. What its address holds after `?` are strings, read with `useSearchState`. */
export interface Screen {
  /** Under `/console`, with `$name` for what varies. */
  readonly path: `/console${string}`
  /** `lazyRouteComponent(load, 'Name')`, with one `load` for all screens of an area, so that they are one chunk. */
  readonly component: RouteComponent
  /** Its entry in the rail; without it, it is reached from another screen. */
  readonly nav?: { readonly group: Group; readonly zh: string; readonly en: string }
  /** The purpose (libs/access) of what it shows; who lacks it does not see the entry. */
  readonly needs?: string
}
