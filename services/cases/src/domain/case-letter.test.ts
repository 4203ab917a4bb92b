import { expect, it } from 'vitest'
import { listingOf, type ProcessDefinition, queueTag } from '#process'
import { Play } from '#process/kit'
import { cases } from './case.ts'
import { appealUntil, type CaseState, lettersOf, statusOf } from './case-state.ts'
import { DAY, give, number, of, open, opened, refs, told } from './fixtures.ts'

/** Decided on Sunday the 22nd, told to nobody. */
function unheard() {
  const { play } = open()
  give(play, { refund: undefined })
  play.say('letter.due', { number, heard: 'nobody' })
  return play
}
const sunday = Date.parse('2026-11-22T00:00+08:00')
const sent = (play: ReturnType<typeof unheard>, days: number, way = 'post') =>
  play.say('letter.sent', { number, by: 'li.xue', on: sunday + days * DAY, way })
const until = (state: CaseState | undefined) => state && new Date(appealUntil(state, refs) ?? 0).toISOString()
const standsIn = (state: CaseState | undefined, queue: string) =>
  listingOf(cases as unknown as ProcessDefinition, state)?.tags.includes(queueTag(queue, { partner: 'mellow' }))

it('a letter that people must send is listed until it is sent; the time to appeal counts from the day on which it was', () => {
  const play = unheard()
  expect([standsIn(play.state, 'letter-due'), standsIn(play.state, 'letter-sent')]).toEqual([true, false])
  expect(until(play.state)).toBe('2026-12-04T16:00:00.000Z')
  play.wait(5 * DAY)
  // Sent on Thursday: the tenth working day is Thursday the 10th.
  expect(of(sent(play, 4), 'chain.heads')).toHaveLength(1)
  expect([standsIn(play.state, 'letter-due'), standsIn(play.state, 'letter-sent')]).toEqual([false, true])
  expect(until(play.state)).toBe('2026-12-10T16:00:00.000Z')
  // It came back and went again; that it went before takes nothing from the partner.
  sent(play, 5, 'courier')
  sent(play, 1)
  expect(until(play.state)).toBe('2026-12-11T16:00:00.000Z')
  play.wait(14 * DAY)
  const written = { on: sunday + 18 * DAY, by: 'sun.wei' }
  expect(told(play.say('appeal.made', { number, partnerId: 'mellow', text: '来信', written }))).toEqual(['appealed'])
  expect(play.state?.appeal).toMatchObject({ at: written.on, by: 'sun.wei' })
})

it('the time to appeal is what the letter says, though the policy has fewer days or other holidays since; only a later letter gives more', () => {
  const given = { ...refs }
  const play = new Play(cases, { key: number, refs: given })
  play.say('case.opened', opened)
  give(play, { refund: undefined })
  play.say('letter.due', { number, heard: 'nobody' })
  const end = () => play.state && new Date(appealUntil(play.state, given) ?? 0).toISOString()
  const days = (appealWorkingDays: number) => {
    given.policy = { ...refs.policy, cases: { ...refs.policy.cases, appealWorkingDays } }
  }
  days(3)
  expect(end()).toBe('2026-12-04T16:00:00.000Z')
  play.wait(9 * DAY)
  sent(play, 3)
  expect(end()).toBe('2026-12-04T16:00:00.000Z')
  sent(play, 8)
  expect(end()).toBe('2026-12-04T16:00:00.000Z')
  expect(told(play.say('appeal.made', { number, partnerId: 'mellow', text: '不服' }))).toEqual(['appealed'])
  const another = unheard()
  another.wait(9 * DAY)
  sent(another, 8)
  expect(until(another.state)).toBe('2026-12-14T16:00:00.000Z')
})

it('a letter that goes after the case was closed opens the time to appeal again, and it closes once that is over', () => {
  const play = unheard()
  expect(told(play.wait(14 * DAY))).toEqual(['closed'])
  play.wait(3 * DAY)
  sent(play, 17)
  expect([play.state && statusOf(play.state), until(play.state)]).toEqual(['decided', '2026-12-23T16:00:00.000Z'])
  expect(told(play.wait(20 * DAY))).toEqual(['closed'])
})

it('whoever was told by itself has no more time by a letter; none is of a day to come, of who is cleared, or of what is undecided', () => {
  const { play } = open()
  const say = (type: string, more: object) => play.say(type, { number, ...more })
  expect(say('letter.due', { heard: 'nobody' })).toEqual([])
  give(play)
  say('letter.sent', { by: 'li.xue', on: play.now + 3 * DAY, way: 'post' })
  expect(play.state?.letter).toBeUndefined()
  play.wait(4 * DAY)
  say('letter.sent', { by: 'li.xue', on: sunday + 3 * DAY, way: 'post' })
  expect([play.state?.letter?.sent?.length, until(play.state)]).toEqual([1, '2026-12-04T16:00:00.000Z'])
  const cleared = open().play
  give(cleared, { outcome: 'cleared', points: 0, sanctions: [], publish: false })
  cleared.say('letter.due', { number, heard: 'nobody' })
  expect(cleared.state?.letter).toBeUndefined()
})

it('a letter of the partner that came after its time is no appeal, whenever it is entered, nor is one of a day to come', () => {
  const play = unheard()
  play.wait(20 * DAY)
  const written = (days: number) => ({ on: sunday + days * DAY, by: 'sun.wei' })
  const appeal = (days: number) =>
    told(play.say('appeal.made', { number, partnerId: 'mellow', text: '来信', written: written(days) }))
  // The last day is Friday the 4th.
  expect([appeal(13), appeal(40)]).toEqual([[], []])
  expect(appeal(12)).toEqual(['appealed'])
})

it('who entered an appeal neither answers it nor has it; who gave the verdict enters none', () => {
  const play = unheard()
  const written = { on: sunday + DAY, by: 'li.xue' }
  const made = { number, partnerId: 'mellow', text: '来信' }
  expect(play.say('appeal.made', { ...made, written })).toEqual([])
  const [entered] = of(play.say('appeal.made', { ...made, written: { ...written, by: 'sun.wei' } }), 'case.events')
  expect(entered).toMatchObject({ data: { change: 'appealed', written: true } })
  expect(play.say('case.taken', { number, by: 'sun.wei' })).toEqual([])
  const granted = { number, granted: true, reason: '属实' }
  expect(play.say('appeal.decided', { ...granted, by: 'sun.wei' })).toEqual([])
  expect(told(play.say('appeal.decided', { ...granted, by: 'wu.tao' }))).toEqual(['appeal-decided'])
})

it('whom an appeal was entered for says its own beside it with its key, once, in its time, until that is decided', () => {
  const play = unheard()
  const made = { number, partnerId: 'mellow' }
  play.say('appeal.made', { ...made, text: '不服', written: { on: sunday, by: 'sun.wei' } })
  play.wait(DAY)
  const own = { at: play.now, text: '话单证明属实' }
  for (const text of [own.text, '又及']) play.say('appeal.made', { ...made, text })
  expect(play.state?.appeal).toEqual({ at: expect.any(Number), text: '不服', by: 'sun.wei', own })
})

it('a letter went that way on that day once, and ten ways at most; who appealed itself needs none any more, for whom people did does', () => {
  const play = unheard()
  play.wait(12 * DAY)
  for (const day of [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) sent(play, day)
  expect(play.state?.letter?.sent?.map(({ on }) => (on - sunday) / DAY)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const quick = unheard()
  expect(standsIn(quick.state, 'letter-due')).toBe(true)
  quick.say('appeal.made', { number, partnerId: 'mellow', text: '来信', written: { on: sunday, by: 'sun.wei' } })
  expect(standsIn(quick.state, 'letter-due')).toBe(true)
  quick.say('appeal.made', { number, partnerId: 'mellow', text: '不服' })
  expect(standsIn(quick.state, 'letter-due')).toBe(false)
})

it('what was entered and is no appeal of the partner is taken out by somebody else: its letter is due, its time its own, its text a note', () => {
  const play = unheard()
  const made = { number, partnerId: 'mellow' }
  const written = { on: sunday + DAY, by: 'sun.wei' }
  const entered = { ...made, text: '别家的来信', written }
  const out = (by: string) => told(play.say('appeal.voided', { number, by, reason: '非该公司所寄' }))
  expect(out('wu.tao')).toEqual([])
  play.say('appeal.made', entered)
  expect([...out('sun.wei'), ...out('li.xue')]).toEqual([])
  expect(out('wu.tao')).toEqual(['appeal-voided'])
  expect([play.state?.appeal, standsIn(play.state, 'letter-due')]).toEqual([undefined, true])
  expect(play.state?.notes.at(-1)).toMatchObject({ by: 'wu.tao', text: '非该公司所寄 [sun.wei: 别家的来信]' })
  // What came in its time is entered later as well.
  play.wait(20 * DAY)
  expect(told(play.say('appeal.made', { ...entered, text: '真的来信' }))).toEqual(['appealed'])
  // After its time the case is over again; what the partner said beside it is its appeal.
  expect(out('wu.tao')).toEqual(['appeal-voided', 'closed'])
  const other = unheard()
  other.say('appeal.made', entered)
  other.say('appeal.made', { ...made, text: '不服' })
  other.say('appeal.voided', { number, by: 'wu.tao', reason: '非该公司所寄' })
  expect(other.state?.appeal).toEqual({ at: other.now, text: '不服' })
  // With its key it appealed itself: that is nobody’s to take out.
  expect(told(other.say('appeal.voided', { number, by: 'wu.tao', reason: '不算' }))).toEqual([])
})

it('that an appeal on paper was taken out its partner hears by a letter, of each by its own, listed until it went; no time runs from it', () => {
  const play = unheard()
  sent(play, 0)
  const enter = (text: string) =>
    play.say('appeal.made', { number, partnerId: 'mellow', text, written: { on: sunday, by: 'sun.wei' } })
  const out = () => play.say('appeal.voided', { number, by: 'wu.tao', reason: '非该公司所寄' })
  const due = (nth: number) => play.say('letter.due', { number, heard: 'nobody', of: 'voided', nth })
  expect(due(1)).toEqual([])
  enter('别家的来信')
  const [wanted] = of(out(), 'case.letters')
  expect(wanted).toMatchObject({
    type: 'voided.wanted',
    data: {
      nth: 1,
      appealedAt: sunday,
      reason: '非该公司所寄',
      own: false,
      appealUntil: appealUntil(play.state as CaseState, refs),
    },
  })
  expect(wanted?.data).not.toHaveProperty('unsent')
  due(1)
  enter('又一封')
  expect(of(out(), 'case.events')).toMatchObject([{ data: { change: 'appeal-voided', voided: 2 } }])
  due(2)
  expect(standsIn(play.state, 'letter-due')).toBe(true)
  const before = until(play.state)
  const went = (nth: number) =>
    play.say('letter.sent', { number, by: 'li.xue', on: sunday, way: 'post', of: 'voided', nth })
  went(2)
  expect(play.state && lettersOf(play.state, 'due').map(({ of, nth }) => [of, nth])).toEqual([['voided', 1]])
  went(1)
  expect([standsIn(play.state, 'letter-due'), until(play.state)]).toEqual([false, before])
  // Ten of a case at most: the next is granted or not.
  for (let n = 3; n <= 10; n++) {
    enter(`第 ${n} 封`)
    out()
  }
  enter('再一封')
  expect([out(), play.state?.voided?.length]).toEqual([[], 10])
})

it('of an appeal that was taken out before the penalty letter went its partner is told no day: its time begins with that letter', () => {
  const play = unheard()
  play.say('appeal.made', { number, partnerId: 'mellow', text: '来信', written: { on: sunday, by: 'sun.wei' } })
  const out = play.say('appeal.voided', { number, by: 'wu.tao', reason: '非该公司所寄' })
  expect(of(out, 'case.letters')).toMatchObject([{ type: 'voided.wanted', data: { unsent: true } }])
})

it('a letter that the gateway wrote is no paper of the partner', () => {
  const play = unheard()
  const file = { number, name: 'letter-zh.pdf', type: 'application/pdf', bytes: 9, sha256: 'a'.repeat(64), by: '0000' }
  play.say('file.added', file)
  const written = { on: sunday, by: 'sun.wei', paper: file.name }
  expect(play.say('appeal.made', { number, partnerId: 'mellow', text: '来信', written })).toEqual([])
})

it('a webhook that takes a verdict does not say why: without a key to look its letter is due all the same, and counts', () => {
  const { play } = open()
  give(play, { refund: undefined })
  play.say('letter.due', { number, heard: 'webhook' })
  play.say('letter.told', { number })
  expect([standsIn(play.state, 'letter-due'), until(play.state)]).toEqual([true, '2026-12-04T16:00:00.000Z'])
  play.wait(5 * DAY)
  sent(play, 4)
  expect([standsIn(play.state, 'letter-due'), until(play.state)]).toEqual([false, '2026-12-10T16:00:00.000Z'])
  const failed = open().play
  give(failed, { refund: undefined })
  for (const heard of ['webhook', 'failed']) failed.say('letter.due', { number, heard })
  expect(failed.state?.letter?.heard).toBe('failed')
})

it.each([
  ['before another failed', ['letter.told', 'letter.due'], '2026-12-04'],
  ['after another failed', ['letter.due', 'letter.told'], '2026-12-07'],
])('one webhook of several that took the verdict is enough, also %s: no letter moves its time', (_, types, last) => {
  const { play } = open()
  give(play, { refund: undefined })
  play.wait(DAY)
  for (const type of types) play.say(type, { number, heard: 'failed' })
  expect([standsIn(play.state, 'letter-due'), play.state?.letter?.told]).toEqual([false, play.now])
  sent(play, 1)
  expect(until(play.state)).toBe(`${last}T16:00:00.000Z`)
})

it('a webhook that takes the verdict late, after a letter was due, tells it then: its time to appeal begins, also of a case that was closed', () => {
  const play = unheard()
  expect(told(play.wait(14 * DAY))).toEqual(['closed'])
  play.wait(3 * DAY)
  play.say('letter.told', { number })
  expect([standsIn(play.state, 'letter-due'), until(play.state)]).toEqual([false, '2026-12-23T16:00:00.000Z'])
  expect(play.state && statusOf(play.state)).toBe('decided')
  expect(told(play.say('appeal.made', { number, partnerId: 'mellow', text: '不服' }))).toEqual(['appealed'])
})

it('a paper is an appeal once the case has it; whoever heard by nobody gets the answer by a letter that is listed until it went', () => {
  const play = unheard()
  const made = { number, partnerId: 'mellow', text: '来信' }
  const paper = `file-${'a'.repeat(32)}.pdf`
  const written = { on: sunday, by: 'sun.wei', paper }
  expect(play.say('appeal.made', { ...made, written })).toEqual([])
  const file = { number, name: paper, type: 'application/pdf', bytes: 9, sha256: 'a'.repeat(64) }
  play.say('file.added', { ...file, by: 'sun.wei', paper: true })
  play.wait(DAY)
  play.say('appeal.made', { ...made, written })
  // It has waited since it came.
  expect(play.state).toMatchObject({ appeal: { paper }, dueAt: sunday + 7 * DAY })
  expect(play.say('letter.due', { number, heard: 'nobody', of: 'appeal' })).toEqual([])
  const answered = play.say('appeal.decided', { number, by: 'wu.tao', granted: false, reason: '话单属实' })
  const [letter] = of(answered, 'case.letters')
  expect(letter).toMatchObject({
    type: 'answer.wanted',
    data: { appealedAt: sunday, answeredAt: play.now, granted: false, reason: '话单属实', points: 20 },
  })
  play.say('letter.due', { number, heard: 'nobody', of: 'appeal' })
  expect([standsIn(play.state, 'letter-due'), standsIn(play.state, 'letter-sent')]).toEqual([true, false])
  const went = { number, by: 'li.xue', on: sunday + DAY, way: 'post', of: 'appeal' }
  expect(of(play.say('letter.sent', went), 'chain.heads')).toHaveLength(1)
  // That of the verdict waits as well, until it went.
  expect(standsIn(play.state, 'letter-due')).toBe(true)
  sent(play, 1)
  expect([standsIn(play.state, 'letter-due'), standsIn(play.state, 'letter-sent')]).toEqual([false, true])
  // No time runs from it.
  expect(play.state?.closedAt).toBeDefined()
  // Nor is a letter due where a webhook took the answer.
  const told = unheard()
  sent(told, 0)
  told.say('appeal.made', { ...made, written: { on: sunday, by: 'sun.wei' } })
  told.say('appeal.decided', { number, by: 'wu.tao', granted: true, reason: '属实' })
  for (const type of ['letter.told', 'letter.due']) told.say(type, { number, heard: 'failed', of: 'appeal' })
  expect(standsIn(told.state, 'letter-due')).toBe(false)
})

it('a partner that attaches files without end leaves room for others, and the paper of its appeal always has some', () => {
  const play = unheard()
  const add = (by: string, n: number, more: object = {}) =>
    play.say('file.added', {
      ...{ number, by, name: `file-${by.replace('.', '')}-${n}.pdf`, type: 'application/pdf', bytes: 1 },
      ...{ sha256: 'a'.repeat(64), ...more },
    })
  for (let n = 0; n < 30; n++) add('mellow', n)
  expect(play.state?.files).toHaveLength(10)
  for (let n = 0; n < 30; n++) add('sun.wei', n)
  expect(play.state?.files).toHaveLength(20)
  add('li.xue', 0, { paper: true })
  expect(play.state?.files).toHaveLength(21)
})
