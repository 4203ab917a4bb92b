import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readConfig } from '#config'
import { removeFolder, temporaryFolder } from '../test/servers.ts'
import { followSecrets, readSecrets, secretsAgain } from './secrets.ts'

const folder = temporaryFolder()
afterEach(() => removeFolder(folder))

it('secrets that a data folder is given, or that are added to it, are read by nobody but its owner', () => {
  const config = readConfig({ DATA_DIR: folder })
  const file = join(folder, 'secrets.json')
  const rights = () => (statSync(file).mode & 0o777).toString(8)
  mkdirSync(folder, { recursive: true })
  const made = readSecrets(config)
  expect([rights(), readSecrets(config)]).toEqual(['600', made])
  chmodSync(file, 0o644)
  expect([readSecrets(config), rights()]).toEqual([made, '600'])
  const { sealKey: _, ...former } = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify(former))
  chmodSync(file, 0o644)
  expect(readSecrets(config).numberKey).toBe(made.numberKey)
  expect([rights(), JSON.parse(readFileSync(file, 'utf8'))]).toMatchObject(['600', { sealKey: expect.any(String) }])
})

it('secrets in files are in force from when they are looked at; what is none is told once, and the former go on', () => {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), `${text}\n`)
  const given = { SECRETS_DIR: folder, DATA_DIR: join(folder, 'data'), EXCHANGE_KEY: 'of-the-environment-1' }
  const now = () => readSecrets(readConfig(given))
  write('ADMIN_KEY', 'an-administrators-key-1')
  write('NUMBER_KEY', 'a-number-key-for-good')
  const secrets = now()
  const { adminKeys, exchangeKeys } = secrets
  expect([adminKeys, exchangeKeys]).toEqual([['an-administrators-key-1'], ['of-the-environment-1']])
  const told: unknown[] = []
  const log = { info: (fields: object) => told.push(fields), error: (fields: object) => told.push(fields) }
  const follow = followSecrets(secrets, now, log, 3_600_000)
  follow.again()
  expect(told).toEqual([])

  write('ADMIN_KEY', 'an-administrators-key-2,an-administrators-key-1')
  write('EXCHANGE_KEY', 'of-the-file-00000002')
  follow.again()
  // The lists are the same: whoever had them has what is in them now.
  expect([adminKeys, exchangeKeys]).toEqual([
    ['an-administrators-key-2', 'an-administrators-key-1'],
    ['of-the-file-00000002'],
  ])
  expect(told).toEqual([{ believed: { EXCHANGE_KEY: 1, ADMIN_KEY: 2 } }])

  write('ADMIN_KEY', 'short')
  follow.again()
  follow.again()
  expect([told.length, adminKeys.length]).toEqual([2, 2])
  expect(JSON.stringify(told)).toContain('ADMIN_KEY: must have 20 characters or more')
  expect(JSON.stringify(told)).not.toContain('short')

  write('ADMIN_KEY', 'an-administrators-key-2')
  write('NUMBER_KEY', 'another-number-key')
  follow.again()
  expect([adminKeys, secrets.numberKey]).toEqual([['an-administrators-key-2'], 'a-number-key-for-good'])
  expect(told.slice(2)).toEqual([{ believed: { ADMIN_KEY: 1 } }, { why: 'NUMBER_KEY' }])
  follow.stop()
})

/** A gateway that runs, as far as its secrets go: what it has in force, and what it says. */
function running(environment: NodeJS.ProcessEnv) {
  const secrets = readSecrets(readConfig(environment))
  const why: string[] = []
  const log = { info() {}, error: (fields: object) => why.push((fields as { why: string }).why) }
  const { again } = followSecrets(secrets, secretsAgain(environment, secrets), log, 3_600_000)
  return { secrets, why, again }
}

it('embedded, a gateway that runs makes itself no secrets when its file is away, and takes none of other data', () => {
  const file = join(folder, 'secrets.json')
  const { secrets, why, again } = running({ DATA_DIR: folder })
  const former = structuredClone(secrets)
  const kept = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  again()
  expect([existsSync(file), secrets, why]).toEqual([false, former, [expect.stringContaining('cannot be read')]])
  writeFileSync(file, JSON.stringify({ ...kept, numberKey: 'of-other-data-0001', sessionKey: 'of-other-data-0002' }))
  again()
  expect([secrets, why]).toEqual([former, [why[0], expect.stringContaining('another number key')]])
  writeFileSync(file, JSON.stringify({ ...kept, sessionKey: `a-session-key-0002, ${kept.sessionKey}` }))
  again()
  expect(secrets).toEqual({ ...former, sessionKeys: ['a-session-key-0002', kept.sessionKey] })
})

it('embedded, a start makes no secrets for data that it did not begin: they would open nothing of it', () => {
  mkdirSync(folder, { recursive: true })
  const config = readConfig({ DATA_DIR: folder })
  const made = readSecrets(config)
  writeFileSync(join(folder, 'quadzero.sqlite'), 'SQLite format 3\0')
  expect(readSecrets(config)).toEqual(made)
  rmSync(join(folder, 'secrets.json'))
  expect(() => readSecrets(config)).toThrow('Restore it from a backup')
  expect(existsSync(join(folder, 'secrets.json'))).toBe(false)
  // Who keeps the number key elsewhere can go on; the others only open what is short-lived, or are given as well.
  expect(readSecrets(readConfig({ DATA_DIR: folder, NUMBER_KEY: 'the-number-key-of-before' })).numberKey).toBe(
    'the-number-key-of-before',
  )
})

it('a file that is taken away or emptied does not bring back what the variable has', () => {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const leaked = { ADMIN_KEY: 'a-key-that-has-leaked', SESSION_KEY: 'sessions-have-leaked' }
  const environment = { SECRETS_DIR: folder, DATA_DIR: join(folder, 'data'), ...leaked }
  write('ADMIN_KEY', 'an-administrators-key-1')
  const { secrets, why, again } = running(environment)
  write('SESSION_KEY', 'of-sessions-in-a-file')
  again()
  const former = structuredClone(secrets)
  expect(former).toMatchObject({ adminKeys: ['an-administrators-key-1'], sessionKeys: ['of-sessions-in-a-file'] })
  for (const name of ['ADMIN_KEY', 'SESSION_KEY']) {
    const text = readFileSync(join(folder, name), 'utf8')
    rmSync(join(folder, name))
    again()
    expect([secrets, why.at(-1)]).toEqual([former, `SECRETS_DIR: the file ${name} was taken away. Put it back.`])
    write(name, text)
    again()
  }
  write('SESSION_KEY', '\n')
  again()
  expect([secrets, why.length, why.at(-1)]).toEqual([former, 3, expect.stringContaining('SESSION_KEY is empty')])
  write('SESSION_KEY', 'of-sessions-in-a-file')
  write('ADMIN_KEY', '')
  again()
  expect([secrets, why.length]).toEqual([{ ...former, adminKeys: [] }, 3])
})

it('a space beside a comma is no part of a secret, nor between two of them', () => {
  for (const text of ['of-sessions-00002, of-sessions-00001', 'of-sessions-00002 of-sessions-00001'])
    expect(() => readConfig({ SESSION_KEY: text })).toThrow(
      'SESSION_KEY: must have 16 characters or more and no spaces',
    )
})
