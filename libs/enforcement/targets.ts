import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import { type BlockTarget, blockTarget } from '#contracts'
import { Problem } from '#http'
import { parseAddress, parseMsisdn } from '#sms'

/** Why `com.cn` is no domain that can be blocked. */
export const WHOLE_SUFFIX = 'value: a whole suffix, or no domain'

/**
 * The target that somebody names, as it is compared: digits, E.164, a name in ASCII. Of a domain the scheme, a path and `www.`
 * are left out. A text when it is none: why not.
 */
export function targetOf(kind: string, typed: string, country: string): BlockTarget | string {
  const value = spelledOut(kind, typed, country)
  if (value === undefined) return `value: not a ${kind}`
  if (kind === 'domain') {
    const { domain, isIcann, isIp } = parse(value, { allowPrivateDomains: false })
    if (isIp || !domain || !isIcann) return WHOLE_SUFFIX
  }
  const parsed = blockTarget.safeParse({ kind, value })
  return parsed.success ? parsed.data : `value: not a ${kind}`
}

function spelledOut(kind: string, typed: string, country: string): string | undefined {
  switch (kind) {
    case 'port':
      return parseAddress(typed)
    case 'number':
      return parseMsisdn(typed, country)
    case 'prefix':
      return parseAddress(typed)
    case 'domain':
      return domainToASCII(
        typed
          .normalize('NFKC')
          .trim()
          .toLowerCase()
          .replace(/^[a-z]+:\/\//, '')
          .replace(/[/?#:].*$/, '')
          .replace(/^www\./, '')
          .replace(/\.$/, ''),
      )
    default:
      return undefined
  }
}

/** The same for a call. @throws Problem `block.target` */
export function namedTarget(kind: string, typed: string, country: string): BlockTarget {
  const target = targetOf(kind, typed, country)
  if (typeof target === 'string') throw new Problem('block.target', target)
  return target
}
