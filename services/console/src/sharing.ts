/** So long an answer serves others who ask for the same. */
const SHARED_MS = 1000
const MOST_SHARED = 100

/** What many ask for at once is worked out once, and is a second old at most. What failed is asked for anew. */
export function sharing<Answer>(now: () => number) {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<Answer> }>()
  return (question: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const found = kept.get(question)
    if (found && now() - found.at < SHARED_MS) return found.answer
    if (kept.size >= MOST_SHARED) kept.clear()
    const answer = ask()
    kept.set(question, { at: now(), answer })
    answer.catch(() => kept.delete(question))
    return answer
  }
}
