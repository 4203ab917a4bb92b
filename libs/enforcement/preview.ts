import { domainToUnicode } from 'node:url'
import { z } from 'zod'
import { dayOf } from '#calendar'
import { isSharedDomain, narrow } from '#campaigns'
import type { BlockTarget, NetworkScope } from '#contracts'
import type { Deps } from '#service'
import { type PortTraffic, sentSince } from './port-traffic.ts'

const DAY = 86_400_000
/** So many ports under one prefix are looked at. */
const MOST_PORTS = 2000

const counts = z.number().int().min(0)
export const stopped = z.object({
  otp: counts.describe('One-time passwords that it would have stopped'),
  service: counts.describe('Service messages that it would have stopped'),
  marketing: counts.describe('Marketing that it would have stopped'),
})

export const blockPreview = z.object({
  known: z.boolean().describe('Messages of it pass through here: else nobody can say what it would stop'),
  stopped: stopped.describe('What it would have stopped in the last seven days, today among them'),
  at_most: z
    .boolean()
    .describe(
      'A port’s messages are counted whole, of which it would stop a part: those of an extension are not counted apart',
    ),
  ports: z
    .array(z.object({ port: z.string(), partner: z.string(), ...stopped.shape }))
    .describe('Whose ports it would stop, those with most first'),
  protected: z.boolean().describe('It is on the white list'),
  shared: z.boolean().describe('A domain that honest senders link to as well, or under which anybody has a page'),
  two_people: z.boolean().describe('A second person must agree'),
  looks_like: z
    .object({
      written: z.string().describe('The domain in its own letters').meta({ example: 'аpple.com' }),
      plain: z.string().describe('What people read').meta({ example: 'apple.com' }),
    })
    .optional()
    .describe('A domain with letters that are drawn like others'),
})
export type BlockPreview = z.infer<typeof blockPreview>

/**
 * What a block would have stopped last week, from the counts that are kept by port, class and day: nothing is searched.
 * A sender on the white list, a prefix, a domain that is many people’s, and whatever stops many messages need two people.
 */
export async function previewOf(deps: Deps, target: BlockTarget, scope: NetworkScope): Promise<BlockPreview> {
  const { catalogue, clock, network, policy, store } = deps
  const now = clock.now()
  const { names, isPart } = portsOf(deps, target, now)
  const since = dayOf(now - 6 * DAY, policy.policy.timeZone)
  // Who blocks a port that is busy waits for none of its counts.
  const states = await store.load('port-traffic', names, { asCommitted: true })
  const ports = names.flatMap((port) => {
    // Who is on the white list goes on sending under a blocked prefix.
    if (target.kind === 'prefix' && network.isWhite({ kind: 'port', value: port }, now)) return []
    const state = states.get(port)?.body as PortTraffic | undefined
    const sent = state ? sentSince(state, since) : { service: 0, otp: 0, marketing: 0 }
    const would = scope === 'all' ? sent : { otp: 0, service: 0, marketing: sent.marketing }
    return [{ port, partner: catalogue.newestApproval(port)?.partnerId ?? '', ...would }]
  })
  const sum = (kind: 'otp' | 'service' | 'marketing') => ports.reduce((total, each) => total + each[kind], 0)
  const all = { otp: sum('otp'), service: sum('service'), marketing: sum('marketing') }
  const isProtected = network.isWhite(target, now)
  const shared = target.kind === 'domain' && isSharedDomain(target.value)
  const messages = all.otp + all.service + all.marketing
  const looksLike = target.kind === 'domain' ? looksOf(target.value) : undefined
  return {
    known: names.length > 0,
    stopped: all,
    at_most: isPart,
    ports: ports.sort((a, b) => total(b) - total(a)).slice(0, 20),
    protected: isProtected,
    shared,
    two_people:
      isProtected || shared || target.kind === 'prefix' || messages > policy.latest.policy.enforcement.aloneMessages,
    ...(looksLike ? { looks_like: looksLike } : {}),
  }
}

/** What a domain reads as whose letters are drawn like those of another: `аpple.com`, with a Cyrillic а. */
function looksOf(domain: string): { written: string; plain: string } | undefined {
  const written = domainToUnicode(domain)
  const plain = narrow(written).text
  return plain !== written && /^[a-z0-9.-]+$/.test(plain) ? { written, plain } : undefined
}

const total = ({ otp, service, marketing }: z.infer<typeof stopped>): number => otp + service + marketing

/**
 * Ports of the catalogue that a target means: what begins so, and the one that it is an extension of, or that extensions with
 * this beginning are of, whose messages are counted whole (docs/rules.md, "Short codes and words").
 */
function portsOf({ catalogue }: Deps, { kind, value }: BlockTarget, now: number): { names: string[]; isPart: boolean } {
  if (kind === 'domain') return { names: [], isPart: false }
  const within =
    kind === 'prefix'
      ? catalogue
          .ids('ports')
          .filter((port) => port.startsWith(value))
          .slice(0, MOST_PORTS)
      : [value].filter((port) => catalogue.newestApproval(port))
  const port = catalogue.portOf(value, now)
  const isPart = port !== value && catalogue.newestApproval(port) !== undefined
  return { names: isPart ? [...within, port] : within, isPart }
}
