import { expect, it } from 'vitest'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { type SubjectState, subjects } from './subjects.ts'

const flag = (service: string | undefined, pattern: string, more: object = {}) => ({
  at: Date.parse('2026-11-22T10:00:00Z'),
  flag: pattern,
  partner: 'sp-many',
  ...(service ? { service } : {}),
  signals: [{ name: 'charges.after.cancel', figure: 0.3, baseline: 0.001, evidence: 12 }],
  ...{ stop_first: false, shadow: false, clears: '', policy: 'default', charges: [] },
  ...more,
})
const told = (emit: readonly Emit[]) =>
  emit
    .filter(({ type }) => type !== 'case.linked')
    .map(({ type, data }) => {
      const { subject, pattern, stopFirst } = data as { subject?: object; pattern?: string; stopFirst: boolean }
      return { type, subject, pattern, stopFirst }
    })

/** A partner with a hundred cases open: of its service `old`. */
function hundred() {
  const play = new Play<SubjectState, undefined>(subjects, { key: 'sp-many', refs: undefined })
  for (let n = 0; n < 100; n++) play.say('flag.raised', flag('old', `pattern ${n}`))
  return play
}

it('beyond a hundred open cases, what is stopped first stops its own service and no other', () => {
  const play = hundred()
  const oldest = Object.values(play.state?.open ?? {})[0]
  const stop = { stop_first: true }
  const first = play.say('flag.raised', flag('comics', 'sp-many comics stop', stop))
  expect(told(first)).toEqual([
    {
      type: 'case.opened',
      subject: { partnerId: 'sp-many', serviceId: 'comics' },
      pattern: 'sp-many comics more',
      stopFirst: true,
    },
  ])
  const [{ key } = { key: '' }] = first
  expect(key).not.toBe(oldest)
  // What more is found of that service is of that case; of another service, of another; of one that is open already, of that.
  const again = play.say('flag.raised', flag('comics', 'sp-many comics nights', { app: 'com.made.up' }))
  expect(again.map((each) => [each.type, each.key])).toEqual([['finding.added', key]])
  expect(told(play.say('flag.raised', flag('weather', 'sp-many weather stop', stop)))).toMatchObject([
    { subject: { serviceId: 'weather' }, stopFirst: true },
  ])
  expect(play.say('flag.raised', flag('old', 'pattern 0', stop)).map((each) => each.key)).toEqual([oldest])
  // However many there are: one more for each service.
  for (let n = 0; n < 300; n++) play.say('flag.raised', flag('old', `later ${n}`, stop))
  expect(Object.keys(play.state?.open ?? {})).toHaveLength(103)
})

it('as one ends, another pattern is a case of its own again', () => {
  const play = hundred()
  const [[pattern, number] = ['', '']] = Object.entries(play.state?.open ?? {})
  play.say('case.ended', { number, pattern })
  expect(told(play.say('flag.raised', flag('comics', 'sp-many comics stop')))).toMatchObject([
    { type: 'case.opened', pattern: 'sp-many comics stop' },
  ])
})
