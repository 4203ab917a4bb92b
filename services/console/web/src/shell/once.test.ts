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

it('a wish is the same one whatever else was wished for meanwhile', async () => {
  const run = once<{ proven: boolean }, string>()
  const decision = slow()
  const [yes, , again] = [true, false, true].map((proven) => run({ proven }, decision.act))
  expect(decision.begun()).toBe(2)
  decision.end('proven')
  expect([await yes, await again]).toEqual(['proven', 'proven'])
})

it.each([
  ['files', new File(['one'], 'photo.png'), new File(['two'], 'photo.png')],
  ['blobs in a form', { of: [new Blob(['one'])] }, { of: [new Blob(['two'])] }],
  ['dates', { since: new Date(0) }, { since: new Date(1) }],
])('two %s are two wishes, each of them is one', (_, first: unknown, second: unknown) => {
  const run = once<unknown, string>()
  const attach = slow()
  for (const wish of [first, second, first, second]) void run(wish, attach.act)
  expect(attach.begun()).toBe(2)
})

it('what is typed otherwise before the first is done is another wish, in whatever order it is told', () => {
  const run = once<object, string>()
  const apply = slow()
  for (const wish of [
    { name: 'Joke', classes: ['otp'], from: undefined },
    { classes: ['otp'], name: 'Joke' },
    { name: 'Joke', classes: ['otp', 'service'] },
    { name: 'Jokes', classes: ['otp'] },
  ])
    void run(wish, apply.act)
  expect(apply.begun()).toBe(3)
})

it('what failed can be tried again', async () => {
  const run = once<void, string>()
  await expect(run(undefined, () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await run(undefined, async () => 'done')).toBe('done')
})
