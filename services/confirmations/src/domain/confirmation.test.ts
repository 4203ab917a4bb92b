import { describe, expect, it } from 'vitest'
import { refs, Scene } from './fixtures.ts'

describe('a partner asks for a monthly service', () => {
  it('and the operator puts it to the subscriber, with partner, service, tariff and how to refuse', () => {
    const scene = new Scene()
    expect(scene.partnerAsks('joke')).toBe('asked')
    expect(scene.read()).toEqual([
      '【二次确认】有人为您申请订购华娱互动“每日笑话”，5元/月，前72小时免费。同意请回复“是”或10，不同意请回复“否”；24小时内不回复即不订购、不收费。',
    ])
    expect(scene.services).toEqual([])
  })

  it.each(['是', 'Y', '1', '１', '10', ' 是。', '是10', 'Y 10'])('%j is a yes', (text) => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    expect(scene.texts(text).services).toEqual(['joke'])
    expect(scene.read()[1]).toBe(
      '您已确认订购华娱互动“每日笑话”，5元/月，11月25日18:30前免费。发送0000到10086或10661234可随时退订。订购凭证R1，发送“证据”到10086查看。',
    )
  })

  it.each(['否', 'N', 'no', 'N10', '10 否'])('%j is a no', (text) => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.texts(text)
    expect([scene.services, scene.outcomes.at(-1)?.status]).toEqual([[], 'refused'])
    expect(scene.hours(48).partnerAsks('joke')).toBe('refused.before')
  })

  it('is not put again where its service, or its partner under another name, asks after a no', () => {
    const given = refs()
    const said = { v: 1 as const, at: 1, corr: '' }
    const partner = (partnerId: string, version: number, legalId?: string) => {
      const data = {
        partnerId,
        nameZh: '新声',
        nameEn: 'New Sound',
        kind: 'sp',
        version,
        ...(legalId ? { legalId } : {}),
      }
      given.catalogue.apply({ ...said, id: partnerId, type: 'partner.set', data })
    }
    const joke = given.catalogue.newestService('joke')
    const service = (serviceId: string, partnerId: string, version: number) => {
      const data = { ...(joke as NonNullable<typeof joke>), serviceId, partnerId, version, from: 2 }
      given.catalogue.apply({ ...said, id: `${serviceId}${version}`, type: 'service.set', data })
    }
    const scene = new Scene(given)
    scene.partnerAsks('joke')
    scene.texts('否')
    for (const each of ['fresh', 'other']) partner(each, 1)
    service('joke', 'fresh', 2)
    service('joke-2', 'other', 1)
    expect(scene.hours(48).partnerAsks('joke')).toBe('refused.before')
    expect(scene.partnerAsks('joke-2')).toBe('asked')
    scene.texts('否')
    for (const [each, version] of [
      ['other', 2],
      ['third', 1],
    ] as const)
      partner(each, version, '91310000MA1FL00001')
    service('joke-3', 'third', 1)
    expect(scene.hours(48).partnerAsks('joke-3')).toBe('refused.similar')
  })

  it('is told with the app and the cell that asked, whatever became of it: refusals are counted by them', () => {
    const scene = new Scene()
    const origin = { channel: 'partner', cell: '460-00-1a2b-3c4d', app: { package: 'cn.example.torch' } }
    scene.partnerAsks('joke', { origin })
    scene.texts('否')
    scene.partnerAsks('joke', { origin })
    expect(scene.outcomes.map(({ status, by, origin }) => [status, by, origin?.app?.package, origin?.cell])).toEqual(
      ['asked', 'refused', 'rejected'].map((status) => [status, 'partner', 'cn.example.torch', '460-00-1a2b-3c4d']),
    )
  })

  it('is not put to anybody for software that is barred, whichever partner it names', () => {
    const given = refs()
    const restraints = [{ what: 'app' as const, app: 'cn.example.torch', case: '10002000' }]
    const data = { partnerId: 'mellow', version: 1, restraints }
    given.catalogue.apply({ id: 'b', type: 'partner.restrained', v: 1, at: 1, corr: 'b', data })
    const scene = new Scene(given)
    const app = { package: 'cn.example.torch' }
    expect(scene.partnerAsks('joke', { origin: { channel: 'partner', app } })).toBe('app.barred')
    expect(scene.partnerAsks('joke', { origin: { channel: 'partner' } })).toBe('asked')
  })

  it.each(['不是', '好的吧', 'Y N', '是不是', '是吗', '11', '2', 'O', '0000', '', '😀', '行'])(
    '%j is no answer: nothing is ordered, and it is said once what to reply',
    (text) => {
      const scene = new Scene()
      scene.partnerAsks('joke')
      scene.read()
      scene.texts(text).texts(text)
      expect(scene.services).toEqual([])
      expect(scene.read()[0]).toMatch(/尚未办理|未办理任何业务/)
      expect(scene.texts('是').services).toEqual(['joke'])
    },
  )

  it('a silence of 24 hours means no, and a yes after it orders nothing', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.hours(24)
    expect(scene.outcomes.at(-1)?.status).toBe('expired')
    scene.read()
    expect(scene.texts('是').services).toEqual([])
    expect(scene.read()).toEqual(['该申请已超过确认时限，未办理，不收费。需要时请重新申请。'])
    expect(scene.partnerAsks('joke')).toBe('refused.before')
  })

  it('a yes after it orders nothing also while the timer waits for what may be under way, and such a yes still counts', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.play.timersWait = true
    scene.hours(24)
    expect(scene.texts('是').services).toEqual([])
    expect(scene.read().at(-1)).toBe('该申请已超过确认时限，未办理，不收费。需要时请重新申请。')
    expect(scene.partnerAsks('joke')).toBe('refused.before')
    expect(scene.hours(-1 / 3600).texts('是').services).toEqual(['joke'])
    scene.play.timersWait = false
    expect(scene.hours(1).statuses).toEqual(['joke asked', 'joke refused.before', 'joke confirmed'])
  })

  it('a yes in the last second counts, also when it waited in the log while nothing ran', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    expect(scene.hours(24 - 1 / 3600).texts('是').services).toEqual(['joke'])
  })

  it('whose SMS could not be sent so far says what is left of it, and nothing when it is over', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    expect(scene.read()[0]).toContain('24小时内')
    scene.hours(4).says('prompt.unsent', { requestId: 'r1', attempt: 4 })
    expect(scene.read()).toEqual([expect.stringContaining('还剩20小时，')])
    expect(scene.play.state?.prompts).toMatchObject([{ asked: { text: expect.stringContaining('24小时内') } }])
    scene.hours(20).says('prompt.unsent', { requestId: 'r1', attempt: 5 })
    expect(scene.read()).toEqual([])
    const answered = new Scene()
    answered.partnerAsks('joke')
    answered.texts('是').read()
    answered.says('prompt.unsent', { requestId: 'r1', attempt: 1 })
    expect(answered.read()).toEqual([])
  })

  it('from a voice menu, a counter or a web key a yes does not count; a no does', () => {
    for (const channel of ['voice', 'counter', 'web', 'partner']) {
      const scene = new Scene()
      scene.partnerAsks('joke')
      expect(scene.texts('是', { channel }).services).toEqual([])
      expect(scene.read().at(-1)).toContain('只能由您本人')
      expect(scene.texts('否', { channel }).outcomes.at(-1)?.status).toBe('refused')
    }
  })

  /** The same once more over another session, as after a lost link. */
  const again = { brought: { smsc: 'smsc', session: '2' } }

  it('brought twice by the network is one yes, and a second yes finds nothing open', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.texts('是')
    scene.read()
    expect(scene.texts('是', again).services).toEqual(['joke'])
    expect(scene.read()).toEqual([])
    expect(scene.texts('是').services).toEqual(['joke'])
    expect(scene.read()).toHaveLength(1)
  })

  it('brought again after another prompt came is not taken for its yes: it is asked for the code', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.texts('是')
    scene.partnerAsks('weather')
    scene.read()
    expect(scene.texts('是', again).services).toEqual(['joke'])
    expect(scene.read()).toEqual([
      '未能识别您的回复，尚未办理。确认天象万通“气象短信”2元/月请回复11；不办理请回复“否”。',
    ])
  })

  it('to a second prompt is heard, and so is a no, however soon after the first', () => {
    const yes = new Scene()
    yes.partnerAsks('joke')
    yes.texts('是')
    yes.partnerAsks('weather')
    expect(yes.texts('是').services).toEqual(['joke', 'weather'])
    const no = new Scene()
    no.partnerAsks('joke')
    no.texts('否')
    no.partnerAsks('weather')
    no.texts('否')
    expect(no.statuses.filter((each) => each.endsWith('refused'))).toEqual(['joke refused', 'weather refused'])
  })

  it('that is marked for 60 minutes waits no longer, and a purchase says so', () => {
    const scene = new Scene()
    scene.partnerAsks('song')
    expect(scene.read()[0]).toBe(
      '【二次确认】有人为您申请购买悦听音乐“单曲下载”，2元/次。同意请回复“是”或10，不同意请回复“否”；60分钟内不回复即不购买、不收费。',
    )
    scene.hours(1)
    expect(scene.outcomes.at(-1)?.status).toBe('expired')
  })

  it('at night it waits for the morning, and its window begins then', () => {
    const scene = new Scene().hours(5)
    expect(scene.partnerAsks('joke')).toBe('waiting')
    expect(scene.read()).toEqual([])
    scene.hours(8.5)
    expect(scene.read()).toHaveLength(1)
    expect(scene.hours(23.9).texts('是').services).toEqual(['joke'])
  })
})

describe('on the own page, in a session that a code opened', () => {
  it('a yes counts as one from the phone, and a no as well', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.partnerAsks('weather')
    scene.says('prompt.answered', { requestId: 'r1', yes: true, session: 's' })
    scene.says('prompt.answered', { requestId: 'r2', yes: false, session: 's' })
    scene.says('prompt.answered', { requestId: 'r1', yes: true, session: 's' })
    expect([scene.services, scene.statuses.slice(2)]).toEqual([['joke'], ['joke confirmed', 'weather refused']])
    const { data } = scene.receipts[0] as { data: { content: object } }
    expect(data.content).toMatchObject({ channel: 'web', via: 's', answer: 'yes' })
  })

  it('what waits for the morning is put to somebody who is there at night: a web purchase, say', () => {
    const scene = new Scene().hours(5)
    expect(scene.partnerAsks('song')).toBe('waiting')
    expect(scene.looks().read()).toHaveLength(1)
    expect(scene.says('prompt.answered', { requestId: 'r1', yes: true, session: 's' }).services).toEqual(['song'])
    expect(scene.hours(10).read()).toHaveLength(1)
  })
})

describe('several prompts at once', () => {
  const two = () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.partnerAsks('weather')
    scene.read()
    return scene
  }

  it('a bare yes confirms none and lists the codes', () => {
    const scene = two().texts('是')
    expect(scene.services).toEqual([])
    expect(scene.read()).toEqual([
      '您有2项申请待确认，尚未办理任何一项。请回复编号确认：10 华娱互动“每日笑话”5元/月；11 天象万通“气象短信”2元/月。回复“否”全部不办理。',
    ])
  })

  it('a code confirms its own, the other stays open', () => {
    const scene = two().texts('11')
    expect(scene.services).toEqual(['weather'])
    expect(scene.texts('是').services).toEqual(['weather', 'joke'])
  })

  it('a bare no refuses all, one with a code its own', () => {
    expect(two().texts('否').statuses.slice(2)).toEqual(['joke refused', 'weather refused'])
    expect(two().texts('否 10').statuses.slice(2)).toEqual(['joke refused'])
  })
})

describe('a partner cannot bombard somebody', () => {
  it('nor put the same under another id, nor almost the same', () => {
    const given = refs()
    const like = (serviceId: string, nameZh: string, nameEn: string) => ({
      ...(given.catalogue.service('joke', 1) as object),
      serviceId,
      nameZh,
      nameEn,
    })
    const catalogue = given.catalogue as unknown as { apply(message: object): void }
    for (const data of [
      like('joke2', '每日笑话精选', 'Daily Jokes Plus'),
      like('joke3', '每日笑話', 'Laughs'),
      like('chess', '围棋课堂', 'Go Lessons'),
    ])
      catalogue.apply({ id: 'x', type: 'service.set', v: 1, at: 1, corr: '', data })
    const scene = new Scene(given)
    scene.partnerAsks('joke')
    scene.texts('否')
    expect(scene.partnerAsks('joke2')).toBe('refused.similar')
    // In other characters it is still the same name.
    expect(scene.partnerAsks('joke3')).toBe('refused.similar')
    expect(scene.partnerAsks('chess')).toBe('asked')
  })

  it('nor ask more often than twice a day, nor all of them together more than five times', () => {
    const scene = new Scene(refs({ perSubscriberDay: 3 }))
    expect(['joke', 'star', 'star'].map((each) => scene.partnerAsks(each))).toEqual(['asked', 'asked', 'already.open'])
    scene.texts('10')
    scene.texts('11')
    expect(scene.hours(2).partnerAsks('joke')).toBe('already.subscribed')
    expect([scene.partnerAsks('ring'), scene.partnerAsks('weather')]).toEqual(['asked', 'limit.subscriber'])
  })

  it('nor keep somebody from what they ask for themselves, by what waits for them', () => {
    const scene = new Scene(refs({ open: 2 }))
    expect(['joke', 'ring', 'weather'].map((each) => scene.partnerAsks(each))).toEqual(['asked', 'asked', 'limit.open'])
    scene.read()
    expect(scene.asks('traffic').read()[0]).toContain('您申请订购天象万通“路况快报”')
    expect(scene.partnerAsks('weather')).toBe('limit.open')
  })

  it('but what the subscriber starts themselves is always prompted, and opens it to the partner again', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.texts('否').read()
    scene.asks('joke')
    expect(scene.read()[0]).toMatch(/^【二次确认】您申请订购华娱互动“每日笑话”/)
    expect(scene.texts('是').services).toEqual(['joke'])
  })

  it('an unknown service is not put to anybody', () => {
    expect(new Scene().partnerAsks('nothing')).toBe('service.unknown')
  })
})

it('the language follows what the subscriber writes, and prompts keep to it', () => {
  const scene = new Scene()
  scene.partnerAsks('joke')
  scene.texts('yes').read()
  scene.partnerAsks('weather')
  expect(scene.read()[0]).toBe(
    'Somebody asked, for you, for Weather SMS by Skycast Weather, CNY 2/month, first 72 h free. Reply YES or 11 to agree, NO to refuse. No reply within 24 h means no, and no charge.',
  )
})

describe('on the page of one request', () => {
  it('a yes counts at night as well, without an SMS to ask; the receipt keeps what the page said', () => {
    const scene = new Scene().hours(5)
    expect(scene.partnerAsks('song')).toBe('waiting')
    scene.says('prompt.answered', { requestId: 'r1', yes: true, session: 's' })
    expect(scene.services).toEqual([])
    scene.says('prompt.answered', { requestId: 'r1', yes: true, session: 's', page: true })
    expect(scene.services).toEqual(['song'])
    expect(scene.read()).toEqual([expect.stringMatching(/^您已确认购买悦听音乐“单曲下载”/)])
    expect(scene.receipts[0]).toMatchObject({
      data: {
        content: {
          channel: 'web',
          asked: '【网页二次确认】购买悦听音乐“单曲下载”，2元/次。输入发送到手机的验证码并点击同意，即为同意。',
        },
      },
    })
    expect(scene.play.state?.outcomes).toEqual([{ requestId: 'r1', status: 'confirmed' }])
  })
})
