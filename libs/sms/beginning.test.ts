import { expect, it } from 'vitest'
import { beginningOf, cutAt } from './beginning.ts'

it.each([
  ['an emoji of one person', '😀'],
  ['a family', '👨‍👩‍👧'],
  ['a flag', '🇨🇳'],
  ['a rare Han character', '𠮷'],
  ['an accent', 'e\u0301'],
])('cuts a text before a letter, and none in half: %s', (_, letter) => {
  for (let before = 160 - letter.length + 1; before < 160; before++) {
    const text = `${'字'.repeat(before)}${letter}后面还有`
    expect(beginningOf(text)).toBe(`${'字'.repeat(before)}…`)
  }
  const fits = `${'字'.repeat(160 - letter.length)}${letter}`
  expect([beginningOf(fits), beginningOf(`${fits}后`)]).toEqual([fits, `${fits}…`])
})

it('cuts a heap of accents anywhere, and is well formed', () => {
  expect(cutAt(`e${'\u0301'.repeat(4000)}`, 160).length).toBe(160)
  expect(cutAt(`a${'\u{e0101}'.repeat(4000)}`, 160).isWellFormed()).toBe(true)
})
