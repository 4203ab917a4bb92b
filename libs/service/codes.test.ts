import { beforeEach, describe, expect, it } from 'vitest'
import { OpaqueIds } from '#evidence'
import { defaultPolicy } from '#policy'
import { PhoneCodes } from './codes.ts'

const msisdn = '+8613900000001'
const text = 'six digits and how long they hold'

describe('a code that is sent to a phone', () => {
  /** What the database remembers, and whoever can write it can take out. */
  const rows = new Map<string, string>()
  const store = {
    remember: async (name: string, value: string) => {
      const held = rows.get(name)
      if (held === undefined) rows.set(name, value)
      return held === undefined ? 'new' : held === value ? 'same' : 'other'
    },
    load: async () => new Map(),
  }
  const deps = {
    store,
    clock: { now: () => 0 },
    bus: { partitions: 1, publish: async () => undefined },
    keyOf: (name: string) => `key of ${name}`,
    policy: { policy: defaultPolicy, version: '1' },
    secrets: { sessionKeys: ['a secret of sessions'] },
    ids: new OpaqueIds(['a secret of ids']),
  } as unknown as ConstructorParameters<typeof PhoneCodes>[0]

  const sent = async (use = 'web-sign-in') => {
    const codes = new PhoneCodes(deps, use)
    let code = ''
    const { token } = await codes.send({
      msisdn,
      language: 'en',
      about: msisdn,
      text: (facts) => {
        code = facts.code
        return text
      },
    })
    const wrong = code === '000000' ? '000001' : '000000'
    return { codes, token, code, wrong }
  }
  const outcome = (checking: Promise<unknown>) =>
    checking.then(
      () => 'holds',
      (problem: { code: string }) => problem.code,
    )
  beforeEach(() => rows.clear())

  it('holds once', async () => {
    const { codes, token, code, wrong } = await sent()
    expect(await outcome(codes.check(token, wrong))).toBe('code.wrong')
    expect(await outcome(codes.check(token, code))).toBe('holds')
    expect(await outcome(codes.check(token, code))).toBe('code.over')
  })

  it('is not another because the database forgot it: what was typed first does not become it', async () => {
    const { codes, token, code, wrong } = await sent()
    for (const name of rows.keys()) rows.delete(name)
    expect(await outcome(codes.check(token, wrong))).toBe('code.wrong')
    expect(await outcome(codes.check(token, wrong))).toBe('code.wrong')
    expect(await outcome(codes.check(token, code))).toBe('holds')
  })

  it('is not told by its token, nor by what the database remembers', async () => {
    const [one, other] = [await sent(), await sent()]
    const payload = Buffer.from(one.token.split('.')[0] as string, 'base64url').toString()
    expect(payload).not.toContain(one.code)
    expect([...rows.values()].join()).not.toContain(one.code)
    expect(await outcome(other.codes.check(other.token, one.code === other.code ? one.wrong : one.code))).toBe(
      'code.wrong',
    )
  })
})
