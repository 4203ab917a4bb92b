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

/** A link as an auditor looks at it: whether it was signed, and is past, that its content goes. */
export interface Shown extends Link {
  readonly erased?: boolean
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
  readonly flaw: 'content' | 'erased' | 'digest' | 'order' | 'missing' | 'head'
}

type Proved = Pick<Link, 'before' | 'number' | 'contentDigest' | 'digest'> & {
  readonly salt?: string | undefined
  readonly content?: unknown
}

/** True when the content is there, with its salt, and is the one that the digest is of. */
export const contentHolds = ({ contentDigest, salt, content }: Omit<Proved, 'before' | 'number' | 'digest'>): boolean =>
  salt !== undefined && content !== undefined && hash(`${salt}\n${canonical(content)}`) === contentDigest

/** True when the content is there, with its salt, and is the one that was chained. */
export const holds = (link: Proved): boolean =>
  contentHolds(link) && digestOf(link.before, link.number, link.contentDigest) === link.digest

/** What is wrong with a link that comes after `last`, the first of a chain after none; undefined when nothing is. */
export function flawOfLink(link: Shown, last?: { readonly number: number; readonly digest: string }): Flaw | undefined {
  const { id } = link
  if (link.number !== (last?.number ?? 0) + 1) return { id, flaw: 'missing' }
  if (link.salt === undefined && link.content === undefined) {
    if (!link.erased) return { id, flaw: 'erased' }
  } else if (link.salt === undefined || hash(`${link.salt}\n${canonical(link.content)}`) !== link.contentDigest)
    return { id, flaw: 'content' }
  if (digestOf(link.before, link.number, link.contentDigest) !== link.digest) return { id, flaw: 'digest' }
  return link.before === (last?.digest ?? genesis) ? undefined : { id, flaw: 'order' }
}

/**
 * Looks through one whole chain. Gives the first flaw: `content` was changed or has lost its salt, it was `erased` and that
 * was not signed, `digest` is not that of the record, `order` does not follow the one before, `missing` numbers, or the
 * `head` that is kept elsewhere is another.
 */
export function verifyChain(links: readonly Shown[], head?: { number: number; digest: string }): Flaw | undefined {
  let last: Shown | undefined
  for (const link of links.toSorted((a, b) => a.number - b.number)) {
    const flaw = flawOfLink(link, last)
    if (flaw) return flaw
    last = link
  }
  if (head && (head.number !== (last?.number ?? 0) || head.digest !== (last?.digest ?? genesis)))
    return { id: last?.id ?? '', flaw: 'head' }
  return undefined
}
