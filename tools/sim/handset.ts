import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Api, openRoutes, Problem, servePage } from '#http'
import { measure, parseAddress, parseMsisdn } from '#sms'
import type { Simulator } from './smsc.ts'

/** One bubble of a conversation. */
export interface Bubble {
  readonly id: string
  readonly direction: 'mo' | 'mt'
  /** Short code or port on the other side. */
  readonly peer: string
  readonly text: string
  readonly segments: number
  readonly at: number
  /** MO: `sent` when the gateway has it (deliver_sm_resp), `refused` when it asked to try again. MT: `delivered`. */
  readonly state: 'sending' | 'sent' | 'refused' | 'delivered'
}

const page = resolve(dirname(fileURLToPath(import.meta.url)), '../../build/handset')
const MOST_BUBBLES = 300
const MOST_NUMBERS = 2000

/** The demo's numbers, which the page offers. */
export const demoNumbers = [
  { number: '8613800138000', zh: '小林', en: 'Lin' },
  { number: '8613900139000', zh: '老周', en: 'Zhou' },
  { number: '8613700137000', zh: '阿梅', en: 'Mei' },
  { number: '8613600136000', zh: '陈老师', en: 'Chen' },
  { number: '8613500135000', zh: '新用户', en: 'Newcomer' },
]

/** Puts the handset page on the HTTP server: phones of the simulated network, speaking through its SMPP link. */
export async function handsetRoutes(server: Api, simulator: Simulator, country: string): Promise<void> {
  const conversations = new Map<string, Bubble[]>()
  const listeners = new Map<string, Set<(bubble: Bubble) => void>>()
  let counter = 0

  const put = (number: string, bubble: Bubble): void => {
    const bubbles = conversations.get(number) ?? []
    const known = bubbles.findIndex((each) => each.id === bubble.id)
    if (known === -1) bubbles.push(bubble)
    else bubbles[known] = bubble
    if (bubbles.length > MOST_BUBBLES) bubbles.shift()
    conversations.delete(number)
    conversations.set(number, bubbles)
    if (conversations.size > MOST_NUMBERS) conversations.delete(conversations.keys().next().value as string)
    for (const listener of listeners.get(number) ?? []) listener(bubble)
  }
  simulator.on('mt', (mt) => {
    const { id, from, to, text, segments, at } = mt
    put(to, { id: `mt-${id}`, direction: 'mt', peer: from, text, segments, at, state: 'delivered' })
  })

  await openRoutes(server, async (http) => {
    http.get('/handset/api/numbers', { schema: { hide: true } }, async () => ({
      numbers: demoNumbers,
      link: simulator.bound > 0,
    }))

    http.post(
      '/handset/api/mo',
      {
        schema: {
          hide: true,
          body: z.object({ from: z.string().max(40), to: z.string().max(30), text: z.string().max(4000) }),
        },
      },
      async (request, reply) => {
        const from = parseMsisdn(request.body.from, country)
        if (!from) throw new Problem('number.invalid')
        const to = parseAddress(request.body.to)
        if (!to) throw new Problem('address.invalid')
        const { text } = request.body
        const bubble: Bubble = {
          id: `mo-${++counter}`,
          direction: 'mo',
          peer: to,
          text,
          segments: measure(text).segments,
          at: Date.now(),
          state: 'sending',
        }
        put(from, bubble)
        const state = await simulator.sendMo({ from, to, text }).then(
          ({ status }) => (status === 0 ? 'sent' : 'refused'),
          () => 'refused',
        )
        put(from, { ...bubble, state: state as Bubble['state'] })
        return reply.code(202).send({ id: bubble.id, state })
      },
    )

    http.get(
      '/handset/api/events',
      { schema: { hide: true, querystring: z.object({ number: z.string().max(40) }) } },
      (request, reply) => {
        const number = parseMsisdn(request.query.number, country)
        if (!number) throw new Problem('number.invalid')
        reply.hijack()
        const { raw } = reply
        raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        })
        const write = (bubble: Bubble) => raw.write(`data: ${JSON.stringify(bubble)}\n\n`)
        raw.write(`event: hello\ndata: ${JSON.stringify({ number })}\n\n`)
        for (const bubble of conversations.get(number) ?? []) write(bubble)
        const set = listeners.get(number) ?? new Set()
        set.add(write)
        listeners.set(number, set)
        const beat = setInterval(() => raw.write(': beat\n\n'), 15_000)
        raw.on('close', () => {
          clearInterval(beat)
          set.delete(write)
        })
      },
    )
  })
  // The page names its files by what is in them, so they may be kept; the page itself is asked for each time.
  servePage(server, { folder: page, base: '/handset/', paths: ['/handset'] })
}
