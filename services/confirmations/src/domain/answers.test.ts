import { describe, expect, it } from 'vitest'
import { LIN, Scene } from './fixtures.ts'

describe('a prompt that is sent again', () => {
  const again = (hours: number, serviceId = 'joke') => {
    const scene = new Scene()
    scene.partnerAsks(serviceId)
    scene.read()
    return scene.hours(hours).asks(serviceId)
  }

  it('says the time that is left, and what it asked first', () => {
    expect(again(5).read()).toEqual([
      '【二次确认】有人为您申请订购华娱互动“每日笑话”，5元/月，前72小时免费。同意请回复“是”或10，不同意请回复“否”；还剩19小时，其间不回复即不订购、不收费。',
    ])
    expect(again(23).read()[0]).toContain('还剩60分钟，')
    expect(again(0.5, 'song').read()[0]).toContain('还剩30分钟，')
  })

  it('does not begin anew: its time ends when it was said first', () => {
    const scene = again(23)
    expect(scene.hours(1).outcomes.at(-1)?.status).toBe('expired')
    expect(scene.texts('是').services).toEqual([])
  })

  it('keeps in its receipt what was asked first', () => {
    const { data } = again(5).texts('是').receipts[0] as { data: { content: { asked: string } } }
    expect(data.content.asked).toContain('24小时内不回复')
  })
})

describe('what may be the answer to an open prompt', () => {
  it('is never lost to the help pause: each is told that nothing was ordered, and how to answer', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.read()
    for (const text of ['好的', '是？', '10?', '嗯'])
      expect(scene.texts(text).read()).toEqual([
        '未能识别您的回复，尚未办理。确认华娱互动“每日笑话”5元/月请回复10；不办理请回复“否”。',
      ])
    expect(scene.services).toEqual([])
  })

  it('and yet two machines never talk for ever, nor oftener than before where nothing is asked', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.read()
    for (let turn = 0; turn < 100; turn++) scene.hours(0.1).texts('您好，我现在不方便')
    expect(scene.read()).toHaveLength(30)
    const calm = new Scene()
    for (let turn = 0; turn < 20; turn++) calm.texts('您好，我现在不方便')
    expect(calm.read()).toHaveLength(1)
  })
})

it('a guardian who answers in words of their own is told each time how to answer, as for a prompt of theirs', () => {
  const scene = new Scene()
  const asked = { msisdn: LIN, ward: 'key-of-ming', number: '8613900139000', id: 'g1' }
  scene.says('guardian.asked', { ...asked, expiresAt: scene.play.now + 24 * 3_600_000 })
  scene.read()
  for (const text of ['好的', '是？', '嗯']) expect(scene.texts(text).read()[0]).toContain('担任13900139000的监护人')
})

it('a second answer to what was just confirmed is told that it stands, and how to end it', () => {
  const scene = new Scene()
  scene.partnerAsks('joke')
  scene.texts('是').read()
  const stands = '您已于11月22日18:30确认订购华娱互动“每日笑话”，此次未作变更。退订请发送0000到10086。'
  expect([scene.texts('否').read(), scene.texts('是').read(), scene.services]).toEqual([[stands], [stands], ['joke']])
  expect(scene.says('subscriptions.cancelled', cancelled).texts('否').read()[0]).toContain('没有待确认的申请')
})
const cancelled = { subscriptions: [{ serviceId: 'joke', since: 0 }], channel: 'sms', cause: 'c' }

it('NO with a Chinese full stop changes no language, nor does TD', () => {
  const scene = new Scene()
  scene.partnerAsks('joke')
  scene.texts('TD').read()
  expect(scene.texts('NO。').read().at(-1)).toContain('已按您的意思不办理')
})

describe('a yes or a no that came to another number', () => {
  const astray = { msisdn: LIN, language: 'zh-CN', from: '10086', fingerprint: 'x' }

  it('is told where to answer, and orders nothing', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.read()
    expect(scene.says('answer.astray', astray).read()).toEqual([
      '华娱互动“每日笑话”5元/月的申请等您确认，尚未办理。同意请发送“是”或10到10086901，不同意请发送“否”到10086901。',
    ])
    scene.partnerAsks('weather')
    scene.read()
    expect(scene.says('answer.astray', astray).read()).toEqual([
      '您有2项申请待确认，尚未办理任何一项。请发送编号到10086901确认：10 华娱互动“每日笑话”5元/月；11 天象万通“气象短信”2元/月。都不同意请发送“否”到10086901。',
    ])
    expect(scene.services).toEqual([])
  })

  it('as a number where no list was sent is told the same, and each time that there is no list where nothing is asked', () => {
    const scene = new Scene()
    const number = { ...astray, noList: true }
    expect(scene.says('answer.astray', number).says('answer.astray', number).read()).toEqual(
      [1, 2].map(() => '没有可供选择的业务列表，未作任何变更。请先发送0000查询，再回复序号。'),
    )
    expect(scene.says('answer.astray', { ...number, noList: 'old' }).read()[0]).toContain('序号已失效')
    scene.partnerAsks('joke')
    scene.read()
    for (const noList of [true, 'old'])
      expect(scene.says('answer.astray', { ...number, noList }).read()).toEqual([
        '华娱互动“每日笑话”5元/月的申请等您确认，尚未办理。同意请发送“是”或10到10086901，不同意请发送“否”到10086901。',
      ])
    expect(scene.services).toEqual([])
  })

  it('is told that nothing is asked where nothing is, once in a while; while a prompt is open each is told where', () => {
    const scene = new Scene()
    expect(scene.says('answer.astray', astray).says('answer.astray', astray).read()).toEqual([
      '目前没有等待您确认的操作，未作任何变更。发送0000查询业务。',
    ])
    scene.partnerAsks('joke')
    scene.read()
    expect(scene.says('answer.astray', astray).says('answer.astray', astray).read()).toHaveLength(2)
  })
})

describe('the language', () => {
  it('that was set by 语言 stays, whatever is written to 10086901', () => {
    const scene = new Scene().says('language.set', { language: 'zh-CN', chosen: true })
    scene.partnerAsks('joke')
    scene.texts('yes').read()
    scene.partnerAsks('weather')
    expect(scene.read()[0]).toMatch(/^【二次确认】/)
  })
})
