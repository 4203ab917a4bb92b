import { lookup as resolve } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  // What is or carries an IPv4 address, which may be one inside: ::a.b.c.d, translated, NAT64, 6to4, Teredo.
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['100::', 64],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** True for an address inside: loopback, private, link-local, kept for documents, and what maps to one or carries one. */
export function isInside(address: string): boolean {
  const plain = address.split('%')[0] as string
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped) return inside.check(mapped, 'ipv4')
  return inside.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** Names that lead inside wherever they are asked for. */
const INSIDE_NAME = /^[^.]+$|(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/

/** Why a partner’s endpoint is none: only https, on the ports of the web, without credentials, to a host outside. */
export function flawOfUrl(url: string): string | undefined {
  const { protocol, hostname, port, username, password } = new URL(url)
  if (protocol !== 'https:') return 'It must be https.'
  if (username !== '' || password !== '') return 'It must hold no user or password; deliveries are signed.'
  if (port !== '' && port !== '8443') return 'Its port must be 443 or 8443.'
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host) !== 0) return isInside(host) ? 'Its address is one inside.' : undefined
  return INSIDE_NAME.test(host) ? 'Its name is one inside.' : undefined
}

export interface CallResult {
  readonly ok: boolean
  /** The HTTP status, or why there was none. */
  readonly result: string
}

/**
 * Posts to a partner's endpoint. The address is checked when it is connected to, so that no name leads inside; redirects
 * are not followed; of the answer only its status is read, however long it is or however slowly it comes.
 */
export function callWebhook(
  url: string,
  body: string,
  headers: Record<string, string>,
  { timeoutMs, allowInside }: { timeoutMs: number; allowInside: boolean },
): Promise<CallResult> {
  return new Promise((done) => {
    const target = new URL(url)
    const host = target.hostname.replace(/^\[|\]$/g, '')
    if (!allowInside && isIP(host) !== 0 && isInside(host)) return done({ ok: false, result: 'address inside' })
    const lookup: LookupFunction = (name, options, found) =>
      resolve(name, { ...options, all: true }, (error, addresses) => {
        const outside = error ? [] : addresses.filter((each) => allowInside || !isInside(each.address))
        const [first] = outside
        if (!first) return found(error ?? Object.assign(new Error('inside'), { code: 'address inside' }), '', 4)
        return options.all ? found(null, outside) : found(null, first.address, first.family)
      })
    const send = target.protocol === 'https:' ? requestHttps : requestHttp
    const signal = AbortSignal.timeout(timeoutMs)
    const request = send(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      lookup,
      signal,
    })
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      response.destroy()
      done({ ok: status >= 200 && status < 300, result: String(status) })
    })
    request.on('error', (error: NodeJS.ErrnoException) =>
      done({ ok: false, result: signal.aborted ? 'no answer in time' : (error.code ?? error.name).slice(0, 60) }),
    )
    request.end(body)
  })
}
