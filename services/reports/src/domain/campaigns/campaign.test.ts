import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { campaign, DAY, member, only, play, types, whole } from './fixtures.ts'
import { points } from './points.ts'
import { rolls } from './roll.ts'
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
    expect(proposed!.data).toMatchObject({ campaign, port: '10661234', weighted: 5, reporters: 5, policy: 'test' })
    expect(given.state!.proposed).toMatchObject({ policy: 'test' })
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

it('reported by more than ten, its reports are important: those on the roll hear it once, who comes later at once', () => {
  const given = play()
  const grown: Emit[] = []
  for (let n = 0; n < 13; n++) {
    const emits = whole(given.say('report.joined', member(n, { at: given.now })))
    grown.push(...only(emits, 'roll.grown'), ...only(emits, 'report.grown'))
    if (n < 10) expect(grown).toEqual([])
  }
  expect(grown.map(({ type, key }) => `${type} ${key}`)).toEqual([
    `roll.grown ${campaign}.0`,
    'report.grown reporter-11',
    'report.grown reporter-12',
  ])
  const roll = new Play(rolls, { key: `${campaign}.0`, refs: {} })
  for (let n = 0; n < 11; n++)
    roll.say('roll.add', { reporter: `reporter-${n}`, tenure: 1, number: String(100_000_000 + n) })
  const told = whole(roll.say('roll.grown', { campaign, reporters: 11 }))
  expect(told.map(({ type, key }) => `${type} ${key}`)).toEqual(
    Array.from({ length: 11 }, (_, n) => `report.grown reporter-${n}`),
  )
})

describe('of messages that no network carried', () => {
  const number = (n: number) => String(100_000_000 + n)

  it('the port that they named is not blamed: below the threshold it is put before nobody', () => {
    const given = play('p10661234')
    for (let n = 0; n < 5; n++) given.say('report.joined', member(n, { at: given.now }))
    expect(given.state!.proposed).toBeDefined()
    const left = { reporter: 'reporter-2', number: number(2), last: true, kind: 'loan', honest: false, of: campaign }
    const emits = whole(given.say('report.left', { ...left, at: given.now }))
    expect(only(emits, 'campaign.changed')).toMatchObject([{ data: { size: 4, reporters: 4, weighted: 4 } }])
    expect(given.state!.proposed).toBeUndefined()
    expect(given.state!.tally).toMatchObject({ kinds: { loan: 4 }, campaigns: { [campaign]: 4 } })
    const [again] = only(whole(given.say('report.joined', member(9, { at: given.now }))), 'campaign.proposed')
    expect(again!.data).toMatchObject({ reporters: 5 })
  })

  it('the text stays one, its sender is nobody, and its proposal says so', () => {
    const given = play()
    const port = { kind: 'port', port: '10661234' } as const
    for (let n = 0; n < 5; n++) given.say('report.joined', member(n, { sender: port, at: given.now }))
    for (let n = 0; n < 3; n++)
      given.say('report.resorted', { number: number(n), variant: 'r1', former: port, sender: { kind: 'fake' } })
    expect(given.state!.tally).toMatchObject({ size: 5, reporters: 5, senders: { '10661234': 2, fake: 3 } })
    expect(portOf(campaign, given.state!.tally)).toBeUndefined()
    expect(points(given.state!.tally, given.now, { campaigns: defaultPolicy.campaigns }).speaksAgainst).toContainEqual({
      rule: 'never-carried',
      figure: 3,
      of: 5,
    })
  })
})

describe('of reports that were taken back', () => {
  const sender = { kind: 'port', port: '10661234' } as const
  const left = (n: number, more: object = {}) => ({
    ...{ reporter: `reporter-${n}`, number: String(100_000_000 + n), last: true, kind: 'loan', honest: false },
    ...{ of: campaign, variant: 'r1', sender, at: DAY, ...more },
  })
  const five = (key = campaign) => {
    const given = play(key)
    for (let n = 0; n < 4; n++) given.say('report.joined', member(n, { at: given.now }))
    given.say('report.joined', member(4, { variant: 'r2', text: '另一种', at: given.now }))
    return given
  }

  it.each([campaign, 'p10661234'])('nothing counts, and below the threshold it is put before nobody (%s)', (key) => {
    const given = five(key)
    expect(given.state!.proposed).toBeDefined()
    const emits = whole(given.say('report.left', left(2, { at: given.now })))
    expect(only(emits, 'campaign.changed')).toMatchObject([{ data: { size: 4, reporters: 4, weighted: 4 } }])
    expect(given.state!.proposed).toBeUndefined()
    expect(given.state!.variants.map(({ counts }) => counts.size)).toEqual([3, 1])
    expect(given.state!.tally.senders).toEqual({ '10661234': 4 })
  })

  it('a text that nobody reports any more is none of its texts, and with the last of them it is over', () => {
    const given = five()
    given.say('report.left', left(4, { variant: 'r2', at: given.now }))
    expect(given.state!.variants.map(({ report }) => report)).toEqual(['r1'])
    for (let n = 0; n < 4; n++) given.say('report.left', left(n, { at: given.now }))
    expect(given.state).toBeUndefined()
  })

  it('who still counts is no nothing, whatever number of reports is left', () => {
    const given = play('p10661234')
    given.say('report.joined', member(1, { at: given.now }))
    given.say('report.left', left(2, { last: false, at: given.now }))
    expect(given.state!.tally).toMatchObject({ size: 0, recent: [{ reporter: 'reporter-1' }] })
  })

  it('what was split off meanwhile is told where it is now', () => {
    const given = five()
    given.say('campaign.split', { by: 'wang', note: 'another', variant: 'r2' })
    const [told] = whole(given.say('report.left', left(4, { variant: 'r2', at: given.now })))
    expect(told).toMatchObject({ type: 'report.left', key: Object.values(given.state!.gone ?? {})[0] })
    expect(given.state!.tally.size).toBe(4)
  })
})

it('a text, a number or a place that comes late and often is known by its name, however many came before', () => {
  const given = play('p10661234')
  const text = (n: number) => `ctext${String(n).padStart(6, '0')}`
  for (let n = 0; n < 300; n++) given.say('report.joined', member(n, { of: text(n), place: `区${n}`, at: given.now }))
  for (let n = 300; n < 340; n++)
    given.say('report.joined', member(n, { of: n % 2 === 0 ? 'clate0000000' : text(n), place: '晚区', at: given.now }))
  const { campaigns, places, size } = given.state!.tally
  expect([campaigns['clate0000000'], places['晚区']]).toEqual([20, 40])
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, each) => all + each, 0)
  expect([sum(campaigns), sum(places), size]).toEqual([340, 340, 340])
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
    // As it stands after all of them it says the same: what is counted together is no one text.
    const now = points(given.state!.tally, given.now, { campaigns: defaultPolicy.campaigns })
    expect(now.speaksAgainst.map(({ rule }) => rule)).toContain('texts-differ')
    expect(now.speaksFor.map(({ rule }) => rule)).not.toContain('one-text')
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
