import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadPolicy } from '#policy'
import { removeFolder, temporaryFolder } from '../../test/servers.ts'
import { readConfig, showsHandset } from './index.ts'

describe('the environment', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8080,
      DATA_DIR: './data',
      mode: 'embedded',
      links: [],
      services: [],
    })
  })

  it('reads which paths a host name reaches', () => {
    const { hosts } = readConfig({ HTTP_HOSTS: 'My.example.com=/account,/confirm; ops.example.com=/console' })
    expect([...hosts]).toEqual([
      ['my.example.com', ['/account', '/confirm']],
      ['ops.example.com', ['/console']],
    ])
    for (const wrong of ['my.example.com', 'my.example.com=account', '=/account', 'a=/b,,/c', 'a=/b c'])
      expect(() => readConfig({ HTTP_HOSTS: wrong }), wrong).toThrow('HTTP_HOSTS, entry 1')
  })

  it('reads what the groups of a provider make of a person', () => {
    const given = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'quadzero' }
    const roles = (text: string) => readConfig({ ...given, OIDC_ROLES: text }).oidc
    expect(roles('realm_access.roles: ops team=operations, audit=auditor')).toMatchObject({
      claim: 'realm_access.roles',
      roles: [
        ['ops team', 'operations'],
        ['audit', 'auditor'],
      ],
    })
    expect(roles('https://id.example/groups: a=counter')?.claim).toBe('https://id.example/groups')
    for (const wrong of ['', 'groups', 'groups: ', 'groups: a=king', 'groups: a=auditor,', 'groups: a=b=auditor'])
      expect(() => roles(wrong), wrong).toThrow('OIDC_ROLES')
    expect(() => readConfig({ ...given, OIDC_ISSUER: 'http://id.example', OIDC_ROLES: 'g: a=auditor' })).toThrow(
      'https',
    )
    expect(readConfig({}).oidc).toBeUndefined()
  })

  it('describes links as URLs', () => {
    const { links } = readConfig({
      SMSC_LINKS:
        'smpp://me:s%40cret@smsc.example:2775?bind=receiver&window=10&name=a&encoding=gbk, smpp://x:y@[::1]:2776?tls=1',
    })
    expect(links).toEqual([
      {
        name: 'a',
        smsc: 'smsc.example:2775',
        host: 'smsc.example',
        port: 2775,
        system_id: 'me',
        password: 's@cret',
        bind: 'receiver',
        window: 10,
        encoding: 'gbk',
        tls: false,
      },
      {
        name: 'link-2',
        smsc: '[::1]:2776',
        host: '::1',
        port: 2776,
        system_id: 'x',
        password: 'y',
        bind: 'transceiver',
        window: 100,
        encoding: 'gsm',
        tls: true,
      },
    ])
  })

  it.each([
    [{ HTTP_PORT: '99999' }, 'HTTP_PORT'],
    [{ SMSC_LINKS: 'http://a:b@c:1' }, 'it does not begin with smpp://'],
    [{ SMSC_LINKS: 'smpp://a:b@c:1?bind=all' }, 'bind must be'],
    [{ SMSC_LINKS: 'smpp://a:b@c:1?window=0' }, 'window must be'],
    [{ SMSC_LINKS: 'smpp://a:longpassword@c:1' }, '8 of password'],
    [{ SMSC_LINKS: `smpp://a:b@c:1?name=${'x'.repeat(41)}` }, 'name must be 1 to 40'],
    [{ SMSC_LINKS: 'smpp://a:b@c:1?name=x,smpp://a:b@d:1?name=x' }, 'two links named x'],
    [{ SMSC_LINKS: 'smpp://a:b@c:1?smsc=no|ne' }, 'smsc must be 1 to 270'],
    [{ KAFKA_BROKERS: 'k:1', MONGODB_URL: 'mongodb://m/q' }, 'NUMBER_KEY is required'],
    [{ KAFKA_BROKERS: 'k:1', MONGODB_URL: 'mongodb://m/q', NUMBER_KEY: 'x'.repeat(16) }, 'SESSION_KEY is required'],
    [{ NUMBER_KEY: 'x' }, 'NUMBER_KEY: must have 16'],
    [{ SESSION_KEY: 'short' }, 'SESSION_KEY: must have 16'],
    [{ ID_KEY: `${'x'.repeat(16)},short` }, 'ID_KEY: must have 16'],
    [{ SEAL_KEY: 'short' }, 'SEAL_KEY: must have 16'],
    [{ EXCHANGE_KEY: `${'x'.repeat(16)},short` }, 'EXCHANGE_KEY: must have 16'],
    [{ EXCHANGE_PEERS: 'op-b=short' }, 'EXCHANGE_PEERS: must be'],
    [{ EXCHANGE_KEY: 'change-me-exchange-key', DEMO: 'off' }, 'EXCHANGE_KEY is the one of the demo'],
    [{ NUMBER_KEY: 'change-me-number-key', DEMO: 'off' }, 'NUMBER_KEY is the one of the demo'],
    [{ ID_KEY: `${'x'.repeat(16)},change-me-id-key-0000`, DEMO: 'off' }, 'ID_KEY is the one of the demo'],
  ])('%j is refused with what to do', (environment, words) => {
    expect(() => readConfig(environment)).toThrow(words)
    expect(() => readConfig(environment)).not.toThrow('longpassword')
  })
})

it.each([
  [{}, true],
  [{ HTTP_HOST: '127.0.0.2' }, true],
  [{ HTTP_HOST: '0.0.0.0' }, false],
  [{ HTTP_HOST: '192.168.1.7' }, false],
  [{ DEMO: 'off' }, false],
  [{ HANDSET: 'off' }, false],
  [{ HANDSET: 'on', HTTP_HOST: '0.0.0.0', DEMO: 'off' }, true],
])('with %j the handset page, which anybody can text from, is there: %s', (environment, isThere) => {
  expect(showsHandset(readConfig(environment))).toBe(isThere)
})

describe('the policy', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'policy.json')

  it('is overridden figure by figure, and then has another version', () => {
    writeFileSync(file, '{ "listValidMinutes": 60, "segments": { "list": 4 } }')
    const { policy, version } = loadPolicy(file)
    expect([policy.listValidMinutes, policy.segments, policy.undoMinutes]).toEqual([60, { list: 4, answer: 3 }, 30])
    expect(version).not.toBe(loadPolicy().version)
  })

  it.each([
    ['{ "listValidMinute": 60 }', 'Unrecognized key'],
    ['{ "undoMinutes": 0 }', 'undoMinutes'],
    ['{', 'cannot be read as JSON'],
  ])('%s is refused with the file and the place', (text, words) => {
    writeFileSync(file, text)
    expect(() => loadPolicy(file)).toThrow(words)
  })

  afterAll(() => removeFolder(folder))
})
