import { describe, expect, it } from 'vitest'
import { seeded } from '../libs/process/simulation/world.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const BLOCKS = 12
const MESSAGES = 30
const target = (n: number) => `1066${1000 + n}`
const reader = (n: number) => `86159${30_000_000 + n}`

let answers = 0

/** Asks again until somebody answers: what is said twice acts once. */
async function persist(fleet: Fleet, method: string, path: string, body?: unknown, key?: string) {
  let answered: { status: number; text: string } | undefined
  const isAnswered = async () => {
    try {
      const response = await fetch(fleet.url + path, {
        method,
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
          ...(key ? { 'idempotency-key': key } : {}),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      if (response.status < 500) answered = { status: response.status, text: await response.text() }
    } catch {
      // It is being killed, or starts.
    }
    return answered !== undefined
  }
  await until(`${method} ${path} is answered`, isAnswered, 200_000)
  answers++
  return answered as unknown as { status: number; text: string }
}

/* Blocks, and marketing that waits for its place, while the gateway is killed again and again. */
describe.each(modes)('kill -9 while operations act, %s', (mode) => {
  it('every block that was acknowledged holds, and all that was accepted to wait goes out', async () => {
    const fleet = new Fleet(mode)
    try {
      await fleet.open()
      let child = await fleet.start()
      const ports = Array.from({ length: BLOCKS }, (_, n) => `${target(n)},sp-huayu,jokes,otp,`)
      const rows = ['10665555,sp-huayu,jokes,marketing,600', ...ports].join('\n')
      const imported = await persist(
        fleet,
        'POST',
        '/v1/import/ports',
        `port,partner_id,category,classes,per_minute\n${rows}\n`,
      )
      expect(imported.text).toContain(`"taken":${BLOCKS + 1}`)
      const blocking = Array.from({ length: BLOCKS }, async (_, n) => {
        const wish = { kind: 'port', value: target(n), reason: 'spam', note: 'kill' }
        const placed = await persist(fleet, 'POST', '/v1/blocks', wish)
        expect(placed.status).toBe(202)
        if (n % 3 === 0) await persist(fleet, 'POST', `/v1/blocks/${JSON.parse(placed.text).id}/lift`, { note: 'kill' })
      })
      const sending = Array.from({ length: MESSAGES }, async (_, n) => {
        const mt = { from: '10665555', to: reader(n), text: `第${n}条`, class: 'marketing' }
        expect((await persist(fleet, 'POST', '/v1/mt', mt, `kill-${n}`)).status).toBe(202)
      })
      const acting = Promise.all([...blocking, ...sending])
      let done = false
      void acting.finally(() => {
        done = true
      })
      const random = seeded(mode === 'embedded' ? 21 : 22)
      for (let kill = 0; kill < (mode === 'embedded' ? 5 : 2); kill++) {
        const enough = answers + 1 + random() * 8
        await until('some more is answered', () => answers >= enough || done, 120_000)
        await Fleet.end(child)
        child = await fleet.start()
      }
      await acting
      const items = Array.from({ length: BLOCKS }, (_, n) => ({ from: target(n), to: reader(0), class: 'otp' }))
      const rules = async () =>
        JSON.parse((await persist(fleet, 'POST', '/v1/mt/check', { items })).text).items.map(
          (each: { rule: string }) => each.rule,
        )
      const expected = items.map((_, n) => (n % 3 === 0 ? 'allowed' : 'network.all'))
      await expect.poll(rules).toEqual(expected)
      const arrived = () => new Set(fleet.inbox.map(({ to }) => to)).size
      await until('all that was accepted has arrived', () => arrived() === MESSAGES)
    } finally {
      await fleet.close()
    }
  })
})
