import { expect, it } from 'vitest'
import { explained, unitOf } from './explained.ts'
import { signalNames } from './signals.ts'

it.each(signalNames)('%s is explained in both languages: what it counts, and of what', (name) => {
  const [en, zh] = [explained(name, 'en'), explained(name, 'zh')]
  for (const text of [en?.cases, en?.of]) expect(text?.replace(/`[^`]+`/g, '')).toMatch(/^[a-z][^\p{Script=Han}]+$/iu)
  for (const text of [zh?.cases, zh?.of]) expect(text?.replace(/`[^`]+`/g, '')).toMatch(/\p{Script=Han}/u)
})

it('says the rules of a charge, what is taken off, and what a figure is of', () => {
  expect(explained('charges.no.consent', 'en')).toMatchObject({
    cases: 'charges judged `no.consent`, `partner.ended`',
    of: 'charges that were judged',
    unit: 'share',
  })
  expect(explained('numbers.unwilling', 'en')?.cases).toMatch(/; less twice: those who agreed$/)
  expect(explained('spam', 'en')?.of).toMatch(/; or, whichever is more, /)
  expect(['complaints', 'answers.narrow', 'nights', 'stop.no.consent'].map(unitOf)).toEqual([
    'users',
    'expected',
    'share',
    'share',
  ])
  expect(explained('stop.no.consent', 'en')).toBeUndefined()
})
