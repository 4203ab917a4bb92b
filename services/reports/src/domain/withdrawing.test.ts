import { describe, expect, it } from 'vitest'
import { Desk, HOUR, LIN, OTHER, SPAM } from './report-fixtures.ts'

/** Lin has reported two messages of two senders. */
function reported() {
  const desk = new Desk()
  desk.texts(`10661234*${SPAM}`)
  const first = desk.number
  desk.texts(`13900139000*${OTHER}`)
  return { desk, first, second: desk.number }
}
const withdrawn = (desk: Desk) =>
  desk.play.state?.reports.filter(({ closed }) => closed?.withdrawn).map(({ number }) => number)

describe('who made a report', () => {
  it.each([
    ...[
      '撤销举报NUMBER',
      '撤销举报 NUMBER',
      '我要撤回举报NUMBER',
      '撤回NUMBER',
      '举报NUMBER撤销',
      'NUMBER 撤回',
      '取消举报：NUMBER',
    ],
    ...[
      '我搞错了，取消举报NUMBER',
      '撤銷舉報ＮＵＭＢＥＲ',
      '请把举报NUMBER撤回，谢谢',
      '举报NUMBER搞错了',
      '搞错了，是NUMBER',
      'NUMBER报错了',
      '撤回对10661234的举报',
    ],
    ...['WITHDRAW NUMBER', 'withdraw my report NUMBER', 'Please cancel report NUMBER', 'withdraw report no. NUMBER'],
  ])('takes that one back: %s', (words) => {
    const { desk, first } = reported()
    const wide = first.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    const said = desk.texts(words.replace('NUMBER', first).replace('ＮＵＭＢＥＲ', wide))
    expect(said).toMatch(
      new RegExp(`^(已撤回您对10661234的举报${first}|Your report ${first} of 10661234 is withdrawn)`),
    )
    expect(withdrawn(desk)).toEqual([first])
  })

  it.each([
    '撤回',
    '撤销',
    '撤销举报',
    '取消',
    '我搞错了，取消举报',
    '不举报了',
    '报错了',
    'WITHDRAW',
    'Withdraw my report',
    'undo',
  ])('takes the last one back: %s', (words) => {
    const { desk, second } = reported()
    expect(desk.texts(words)).toMatch(/^(已撤回您对13900139000的举报|Your report \d+ of 13900139000 is withdrawn)/)
    expect(withdrawn(desk)).toEqual([second])
  })

  it.each([
    ...[
      '撤回了两条短信，快来看',
      '您已取消举报资格，请点击dwz.cn/a1恢复',
      '取消订单123456789请回复',
      '怎么撤回举报',
      '能撤回举报吗？',
    ],
    ...['恢复123456789', 'cancel 123456789', 'how do I withdraw a report?'],
  ])('takes nothing back: %s', (words) => {
    const { desk } = reported()
    desk.texts(words)
    expect(withdrawn(desk)).toEqual([])
  })

  it('hears how where that is asked', () => {
    expect(reported().desk.texts('怎么撤回举报')).toMatch(/^撤回举报：发送“撤回”加编号到10086999/)
  })

  it('is told that another’s, or none, is none of theirs', () => {
    const { desk } = reported()
    expect(desk.texts('撤销举报 12345')).toContain('没有编号为12345的举报')
    expect(desk.texts('撤回 999999999')).toContain('没有编号为999999999的举报')
    expect(withdrawn(desk)).toEqual([])
  })

  it('twice takes no second one back', () => {
    const { desk, second } = reported()
    desk.texts('撤回')
    expect(desk.texts('撤回')).toContain(`举报${second}已撤回过`)
    expect(withdrawn(desk)).toEqual([second])
  })

  it('lets go what waits for its other half, before anything that was taken', () => {
    const { desk, first } = reported()
    desk.texts('您的快递到了，点击领取 kd8.top')
    expect(desk.texts('撤回')).toBe('好的，刚才的内容没有受理。')
    expect(withdrawn(desk)).toEqual([])
    desk.texts('您的快递到了，点击领取 kd8.top')
    expect(desk.texts(`撤回${first}`)).toContain('已撤回')
    expect([withdrawn(desk), desk.play.state?.pending?.text]).toEqual([[first], '您的快递到了，点击领取 kd8.top'])
  })

  it.each(['发错了，是10661234', '号码报错了，是10661234', '对不起，搞错了，是10661234发的', '10661234，刚才弄错了'])(
    'and is asked who sent another answers that, and takes nothing back: %s',
    (words) => {
      const desk = new Desk()
      desk.texts(`10661234*${SPAM}`)
      desk.texts(OTHER)
      expect(desk.texts(words)).toContain('已受理您对10661234的举报')
      expect(withdrawn(desk)).toEqual([])
      expect(desk.sorted.at(-1)).toMatchObject({ sender: { port: '10661234' }, text: OTHER })
    },
  )

  it('speaks of a mistake and a number, and is told how to take one back; a message that says so is reported', () => {
    for (const words of ['发错了，是10661234', '10661234报错了', '10661234 was my mistake']) {
      const { desk } = reported()
      expect(desk.texts(words)).toMatch(/^(撤回举报：发送|To withdraw)/)
      expect([withdrawn(desk), desk.sorted.length, desk.play.state?.pending]).toEqual([[], 2, undefined])
    }
    for (const words of ['13900139000*我发错了', '13900139000 我发错了']) {
      const { desk } = reported()
      expect(desk.texts(words)).toContain('已受理您对13900139000的举报')
      expect([withdrawn(desk), desk.sorted.length]).toEqual([[], 3])
    }
  })

  it('by HTTP is told by SMS as well', () => {
    const { desk, first } = reported()
    const said = { msisdn: LIN, channel: 'web', language: 'zh-CN', fingerprint: 'key:1', silent: false }
    expect(desk.says('report.withdrawn', { ...said, what: first, from: '10086999' })).toContain(`的举报${first}`)
    expect(withdrawn(desk)).toEqual([first])
  })
})

describe('a report that was taken back', () => {
  it('is warned of no more, answered no more, asked after by nobody, and shown as what it is', () => {
    const { desk, first, second } = reported()
    desk.texts(`撤回${first}`)
    desk.texts(`撤回${second}`)
    desk.wait(49 * HOUR)
    expect(desk.changes).toEqual(['opened', 'opened', 'withdrawn', 'withdrawn'])
    expect(desk.staff('report.answered', { number: first, text: '正在核查。' })).toBe('')
    expect(desk.decided({ number: first })).toBe('')
    expect(desk.emitted.some(({ type }) => type === 'reward.earned')).toBe(false)
    expect(desk.texts('不满意')).toContain('没有等待您评价的举报')
    expect(desk.texts('查询')).toContain(`${first}（10661234） 已撤回`)
    expect(desk.play.state).toMatchObject({ proven: 0, disproven: 0 })
  })

  it('can be made again, as another one', () => {
    const { desk, first } = reported()
    desk.texts(`撤回${first}`)
    expect(desk.texts(`10661234*${SPAM}`)).toContain('已受理')
    expect(desk.sorted).toHaveLength(3)
  })

  it('is told to those who count it', () => {
    const { desk, first } = reported()
    desk.texts(`撤回${first}`)
    const told = desk.emitted.findLast(({ type }) => type === 'case.changed')
    expect(told?.data).toMatchObject({ number: first, closed: { withdrawn: true }, step: { what: 'withdrawn' } })
  })
})

describe('what stays', () => {
  it('a proven one, which says why, also when it is looked at again', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.decided()
    const { number } = desk
    expect(desk.texts('撤回')).toBe(`举报${number}已查证属实并作出处理，不能撤回。`)
    desk.texts('不满意')
    expect(desk.texts('撤回')).toBe(`举报${number}已查证属实并作出处理，不能撤回。`)
    expect(withdrawn(desk)).toEqual([])
  })

  it('one that is closed, and one that came from 12321', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.staff('report.closed', { proven: false, text: '未发现违规。' })
    expect(desk.texts('撤回')).toContain('已办结，未发现违规')
    desk.posts({ channel: 'regulator', text: OTHER, foreign: { from: '12321', id: 'A1' } })
    expect(desk.texts(`撤回${desk.number}`)).toContain('请向12321撤回')
    expect(withdrawn(desk)).toEqual([])
  })
})

describe('points', () => {
  it.each(['我的积分', '积分', '查积分', '查询积分', '我的积分有多少', '我有多少积分？', 'points', 'My points'])(
    '%s: says what proven reports earned',
    (words) => {
      const desk = new Desk()
      expect(desk.texts(words)).toMatch(/^(您还没有举报积分|You have no points)/)
      desk.texts(`10661234*${SPAM}`)
      desk.says('points.earned', { number: desk.number, tenure: 1, points: 10 })
      desk.says('points.earned', { number: desk.number, tenure: 1, points: 10 })
      expect(desk.texts(words)).toMatch(/2次查证属实，共获得20积分|right 2 times, and have earned 20 points/)
      expect([desk.sorted.length, desk.play.state?.pending]).toEqual([1, undefined])
    },
  )

  it('that were earned before anybody counted them here are not denied: the page has them', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.decided()
    expect(desk.texts('积分')).toBe('您举报的短信已有查证属实的，所得积分请登录网页“垃圾短信举报”查看。')
    desk.says('points.earned', { number: desk.number, tenure: 1, points: 10 })
    expect(desk.texts('积分')).toContain('1次查证属实，共获得10积分')
    desk.texts(`10661234*${OTHER}`)
    desk.decided({ campaign: 'c2' })
    expect(desk.texts('points')).toMatch(/^Reports of yours proved right\. Your page/)
  })

  it('are of who earned them, not of who has the number since', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.says('points.earned', { number: desk.number, tenure: 1, points: 10 })
    desk.says('tenure.ended', { tenure: 1 })
    expect(desk.texts('积分')).toContain('您还没有举报积分')
    desk.says('points.earned', { number: desk.number, tenure: 1, points: 10 })
    expect(desk.texts('积分')).toContain('您还没有举报积分')
  })

  it.each(['您的积分即将到期，请尽快兑换', '积分兑换 dwz.cn/a1'])('a message about points is a message: %s', (text) => {
    const desk = new Desk()
    desk.texts(text)
    expect(desk.play.state?.pending?.text).toBe(text)
  })
})
