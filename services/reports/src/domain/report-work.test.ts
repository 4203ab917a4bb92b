import { describe, expect, it } from 'vitest'
import { carriedDigest, type SortedReport } from '#contracts'
import { defaultPolicy } from '#policy'
import { isAsReported } from './filing.ts'
import { Desk, HOUR, LIN, OTHER, refs, SPAM } from './report-fixtures.ts'

describe('what becomes of it', () => {
  it('is warned of, at 6 hours where it is important and at 24 else, and overdue after 48', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.wait(6 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon'])
    desk.wait(42 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon', 'overdue'])
    const calm = new Desk()
    calm.texts(`10661234*${OTHER}`)
    calm.wait(23 * HOUR)
    expect(calm.changes).toEqual(['opened'])
    calm.wait(HOUR)
    expect(calm.changes).toEqual(['opened', 'due-soon'])
  })

  it('is due, and warned of, by what held when it was made, though another figure is released meanwhile', () => {
    let released = new Desk().play.now + HOUR
    const quick = { ...defaultPolicy, reports: { ...defaultPolicy.reports, warnHours: 2, answerHours: 6 } }
    const desk = new Desk((time) => (time < released ? defaultPolicy : quick))
    desk.texts(`10661234*${OTHER}`)
    desk.wait(7 * HOUR)
    expect(desk.changes).toEqual(['opened'])
    // Nor one that is read only now, and holds from before.
    released = 0
    const late = new Desk(() => quick)
    late.texts(`10661234*${OTHER}`)
    late.wait(2 * HOUR)
    expect(late.changes).toEqual(['opened', 'due-soon'])
    late.wait(4 * HOUR)
    expect(late.changes).toEqual(['opened', 'due-soon', 'overdue'])
    desk.wait(17 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon'])
  })

  it('grows important with its campaign', () => {
    const desk = new Desk()
    desk.texts(`10661234*${OTHER}`)
    desk.says('report.grown', { number: desk.number, campaign: 'c1', reporters: 11 })
    desk.wait(6 * HOUR)
    expect(desk.changes).toEqual(['opened', 'due-soon'])
  })

  it('stays with who took it, is answered, closed, and asked after; reopened once', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.staff('report.taken')
    expect(desk.staff('report.answered', { by: 'li', text: '我来。' })).toBe('')
    expect(desk.staff('report.answered', { text: '正在核查。' })).toBe(`【举报${desk.number}】正在核查。`)
    expect(desk.staff('report.closed', { proven: true, text: '已处理。' })).toContain(
      '您举报的情况属实。已处理。 满意吗？',
    )
    expect(desk.texts('不满意')).toBe(`已重新受理您的举报${desk.number}，48小时内答复。`)
    expect(desk.last).toMatchObject({ owner: 'wang', reopened: true })
    desk.staff('report.closed', { proven: true, text: '已再次核实。' })
    expect(desk.texts('不满意')).toContain('已重新核查过一次')
    expect(desk.texts('满意')).toContain('感谢您的评价')
    expect(desk.texts('满意')).toContain('没有等待您评价的举报')
    expect(desk.changes).toEqual('opened answered closed not-solved reopened closed not-solved solved'.split(' '))
    expect(desk.play.state).toMatchObject({ proven: 1, disproven: 0 })
  })

  it('is told with its outcome, and rewarded once a campaign', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    expect(desk.decided()).toBe(
      `【举报${desk.number}办结】您与另外41人举报的10661234已于11月22日18:30封堵。奖励您10积分。满意吗？请回复“满意”，或回复“不满意”重新核查一次。`,
    )
    expect(desk.decided()).toBe('')
    const rewards = desk.emitted.filter(({ type }) => type === 'reward.earned')
    expect(rewards).toMatchObject([{ key: 'c1.key-of-lin.1', data: { points: 10, number: desk.number } }])
    desk.texts(`10661234*${OTHER}`)
    expect(desk.decided({ outcome: 'dismissed', proven: false, campaign: 'c2', reporters: 1 })).toContain(
      '您举报的10661234经核查未发现违规。满意吗？',
    )
    desk.texts(`10661234*${OTHER}了`)
    expect(desk.sorted.at(-1)?.weight).toBe(1)
  })

  it('is told when what was dismissed proves right after all, and rewarded then; not the other way round', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    expect(desk.decided({ outcome: 'dismissed', proven: false, reporters: 3 })).toContain('经核查未发现违规')
    expect([desk.play.state?.proven, desk.play.state?.disproven]).toEqual([0, 1])
    expect(desk.decided()).toContain('您与另外41人举报的10661234已于11月22日18:30封堵。奖励您10积分')
    expect([desk.play.state?.proven, desk.play.state?.disproven]).toEqual([1, 0])
    expect([desk.decided(), desk.decided({ outcome: 'dismissed', proven: false })]).toEqual(['', ''])
    expect(desk.emitted.filter(({ type }) => type === 'reward.earned')).toHaveLength(1)
  })

  it('is told in the morning what is decided at night', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.wait(5 * HOUR)
    expect(desk.decided()).toBe('')
    expect(desk.wait(9 * HOUR)).toContain('封堵')
  })

  it('is seen by who asks, with its number or without, and not by others', () => {
    const desk = new Desk()
    expect(desk.texts('查询')).toBe('您没有举报记录。请发送：号码*短信内容。')
    desk.texts(`10661234*${SPAM}`)
    const { number } = desk
    for (const asked of [`查询${number}`, `查询 ${number}`, `STATUS ${number}`, number])
      expect(desk.texts(asked)).toMatch(new RegExp(`(您的举报：|Your reports: )${number}`))
    expect(desk.texts('查询')).toContain(`${number}（10661234） 待首次答复`)
    desk.decided()
    expect(desk.texts(`查询${number}`)).toBe(`您的举报：${number}（10661234） 已办结，属实。`)
    desk.texts(`10661234*${OTHER}`)
    desk.decided({ outcome: 'dismissed', proven: false, campaign: 'c2' })
    expect(desk.texts('查询')).toContain('（10661234） 已办结，未发现违规；')
    expect(desk.texts('查询999999999')).toContain('没有编号为999999999的举报')
    desk.texts('查询12345678')
    expect(desk.emitted.at(-1)).toMatchObject({ topic: 'complaint.commands', type: 'status.asked' })
  })

  it('has its row in the list proved by its reporter’s own state: another text or sender there is nobody’s report', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    const [sorted] = desk.sorted as [SortedReport]
    const row = { number: desk.number, sorted }
    const isRight = (each: typeof row) => isAsReported(desk.play.state, each, refs.proofOf)
    expect(isRight(row)).toBe(true)
    expect(isRight({ ...row, sorted: { ...sorted, text: OTHER } })).toBe(false)
    expect(isRight({ ...row, sorted: { ...sorted, sender: { ...sorted.sender, address: '10669999' } } })).toBe(false)
    // That the network did not carry it changes what kind of sender it is, and not which.
    desk.says('report.checked', { number: desk.number, carried: false })
    expect(isRight({ ...row, sorted: { ...sorted, sender: { ...sorted.sender, kind: 'fake' } } })).toBe(true)
  })

  it('turns to a fake base station when the network carried no such message', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.says('report.checked', { number: desk.number, carried: true })
    expect(desk.last?.sender.kind).toBe('port')
    desk.says('report.checked', { number: desk.number, carried: false })
    expect(desk.last?.sender).toEqual({ kind: 'fake', address: '10661234', id: 'key-of-10661234' })
    expect(desk.emitted.at(-1)).toMatchObject({ topic: 'report.cases', type: 'case.uncarried' })
    // What becomes of the port that it named is nothing that its reporter is told, or rewarded for.
    expect(desk.decided({ campaign: 'p10661234' })).toBe('')
    expect(desk.last?.closed).toBeUndefined()
    expect(desk.decided()).toContain('您与另外41人举报的')
  })
})

describe('a report of what calls its reader by their number', () => {
  it('is looked for among what the network carried by its words, number and all; nobody else reads the number', () => {
    const desk = new Desk()
    const sent = `尊敬的${LIN.slice(2)}用户，${SPAM}`
    desk.texts(`10661234*${sent}`)
    expect(desk.sorted).toMatchObject([
      { text: `尊敬的•••••••••••用户，${SPAM}`, carried: carriedDigest('10661234', LIN, sent) },
    ])
  })
})

describe('a case of the regulator’s centre', () => {
  const theirs = { channel: 'regulator', silent: true, fingerprint: 'case:1', sender: '10661234' }
  it('has its own deadline, is a case of its own beside what was texted, and comes in once', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    const answerBy = desk.play.now + 5 * HOUR
    expect(desk.posts({ ...theirs, foreign: { from: '12321', id: 'A-1', answerBy } })).toBe('')
    expect(desk.sorted.map(({ channel }) => channel)).toEqual(['sms', 'regulator'])
    expect(desk.last?.dueAt).toBe(answerBy)
    const told = desk.emitted.filter(({ topic }) => topic === 'report.cases').at(-1)
    expect(told?.data).toMatchObject({ foreign: { from: '12321', id: 'A-1' } })
    // Staff are warned while there is time.
    desk.wait(2.5 * HOUR)
    expect(desk.changes).toEqual(['opened', 'opened', 'due-soon'])
    desk.wait(2.5 * HOUR)
    expect(desk.changes).toEqual(['opened', 'opened', 'due-soon', 'overdue'])
  })
})

describe('a number that is given to somebody else', () => {
  it('tells the next owner nothing, and keeps the former one’s reports worked on', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    const { number } = desk
    desk.says('tenure.ended', { tenure: 1, reason: 'released' })
    expect(desk.texts('查询')).toContain('您没有举报记录')
    expect(desk.texts(`查询${number}`)).toContain('没有编号为')
    expect(desk.decided()).toBe('')
    expect(desk.emitted.filter(({ type }) => type === 'reward.earned')).toEqual([])
    expect(desk.texts(`10661234*${SPAM}`)).toContain('已受理您对10661234的举报')
    expect(desk.sorted.at(-1)?.tenure).toBe(2)
  })

  it('erases what was closed long ago, with its text', () => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    desk.decided()
    desk.wait(401 * 24 * HOUR)
    expect(desk.play.state?.reports).toEqual([])
    expect(desk.emitted.at(-1)).toMatchObject({ topic: 'report.cases', type: 'case.ended' })
  })
})
