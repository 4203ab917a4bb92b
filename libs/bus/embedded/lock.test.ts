import { type ChildProcess, fork, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEmbedded, removeFolder, temporaryFolder } from '../../../test/servers.ts'
import { backUp } from './backup.ts'
import { lockFolder } from './lock.ts'

const starter = new URL('./lock.child.ts', import.meta.url).pathname
let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  removeFolder(folder)
})

it('of fifty pairs of starters at the same moment, one of each pair goes on', async () => {
  const pair = [0, 1].map(() => fork(starter, { stdio: 'ignore' }))
  children.push(...pair)
  const ask = (child: ChildProcess, data: string) =>
    new Promise((resolve) => {
      child.once('message', resolve)
      child.send({ folder: data, patienceMs: 40 })
    })
  for (let round = 0; round < 50; round++) {
    const data = join(folder, String(round))
    mkdirSync(data)
    expect((await Promise.all(pair.map((child) => ask(child, data)))).toSorted()).toEqual(['data.locked', 'taken'])
  }
})

it.runIf(process.platform === 'linux')(
  'a start in the same breath as kill -9 succeeds, though nobody has reaped the one that was killed',
  async () => {
    for (let round = 0; round < 5; round++) {
      // The shell becomes a program that never waits for its child.
      const parent = spawn('sh', ['-c', `"$1" "$2" "$3" & exec sleep 60`, 'sh', process.execPath, starter, folder])
      children.push(parent)
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
      process.kill(pid, 'SIGKILL')
      lockFolder(folder)()
      await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0], { interval: 5 }).toBe('Z')
      lockFolder(folder, 0)()
      parent.kill('SIGKILL')
    }
  },
)

const rights = (path: string) => (statSync(path).mode & 0o777).toString(8)
/** What others may do something with. */
const open = (data: string) => readdirSync(data).filter((name) => rights(join(data, name)) !== '600')

it('nobody but its owner can read what lies in the data folder, or in its backup', async () => {
  const data = join(folder, 'new')
  const { bus, database } = openEmbedded(data, 1)
  await bus.ensureTopics([{ name: 'letters', keep: 1 }])
  expect(rights(data)).toBe('700')
  expect(readdirSync(data)).toContain('quadzero.sqlite-wal')
  expect(open(data)).toEqual([])
  writeFileSync(join(data, 'secrets.json'), '{}', { mode: 0o600 })
  const copy = join(folder, 'copy')
  backUp(data, copy)
  expect(rights(copy)).toBe('700')
  expect([readdirSync(copy).toSorted(), open(copy)]).toEqual([['quadzero.sqlite', 'secrets.json'], []])
  database.close()
})

it('a folder and files that others could read are closed to them when it is opened', () => {
  const data = join(folder, 'old')
  openEmbedded(data, 1).database.close()
  chmodSync(data, 0o755)
  for (const name of readdirSync(data)) chmodSync(join(data, name), 0o644)
  openEmbedded(data, 1).database.close()
  expect([rights(data), open(data)]).toEqual(['700', []])
})
