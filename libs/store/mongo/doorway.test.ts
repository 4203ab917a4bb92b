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
