import { createHash } from 'node:crypto'
import { canonical, genesis } from './chain.ts'

/** Where a chain stands. */
export interface Place {
  readonly number: number
  readonly digest: string
}

/**
 * Which state of a record that changes this is. Its states are a chain of which the last link is kept: each names the one
 * before it, so that what was signed of one is followed by what is signed of the next.
 */
export interface Version extends Place {
  /** When it came to be, ms. */
  readonly at: number
  readonly before: string
  /** Of what is guessed easily: without it whoever sees the digest could try contents. What was signed before has none. */
  readonly salt?: string
}

export const start: Place = { number: 0, digest: genesis }

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
const known = new WeakMap<object, string>()

/**
 * Digest of content that grows by parts: what is the same object as before is not read again. Only of what is never
 * changed in place, as states are not.
 */
function fingerprint(value: unknown): string {
  if (typeof value !== 'object' || value === null) return canonical(value)
  const found = known.get(value)
  if (found !== undefined) return found
  const parts = Array.isArray(value)
    ? `[${value.map(fingerprint).join(',')}]`
    : `{${Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, each]) => `${JSON.stringify(name)}:${fingerprint(each)}`)
        .join(',')}}`
  const made = `#${hash(parts)}`
  known.set(value, made)
  return made
}

const digestOf = ({ number, at, before, salt }: Omit<Version, 'digest'>, content: object): string =>
  hash([before, number, at, ...(salt === undefined ? [] : [salt]), fingerprint(content)].join('\n'))

/**
 * Where a record stands by what it holds, whatever it says of itself: what was changed in the store is not taken over by
 * the version that follows.
 */
export const placeOf = (version: Version | undefined, content: object): Place =>
  version ? { number: version.number, digest: digestOf(version, content) } : start

/** The version that follows. */
export function versionAfter({ number, digest }: Place, content: object, at: number, salt?: string): Version {
  const made = { number: number + 1, at, before: digest, ...(salt === undefined ? {} : { salt }) }
  return { ...made, digest: digestOf(made, content) }
}

/** Where a record stands, as an auditor asks: by what it holds, and whether that is what it says of itself. */
export interface Standing extends Place {
  readonly chain: string
  readonly at: number
  readonly before: string
  readonly whole: boolean
}

export function standingOf(chain: string, version: Version | undefined, content: object): Standing {
  const place = placeOf(version, content)
  const whole = place.digest === version?.digest
  return { chain, ...place, at: version?.at ?? 0, before: version?.before ?? '', whole }
}
