import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { persons } from './person.ts'

const MINUTE = 60_000
const refs = { policy, versionOf: () => undefined }
const li = { name: '李雪', role: 'operations', interests: [], disabled: false, by: 'chen.admin' }

/** 李雪 of operations, whose account an administrator made and who has set her own password. */
function liXue() {
  const play = new Play(persons, { key: 'li.xue', refs })
  play.say('person.set', li)
  play.say('password.set', { hash: '$argon2id$first', temporary: true, by: 'chen.admin' })
  play.say('password.set', { hash: '$argon2id$own', temporary: false, by: 'li.xue' })
  return play
}
const right = { how: 'password', ok: true, session: 's1', address: '10.1.1.1' }
const wrong = { how: 'password', ok: false, address: '10.1.1.1' }
const opened = (emit: readonly { type: string }[]) => emit.some(({ type }) => type === 'session.opened')

describe('signing in', () => {
  it('opens a session and is on the audit', () => {
    const emit = liXue().say('sign-in.tried', right)
    expect(emit).toMatchObject([
      { topic: 'staff.roster' },
      { topic: 'staff.sessions', key: 's1', type: 'session.opened', data: { personId: 'li.xue', mustChange: false } },
      { topic: 'audit.entries', data: { actor: 'li.xue', action: 'sign-in', outcome: 'done' } },
    ])
  })

  it('with a first password opens nothing but its change', () => {
    const play = new Play(persons, { key: 'li.xue', refs })
    play.say('person.set', li)
    play.say('password.set', { hash: '$argon2id$first', temporary: true, by: 'chen.admin' })
    expect(play.say('sign-in.tried', right)[1]).toMatchObject({ data: { mustChange: true } })
  })

  it('is locked after five wrong passwords: the right one opens nothing for a quarter of an hour', () => {
    const play = liXue()
    for (let i = 0; i < 5; i++) play.say('sign-in.tried', wrong)
    expect(opened(play.say('sign-in.tried', right))).toBe(false)
    play.wait(14 * MINUTE)
    expect(opened(play.say('sign-in.tried', right))).toBe(false)
    play.wait(2 * MINUTE)
    expect(opened(play.say('sign-in.tried', right))).toBe(true)
  })

  it('forgets wrong passwords when the right one came', () => {
    const play = liXue()
    for (let i = 0; i < 4; i++) play.say('sign-in.tried', wrong)
    play.say('sign-in.tried', right)
    for (let i = 0; i < 4; i++) play.say('sign-in.tried', wrong)
    expect(opened(play.say('sign-in.tried', right))).toBe(true)
  })

  it('uses a recovery code up, also when two are sent at the same time', () => {
    const play = liXue()
    play.say('recovery.set', { digests: ['r1', 'r2'], by: 'li.xue' })
    const use = { ...right, how: 'recovery', recovery: 'r1' }
    expect(opened(play.say('sign-in.tried', use))).toBe(true)
    expect(opened(play.say('sign-in.tried', { ...use, session: 's2' }))).toBe(false)
    expect(play.state?.recovery).toEqual(['r2'])
  })

  it('with a passkey goes on from its counter; a copy, whose counter goes back, opens nothing and is on the audit', () => {
    const play = liXue()
    const passkey = { id: 'k1', publicKey: 'p', counter: 3, name: 'YubiKey' }
    play.say('passkey.added', { passkey, by: 'li.xue' })
    const use = (counter: number, id = 'k1') =>
      play.say('sign-in.tried', { ...right, how: 'passkey', passkey: { id, counter } })
    expect(opened(use(5))).toBe(true)
    for (const counter of [5, 4, 0])
      expect(use(counter)).toMatchObject([{ data: { outcome: 'refused', reason: expect.stringContaining('copy') } }])
    expect(opened(use(6))).toBe(true)
    expect(use(7, 'k2')).toMatchObject([{ data: { outcome: 'refused', reason: 'no such passkey' } }])
  })

  it('with a passkey that counts nothing (one that is kept in step by a cloud) is no copy', () => {
    const play = liXue()
    play.say('passkey.added', { passkey: { id: 'k1', publicKey: 'p', counter: 0, name: 'x' }, by: 'li.xue' })
    const use = { ...right, how: 'passkey', passkey: { id: 'k1', counter: 0 } }
    expect([opened(play.say('sign-in.tried', use)), opened(play.say('sign-in.tried', use))]).toEqual([true, true])
  })

  it('needs no recovery code any more when the last second factor is gone', () => {
    const play = liXue()
    play.say('passkey.added', { passkey: { id: 'k1', publicKey: 'p', counter: 0, name: 'x' }, by: 'li.xue' })
    play.say('recovery.set', { digests: ['r1'], by: 'li.xue' })
    play.say('passkey.removed', { id: 'k1', by: 'li.xue' })
    expect(play.state).toMatchObject({ passkeys: [], recovery: [] })
  })

  it('of somebody who left opens nothing', () => {
    const play = liXue()
    play.say('person.set', { ...li, disabled: true })
    expect(play.say('sign-in.tried', right)).toMatchObject([{ data: { outcome: 'refused', reason: 'disabled' } }])
  })
})

describe('rights that change', () => {
  it.each([
    ['another role', { ...li, role: 'auditor' }],
    ['a disabled account', { ...li, disabled: true }],
  ])('end what was opened before: %s', (_what, change) => {
    const play = liXue()
    play.wait(MINUTE)
    const emit = play.say('person.set', change)
    expect(emit[0]).toMatchObject({ topic: 'staff.roster', data: { signedOutBefore: play.now } })
  })

  it('remember who could sign in as somebody else', () => {
    const play = liXue()
    expect(play.state?.madeBy).toBe('chen.admin')
    const emit = play.say('password.set', { hash: '$argon2id$reset', temporary: true, by: 'zhao.admin' })
    expect(emit[0]).toMatchObject({
      type: 'person.changed',
      data: { resetBy: 'zhao.admin', signedOutBefore: play.now },
    })
  })

  it('do not end a session when somebody changes their own password', () => {
    expect(liXue().say('password.set', { hash: '$argon2id$new', temporary: false, by: 'li.xue' })).toMatchObject([
      { topic: 'staff.roster', data: { signedOutBefore: Date.parse('2026-11-22T10:30:00Z') } },
      { topic: 'audit.entries' },
    ])
  })
})

describe('what is taken from somebody', () => {
  const DAY = 24 * 60 * MINUTE
  const formerlyOf = (play: ReturnType<typeof liXue>, type: string, data: object) =>
    play
      .say(type, data)
      .map(({ data }) => (data as { formerly?: object[] }).formerly)
      .find((each) => each !== undefined)

  it('counts as theirs for seven days, whether closed, narrowed, reset or vouched for anew', () => {
    for (const [type, data] of [
      ['person.set', { ...li, disabled: true }],
      ['person.set', { ...li, role: 'auditor' }],
      ['person.set', { ...li, interests: ['sp-huayu'] }],
      ['password.set', { hash: '$argon2id$reset', temporary: true, unknown: true, by: 'chen.admin' }],
      ['person.vouched', { interests: [], by: 'chen.admin' }],
    ] as const) {
      const play = liXue()
      const left = formerlyOf(play, type, data)
      expect([type, left]).toEqual([type, [{ role: 'operations', interests: [], until: play.now + 7 * DAY }]])
    }
  })

  it('is the most that they had, whatever is taken in which order, and is forgotten after that', () => {
    const play = liXue()
    play.say('person.set', { ...li, interests: ['sp-huayu'] })
    expect(formerlyOf(play, 'person.set', { ...li, interests: ['sp-huayu'], disabled: true })).toMatchObject([
      { role: 'operations', interests: [] },
    ])
    play.wait(8 * DAY)
    expect(formerlyOf(play, 'person.set', { ...li, disabled: true })).toBeUndefined()
  })

  it('is nothing where nothing is taken, and where the installation closes what the demo began with', () => {
    expect(formerlyOf(liXue(), 'person.set', { ...li, name: '李雪梅' })).toBeUndefined()
    expect(formerlyOf(liXue(), 'person.set', { ...li, disabled: true, by: 'system' })).toBeUndefined()
  })
})

it('all who vouched for somebody are kept, whoever did last', () => {
  const play = liXue()
  play.say('person.vouched', { interests: [], by: 'chen.admin' })
  expect(play.say('person.vouched', { interests: [], by: 'xu.admin' })[0]).toMatchObject({
    data: { vouchedBy: 'xu.admin', vouchers: ['chen.admin', 'xu.admin'] },
  })
})

describe('an account that somebody put back to what it was, or took away, in the database', () => {
  const lei = {
    issuer: 'https://idp',
    subject: 'lei',
    name: 'Lei',
    role: 'counter',
    session: 's1',
    address: '10.1.1.1',
  }

  it('is opened by no sign-in, and by nothing else than an administrator who sets it anew', () => {
    let told: number | undefined
    const play = new Play(persons, { key: 'oidc.lei', refs: { policy, versionOf: () => told } })
    const say = (type: string, data: unknown) => {
      const emit = play.say(type, data)
      for (const each of emit) if (each.topic === 'staff.roster') told = (each.data as { version: number }).version
      return emit
    }
    expect(opened(say('provider.vouched', lei))).toBe(true)
    const before = play.state
    say('person.set', { name: 'Lei', role: 'counter', interests: [], disabled: true, by: 'chen.admin' })
    play.wait(MINUTE)
    for (const row of [before, undefined]) {
      play.state = row
      expect(play.sayBad('provider.vouched', { ...lei, session: 's2' })).toMatch(/sets it anew/)
      expect(play.state).toBe(row)
    }
    say('person.set', { name: 'Lei', role: 'counter', interests: [], disabled: false, by: 'chen.admin' })
    expect(play.state).not.toHaveProperty('provider')
  })

  it('is none where it is only read again, message by message, after a restore', () => {
    const play = new Play(persons, {
      key: 'oidc.lei',
      refs: { policy, versionOf: () => Date.parse('2026-11-22T10:31:00Z') },
    })
    expect(opened(play.say('provider.vouched', lei))).toBe(true)
  })
})
