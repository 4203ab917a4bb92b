import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { listingOf, type ProcessDefinition } from '#process'
import { Play } from '#process/kit'
import { type Deps, decides } from '#service'
import { cases } from './case.ts'
import { appealUntil, type CaseRefs, type CaseState, ITSELF, sortOf, statusOf, warnAtOf } from './case-state.ts'
import { DAY, finding, give, HOUR, number, of, open, opened, refs, told } from './fixtures.ts'

describe('a case (docs/rules.md, "Partners")', () => {
  it('keeps a place for its own letters, however many files its partner sends', () => {
    const { play } = open()
    const add = (name: string, by: string) =>
      play.say('file.added', { number, by, name, type: 'image/png', size: 100, sha256: name.padEnd(64, '0') })
    for (let n = 0; n < 25; n++) add(`file-${n}`, 'partner')
    add('letter-zh', ITSELF)
    expect(play.state!.files!.map((each) => each.name).slice(18)).toEqual(['file-18', 'file-19', 'letter-zh'])
  })

  it('waits for a person within its days; they are warned before, and told when it is overdue', () => {
    const { play } = open()
    expect(told(play.wait(5 * DAY))).toEqual(['due-soon'])
    expect(told(play.wait(2 * DAY))).toEqual(['overdue'])
    expect(told(play.wait(90 * DAY))).toEqual([])
  })

  it('is due by what held when it was opened, though another figure is released meanwhile', () => {
    const quick = { ...defaultPolicy, cases: { ...defaultPolicy.cases, decideDays: 3, warnDays: 1 } }
    const { play } = open()
    const released = play.now + HOUR
    const of = (first: typeof quick, then: typeof quick) => {
      const given = { ...refs, policyAt: (time: number) => (time < released ? first : then) }
      const other = new Play<CaseState, CaseRefs>(cases, { key: number, refs: given })
      other.say('case.opened', opened)
      return other
    }
    const [before, after] = [of(defaultPolicy, quick), of(quick, defaultPolicy)]
    expect([3, 2, 2].map((days) => told(before.wait(days * DAY)))).toEqual([[], ['due-soon'], ['overdue']])
    expect([1, 1, 1].map((days) => told(after.wait(days * DAY)))).toEqual([[], ['due-soon'], ['overdue']])
  })

  it('is due so, and its appeal by what held when that came, also where a release comes to hold from before', () => {
    const quick = { ...defaultPolicy, cases: { ...defaultPolicy.cases, decideDays: 3, warnDays: 1 } }
    let holds = quick
    const play = new Play<CaseState, CaseRefs>(cases, { key: number, refs: { ...refs, policyAt: () => holds } })
    play.say('case.opened', opened)
    const { dueAt } = play.state as CaseState
    holds = defaultPolicy
    expect([1, 1].map((days) => told(play.wait(days * DAY)))).toEqual([[], ['due-soon']])
    expect(play.state).toMatchObject({ dueAt, warnAt: dueAt - DAY })
    give(play)
    play.say('appeal.made', { number, partnerId: 'mellow', text: '不服' })
    const appealed = play.state as CaseState
    expect((appealed.dueAt - (appealed.warnAt ?? 0)) / DAY).toBe(defaultPolicy.cases.warnDays)
    holds = quick
    expect(warnAtOf(appealed, { ...refs, policyAt: () => quick })).toBe(appealed.warnAt)
  })

  it('that stopped charging first is due in two hours; nobody decides: it stays frozen', () => {
    const { play, emitted } = open({ stopFirst: true })
    expect(of(emitted, 'partner.penalties')).toMatchObject([
      { type: 'freeze.set', data: { case: number, serviceId: 'joke' } },
    ])
    expect(told(play.wait(HOUR))).toEqual(['due-soon'])
    expect(told(play.wait(HOUR))).toEqual(['overdue'])
    expect(play.state?.frozen).toBe(true)
    expect(of(play.say('freeze.lifted', { number, by: 'li.xue', reason: '误报' }), 'partner.penalties')).toMatchObject([
      { type: 'freeze.lifted' },
    ])
  })

  it('goes up a step by who cannot decide it, and by itself when its time is over; then it is taken over', () => {
    const { play } = open({ stopFirst: true })
    play.say('case.taken', { number, by: 'li.xue' })
    expect(told(play.say('case.escalated', { number, by: 'sun.wei', reason: '不是我的' }))).toEqual([])
    expect(told(play.say('case.escalated', { number, by: 'li.xue', reason: '涉及三家' }))).toEqual(['escalated'])
    expect(play.state).toMatchObject({ frozen: true, escalated: { by: 'li.xue' } })
    expect(play.state?.owner).toBeUndefined()
    play.say('case.taken', { number, by: 'chen.min' })
    expect([play.state?.owner, play.state?.escalated]).toEqual(['chen.min', undefined])
    play.say('case.taken', { number, by: 'sun.wei' })
    expect(play.state?.owner).toBe('chen.min')
    play.wait(3 * HOUR)
    expect(play.state).toMatchObject({ owner: 'chen.min', frozen: true, escalated: { by: '0000' } })
    play.say('case.taken', { number, by: 'sun.wei' })
    expect(play.state?.owner).toBe('sun.wei')
  })

  it('stands before those of its hour that weigh less, and behind those that are due before', () => {
    const due = Date.parse('2026-11-29T10:20:00Z')
    const at = (dueAt: number, weight: number) => sortOf({ dueAt, weight } as CaseState)
    const order = [at(due, 12), at(due + 600_000, 80), at(due - HOUR, 1), at(due + HOUR, 9_999_999)]
    expect(order.toSorted()).toEqual([order[2], order[1], order[0], order[3]])
  })

  it('becomes urgent when what is found later stops first', () => {
    const { play } = open()
    play.wait(DAY)
    const emitted = play.say('finding.added', {
      number,
      finding: { ...finding, id: 'f2' },
      stopFirst: true,
      weight: 40,
    })
    expect(of(emitted, 'partner.penalties')).toMatchObject([{ type: 'freeze.set' }])
    expect(play.state).toMatchObject({ stopFirst: true, frozen: true, weight: 40, dueAt: play.now + 2 * HOUR })
  })

  it('whose freeze a person lifted freezes again when a rule stops anew', () => {
    const { play } = open({ stopFirst: true })
    play.say('freeze.lifted', { number, by: 'li.xue', reason: '误报' })
    play.wait(3 * DAY)
    const again = { number, finding: { ...finding, id: 'f2' }, stopFirst: true, weight: 40 }
    expect(of(play.say('finding.added', again), 'partner.penalties')).toMatchObject([{ type: 'freeze.set' }])
    expect(play.state).toMatchObject({ frozen: true, dueAt: play.now + 2 * HOUR })
    expect(told(play.wait(2 * HOUR))).toContain('overdue')
  })

  it('decided while something more was found: that opens the next one, and is not lost', () => {
    const { play } = open()
    give(play)
    const late = { number, finding: { ...finding, id: 'f2' }, stopFirst: true, weight: 40 }
    expect(of(play.say('finding.added', late), 'case.subjects')).toMatchObject([
      {
        type: 'case.wanted',
        key: 'mellow',
        data: { subject: opened.subject, pattern: opened.pattern, finding: { id: 'f2' }, stopFirst: true },
      },
    ])
    expect(play.say('finding.added', { ...late, finding })).toEqual([])
  })

  it.each([
    ['another partner', { subject: { partnerId: 'other', serviceId: 'joke' } }],
    ['something else', { pattern: 'another pattern' }],
  ])('takes no finding of %s, and freezes nothing for it: a case of that is wanted', (_whose, else_) => {
    const { play } = open()
    const about = { subject: opened.subject, pattern: opened.pattern, ...else_ }
    const found = { number, ...about, finding: { ...finding, id: 'f2' }, stopFirst: true, weight: 40 }
    const before = play.state
    expect(play.say('finding.added', found)).toMatchObject([
      { type: 'case.ended', key: about.subject.partnerId, data: { number, pattern: about.pattern } },
      { type: 'case.wanted', key: about.subject.partnerId, data: { ...about, finding: { id: 'f2' }, stopFirst: true } },
    ])
    expect(play.state).toEqual(before)
  })

  it('keeps what was noted, however much whoever has it writes after', () => {
    const { play } = open()
    play.say('case.noted', { number, by: 'li.xue', text: '与业务方有往来的是接手人' })
    for (let n = 0; n < 200; n++) play.say('case.noted', { number, by: 'sun.wei', text: `${n}` })
    play.say('case.snoozed', { number, by: 'sun.wei', until: play.now + DAY, reason: '等说明' })
    const { notes = [] } = play.state ?? {}
    expect([notes.length, notes[0]?.by, notes.at(-1)?.text]).toEqual([42, 'li.xue', '等说明'])
  })

  it('is shut to nobody by what others do: steps and notes of one person leave room for those of others', () => {
    const { play } = open()
    play.say('case.noted', { number, by: 'li.xue', text: '与业务方有往来的是接手人' })
    for (let n = 0; n < 150; n++) {
      play.say('case.noted', { number, by: 'sun.wei', text: `${n}` })
      play.say('case.snoozed', { number, by: 'sun.wei', until: play.now + DAY, reason: `等说明 ${n}` })
      play.say('case.escalated', { number, by: 'sun.wei', reason: `${n}` })
    }
    play.say('case.noted', { number, by: 'wu.tao', text: '话单在此' })
    for (let n = 0; n < 150; n++)
      play.say('case.snoozed', { number, by: 'wu.tao', until: play.now + DAY, reason: `${n}` })
    const { notes = [] } = play.state ?? {}
    const written = notes.filter(({ step }) => !step)
    expect([written.length, written[0]?.by, written.at(-1)?.by]).toEqual([42, 'li.xue', 'wu.tao'])
    expect([notes.length - written.length, notes.at(-2)?.by, notes.at(-1)?.text]).toEqual([100, 'wu.tao', '149'])
  })

  it('that there is not loses no finding: a case is wanted for it', () => {
    const play = new Play<CaseState, CaseRefs>(cases, { key: number, refs })
    const about = { subject: opened.subject, pattern: opened.pattern }
    const found = { number, ...about, finding, stopFirst: true, weight: 40 }
    expect(play.say('finding.added', found).map(({ type }) => type)).toEqual(['case.ended', 'case.wanted'])
    expect(play.state).toBeUndefined()
  })

  it('is of who took it first, who can hand it over with a reason', () => {
    const { play } = open()
    play.say('case.taken', { number, by: 'li.xue' })
    play.say('case.taken', { number, by: 'sun.wei' })
    expect(play.state?.owner).toBe('li.xue')
    expect(give(play, {}, 'sun.wei')).toEqual([])
    play.say('case.handed-over', { number, by: 'li.xue', to: 'sun.wei', reason: '休假' })
    expect(play.state?.owner).toBe('sun.wei')
    expect(told(give(play, {}, 'sun.wei'))).toEqual(['decided'])
  })

  it('can be put off, never beyond its deadline', () => {
    const { play } = open()
    play.say('case.snoozed', { number, by: 'li.xue', until: play.now + 60 * DAY, reason: '等合作方说明' })
    expect(play.state?.snoozedUntil).toBe(play.state?.dueAt)
  })

  it('keeps what was found as it was, and chains whatever changes', () => {
    const { play, emitted } = open()
    expect(of(emitted, 'chain.heads')).toMatchObject([{ data: { chain: number, number: 1 } }])
    expect(of(play.say('case.noted', { number, by: 'li.xue', text: '已调取话单' }), 'chain.heads')).toMatchObject([
      { data: { number: 2 } },
    ])
    expect(play.say('finding.added', { number, finding, stopFirst: false, weight: 12 })).toEqual([])
  })

  it('is pinned how it stood at the end of its day: chained with the rest, once, and not to what is no finding of it', () => {
    const { play } = open()
    const looked = { at: finding.at, kind: 'service', name: 'joke', signals: [] }
    const pin = (id: string, then: object) => play.say('finding.looked', { number, finding: id, looked: then })
    expect(of(pin('f1', looked), 'chain.heads')).toMatchObject([{ data: { chain: number, number: 2 } }])
    expect(pin('f1', { ...looked, at: looked.at + DAY })).toEqual([])
    expect(pin('f2', looked)).toEqual([])
    expect(play.state?.findings).toEqual([{ ...finding, looked }])
  })
})

describe('a verdict', () => {
  it('is given once: penalty, refunds of all victims and the notice follow', () => {
    const { play } = open({ stopFirst: true })
    const emitted = give(play)
    // The penalty takes the place of the freeze, and the monitor hears that a person decided: it stops anew what goes on.
    expect(of(emitted, 'partner.penalties')).toMatchObject([
      { type: 'penalty.given', data: { partnerId: 'mellow', points: 20 } },
      { type: 'freeze.lifted', data: { partnerId: 'mellow', serviceId: 'joke' } },
    ])
    expect(of(emitted, 'victim.walks')).toMatchObject([
      { type: 'walk.page', data: { page: 0, times: 2, rule: { services: ['joke'] } } },
      { type: 'tell.page', data: { page: 0, outcome: 'proven', refunds: true, points: 20 } },
    ])
    expect(of(emitted, 'notice.commands')).toMatchObject([{ data: { refunds: { subscribers: 0, done: false } } }])
    expect(play.state).toMatchObject({ frozen: false })
    expect(give(play)).toEqual([])
  })

  it('that clears lifts the freeze and punishes nobody', () => {
    const { play } = open({ stopFirst: true })
    const emitted = give(play, { outcome: 'cleared', points: 0, sanctions: [], publish: false })
    expect(of(emitted, 'partner.penalties')).toMatchObject([{ type: 'freeze.lifted' }])
    expect(of(emitted, 'victim.walks')).toMatchObject([
      { type: 'tell.page', data: { outcome: 'cleared', refunds: false } },
    ])
    expect(play.state && statusOf(play.state)).toBe('closed')
  })

  it('on software of no partner is told to whoever complained about that', () => {
    const { play } = open({ subject: { app: 'com.free.torch' } })
    const barred = { points: 0, sanctions: [{ what: 'bar-app', app: 'com.free.torch' }], refund: undefined }
    expect(of(give(play, barred), 'victim.walks')).toMatchObject([
      { type: 'tell.page', data: { subject: { app: 'com.free.torch' }, outcome: 'proven', page: 0 } },
    ])
  })
})

it('stands in these lists once decided: those of builds that had others are put in them by their lanes (decision 85)', () => {
  const { play } = open()
  give(play)
  play.say('letter.due', { number, heard: 'failed' })
  const tags = listingOf(cases as unknown as ProcessDefinition, play.state)?.tags ?? []
  expect(tags.filter((each) => !/^(all|settled|refunding)/.test(each)).toSorted()).toEqual([
    'judged.partner=|mellow',
    'judged=',
    'letter-due.partner=|mellow',
    'letter-due=',
    'month=2026-11',
    'signal=after-cancel',
  ])
  // Other lists than these: another number.
  expect(decides(cases, {} as Deps, () => refs).signs).toEqual(['lists 2', 'catch-up 1'])
})

describe('an appeal', () => {
  const appeal = (play: Play<CaseState, CaseRefs>, partnerId = 'mellow') =>
    told(play.say('appeal.made', { number, partnerId, text: '计费系统延迟，并非退订后扣费。' }))

  it('is made by the partner itself, within ten working days', () => {
    const { play } = open()
    give(play)
    // Given on Sunday the 22nd: the tenth working day is Friday the 4th.
    expect(play.state && appealUntil(play.state, refs)).toBe(Date.parse('2026-12-05T00:00+08:00'))
    expect(appeal(play, 'other')).toEqual([])
    expect(appeal(play)).toEqual(['appealed'])
    expect(appeal(play)).toEqual([])
  })

  it('late is none', () => {
    const { play } = open()
    give(play, { refund: undefined })
    expect(told(play.wait(14 * DAY))).toEqual(['closed'])
    expect(appeal(play)).toEqual([])
  })

  it('is taken by nobody who gave the verdict, and handed to none who did: it would wait for them in vain', () => {
    const { play } = open()
    give(play)
    appeal(play)
    expect(play.say('case.taken', { number, by: 'li.xue' })).toEqual([])
    play.say('case.taken', { number, by: 'sun.wei' })
    play.say('case.handed-over', { number, by: 'sun.wei', to: 'li.xue', reason: '休假' })
    expect(play.state?.owner).toBe('sun.wei')
  })

  it('goes to somebody else; granted, it takes back the penalty and says so in public', () => {
    const { play } = open()
    give(play)
    appeal(play)
    const decided = { number, by: 'li.xue', granted: true, reason: '话单证明属实' }
    expect(play.say('appeal.decided', decided)).toEqual([])
    const emitted = play.say('appeal.decided', { ...decided, by: 'sun.wei' })
    expect(of(emitted, 'partner.penalties')).toMatchObject([{ type: 'penalty.undone' }])
    expect(of(emitted, 'notice.commands')).toMatchObject([{ data: { withdrawn: true } }])
    expect(of(emitted, 'case.events')).toMatchObject([{ data: { change: 'appeal-decided', granted: true } }])
  })
})
