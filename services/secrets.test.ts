import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readConfig } from '#config'
import { removeFolder, temporaryFolder } from '../test/servers.ts'
import { followSecrets, readSecrets } from './secrets.ts'

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
