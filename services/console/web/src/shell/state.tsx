import type { ReactNode } from 'react'

export type Tone = 'good' | 'news' | 'warn' | 'bad' | 'over'

/** How something stands, in a word that can be read in both looks. */
export const State = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`state state-${tone}`}>{children}</span>
)
