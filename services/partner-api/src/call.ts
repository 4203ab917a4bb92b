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
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** True for an address inside: loopback, private, link-local, and what maps to one. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return inside.check(mapped, 'ipv4')
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
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
