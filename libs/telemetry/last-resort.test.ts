import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { originOf } from './last-resort.ts'

/** Runs these lines in a process of their own that has the last resort. */
function run(lines: string) {
  const script = `import { lastResort, makeLogger } from '#telemetry'
    lastResort(makeLogger('info', 'test'))
    ${lines}`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
  })
  const logged = stderr.split('\n').filter((line) => line.startsWith('{'))
  return { status, stdout, stderr, logged: logged.map((line) => JSON.parse(line)) }
}

describe('what nobody caught', () => {
  it('a promise that fails unheard is an ERROR with its origin, and all else goes on', () => {
    const { status, stdout, logged } = run(`
      void Promise.reject(new TypeError('13800138000 wrote: 你好'))
      void Promise.reject('13800138000')
      setTimeout(() => console.log('goes on'), 20)`)
    expect([status, stdout]).toEqual([0, 'goes on\n'])
    expect(logged.map((each) => each.origin.name)).toEqual(['TypeError', 'string'])
    expect(JSON.stringify(logged)).not.toContain('13800138000')
  })

  it('an exception out of a timer is an ERROR, and the process ends: what it interrupted is half done', () => {
    const { status, stdout, logged } = run(`
      setTimeout(() => console.log('goes on'), 60_000)
      setTimeout(() => { throw new RangeError('13800138000') })`)
    expect([status, stdout]).toEqual([1, ''])
    expect(logged).toMatchObject([{ origin: { name: 'RangeError' } }])
    expect(JSON.stringify(logged)).not.toContain('13800138000')
  })
})

describe('the origin of an error', () => {
  it('is its name, its code and our own frames, and nothing of its message', () => {
    const error = Object.assign(new Error('13800138000\n    at 13800138000 (/13800138000:1:1)'), {
      code: 'smpp.closed',
    })
    const { name, code, frames } = originOf(error)
    expect([name, code]).toEqual(['Error', 'smpp.closed'])
    expect(frames[0]).toMatch(/libs\/telemetry\/last-resort\.test\.ts:\d+:\d+$/)
    expect(JSON.stringify(frames)).not.toContain('13800138000')
  })
})
