import { expect, it } from 'vitest'
import { Stamps } from './index.ts'

it.each([[['row', 'life', '{"text":"您订购了"}', '']], [['one']], [['', '']]])(
  'the stamp of %j is that of the text which they make',
  (lines) => {
    const stamps = new Stamps(['new', 'old'], 'lanes')
    const stamp = stamps.ofLines(lines)
    expect(stamp).toBe(stamps.ofText(lines.join('\n')))
    expect(stamps.textHolds(lines.join('\n'), stamp)).toBe(true)
  },
)
