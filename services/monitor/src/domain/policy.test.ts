import { describe, expect, it } from 'vitest'
import { defaultPolicy, digestOfFigures } from '#policy'
import { Play } from '#process/kit'
import { drafts } from './drafts.ts'
import { policies } from './releases.ts'

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
    expect(play.state).toMatchObject({ revision: 2, by: 'sun.wei' })
    // Nobody drops what they did not see.
    play.say('draft.dropped', { revision: 2, by: 'qian.li' })
    expect(play.state).toMatchObject({ revision: 2 })
    play.say('draft.dropped', { revision: 3, by: 'qian.li' })
    expect(play.state).toBeUndefined()
  })
})
