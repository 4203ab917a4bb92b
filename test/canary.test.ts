import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, Phone } from './gateway.ts'
import { spellingsOf, spied } from './spied.ts'
import { until } from './until.ts'

const NUMBER = '8613712345678'
const TEXT = '金丝雀在唱歌 canary-song-4711'
const canaries = spellingsOf(NUMBER, TEXT)

/* Sends a number and a text that exist nowhere else through everything, and looks for them where they must not be. */
describe('personal data', () => {
  let on: Awaited<ReturnType<typeof spied>>
  beforeAll(async () => {
    on = await spied()
  })
  afterAll(() => on?.close())

  const call = async (path: string, body?: unknown, key = ADMIN_KEY): Promise<string> => {
    const init = {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    }
    const response = await fetch(on.url + path, {
      ...init,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return `${response.status} ${await response.text()}`
  }

  it('stands in no log, metric, trace, error or list, and a trace follows an SMS to its answer', async () => {
    const phone = new Phone(on.simulator, NUMBER)
    await phone.ask('10086', '0000')
    await phone.send('10086', TEXT)
    await phone.next()
    await phone.ask('10661234', '00000')
    await phone.send('10086', TEXT.repeat(10))
    await on.simulator.sendMo({ from: 'CANARYSONG', to: '10086', text: TEXT })
    // Prompts and their answers, charges, disputes, complaints, webhooks, the voice menu.
    await phone.ask('10661288', 'JB')
    await phone.ask('10086901', TEXT)
    await phone.ask('10086901', '是')
    await phone.ask('10086', `投诉 ${TEXT}`)
    await phone.ask('10086', `退费 ${TEXT}`)
    const answers = [
      await call('/v1/mo', { from: NUMBER, to: '10086', text: TEXT, channel: 'sms' }, 'wrong'),
      await call('/v1/mo', { from: `${NUMBER}x${TEXT}`, to: '10086', text: TEXT }),
      await call('/v1/mo', { from: NUMBER, to: TEXT, text: TEXT }),
      await call('/v1/mo', { from: NUMBER, to: 10086, text: [TEXT] }),
      await call('/v1/mt', { from: '10661234', to: NUMBER, text: TEXT, class: 'marketing' }),
      await call('/v1/mt', { from: '10661234', to: NUMBER, text: TEXT, class: 'otp' }),
      await call(`/v1/mt/${NUMBER}`),
      await call('/v1/import/subscriptions', { msisdn: NUMBER }),
      await call('/v1/webhooks', { url: 'https://example.com/hook', partner: 'sp-huayu' }),
      await call('/v1/subscription-requests', { subscriber: NUMBER, service: 'star-news', origin: { campaign: 'x' } }),
      await call('/v1/subscription-requests', { subscriber: `${NUMBER}x`, service: TEXT }),
      await call('/v1/charges', {
        items: [
          { id: 'c', subscriber: NUMBER, service: 'star-news', amount_fen: 800, charged_at: new Date().toISOString() },
        ],
      }),
      await call('/v1/charges', {
        items: [{ id: 'd', subscriber: `${NUMBER}x`, service: 'star-news', amount_fen: 800, charged_at: TEXT }],
      }),
      await call('/v1/charges/authorize', {
        items: [{ id: 'c', subscriber: NUMBER, service: 'star-news', amount_fen: 800, kind: 'month' }],
      }),
      await call('/v1/complaints', { subscriber: NUMBER, text: TEXT }),
      await call('/v1/voice', { subscriber: NUMBER }),
      await call('/v1/receipt-heads'),
      await call('/v1/settlements'),
      await call('/v1/disputes'),
      await call('/v1/webhook-deliveries?status=pending'),
      await call('/v1/dead-letters'),
      await call('/metrics'),
      await call('/readyz'),
    ]
    const bad = await fetch(`${on.url}/v1/import/subscriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/csv' },
      body: `msisdn,service_id,package,since\n${NUMBER},${TEXT.slice(0, 3)},,yesterday\n`,
    })
    answers.push((await bad.text()).replaceAll('金丝雀', ''))
    await until('the chain deliver_sm → decide → submit_sm is traced', () => {
      const all = on.traces.join('')
      return ['deliver_sm', 'decide subscriber', 'submit_sm'].every((name) => all.includes(`"name":"${name}"`))
    })
    await on.stop()
    const { traces } = on
    const everything = { logs: on.logs(), traces: traces.join('\n'), answers: answers.join('\n') }
    for (const [where, text] of Object.entries(everything)) {
      expect(text.length).toBeGreaterThan(100)
      for (const canary of canaries) expect(text.includes(canary), `${canary} in ${where}`).toBe(false)
    }
    const spans = traces.flatMap((body) =>
      (
        JSON.parse(body) as {
          resourceSpans: {
            scopeSpans: { spans: { name: string; traceId: string; spanId: string; parentSpanId?: string }[] }[]
          }[]
        }
      ).resourceSpans.flatMap((each) => each.scopeSpans.flatMap((scope) => scope.spans)),
    )
    const submit = spans.find((span) => span.name === 'submit_sm')
    const decide = spans.find((span) => span.spanId === submit?.parentSpanId)
    const deliver = spans.find((span) => span.spanId === decide?.parentSpanId)
    expect([decide?.name, deliver?.name, deliver?.traceId === submit?.traceId]).toEqual([
      'decide subscriber',
      'deliver_sm',
      true,
    ])
  })
})
