import { expect, it } from 'vitest'
import { rulesApart } from './rules-apart.ts'

const stop = { name: 'stop.after.cancel', counts: 'after.cancel', of: 'charges', freezes: true, on: 'live' }
const proven = { name: 'proven.after.cancel', counts: 'after.cancel', of: 'cancels', freezes: false, on: 'live' }

it('a rule that differs in whatever field is shown as it was and as it would be, the others are not', () => {
  const { on, ...rest } = proven
  expect(
    rulesApart(
      [stop, proven],
      [
        { ...stop, freezes: false },
        { on, ...rest },
      ],
    ),
  ).toEqual({
    from: [stop],
    to: [{ ...stop, freezes: false }],
  })
  expect(rulesApart([stop, proven], [stop])).toEqual({ from: [proven], to: [] })
  expect(rulesApart(undefined, [stop])).toEqual({ from: [], to: [stop] })
})
