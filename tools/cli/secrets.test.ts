import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../../test/servers.ts'
import { rotateSecret } from './secrets.ts'

const folder = temporaryFolder()
afterEach(() => removeFolder(folder))

it('a secret in SECRETS_DIR is believed by all before one makes with it, and its former is dropped by a command', async () => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'SESSION_KEY')
  const [first, environment] = ['the-first-of-sessions', { SECRETS_DIR: folder, SECRETS_CHECK_SECONDS: '0.2' }]
  writeFileSync(file, `${first}\n`)
  chmodSync(file, 0o640)
  const lists: string[][] = []
  const note = () => {
    const now = readFileSync(file, 'utf8').trim().split(',')
    if (now.join() !== lists.at(-1)?.join()) lists.push(now)
  }
  note()
  const noting = setInterval(note, 5)
  expect(await rotateSecret(environment, 'session', false)).toEqual({ believed: 2, told: false, withinSeconds: 0.2 })
  clearInterval(noting)
  note()
  const [made] = lists.at(-1) as string[]
  expect(lists).toEqual([[first], [first, made], [made, first]])
  expect(await rotateSecret(environment, 'session', true)).toMatchObject({ believed: 1 })
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([made, 0o640])
  // One that there was not is made, and has nothing to wait for.
  expect(await rotateSecret(environment, 'exchange', false)).toMatchObject({ believed: 1 })
  expect(statSync(join(folder, 'EXCHANGE_KEY')).mode & 0o777).toBe(0o600)
})
