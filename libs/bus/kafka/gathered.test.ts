import { expect, it } from 'vitest'
import { Gathered } from './gathered.ts'

it('asks together what is asked in one turn, and anew for who comes while it is under way', async () => {
  const questions: string[][] = []
  const answer = Promise.withResolvers<void>()
  const gathered = new Gathered(async (names) => {
    const number = questions.push([...names])
    if (number === 1) await answer.promise
    return new Map(names.map((name) => [name, `${name} ${number}`]))
  })
  const first = [gathered.ask('a'), gathered.ask('b'), gathered.ask('a')]
  await Promise.resolve()
  await Promise.resolve()
  const late = [gathered.ask('a'), gathered.ask('c')]
  answer.resolve()
  expect(await Promise.all(first)).toEqual(['a 1', 'b 1', 'a 1'])
  expect(await Promise.all(late)).toEqual(['a 2', 'c 2'])
  expect(questions).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ])
})

it('answers each alone when one of them spoils the question', async () => {
  const gathered = new Gathered(async (names) => {
    if (names.includes('gone')) throw new Error('no such topic')
    return new Map(names.map((name) => [name, 1]))
  })
  const [there, gone] = await Promise.allSettled([gathered.ask('there'), gathered.ask('gone')])
  expect([there, gone]).toMatchObject([{ value: 1 }, { reason: { message: 'no such topic' } }])
})

it('keeps nobody waiting for one that is not answered', async () => {
  const gathered = new Gathered((names) =>
    names.includes('gone')
      ? new Promise<ReadonlyMap<string, number>>(() => {})
      : Promise.resolve(new Map(names.map((name) => [name, 1]))),
  )
  void gathered.ask('gone')
  await Promise.resolve()
  await Promise.resolve()
  expect(await gathered.ask('there')).toBe(1)
})
