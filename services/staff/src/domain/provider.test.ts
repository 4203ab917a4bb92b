import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { persons } from './person.ts'

const KEY = 'oidc.1001'
const said = {
  issuer: 'https://id.example',
  subject: 'u-1001',
  name: '李雪',
  role: 'operations',
  session: 's1',
  address: '10.1.1.1',
}
const person = (key = KEY) => new Play(persons, { key, refs: { policy, versionOf: () => undefined } })
const kinds = (emit: readonly { type: string }[]) => emit.map(({ type }) => type)

describe('somebody whom the provider vouched for', () => {
  it('has an account at the first time, bound to issuer and subject', () => {
    const play = person()
    const emit = play.say('provider.vouched', said)
    expect(kinds(emit)).toEqual(['person.changed', 'audit.noted', 'session.opened', 'audit.noted'])
    expect(emit[0]).toMatchObject({ data: { role: 'operations', madeBy: 'oidc', byProvider: true } })
    expect(play.state?.provider).toEqual({ issuer: said.issuer, subject: said.subject, isLost: false })
  })

  it.each([
    ['of another subject', { subject: 'u-1002' }],
    ['of another issuer', { issuer: 'https://evil.example' }],
  ])('is not let into the account %s', (_whose, other) => {
    const play = person()
    play.say('provider.vouched', said)
    const emit = play.say('provider.vouched', { ...said, ...other, role: 'administrator', session: 's2' })
    expect(emit).toMatchObject([{ type: 'audit.noted', data: { outcome: 'refused', reason: 'another account' } }])
    expect(play.state?.role).toBe('operations')
  })

  it('is not let into an account that was made here', () => {
    const play = person()
    play.say('person.set', { name: '李雪', role: 'auditor', interests: [], disabled: false, by: 'chen.admin' })
    expect(kinds(play.say('provider.vouched', said))).toEqual(['audit.noted'])
    expect(play.state?.provider).toBeUndefined()
  })

  it('is out, everywhere, when the provider gives them no role any more', () => {
    const play = person()
    play.say('provider.vouched', said)
    play.wait(60_000)
    const { role: _, ...without } = said
    const emit = play.say('provider.vouched', { ...without, session: 's2' })
    expect(emit).toMatchObject([
      { type: 'person.changed', data: { disabled: true, signedOutBefore: play.now } },
      { data: { outcome: 'refused', reason: 'no role' } },
    ])
    expect(kinds(play.say('sign-in.tried', { how: 'passkey', ok: true, session: 's3', address: '' }))).toEqual([
      'audit.noted',
    ])
  })

  it('has no credential of this console, which would hold on without the provider', () => {
    const play = person()
    play.say('provider.vouched', said)
    const hash = { hash: '$argon2id$x', temporary: true, by: 'chen.admin' }
    expect(play.sayBad('password.set', hash)).toContain('provider')
    const passkey = { id: 'k1', publicKey: 'p', counter: 0, name: 'x' }
    expect(play.sayBad('passkey.added', { passkey, by: KEY })).toContain('provider')
  })

  it('keeps what an administrator said about them', () => {
    const play = person()
    play.say('provider.vouched', said)
    const set = { name: '李雪', role: 'operations', interests: ['sp-huayu'], disabled: true, by: 'chen.admin' }
    play.say('person.set', set)
    const emit = play.say('provider.vouched', { ...said, session: 's2' })
    expect(kinds(emit)).not.toContain('session.opened')
    expect(play.state).toMatchObject({ interests: ['sp-huayu'], disabled: true })
  })
})
