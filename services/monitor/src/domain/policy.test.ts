import { describe, expect, it } from 'vitest'
import { defaultPolicy, digestOfFigures } from '#policy'
import { Play } from '#process/kit'
import { drafts } from './drafts.ts'
import { policies } from './releases.ts'
import { isFresh, isOpen, type Replay, replays, whyBusy } from './replays.ts'

const figures = defaultPolicy.monitor
const strict = { ...figures, falseFlags: 0.01 }

const release = (over: number, more: object = {}) => ({
  over,
  title: '误报减半',
  why: '上月三家被误报',
  by: 'li.xue',
  proposal: 'pr-1',
  digest: digestOfFigures(strict),
  figures: strict,
  ...more,
})

describe('what is in force', () => {
  it('a release is a version, and stands among what is observed', () => {
    const play = new Play(policies, { key: 'monitor', refs: undefined })
    const [set, told] = play.say('policy.released', release(0))
    const name = `m1-${digestOfFigures(strict)}`
    expect(play.state).toMatchObject({ number: 1, name, figures: strict })
    expect(set).toEqual({
      topic: 'monitor.observations',
      key: 'all',
      type: 'policy.set',
      data: { name, figures: strict },
    })
    expect(told).toMatchObject({ topic: 'policy.versions', key: '000001', data: { number: 1, over: 0, by: 'li.xue' } })
  })

  it('of which only the desk’s figures are others is a version, and the monitor hears nothing of it', () => {
    const play = new Play(policies, { key: 'monitor', refs: undefined })
    const desk = { campaigns: { reporters: 7 } }
    const told = play.say('policy.released', release(0, { figures: desk, adopts: false }))
    expect(told.map(({ type }) => type)).toEqual(['version.released'])
    expect(told[0]?.data).toMatchObject({ number: 1, figures: desk, at: expect.any(Number) })
    // What both parts are is told to the monitor without the desk’s.
    const [set] = play.say('policy.released', release(1, { figures: { ...strict, ...desk } }))
    expect(set).toMatchObject({ type: 'policy.set', data: { figures: strict } })
    expect(set).not.toHaveProperty('data.figures.campaigns')
  })

  it('of two that were shown the same version only the first is released', () => {
    const play = new Play(policies, { key: 'monitor', refs: undefined })
    play.say('policy.released', release(0))
    expect(play.sayBad('policy.released', release(0, { figures }))).toMatch(/another version was released/)
    expect(play.state).toMatchObject({ number: 1, figures: strict })
  })
})

describe('a draft', () => {
  const saved = (revision: number, by: string) => ({
    title: '严一些',
    note: '',
    changes: { falseFlags: 0.01 },
    revision,
    by,
  })

  it('of two who save at once the first is kept', () => {
    const play = new Play(drafts, { key: 'd-1', refs: undefined })
    play.say('draft.saved', saved(1, 'li.xue'))
    play.say('draft.saved', saved(2, 'sun.wei'))
    play.say('draft.saved', saved(2, 'qian.li'))
    expect(play.state).toMatchObject({ revision: 2, by: 'sun.wei', writers: ['li.xue', 'sun.wei'] })
    // Nobody drops what they did not see.
    play.say('draft.dropped', { revision: 2, by: 'qian.li' })
    expect(play.state).toMatchObject({ revision: 2 })
    play.say('draft.dropped', { revision: 3, by: 'qian.li' })
    expect(play.state).toBeUndefined()
  })
})

describe('a replay of a draft', () => {
  const asked = (more: object = {}) => ({
    ...{ draft: 'd-1', revision: 1, title: '严一些', by: 'li.xue', over: 0, digest: 'x' },
    ...{ proposed: figures, held: figures },
    ...more,
  })
  const counts = { erased: 0, partners: 4, flagged: 1, flaggedBefore: 0, flags: 1, flagsBefore: 0, stops: 0 }
  const found = {
    ...counts,
    ...{ messages: 9, stopsBefore: 0, both: 0, newly: 1, noLonger: 0, missed: 0, nearlyAll: false, samples: [] },
    names: { newly: ['sp-huayu'], noLonger: [], stopped: [], goesOn: [] },
  }

  it('waits, runs, and is done; what was stopped stays stopped, with what it had found', () => {
    const play = new Play<Replay, undefined>(replays, { key: 'r-1', refs: undefined })
    play.say('replay.asked', asked())
    expect(play.state?.status).toBe('waiting')
    play.say('replay.moved', { messages: 3, share: 0.2 })
    expect([play.state?.status, isOpen(play.state as Replay)]).toEqual(['running', true])
    play.say('replay.done', found)
    play.say('replay.stopped', { by: 'sun.wei' })
    expect(play.state).toMatchObject({ status: 'done', found })
  })

  it('in shadow goes on telling, though it reads the archive anew after a restart, until its end or until it is stopped', () => {
    const play = new Play<Replay, undefined>(replays, { key: 'r-1', refs: undefined })
    play.say('replay.asked', asked({ until: 2_000_000_000_000 }))
    play.say('replay.found', found)
    play.say('replay.moved', { messages: 3, share: 0.2 })
    expect(play.state).toMatchObject({ status: 'shadow', found })
    play.say('replay.stopped', { by: 'sun.wei' })
    play.say('replay.found', { ...found, flags: 2 })
    expect(play.state).toMatchObject({ status: 'stopped', stoppedBy: 'sun.wei', found: { flags: 1 } })
  })

  it('of a day ago tells of a day ago: nothing is released by it', () => {
    const { trials } = defaultPolicy
    const asked = Date.parse('2026-11-26T00:00Z')
    const fresh = (now: string) => isFresh({ at: asked }, Date.parse(now), trials)
    expect([fresh('2026-11-26T00:05Z'), fresh('2026-11-27T00:00Z'), fresh('2026-11-27T00:01Z')]).toEqual([
      ...[true, true, false],
    ])
    expect(fresh('2027-01-26T00:00Z')).toBe(false)
  })

  it('is refused while somebody has as many as one may have, or all together do, and a second shadow', () => {
    const { trials } = defaultPolicy
    const of = (by: string, count: number) => Array.from({ length: count }, () => ({ by, title: '严一些' }))
    const busy = (open: readonly { by: string; title: string }[], kind: 'replay' | 'shadow' = 'replay') =>
      whyBusy(open, 'li.xue', kind, trials)
    expect(busy(of('li.xue', trials.perPerson - 1))).toBeUndefined()
    expect(busy(of('li.xue', trials.perPerson))).toBe('You have 3 that wait or run.')
    expect(busy(of('sun.wei', trials.perPerson))).toBeUndefined()
    expect(busy(of('sun.wei', trials.waiting))).toBe('8 wait or run.')
    expect(busy([], 'shadow')).toBeUndefined()
    expect(busy(of('sun.wei', 1), 'shadow')).toMatch(/严一些/)
  })
})
