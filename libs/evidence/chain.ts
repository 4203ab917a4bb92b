import { createHash, createHmac } from 'node:crypto'

/**
 * Evidence as a chain of salted digests: each record names the one before it, so a record that was changed, left out or
 * put in between is found; and a record whose content and salt were erased leaves the chain whole.
 */
export interface Link {
  readonly id: string
  /** Place in the chain, from 1. */
  readonly number: number
  /** Digest of the record before; `genesis` of the first. */
  readonly before: string
  readonly contentDigest: string
  readonly digest: string
  /** Both absent when they were erased. */
  readonly salt?: string
  readonly content?: unknown
}

export const genesis = 'genesis'

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** JSON with its names in order, so that the same content has one digest whoever stored it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const names = Object.keys(value).filter((name) => (value as Record<string, unknown>)[name] !== undefined)
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical((value as Record<string, unknown>)[name])}`)
    .join(',')}}`
}

/** A salt that nobody without the secret can make again, the same for the same cause. */
export const saltOf = (secret: string, cause: string): string =>
  createHmac('sha256', secret).update(`salt:${cause}`).digest('base64url')

/** The next link of a chain. */
export function linkAfter(
  head: { readonly number: number; readonly digest: string } | undefined,
  salt: string,
  content: unknown,
): { number: number; before: string; contentDigest: string; digest: string } {
  const before = head?.digest ?? genesis
  const number = (head?.number ?? 0) + 1
  const contentDigest = hash(`${salt}\n${canonical(content)}`)
  return { number, before, contentDigest, digest: digestOf(before, number, contentDigest) }
}

const digestOf = (before: string, number: number, contentDigest: string): string =>
  hash(`${before}\n${number}\n${contentDigest}`)

export interface Flaw {
  /** The record that was changed, or stands where one is missing. */
  readonly id: string
  readonly flaw: 'content' | 'digest' | 'order' | 'missing' | 'head'
}

/**
 * Looks through one whole chain. Gives the first flaw: `content` was changed, `digest` is not that of the record, `order`
 * does not follow the one before, `missing` numbers, or the `head` that is kept elsewhere is another.
 */
export function verifyChain(links: readonly Link[], head?: { number: number; digest: string }): Flaw | undefined {
  let before = genesis
  let number = 0
  for (const link of links.toSorted((a, b) => a.number - b.number)) {
    if (link.number !== number + 1) return { id: link.id, flaw: 'missing' }
    if (link.salt !== undefined && hash(`${link.salt}\n${canonical(link.content)}`) !== link.contentDigest)
      return { id: link.id, flaw: 'content' }
    if (digestOf(link.before, link.number, link.contentDigest) !== link.digest) return { id: link.id, flaw: 'digest' }
    if (link.before !== before) return { id: link.id, flaw: 'order' }
    before = link.digest
    number = link.number
  }
  if (head && (head.number !== number || head.digest !== before)) return { id: links.at(-1)?.id ?? '', flaw: 'head' }
  return undefined
}
