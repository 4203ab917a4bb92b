import type { Span } from './api.ts'

export interface Piece {
  readonly text: string
  readonly is: 'shared' | 'differs' | 'between'
}

/** A text in pieces: what the first text has too, what it has not, and what stands between. In order; nothing is lost. */
export function piecesOf(text: string, shared: readonly Span[], differs: readonly Span[]): readonly Piece[] {
  const marks = [
    ...shared.map(([from, to]) => ({ from, to, is: 'shared' as const })),
    ...differs.map(([from, to]) => ({ from, to, is: 'differs' as const })),
  ].sort((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  let done = 0
  for (const { from, to, is } of marks) {
    if (from > done) pieces.push({ text: text.slice(done, from), is: 'between' })
    if (to > Math.max(done, from)) pieces.push({ text: text.slice(Math.max(done, from), to), is })
    done = Math.max(done, to)
  }
  if (done < text.length) pieces.push({ text: text.slice(done), is: 'between' })
  return pieces
}
