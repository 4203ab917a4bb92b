import type { FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import type { Store } from '#store'
import { SESSION_COOKIE, sessionNames, sessionOf } from './session.ts'

const secrets = ['the-present-secret-0002', 'the-former-secret-0001']
const NOW = 1_795_000_000_000
const own = { key: 'key-of-lin', msisdn: '8613800138000', tenure: 2, until: NOW + 1 }

/** A store that has one session, kept under one of the secrets, and says whose number it is now. */
function storeWith(session: object, { under = secrets[0] as string, tenure = 2 } = {}): Pick<Store, 'load'> {
  const [name = ''] = sessionNames([under], 'what-the-cookie-holds')
  const rows: Record<string, Record<string, object>> = {
    'web-sessions': { [name]: session },
    tenures: { 'key-of-lin': { tenure } },
  }
  return {
    load: async (process, keys) =>
      new Map(
        keys.flatMap((key) => {
          const body = rows[process]?.[key]
          return body ? [[key, { body, wakeAt: undefined }] as const] : []
        }),
      ),
  }
}
const asks = (cookie = 'what-the-cookie-holds') =>
  ({ headers: { cookie: `${SESSION_COOKIE}=${cookie}` } }) as unknown as FastifyRequest
const missing = { code: 'session.missing' }

describe('a session of the own page', () => {
  it.each(secrets)('is its subscriber’s, kept under either secret while one is rotated: %s', async (under) => {
    const session = await sessionOf({ store: storeWith(own, { under }), secrets, now: NOW }, asks())
    expect(session).toMatchObject({ key: 'key-of-lin', tenure: 2 })
    expect(session.id).toHaveLength(24)
  })

  it('is over at its end, also while its lane is behind and its row still stands', async () => {
    const store = storeWith(own)
    await expect(sessionOf({ store, secrets, now: own.until }, asks())).rejects.toMatchObject(missing)
  })

  it('is nobody’s in another tenure of the number, nor under a secret that is not known, nor by another cookie', async () => {
    for (const [store, request] of [
      [storeWith(own, { tenure: 3 }), asks()],
      [storeWith(own, { under: 'a-secret-of-nobody-0003' }), asks()],
      [storeWith(own), asks('something-else')],
      [storeWith(own), { headers: {} } as FastifyRequest],
    ] as const)
      await expect(sessionOf({ store, secrets, now: NOW }, request)).rejects.toMatchObject(missing)
  })
})
