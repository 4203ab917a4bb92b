import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/* Words of the pages as a typesetter would have them: each language has its own marks. */
const files = [
  ...globSync('services/*/web/src/**/words.ts'),
  ...globSync('services/*/web/src/**/words/{zh,en}.ts'),
  ...globSync('services/console/web/src/shell/spam-words.ts'),
  'tools/sim/web/src/words.ts',
]
const HAN = '\u4e00-\u9fff'
/** A half-width mark beside a Chinese character, brackets around one, a straight quote. */
const halfWidth = new RegExp(
  `[${HAN}”』」）][,;:!?]|[${HAN}]\\.(?![a-z0-9])|[,;:!?](?=[${HAN}“])|[${HAN}]\\(|\\)[${HAN}]|\\([^)]*[${HAN}]|"`,
)
const fullWidth = /[，。；：！？（）、《》「」『』．]/

it('Chinese has no half-width marks, English no full-width ones', () => {
  expect(files.length).toBeGreaterThan(12)
  const wrong: string[] = []
  for (const file of files)
    for (const [, single, back] of readFileSync(file, 'utf8').matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)) {
      // What is put in later stands for a word.
      const text = (single ?? back ?? '').replace(/\{\{.*?\}\}|\$\{[^}]*\}/g, '')
      const isChinese = new RegExp(`[${HAN}]`).test(text)
      if (isChinese ? halfWidth.test(text) : /[a-z]/i.test(text) && fullWidth.test(text)) wrong.push(`${file}: ${text}`)
    }
  expect(wrong).toEqual([])
})
