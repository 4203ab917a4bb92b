import { describe, expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { pages } from './page.ts'
import { type Decider, proposals, whyNot } from './proposal.ts'

const HOUR = 3_600_000
const person = (id: string): Decider => ({ id, human: id, role: 'operations', interests: [], madeBy: 'chen.admin' })
const [li, sun] = [person('li.xue'), person('sun.wei')]
const close = {
  kind: 'settlement.close',
  needs: ['settle', 'settlement'],
  title: '华娱互动 2026-10',
  partners: ['sp-huayu'],
  digest: 'd1',
  preview: { net_fen: 120_000 },
  policyVersion: 'default',
  pages: 0,
  records: [{ topic: 'ledger.postings', key: 'sp-huayu.2026-10', type: 'month.closed', data: { by: 'li.xue' } }],
  by: li,
  alone: false,
}

function proposed(change: object = {}) {
  const play = new Play(proposals, { key: 'p1', refs: { policy } })
  play.say('proposal.made', { ...close, ...change })
  return play
}
const topics = (emit: readonly { topic: string }[]) => emit.map(({ topic }) => topic)

describe('four eyes', () => {
  it('does what was proposed when a second person approves it, once', () => {
    const play = proposed()
    expect(topics(play.say('proposal.approved', { by: sun, digest: 'd1' }))).toEqual([
      'ledger.postings',
      'audit.entries',
    ])
    expect(play.state).toMatchObject({ status: 'applied', decidedBy: 'sun.wei' })
    expect(play.say('proposal.approved', { by: sun, digest: 'd1' })).toEqual([])
  })

  it('releases the pages of a large one, and drops them when it comes to nothing', () => {
    const keys = (emit: readonly { key: string; type: string }[]) => emit.map(({ key, type }) => `${key} ${type}`)
    const released = proposed({ pages: 2, records: [] }).say('proposal.approved', { by: sun, digest: 'd1' })
    expect(keys(released).slice(0, 2)).toEqual(['p1.00000 page.released', 'p1.00001 page.released'])
    const dropped = proposed({ pages: 1, records: [] }).say('proposal.rejected', { by: sun, reason: '不全' })
    expect(keys(dropped)[0]).toBe('p1.00000 page.dropped')
    const page = new Play(pages, { key: 'p1.00000', refs: { policy } })
    page.say('page.held', { records: close.records })
    expect(page.say('page.released', {})).toEqual(close.records)
    expect(page.say('page.released', {})).toEqual([])
  })

  it('does nothing when the world has changed since it was shown', () => {
    const play = proposed()
    expect(topics(play.say('proposal.approved', { by: sun, digest: 'd2' }))).toEqual(['audit.entries'])
    expect(play.state?.status).toBe('stale')
  })

  it('lets the first of two who decide at once win', () => {
    const play = proposed()
    play.say('proposal.rejected', { by: sun, reason: '金额不对' })
    play.say('proposal.approved', { by: { ...sun, id: 'qian.li' }, digest: 'd1' })
    expect(play.state).toMatchObject({ status: 'rejected', decidedBy: 'sun.wei', reason: '金额不对' })
  })

  it('expires when nobody decides', () => {
    const play = proposed()
    play.wait(72 * HOUR)
    expect(play.state?.status).toBe('expired')
    expect(play.say('proposal.approved', { by: sun, digest: 'd1' })).toEqual([])
  })

  it('is withdrawn by who proposed it, and by nobody else', () => {
    const play = proposed()
    play.say('proposal.withdrawn', { by: sun })
    expect(play.state?.status).toBe('open')
    play.say('proposal.withdrawn', { by: { ...li, id: 'li.also' } })
    expect(play.state?.status).toBe('withdrawn')
  })

  it('is applied at once where nobody else is there, and the audit says so', () => {
    const play = new Play(proposals, { key: 'p1', refs: { policy } })
    const emit = play.say('proposal.made', { ...close, alone: true })
    expect(topics(emit)).toEqual(['ledger.postings', 'audit.entries'])
    expect(emit[1]).toMatchObject({ data: { reason: 'applied alone' } })
  })

  it('is not made by somebody with an interest in the partner', () => {
    const play = new Play(proposals, { key: 'p1', refs: { policy } })
    expect(play.sayBad('proposal.made', { ...close, by: { ...li, interests: ['sp-huayu'] } })).toContain('interest')
  })

  it.each<[string, Partial<Decider>, string]>([
    ['the same person', { id: 'li.xue' }, 'same.person'],
    ['another account of the same human', { human: 'li.xue' }, 'same.person'],
    ['somebody of whom nobody has said yet who it is', { unknown: true }, 'unknown'],
    ['somebody for whom the first one vouched', { vouchedBy: 'li.xue' }, 'made.by.the.other'],
    ['an account that the first one made', { madeBy: 'li.xue' }, 'made.by.the.other'],
    ['an account whose password the first one reset', { resetBy: 'li.xue' }, 'made.by.the.other'],
    [
      'the person who made the first one’s account',
      { ...person('chen.admin'), role: 'administrator' },
      'made.the.other',
    ],
    ['another account of that person', { id: 'oidc.chen', human: 'chen.admin' }, 'made.the.other'],
    ['another role', { role: 'auditor' }, 'other.role'],
    ['an interest in the partner', { interests: ['sp-huayu'] }, 'interest'],
  ])('is refused to %s', (_who, change, why) => {
    expect(whyNot({ by: li, partners: ['sp-huayu'], needs: ['settle', 'settlement'] }, { ...sun, ...change })).toBe(why)
    const play = proposed()
    const emit = play.say('proposal.approved', { by: { ...sun, ...change }, digest: 'd1' })
    expect(emit).toMatchObject([{ topic: 'audit.entries', data: { outcome: 'refused', reason: why } }])
    expect(play.state?.status).toBe('open')
  })

  it('is refused to who took part in what it undoes, by whatever account', () => {
    const undoes = { by: li, partners: [], needs: ['settle', 'settlement'], apart: ['sun.wei'] }
    expect(whyNot(undoes, { ...sun, id: 'oidc.sun', human: 'sun.wei' })).toBe('took.part')
    expect(whyNot(undoes, { ...sun, id: 'wu.tao', human: 'wu.tao' })).toBeUndefined()
  })
})
