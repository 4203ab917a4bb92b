import { describe, expect, it } from 'vitest'
import { campaignMembers } from '#contracts'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { campaign, DAY, HOUR, member, only, play, types, whole } from './fixtures.ts'
import { rolls } from './roll.ts'
import { portOf, queueOf } from './standing.ts'

describe('what staff decide stays', () => {
  const port = { kind: 'port', value: '10661234' } as const
  const block = { targets: [port], scope: 'all', reason: 'spam' } as const
  const decided = { by: 'wang', note: '核实', outcome: 'blocked', proven: true, block } as const
  const holds = { target: port, holds: true }
  /** Reported by so many. */
  function reported(reporters: number, key = campaign) {
    const given = play(key)
    for (let n = 0; n < reporters; n++) given.say('report.joined', member(n, { at: given.now }))
    return given
  }

  it('every reporter is told, page by page, and who comes later at once', () => {
    const given = play()
    const listed: Emit[] = []
    for (let n = 0; n < 5000; n++)
      listed.push(...only(given.say('report.joined', member(n, { at: given.now })), 'roll.add'))
    expect(new Set(listed.map(({ key }) => key)).size).toBe(25)
    whole(given.say('campaign.decide', decided))
    const tells = [...only(whole(given.say('block.answered', holds)), 'roll.tell')]
    // Who reports it meanwhile does not hold up the pages that are left.
    given.say('report.joined', member(8000, { at: given.now }))
    tells.push(...only(given.wait(HOUR), 'roll.tell'))
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
      { key: 'reporter-9000', data: { outcome: 'blocked', reporters: 5002 } },
    ])
    expect(given.sayBad('campaign.decide', decided)).toMatch(/already/)
  })

  it('a block is asked of enforcement; nobody is told of it before it holds', () => {
    const given = reported(5)
    const asked = whole(given.say('campaign.decide', { ...decided, twoPeople: true }))
    expect(asked).toMatchObject([
      {
        topic: 'enforcement.commands',
        key: 'port 10661234',
        type: 'block.place',
        data: { target: port, scope: 'all', reason: 'spam', by: 'wang', note: '核实', campaign, twoPeople: true },
      },
    ])
    expect(given.sayBad('campaign.decide', decided)).toMatch(/already/)
    // Who reports it meanwhile hears with the others.
    expect(types(given.say('report.joined', member(7, { at: given.now })))).toEqual(['roll.add', 'campaign.changed'])
    const held = whole(given.say('block.answered', holds))
    expect(types(held)).toEqual(['campaign.decided', 'roll.tell'])
    expect(held[1]).toMatchObject({ data: { outcome: 'blocked', what: '10661234', reporters: 6 } })
    expect(given.say('block.answered', holds)).toEqual([])
  })

  it('of several, what does not hold is not told; when none holds nothing is decided, and nobody is told', () => {
    const domain = { kind: 'domain', value: 'lingjiang.top' } as const
    const person = { kind: 'number', value: '8613800138000' } as const
    const targets = [port, domain, person]
    const given = reported(5)
    const asked = whole(given.say('campaign.decide', { ...decided, block: { ...block, targets } }))
    expect(asked.map(({ key }) => key)).toEqual(['port 10661234', 'domain lingjiang.top', 'number key-of-13'])
    given.say('block.answered', { target: port, holds: false })
    given.say('block.answered', { target: person, holds: true })
    const told = only(whole(given.say('block.answered', { target: domain, holds: true })), 'roll.tell')
    expect(told).toMatchObject([{ data: { what: 'lingjiang.top' } }])
    const other = reported(5)
    other.say('campaign.decide', decided)
    expect(types(whole(other.say('block.answered', { target: port, holds: false })))).toEqual(['campaign.undecided'])
    expect([queueOf(other.state!), other.state!.undecided?.by]).toEqual(['proposed', 'wang'])
    expect(types(other.say('campaign.decide', decided))).toEqual(['block.place'])
  })

  it.each(['blocked', 'limited'] as const)('%s without anything that is blocked is no decision', (outcome) => {
    const { block: _, ...said } = decided
    expect(reported(5).sayBad('campaign.decide', { ...said, outcome })).toMatch(/has a target/)
  })

  it('unblocked by a person it is open: who comes is not told of a block, and three times as many propose it again', () => {
    const given = reported(5)
    given.say('campaign.decide', decided)
    given.say('block.answered', holds)
    given.wait(HOUR)
    expect(whole(given.say('campaign.unblock', { by: 'li', note: '已整改' }))).toMatchObject([
      { type: 'block.lift', key: 'port 10661234', data: { target: port, by: 'li', note: '已整改' } },
    ])
    expect(types(whole(given.say('block.ended', { target: port, by: 'li' })))).toEqual(['campaign.unblocked'])
    expect(given.sayBad('campaign.unblock', { by: 'li', note: '已整改' })).toMatch(/blocks nothing/)
    given.wait(HOUR)
    const later = given.say('report.joined', member(20, { at: given.now }))
    expect(later).toMatchObject([{ type: 'roll.add', key: `${campaign}.1` }, { type: 'campaign.changed' }])
    for (let n = 30; n < 43; n++)
      expect(types(given.say('report.joined', member(n, { at: given.now })))).not.toContain('campaign.proposed')
    expect(types(given.say('report.joined', member(50, { at: given.now })))).toContain('campaign.proposed')
    given.say('campaign.decide', decided)
    expect(only(given.say('block.answered', holds), 'roll.tell').map(({ key }) => key)).toEqual([
      `${campaign}.0`,
      `${campaign}.1`,
    ])
  })

  it('a block whose time is over leaves it open at the usual threshold', () => {
    const given = reported(5)
    given.say('campaign.decide', { ...decided, block: { ...block, until: given.now + DAY } })
    given.say('block.answered', holds)
    given.wait(DAY)
    given.say('block.ended', { target: port, by: 'system' })
    given.wait(HOUR)
    for (let n = 30; n < 34; n++) given.say('report.joined', member(n, { at: given.now }))
    expect(queueOf(given.state!)).toBe('decided')
    expect(types(given.say('report.joined', member(50, { at: given.now })))).toContain('campaign.proposed')
  })

  it('of a port tells who reported it whatever the text, codes and notices left out; left alone, nobody', () => {
    const given = reported(5, 'p10661234')
    given.say('report.joined', member(6, { honest: true, at: given.now }))
    expect(given.state!.listed).toBe(5)
    const left = reported(5, 'p10661234')
    const dismissed = { by: 'wang', note: '正常', outcome: 'dismissed', proven: false }
    expect(types(left.say('campaign.decide', dismissed))).toEqual(['campaign.decided'])
    given.say('campaign.decide', decided)
    expect(types(given.say('block.answered', holds))).toEqual(['campaign.decided', 'roll.tell'])
  })

  it('what was dismissed is proposed again only when three times as many have reported it since', () => {
    const given = play()
    for (let n = 0; n < 5; n++) given.say('report.joined', member(n, { at: given.now }))
    given.say('campaign.decide', { by: 'wang', note: '正常', outcome: 'dismissed', proven: false })
    given.wait(HOUR)
    expect(queueOf(given.state!)).toBe('decided')
    const after: Emit[] = []
    for (let n = 10; n < 24; n++) after.push(...given.say('report.joined', member(n, { at: given.now })))
    expect(types(after)).not.toContain('campaign.proposed')
    expect(types(given.say('report.joined', member(99, { at: given.now })))).toContain('campaign.proposed')
    expect(queueOf(given.state!)).toBe('proposed')
  })

  it('one that is split off is a campaign with its reporters, and what is like it goes there', () => {
    const given = play()
    for (let n = 0; n < 3; n++) given.say('report.joined', member(n, { at: given.now }))
    for (let n = 3; n < 5; n++) given.say('report.joined', member(n, { variant: 'r2', text: '另一种', at: given.now }))
    const emits = whole(given.say('campaign.split', { by: 'wang', note: '不是一回事', variant: 'r2' }))
    const [handed] = only(emits, 'members.moved')
    expect(only(emits, 'exemplar.moved')).toMatchObject([{ data: { campaign, report: 'r2', into: handed!.key } }])
    const other = play(handed!.key)
    // They are listed where they stand now.
    expect(only(emits, 'case.placed')).toMatchObject(
      [3, 4].map((n) => ({ key: `reporter-${n}.${100_000_000 + n}`, data: { campaign: handed!.key } })),
    )
    other.say('members.moved', handed!.data)
    expect(other.state).toMatchObject({ tally: { reporters: 2 }, variants: [{ report: 'r2' }] })
    expect(given.state).toMatchObject({ tally: { reporters: 3 } })
    expect(given.sayBad('campaign.split', { by: 'wang', note: 'x', variant: 'r1' })).toMatch(/only text/)
  })

  it('one that is split off takes its senders, numbers, places and days with it: what stays names nobody who left', () => {
    const given = play()
    const person = (number: string) => ({ kind: 'person', number }) as const
    for (let n = 0; n < 5; n++)
      given.say(
        'report.joined',
        member(n, { sender: person('8613800138000'), kind: 'fraud', place: '朝阳', at: given.now }),
      )
    given.wait(2 * DAY)
    const left = { variant: 'r2', text: '另一种', place: '海淀', at: given.now }
    for (let n = 5; n < 11; n++) given.say('report.joined', member(n, { ...left, honest: n < 7 }))
    given.say('report.joined', member(5, { ...left, again: true }))
    expect(portOf(campaign, given.state!.tally)).toBe('10661234')
    const emits = whole(given.say('campaign.split', { by: 'wang', note: '不是一回事', variant: 'r2' }))
    const stays = { kinds: { fraud: 5 }, senders: { person: 5 }, numbers: { '8613800138000': 5 }, places: { 朝阳: 5 } }
    expect(given.state!.tally).toMatchObject({ ...stays, size: 5, reporters: 5, honest: 0, days: [{ reports: 5 }] })
    expect(Object.keys(given.state!.tally.senders)).toEqual(['person'])
    expect(portOf(campaign, given.state!.tally)).toBeUndefined()
    const [handed] = only(emits, 'members.moved')
    const own = handed!.key
    const other = play(own)
    other.say('members.moved', handed!.data)
    const { recent: _, ...counts } = other.state!.tally
    expect(counts).toEqual({
      ...{ size: 7, reporters: 6, honest: 2, numbers: {}, places: { 海淀: 7 }, campaigns: { [own]: 7 } },
      ...{
        kinds: { loan: 7 },
        senders: { '10661234': 7 },
        days: [{ day: expect.any(Number), reports: 7, reporters: 6 }],
      },
    })
    expect(only(emits, 'campaign.changed')).toMatchObject([{ key: campaign, data: { size: 5, kind: 'fraud' } }])
  })

  it('what turns out later of a report that was split off is told where it stands now, also when that came back', () => {
    const given = play()
    const port = { kind: 'port', port: '10661234' } as const
    for (let n = 0; n < 3; n++) given.say('report.joined', member(n, { at: given.now }))
    given.say('report.joined', member(3, { variant: 'r2', text: '另一种', at: given.now }))
    const [handed] = only(
      given.say('campaign.split', { by: 'wang', note: '不是一回事', variant: 'r2' }),
      'members.moved',
    )
    const fake = { number: '100000003', variant: 'r2', former: port, sender: { kind: 'fake' } }
    const [passed] = whole(given.say('report.resorted', fake))
    expect(passed).toMatchObject({ key: handed!.key, data: { ...fake, moved: true } })
    expect(given.state!.tally.senders).toEqual({ '10661234': 3 })
    const other = play(handed!.key)
    other.say('members.moved', handed!.data)
    other.say('report.resorted', passed!.data)
    expect(other.state!.tally.senders).toEqual({ fake: 1 })
    // Staff join them again: it is counted here, and goes round no more.
    const [back] = only(other.say('campaign.join', { by: 'wang', note: '是一回事', into: campaign }), 'members.moved')
    given.say('members.moved', back!.data)
    expect(given.say('report.resorted', passed!.data).map(({ type }) => type)).toEqual(['campaign.changed'])
  })

  it.each([
    ['wang', 'staff'],
    ['system', 'system'],
  ] as const)('says of texts that were joined by whom: %s', (by, joined) => {
    const given = play()
    given.say('report.joined', member(0, { at: given.now, why: { evidence: [] } }))
    const into = 'cother123456'
    const [handed] = only(given.say('campaign.join', { by, note: '同一文案', into }), 'members.moved')
    const other = play(into)
    other.say('report.joined', member(1, { text: '另一种', at: other.now }))
    other.say('members.moved', handed!.data)
    expect(other.state!.variants.map((each) => each.joined)).toEqual([undefined, joined])
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
    expect(types(grown)).toEqual(['campaign.changed', 'roll.moved'])
    // They are listed where they stand now, and so is who comes late.
    const page = new Play(rolls, { key: grown[1]!.key, refs: {} })
    page.say('roll.add', { reporter: 'reporter-1', tenure: 1, number: '100000001' })
    const placed = (n: number) => ({
      type: 'case.placed',
      key: `reporter-${n}.${100_000_000 + n}`,
      data: { campaign: into },
    })
    expect(whole(page.say('roll.moved', grown[1]!.data))).toMatchObject([placed(1)])
    expect(given.say('report.joined', member(9, { at: given.now }))).toMatchObject([
      { topic: campaignMembers.name, key: into },
      placed(9),
    ])
    other.say('campaign.decide', decided)
    const tells = only(other.say('block.answered', holds), 'roll.tell').map(({ key }) => key)
    expect(tells).toEqual([`${campaign}.0`, `${into}.0`])
    expect(given.sayBad('campaign.decide', decided)).toMatch(/joined/)
  })
})
