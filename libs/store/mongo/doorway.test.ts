import { expect, it } from 'vitest'
import { Doorway } from './doorway.ts'

it('two at a time, the others in the order in which they came; who fails makes room as well', async () => {
  const doorway = new Doorway(2)
  const begun: string[] = []
  const inside = new Map<string, PromiseWithResolvers<string>>()
  const come = (name: string) =>
    doorway.pass(() => {
      begun.push(name)
      inside.set(name, Promise.withResolvers())
      return inside.get(name)?.promise as Promise<string>
    })
  const all = ['a', 'b', 'c', 'd', 'e'].map(come)
  expect(begun).toEqual(['a', 'b'])
  inside.get('b')?.reject(new Error('away'))
  await expect(all[1]).rejects.toThrow('away')
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const each of ['a', 'c', 'd', 'e']) {
    inside.get(each)?.resolve(each)
    await all['abcde'.indexOf(each)]
  }
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(await Promise.all([come('f'), inside.get('f')?.resolve('f')])).toEqual(['f', undefined])
})

it('who is told to go while it waits goes at once, and is never let in', async () => {
  const doorway = new Doorway(1)
  const [gate, stop] = [Promise.withResolvers<void>(), new AbortController()]
  const begun: string[] = []
  const come = (name: string, signal?: AbortSignal) =>
    doorway.pass(async () => {
      begun.push(name)
      await gate.promise
    }, signal)
  const [first, second, third] = [come('first'), come('second', stop.signal), come('third')]
  stop.abort(new Error('stopped'))
  await expect(second).rejects.toThrow('stopped')
  await expect(come('too late', stop.signal)).rejects.toThrow('stopped')
  gate.resolve()
  await Promise.all([first, third])
  expect(begun).toEqual(['first', 'third'])
  // One that is told to go later has been let in, and is not waited for by anybody.
  const late = new AbortController()
  await come('fourth', late.signal)
  late.abort()
  await come('fifth')
  expect(begun).toEqual(['first', 'third', 'fourth', 'fifth'])
})
