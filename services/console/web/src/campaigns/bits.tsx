import { Link } from '@tanstack/react-router'
import { State, type Tone } from '../shell/state.tsx'
import type { Listed } from './api.ts'
import { useWords } from './words.ts'

const tones: Readonly<Record<Listed['status'], Tone>> = {
  proposed: 'bad',
  growing: 'news',
  decided: 'good',
  merged: 'over',
}

/** How a campaign stands, in a word. */
export function CampaignState({ of }: { of: Listed['status'] }) {
  const t = useWords()
  return <State tone={tones[of]}>{t.of('statuses', of)}</State>
}

const isPort = (name: string): boolean => /^\d{3,21}$/.test(name)

/** A sender as reports name it: a port with its page, or what else it is. */
export function Sender({ of }: { of: string }) {
  const t = useWords()
  return isPort(of) ? (
    <Link to={`/console/ports/${of}`} className="number">
      {of}
    </Link>
  ) : (
    <span>{t.of('senderKinds', of)}</span>
  )
}

/** The same in a row that is a link itself. */
export function useSenderWord(): (name: string) => string {
  const t = useWords()
  return (name) => (isPort(name) ? name : t.of('senderKinds', name))
}

/** One decimal where there is one: 4.6, 5. */
export const weight = (figure: number): string => String(Math.round(figure * 10) / 10)
