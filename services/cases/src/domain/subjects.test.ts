import { expect, it } from 'vitest'
import { caseSubjects, type LookedThen, parseMessage } from '#contracts'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { looks } from './looks.ts'
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

const DAY = 86_400_000
const found = Date.parse('2026-11-22T10:00:00Z')
/** How its services, or an app, stood at the end of a day. */
const units = (at: number, names: readonly string[] = ['joke'], kind = 'service') =>
  names.map((name) => ({
    ...{ at, kind, name },
    signals: ['complaints', 'charges.after.cancel', 'regrets', 'nights'].map((signal) => ({
      ...{ name: signal, figure: 0.3, baseline: 0.001, evidence: 12, peers: { rate: 0.001, shape: 2 } },
      ...{ cases: [0, at / DAY], of: [10, 10] },
    })),
  }))
const pinned = (emit: readonly Emit[]) =>
  emit.flatMap(({ type, key, data }) => {
    const { looked, finding } = data as { looked?: LookedThen; finding?: { looked?: LookedThen } }
    const then = looked ?? finding?.looked
    return then ? [[type, key, then.at, then.name, then.signals.map(({ name }) => name)]] : []
  })

it('pins to what was found how it stood at the end of its day, once, beside its peers', () => {
  const play = new Play<SubjectState, undefined>(subjects, { key: 'sp-many', refs: undefined })
  play.say('subject.looked', { units: units(found - DAY, ['joke', 'comics']) })
  const [opened] = play.say('flag.raised', flag('joke', 'sp-many joke'))
  expect(pinned(opened ? [opened] : [])).toEqual([])
  expect(
    pinned(play.say('subject.looked', { app: 'com.made.up', units: units(found, ['com.made.up'], 'app') })),
  ).toEqual([])
  const night = play.say('subject.looked', { units: units(found + DAY / 4, ['comics', 'joke']) })
  expect(pinned(night)).toEqual([['finding.looked', opened?.key, found + DAY / 4, 'joke', ['charges.after.cancel']]])
  expect(play.say('subject.looked', { units: units(found + DAY, ['joke']) })).toEqual([])
  // Told after its day was: at once.
  const late = play.say('flag.raised', flag('joke', 'sp-many joke nights'))
  expect(pinned(late.slice(0, 1))).toEqual([
    ['case.opened', late[0]?.key, found + DAY, 'joke', ['charges.after.cancel']],
  ])
})

it('pins each of very many services that something was found of, also one that less speaks against than against others', () => {
  const play = new Play<SubjectState, undefined>(subjects, { key: 'sp-many', refs: undefined })
  const names = Array.from({ length: 60 }, (_, n) => `s${n}`)
  for (const name of names) play.say('flag.raised', flag(name, `sp-many ${name}`))
  const all = units(found, names)
  const standing = {
    ...{ subject: 'partner', name: 'sp-many', at: found + DAY, partners: [] },
    ...{ units: all.slice(0, 20), flagged: all.slice(20) },
  }
  const [told, ...others] = new Play(looks, { key: 'sp-many', refs: undefined }).say('partner.looked', standing)
  expect([told?.key, others]).toEqual(['sp-many', []])
  parseMessage(caseSubjects, { id: 'x', type: 'subject.looked', v: 1, at: 1, corr: 'x', data: told?.data })
  const night = pinned(play.say('subject.looked', told?.data as object))
  expect(night.map((each) => each[3])).toEqual(names)
  expect(play.state?.awaiting).toBeUndefined()
})

it('pins to what stopped first how it stood at the end of the day before: it is decided before its own is over', () => {
  const play = new Play<SubjectState, undefined>(subjects, { key: 'sp-many', refs: undefined })
  play.say('subject.looked', { units: units(found - DAY) })
  const stop = { stop_first: true, signals: [{ name: 'stop.after.cancel', figure: 0.8, baseline: 0, evidence: 14 }] }
  const [opened] = play.say('flag.raised', flag('joke', 'sp-many joke stop', stop))
  // No signal is that rule: the strongest.
  expect(pinned(opened ? [opened] : [])).toEqual([
    ['case.opened', opened?.key, found - DAY, 'joke', ['complaints', 'charges.after.cancel', 'regrets']],
  ])
  expect(play.say('subject.looked', { units: units(found + DAY) })).toEqual([])
})

it('pins to what was found of an app how the app stood', () => {
  const play = new Play<SubjectState, undefined>(subjects, { key: 'sp-many', refs: undefined })
  play.say('flag.raised', flag(undefined, 'app x', { app: 'com.made.up' }))
  expect(play.say('subject.looked', { units: units(found + DAY) })).toEqual([])
  const night = play.say('subject.looked', { app: 'com.made.up', units: units(found + DAY, ['com.made.up'], 'app') })
  expect(pinned(night)).toMatchObject([{ 2: found + DAY, 3: 'com.made.up' }])
})
