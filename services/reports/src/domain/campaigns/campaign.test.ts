import { describe, expect, it } from 'vitest'
import { type CampaignMember, campaignMembers, parseMessage, topicByName } from '#contracts'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { campaigns, portOf } from './campaign.ts'
import { rolls } from './roll.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const refs = { policy: defaultPolicy }
const campaign = 'cabc1234def567'
const play = (key = campaign) => new Play(campaigns, { key, refs })

function member(n: number, more: Partial<CampaignMember> & { at: number }): CampaignMember {
  return {
    reporter: `reporter-${n}`,
    tenure: 1,
    number: String(100_000_000 + n),
    again: false,
    first: false,
    weight: 1,
    beside: [],
    sender: { kind: 'port', port: '10661234' },
    kind: 'loan',
    honest: false,
    text: '急用钱不求人！凭身份证即可办理',
    of: campaign,
    variant: 'r1',
    ...more,
  }
}
const types = (emits: readonly Emit[]) => emits.map(({ type }) => type)
const only = (emits: readonly Emit[], type: string) => emits.filter((each) => each.type === type)
/** Everything that was emitted is what its contract says. */
function whole(emits: readonly Emit[]): readonly Emit[] {
  for (const { topic, type, data } of emits)
    parseMessage(topicByName.get(topic)!, { id: 'x', type, v: 1, at: 1, corr: 'x', data })
  return emits
}

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
    expect(emits.every(({ topic }) => topic === 'campaign.events')).toBe(true)
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

describe('what staff decide stays', () => {
  const decided = { by: 'wang', note: '核实', outcome: 'blocked', what: '10661234', proven: true } as const

  it('every reporter is told, page by page, and who comes later at once', () => {
    const given = play()
    const listed: Emit[] = []
    for (let n = 0; n < 5000; n++)
      listed.push(...only(given.say('report.joined', member(n, { at: given.now })), 'roll.add'))
    expect(new Set(listed.map(({ key }) => key)).size).toBe(25)
    const tells = [...whole(given.say('campaign.decide', decided)), ...given.wait(HOUR)].filter(
      ({ type }) => type === 'roll.tell',
    )
    expect(new Set(tells.map(({ key }) => key))).toEqual(new Set(listed.map(({ key }) => key)))
    expect(tells).toHaveLength(25)
    const page = new Play(rolls, { key: tells[0]!.key, refs: {} })
    for (const each of listed.filter(({ key }) => key === tells[0]!.key)) page.say('roll.add', each.data)
    const told = whole(page.say('roll.tell', tells[0]!.data))
    expect(told).toHaveLength(200)
    expect(told[0]).toMatchObject({
      topic: 'report.outcomes',
      key: 'reporter-0',
      data: { outcome: 'blocked', reporters: 5000, proven: true },
    })
    expect(page.say('roll.tell', tells[0]!.data)).toEqual([])
    const late = whole(given.say('report.joined', member(9000, { at: given.now })))
    expect(only(late, 'report.decided')).toMatchObject([
      { key: 'reporter-9000', data: { outcome: 'blocked', reporters: 5001 } },
    ])
    expect(given.sayBad('campaign.decide', decided)).toMatch(/already/)
  })

  it('what was dismissed is proposed again only when three times as many have reported it since', () => {
    const given = play()
    for (let n = 0; n < 5; n++) given.say('report.joined', member(n, { at: given.now }))
    given.say('campaign.decide', { ...decided, outcome: 'dismissed', proven: false })
    given.wait(HOUR)
    const after: Emit[] = []
    for (let n = 10; n < 24; n++) after.push(...given.say('report.joined', member(n, { at: given.now })))
    expect(types(after)).not.toContain('campaign.proposed')
    expect(types(given.say('report.joined', member(99, { at: given.now })))).toContain('campaign.proposed')
  })

  it('one that is split off is a campaign with its reporters, and what is like it goes there', () => {
    const given = play()
    for (let n = 0; n < 3; n++) given.say('report.joined', member(n, { at: given.now }))
    for (let n = 3; n < 5; n++) given.say('report.joined', member(n, { variant: 'r2', text: '另一种', at: given.now }))
    const emits = whole(given.say('campaign.split', { by: 'wang', note: '不是一回事', variant: 'r2' }))
    const [handed] = only(emits, 'members.moved')
    expect(only(emits, 'exemplar.moved')).toMatchObject([{ data: { campaign, report: 'r2', into: handed!.key } }])
    const other = play(handed!.key)
    other.say('members.moved', handed!.data)
    expect(other.state).toMatchObject({ tally: { reporters: 2 }, variants: [{ report: 'r2' }] })
    expect(given.state).toMatchObject({ tally: { reporters: 3 } })
    expect(given.sayBad('campaign.split', { by: 'wang', note: 'x', variant: 'r1' })).toMatch(/only text/)
  })

  it('one that is joined to another hands its reports and its roll over, and passes on what still comes', () => {
    const given = play()
    for (let n = 0; n < 3; n++) given.say('report.joined', member(n, { at: given.now }))
    const into = 'cother123456'
    const emits = whole(given.say('campaign.join', { by: 'wang', note: '同一文案', into }))
    const other = play(into)
    for (let n = 2; n < 4; n++) other.say('report.joined', member(n, { at: other.now }))
    const grown = whole(other.say('members.moved', only(emits, 'members.moved')[0]!.data))
    expect(other.state!.tally).toMatchObject({ size: 5, reporters: 4 })
    expect(types(grown)).toEqual(['campaign.changed'])
    expect(given.say('report.joined', member(9, { at: given.now }))).toMatchObject([
      { topic: campaignMembers.name, key: into },
    ])
    const tells = only(other.say('campaign.decide', decided), 'roll.tell').map(({ key }) => key)
    expect(tells).toEqual([`${campaign}.0`, `${into}.0`])
    expect(given.sayBad('campaign.decide', decided)).toMatch(/joined/)
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
