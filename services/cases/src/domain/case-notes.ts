import type { CaseNote, Turn } from './case-state.ts'

/** Notes that people write on one case, and one person of them: nobody writes those of others away, nor shuts them out. */
const MOST_NOTES = 100
const MOST_OF_ONE = 40
/** What is noted beside of steps that people took: the last ones. */
const MOST_STEPS = 100

/** Why nobody, or this person, notes more; undefined: they may. */
export function fullFor(notes: readonly CaseNote[], by: string): string | undefined {
  const written = notes.filter(({ step }) => !step)
  if (written.length >= MOST_NOTES) return `A case keeps ${MOST_NOTES} notes: attach a file.`
  const isFull = written.filter((each) => each.by === by).length >= MOST_OF_ONE
  return isFull ? `A case keeps ${MOST_OF_ONE} notes of one person: attach a file.` : undefined
}

/** With one more: what people wrote stays, of steps the last ones do; put off again it says why once. */
function withNote(notes: readonly CaseNote[], note: CaseNote): readonly CaseNote[] {
  const last = notes.at(-1)
  const isAgain = note.step === 'snoozed' && last?.step === 'snoozed' && last.by === note.by
  const next = [...(isAgain ? notes.slice(0, -1) : notes), note]
  const steps = next.filter(({ step }) => step)
  const gone = new Set(steps.slice(0, Math.max(0, steps.length - MOST_STEPS)))
  return next.filter((each) => !gone.has(each))
}

export const noted = ({ state, emit }: Turn, { by, text, step }: Omit<CaseNote, 'at'>, at: number): Turn => ({
  state: { ...state, notes: withNote(state.notes, { at, by, text, ...(step ? { step } : {}) }) },
  emit,
})
