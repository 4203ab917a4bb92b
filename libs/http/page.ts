import { z } from 'zod'

/** The part of a query that asks for a page: what comes after a key, and how much. */
export const pageQuery = (most: number, usual: number) =>
  z.object({
    after: z.string().max(800).default('').describe('`next` of the page before'),
    limit: z.coerce.number().int().min(1).max(most).default(usual),
  })

/** Where the next page begins; nothing when this one was the last. */
export const nextOf = (found: readonly { readonly cursor: string }[], limit: number): { next?: string } => {
  const last = found.at(-1)
  return last && found.length === limit ? { next: last.cursor } : {}
}

/** Stands for a record whose stored form is none of ours any more: it was changed, and auditors are told which it is. */
export const unreadable = z.object({ id: z.string(), unreadable: z.literal(true) })

/** What is made of a stored record, or that nothing can be. */
export function readable<T>(schema: z.ZodType<T>, id: string, make: () => unknown): T | z.infer<typeof unreadable> {
  try {
    return schema.parse(make())
  } catch {
    return { id, unreadable: true }
  }
}

/** Where a record of evidence stands by what it holds: an auditor holds it against what was signed. */
export const standingShape = z.object({
  chain: z.string(),
  number: z.number(),
  at: z.number(),
  before: z.string(),
  digest: z.string(),
  whole: z.boolean().describe('Whether that is the digest it says of itself'),
})
