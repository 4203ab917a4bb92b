import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { campaign, DAY, member, only, play, types, whole } from './fixtures.ts'
import { portOf } from './standing.ts'

describe('five reporters within ten days put a campaign before a person', () => {
  it('not four, nor one who says it five hundred times', () => {
    const given = play()
    for (let n = 0; n < 4; n++)
      expect(types(whole(given.say('report.joined', member(n, { at: given.now }))))).not.toContain('campaign.proposed')
    for (let i = 0; i < 500; i++) given.say('report.joined', member(1, { again: true, at: given.now }))
    expect(given.state).toMatchObject({ tally: { size: 504, reporters: 4 } })
    expect(given.state!.proposed).toBeUndefined()
    const [proposed] = only(whole(given.say('report.joined', member(5, { at: given.now }))), 'campaign.proposed')
    expect(proposed!.data).toMatchObject({ campaign, port: '10661234', weighted: 5, reporters: 5 })
  })

  it('nor five over a month', () => {
    const given = play()
    for (let n = 0; n < 30; n++) {
      given.say('report.joined', member(n, { at: given.now }))
      given.wait(3 * DAY)
    }
    expect(given.state!.proposed).toBeUndefined()
  })

  it('trusted ones count more, and a group that always reports together hardly more than one', () => {
    const trusted = play()
    for (let n = 0; n < 3; n++) trusted.say('report.joined', member(n, { weight: 2, at: trusted.now }))
    expect(trusted.state!.proposed).toBeDefined()
    const gang = play()
    for (let n = 0; n < 40; n++)
      gang.say('report.joined', member(n, { beside: ['cothers1', 'cothers2', 'cothers3'], at: gang.now }))
    expect(gang.state!.proposed).toBeUndefined()
    expect(gang.state!.tally.reporters).toBe(40)
  })
})

describe('report bombing', () => {
  it('10,000 who never reported before, with texts of their own, against an honest port: a proposal that says so, no block', () => {
    const given = play('p10661234')
    const emits: Emit[] = []
    for (let n = 0; n < 10_000; n++)
      emits.push(
        ...given.say(
          'report.joined',
          member(n, {
            first: true,
            of: `ctext${String(n).padStart(6, '0')}`,
            variant: `r${n}`,
            honest: n % 2 === 0,
            at: given.now,
          }),
        ),
      )
    const proposals = only(whole(emits), 'campaign.proposed')
    expect(proposals).toHaveLength(1)
    const { speaksAgainst } = proposals[0]!.data as { speaksAgainst: { rule: string }[] }
    expect(speaksAgainst.map(({ rule }) => rule)).toEqual([
      'first-reports',
      'texts-differ',
      'within-an-hour',
      'honest-texts',
    ])
    expect(new Set(emits.map(({ topic }) => topic))).toEqual(new Set(['campaign.events', 'campaign.rolls']))
    expect(JSON.stringify(given.state).length).toBeLessThan(65_536)
  })

  it('a slow drip over thirty days is proposed with what speaks against it, once, and nothing more', () => {
    const given = play('p10661234')
    const emits: Emit[] = []
    for (let n = 0; n < 600; n++) {
      emits.push(
        ...given.say(
          'report.joined',
          member(n, { first: true, of: `ctext${String(n).padStart(6, '0')}`, at: given.now }),
        ),
      )
      emits.push(...given.wait((30 * DAY) / 600))
    }
    const proposals = only(emits, 'campaign.proposed')
    expect(proposals).toHaveLength(1)
    expect(proposals[0]!.data).toMatchObject({
      speaksAgainst: expect.arrayContaining([
        expect.objectContaining({ rule: 'first-reports' }),
        expect.objectContaining({ rule: 'texts-differ' }),
      ]),
    })
  })
})

it('the port of a campaign is that of most of its reports', () => {
  const given = play()
  for (let n = 0; n < 3; n++) given.say('report.joined', member(n, { at: given.now }))
  given.say('report.joined', member(4, { sender: { kind: 'person' }, at: given.now }))
  expect(portOf(campaign, given.state!.tally)).toBe('10661234')
})

it('a campaign that nobody reports any more ends', () => {
  const given = play()
  given.say('report.joined', member(1, { at: given.now }))
  given.wait(defaultPolicy.campaigns.endDays * DAY + 1)
  expect(given.state).toBeUndefined()
})
