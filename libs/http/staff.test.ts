import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { Staff } from './staff.ts'

const MINUTE = 60_000

describe('a session of staff', () => {
  /** The session of 李雪, last used two minutes ago. */
  async function isUsedBy(url: string, headers: Record<string, string> = {}): Promise<boolean> {
    let used = false
    const session = { personId: 'li.xue', openedAt: 1, seenAt: MINUTE, mustChange: false }
    const staff = new Staff({
      store: {
        load: async (_process, [digest = '']) => new Map([[digest, { body: session }]]) as never,
      },
      now: () => 3 * MINUTE,
      idleMs: 30 * MINUTE,
      wholeMs: 720 * MINUTE,
      seen: async () => {
        used = true
      },
    })
    staff.apply({ id: 'li.xue', name: '李雪', role: 'operations', interests: [], disabled: false, signedOutBefore: 0 })
    const request = { method: 'GET', routeOptions: { url }, headers: { cookie: 'quadzero_staff=s', ...headers } }
    expect((await staff.of(request as unknown as FastifyRequest))?.personId).toBe('li.xue')
    return used
  }

  it('goes on with what a person does', async () => {
    expect(await isUsedBy('/v1/proposals')).toBe(true)
  })

  it('is not kept going by a page that nobody is at: what it asks by itself, and its stream of news', async () => {
    expect(await isUsedBy('/v1/proposals', { 'x-attended': 'no' })).toBe(false)
    expect(await isUsedBy('/console/api/live')).toBe(false)
  })
})
