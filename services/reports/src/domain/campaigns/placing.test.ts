import { describe, expect, it } from 'vitest'
import type { Bus } from '#bus'
import { campaignExemplars, type MessageOf, parseMessage, type SortedReport, topicByName } from '#contracts'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { LiveIndex } from '../../campaigns/live-index.ts'
import { campaignPlacing } from './placing.ts'
import { campaignReporters } from './reporter.ts'

const loan = '【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，无需抵押手续简单，详询13800138000'
const varied =
  '【鑫*贷通】急用錢不求人！凭身份证即可办里，额度最高50万，当天放款到账，无需抵押手续简单，详询17755556666'
const estate = '湖畔名邸三期盛大开盘，九十至一百四十平米精装洋房，地铁口学区旁，首付八万起，热线02588886666'
const at = Date.parse('2026-11-22T10:30:00Z')

const sorted = (n: number, text: string, more: Partial<SortedReport> = {}): SortedReport => ({
  number: String(100_000_000 + n),
  reporter: `reporter-${n}`,
  tenure: 1,
  sender: { kind: 'port', address: '10661234', port: '10661234' },
  text,
  kind: 'loan',
  reasons: [],
  links: [],
  phones: [],
  accounts: [],
  amounts: [],
  weight: 1,
  language: 'zh-CN',
  channel: 'exchange',
  at,
  ...more,
})
const index = () => new LiveIndex(undefined as unknown as Bus)
function place(live: LiveIndex, n: number, text: string, more: Partial<SortedReport> = {}): readonly Emit[] {
  const emits = new Play(campaignPlacing, { key: `reporter-${n}.${n}`, refs: { index: live, keepMs: 1000 } }).say(
    'report.sorted',
    sorted(n, text, more),
  )
  for (const { topic, type, data } of emits)
    parseMessage(topicByName.get(topic)!, { id: 'x', type, v: 1, at: 1, corr: 'x', data })
  return emits
}
const campaign = (emits: readonly Emit[]) =>
  (emits.find(({ type }) => type === 'report.placed')!.data as { campaign: string }).campaign
const heard = (emits: readonly Emit[]) =>
  emits
    .filter(({ topic }) => topic === campaignExemplars.name)
    .map(({ type, data }) => ({ id: 'x', type, v: 1, at, corr: 'x', data }) as MessageOf<typeof campaignExemplars>)

describe('a report finds its campaign', () => {
  it('of its text, however it was varied; the same report is placed the same however often', () => {
    const live = index()
    const first = campaign(place(live, 1, loan))
    expect(campaign(place(live, 2, varied))).toBe(first)
    expect(campaign(place(live, 3, estate))).not.toBe(first)
    expect(campaign(place(live, 1, loan))).toBe(first)
  })

  it('in another process, and after a start, from what was kept', () => {
    const live = index()
    const kept = place(live, 1, loan)
    const other = index()
    for (const message of heard(kept)) other.learn(message)
    expect(campaign(place(other, 2, varied))).toBe(campaign(kept))
  })

  it('not after thirty days', () => {
    const live = index()
    const first = campaign(place(live, 1, loan))
    // A room of texts is forgotten at once: it has to be full.
    for (let n = 10; n < 8300; n++)
      live.learn({
        id: 'x',
        v: 1,
        corr: 'x',
        at,
        type: 'exemplar.kept',
        data: {
          campaign: `cfill${n}00000`,
          report: `f${n}`,
          text: `第${n}号文字`,
          links: [],
          phones: [],
          accounts: [],
          amounts: [],
          first: true,
        },
      } as MessageOf<typeof campaignExemplars>)
    expect(campaign(place(live, 2, loan, { at: at + 32 * 86_400_000 }))).not.toBe(first)
  })

  it('a code is joined with nothing, and counted for its port', () => {
    const live = index()
    const code = '【招商银行】验证码341398，您正在登录手机银行，请勿泄露'
    const emits = place(live, 1, code, { honest: 'otp' })
    expect(campaign(emits)).toBe('p10661234')
    expect(heard(emits)).toEqual([])
  })

  it('taken back, it is taken back where it was placed', () => {
    const live = index()
    const of = campaign(place(live, 1, loan))
    const play = new Play(campaignPlacing, { key: 'reporter-1.1', refs: { index: live, keepMs: 1e9 } })
    play.say('report.sorted', sorted(1, loan))
    const [told] = play.say('report.withdrawn', sorted(1, loan))
    expect(told).toMatchObject({ type: 'placed.withdrawn', data: { campaign: of, variant: 'reporter-1.1' } })
  })

  it('of an earlier build, which placed what subscribers report here too, what becomes of it is told here', () => {
    const play = new Play(campaignPlacing, { key: 'reporter-1.1', refs: { index: index(), keepMs: 1e9 } })
    play.say('report.sorted', sorted(1, loan))
    const mine = sorted(1, loan, { channel: 'sms' })
    const of = { campaign: play.state!.campaign, variant: 'reporter-1.1' }
    const fake = { ...mine, sender: { kind: 'fake' }, former: mine.sender }
    expect(play.say('report.resorted', fake)).toMatchObject([{ type: 'placed.resorted', data: of }])
    expect(play.say('report.withdrawn', mine)).toMatchObject([{ type: 'placed.withdrawn', data: of }])
  })

  it('where staff split it off, it stays', () => {
    const live = index()
    const first = campaign(place(live, 1, loan))
    const own = 'cown123456789'
    live.learn({
      id: 'x',
      v: 1,
      corr: 'x',
      at,
      type: 'exemplar.moved',
      data: { campaign: first, report: 'reporter-1.1', into: own },
    })
    expect(campaign(place(live, 2, varied))).toBe(own)
  })

  it('where staff joined it to, it goes', () => {
    const live = index()
    const first = campaign(place(live, 1, loan))
    live.learn({
      id: 'x',
      v: 1,
      corr: 'x',
      at,
      type: 'exemplar.moved',
      data: { campaign: first, into: 'cinto12345678' },
    })
    expect(campaign(place(live, 2, varied))).toBe('cinto12345678')
  })
})

describe('whoever reports', () => {
  const play = () => new Play(campaignReporters, { key: 'reporter-1', refs: { days: 10 } })
  const placed = (id: string, more: Partial<SortedReport> = {}) => ({
    campaign: id,
    variant: 'r1',
    why: { evidence: [] },
    report: sorted(1, loan, more),
  })
  const joined = (emits: readonly Emit[]) =>
    emits.flatMap(({ type, key, data }) =>
      type === 'report.joined' ? [[key, (data as { again: boolean }).again]] : [],
    )

  it('counts once for a campaign and once for its port', () => {
    const given = play()
    expect(joined(given.say('report.placed', placed('ctext1000000')))).toEqual([
      ['ctext1000000', false],
      ['p10661234', false],
    ])
    expect(joined(given.say('report.placed', placed('ctext1000000')))).toEqual([
      ['ctext1000000', true],
      ['p10661234', true],
    ])
    expect(joined(given.say('report.placed', placed('ctext2000000')))).toEqual([
      ['ctext2000000', false],
      ['p10661234', true],
    ])
  })

  it('is somebody else when the number is given to another', () => {
    const given = play()
    given.say('report.placed', placed('ctext1000000'))
    expect(joined(given.say('report.placed', placed('ctext1000000', { tenure: 2 })))).toEqual([
      ['ctext1000000', false],
      ['p10661234', false],
    ])
  })

  it('of a message that no network carried, blames nobody who was named; the port keeps their other reports', () => {
    const given = play()
    const fake = (n: number) => ({
      campaign: 'ctext1000000',
      variant: 'r1',
      report: {
        ...sorted(n, loan, { reporter: 'reporter-1', sender: { kind: 'fake', address: '10661234' } }),
        former: sorted(n, loan).sender,
      },
    })
    const told = (n: number) => {
      const emits = given.say('placed.resorted', fake(n))
      for (const { topic, type, data } of emits)
        parseMessage(topicByName.get(topic)!, { id: 'x', type, v: 1, at: 1, corr: 'x', data })
      return emits
    }
    given.say('report.placed', placed('ctext1000000', { number: sorted(1, loan).number }))
    given.say('report.placed', placed('ctext2000000', { number: sorted(2, loan).number }))
    expect(told(1)).toMatchObject([
      {
        key: 'ctext1000000',
        type: 'report.resorted',
        data: { variant: 'r1', former: { port: '10661234' }, sender: { kind: 'fake' } },
      },
      { key: 'p10661234', type: 'report.left', data: { last: false } },
    ])
    expect(told(2)).toMatchObject([{ type: 'report.resorted' }, { key: 'p10661234', data: { last: true } }])
    expect(joined(given.say('report.placed', placed('ctext1000000')))).toEqual([
      ['ctext1000000', true],
      ['p10661234', false],
    ])
  })

  it('takes a report back: a reporter less only with their last of that text, or of that port', () => {
    const given = play()
    const number = (n: number) => sorted(n, loan).number
    const leaves = (n: number, of: string) => {
      const report = { ...sorted(n, loan, { reporter: 'reporter-1' }), text: undefined }
      const emits = given.say('placed.withdrawn', { campaign: of, variant: 'r1', report })
      for (const { topic, type, data } of emits)
        parseMessage(topicByName.get(topic)!, { id: 'x', type, v: 1, at: 1, corr: 'x', data })
      return emits.map(({ key, data }) => [key, (data as { last: boolean }).last])
    }
    given.say('report.placed', placed('ctext1000000', { number: number(1) }))
    given.say('report.placed', placed('ctext2000000', { number: number(2) }))
    expect(leaves(1, 'ctext1000000')).toEqual([
      ['ctext1000000', true],
      ['p10661234', false],
    ])
    expect(leaves(2, 'ctext2000000')).toEqual([
      ['ctext2000000', true],
      ['p10661234', true],
    ])
    expect(joined(given.say('report.placed', placed('ctext1000000')))).toEqual([
      ['ctext1000000', false],
      ['p10661234', false],
    ])
  })

  it('takes back once what counts for its port alone, though no network carried it and who made it takes it back', () => {
    const given = play()
    const { sender: former } = sorted(1, loan)
    const sender = { kind: 'fake', address: '10661234' } as const
    const report = { ...sorted(1, loan, { reporter: 'reporter-1', sender }), text: undefined }
    const of = { campaign: 'p10661234', variant: 'r1' }
    const told = (emits: readonly Emit[]) => emits.map(({ key, type }) => [key, type])
    given.say('report.placed', placed('p10661234'))
    expect(told(given.say('placed.resorted', { ...of, report: { ...report, former } }))).toEqual([
      ['p10661234', 'report.left'],
    ])
    expect(given.say('placed.withdrawn', { ...of, report })).toEqual([])
    given.say('report.placed', placed('p10661234'))
    const carried = { ...report, sender: former }
    expect(told(given.say('placed.withdrawn', { ...of, report: carried }))).toEqual([['p10661234', 'report.left']])
  })

  it('forgets nothing of theirs where a former owner’s report turns out to be fake', () => {
    const given = play()
    given.say('report.placed', placed('ctext1000000', { tenure: 2 }))
    const report = { ...sorted(1, loan, { sender: { kind: 'fake' } }), former: sorted(1, loan).sender }
    given.say('placed.resorted', { campaign: 'ctext1000000', variant: 'r1', report })
    expect(joined(given.say('report.placed', placed('ctext1000000', { tenure: 2 })))).toEqual([
      ['ctext1000000', true],
      ['p10661234', true],
    ])
  })

  it('is known by what they report beside it', () => {
    const given = play()
    for (const id of ['ctext1000000', 'ctext2000000', 'ctext3000000']) given.say('report.placed', placed(id))
    const [last] = given.say('report.placed', placed('ctext4000000'))
    expect(last!.data).toMatchObject({ beside: ['ctext1000000', 'ctext2000000', 'ctext3000000'], first: false })
  })
})
