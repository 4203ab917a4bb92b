import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readConfig } from '#config'
import { removeFolder, temporaryFolder } from '../test/servers.ts'
import { readSecrets } from './secrets.ts'

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
