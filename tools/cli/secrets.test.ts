import { createHash } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
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
  const said: string[] = []
  const rotation = await rotateSecret(environment, 'session', { say: (text) => said.push(text) })
  expect(said).toEqual(['SESSION_KEY: waiting 0.4 s, until every process believes the new one; it makes from then on'])
  clearInterval(noting)
  note()
  const [made] = lists.at(-1) as string[]
  expect(lists).toEqual([[first], [first, made], [made, first]])
  const newest = digestOf(made as string)
  expect(rotation).toEqual({ believed: 2, newest, told: false, withinSeconds: 0.2 })
  expect(await rotateSecret(environment, 'session', { forget: true })).toMatchObject({ believed: 1, newest })
  expect(readdirSync(folder)).toEqual(['SESSION_KEY'])
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([made, 0o640])
  // One that there was not is made, and has nothing to wait for.
  expect(await rotateSecret(environment, 'exchange', { first: true })).toMatchObject({ believed: 1 })
  expect(statSync(join(folder, 'EXCHANGE_KEY')).mode & 0o777).toBe(0o600)
})

it('one that is not in the folder is not taken for none: it would be forgotten at once', async () => {
  const data = join(folder, 'data')
  mkdirSync(data, { recursive: true })
  const environment = { SECRETS_DIR: folder, SECRETS_CHECK_SECONDS: '0.1' }
  for (const asked of [{}, { forget: true }]) {
    for (const name of ['session', 'exchange', 'admin'])
      await expect(rotateSecret(environment, name, asked)).rejects.toThrow('would be forgotten at once')
    await expect(rotateSecret(environment, 'session', { ...asked, first: true })).rejects.toThrow('Put it there first')
  }
  expect(readdirSync(folder)).toEqual(['data'])
  // An embedded gateway made it itself.
  const kept = { ...{ adminKey: 'a', numberKey: 'n', sessionKey: 's', idKey: 'i' }, sealKey: 'e', exchangeKey: '' }
  writeFileSync(join(data, 'secrets.json'), JSON.stringify(kept))
  expect(await rotateSecret({ ...environment, DATA_DIR: data }, 'session')).toMatchObject({ believed: 2 })
  expect(JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')).sessionKey).toMatch(/^.{43},s$/)
  // An empty file says that there is none.
  writeFileSync(join(folder, 'EXCHANGE_KEY'), '')
  expect(await rotateSecret(environment, 'exchange')).toMatchObject({ believed: 1 })
})

it('what was stopped while it waited is finished by the next, and nothing is forgotten before', async () => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'SESSION_KEY')
  const environment = { SECRETS_DIR: folder, SECRETS_CHECK_SECONDS: '0.1' }
  writeFileSync(file, 'the-one-that-leaked')
  const stop = () => {
    throw new Error('stopped')
  }
  await expect(rotateSecret(environment, 'session', { say: stop })).rejects.toThrow('stopped')
  const [leaked, made] = readFileSync(file, 'utf8').split(',')
  expect(leaked).toBe('the-one-that-leaked')
  await expect(rotateSecret(environment, 'session', { forget: true })).rejects.toThrow('was not finished')
  expect(readFileSync(file, 'utf8')).toBe(`${leaked},${made}`)
  expect(await rotateSecret(environment, 'session')).toMatchObject({ believed: 2 })
  expect(readFileSync(file, 'utf8')).toBe(`${made},${leaked}`)
  expect(await rotateSecret(environment, 'session', { forget: true })).toMatchObject({
    newest: digestOf(made as string),
  })
  expect(readFileSync(file, 'utf8')).toBe(made)
})

/** Who may give files to somebody else, and be somebody else. */
const isRoot = process.getuid?.() === 0

it.runIf(isRoot)(
  'who rotates a secret may be another than who reads it: it stays that one’s, or as it is',
  async () => {
    mkdirSync(folder, { recursive: true })
    const [reader, environment] = [4711, { SECRETS_DIR: folder, SECRETS_CHECK_SECONDS: '0.1' }]
    const file = join(folder, 'SESSION_KEY')
    writeFileSync(file, 'the-first-of-sessions', { mode: 0o640 })
    chownSync(file, reader, reader)
    const rights = (path: string) => {
      const { uid, gid, mode } = statSync(path)
      return [uid, gid, (mode & 0o777).toString(8)]
    }
    const umask = process.umask(0o077)
    await rotateSecret(environment, 'session').finally(() => process.umask(umask))
    expect(rights(file)).toEqual([reader, reader, '640'])
    // One that was not there is for who owns the folder.
    chownSync(folder, reader, reader)
    await rotateSecret(environment, 'exchange', { first: true })
    expect(rights(join(folder, 'EXCHANGE_KEY'))).toEqual([reader, reader, '600'])

    const before = readFileSync(file, 'utf8')
    chmodSync(folder, 0o777)
    for (const each of [file, join(folder, 'EXCHANGE_KEY')]) chmodSync(each, 0o644)
    process.seteuid?.(reader + 1)
    const refused = await rotateSecret(environment, 'session', { forget: true })
      .catch((error: Error) => error.message)
      .finally(() => process.seteuid?.(0))
    expect([refused, readFileSync(file, 'utf8')]).toEqual([
      expect.stringContaining('(EPERM): run this as that user'),
      before,
    ])
    expect(readdirSync(folder).toSorted()).toEqual(['EXCHANGE_KEY', 'SESSION_KEY'])
  },
)

const digestOf = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 8)
