import { expect, it } from 'vitest'
import { once } from './once.ts'

/** Something that is done when it is told, and how often it was begun. */
function slow() {
  let begun = 0
  const ends: ((answer: string) => void)[] = []
  const act = () => {
    begun++
    return new Promise<string>((done) => ends.push(done))
  }
  return { act, begun: () => begun, end: (answer: string) => ends.shift()?.(answer) }
}

it('the same wish again before it is done is that very one; afterwards it is another', async () => {
  const run = once<{ close: string }, string>()
  const month = slow()
  const both = [run({ close: '2026-10' }, month.act), run({ close: '2026-10' }, month.act)]
  expect(month.begun()).toBe(1)
  month.end('closed')
  expect(await Promise.all(both)).toEqual(['closed', 'closed'])
  void run({ close: '2026-10' }, month.act)
  expect(month.begun()).toBe(2)
})

it('another wish is another one, also while the first is not done', () => {
  const run = once<boolean, string>()
  const decision = slow()
  for (const proven of [true, false]) void run(proven, decision.act)
  expect(decision.begun()).toBe(2)
})

it('what failed can be tried again', async () => {
  const run = once<void, string>()
  await expect(run(undefined, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await run(undefined, async () => 'done')).toBe('done')
})
