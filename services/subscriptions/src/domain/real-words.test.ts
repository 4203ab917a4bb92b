import { describe, expect, it } from 'vitest'
import { exampleCatalogue } from '#reference/example'
import { Handset, LIN, overSession, refs } from './fixtures.ts'

const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])

/** What a text to a number makes others do: `subscription.requested star`. */
function asks(handset: Handset, to: string, text: string): string[] {
  const mo = { from: LIN, to, text, channel: 'sms', via: 'a', fingerprint: text, brought: overSession('1') }
  return handset.play.say('mo.received', mo).flatMap(({ type, data }) => {
    const { serviceId, about = '' } = data as { serviceId?: string; about?: string }
    return type === 'subscription.requested' ? [`${type} ${serviceId}`] : type === 'complaint.made' ? [about] : []
  })
}

describe('a service’s code', () => {
  it.each(['BG', 'ｂｇ', 'B G', 'bg。', '订购BG', '我要订购 BG', '请帮我开通BG', 'BG订购', 'Subscribe to BG'])(
    '%j asks for that service',
    (text) => {
      expect(asks(new Handset(), '10661234', text)).toEqual(['subscription.requested star'])
    },
  )

  it.each(['不订购BG', '不要BG', '取消订购BG', '怎么订购BG'])('%j does not', (text) => {
    expect(asks(new Handset(), '10661234', text)).toEqual([])
  })

  it('says nothing of the language, nor do T and TD with a Chinese full stop', () => {
    const catalogue = exampleCatalogue()
    const star = catalogue.service('star', 0)
    if (!star) throw new Error('the example has a service of that name')
    const data = { ...star, code: 'STAR', version: 2 }
    catalogue.apply({ id: 's', type: 'service.set', v: 1, at: 2, corr: '', data })
    const handset = new Handset(refs({}, catalogue)).subscribed(['joke', '2026-03-02'])
    expect(asks(handset, '10661234', 'star')).toEqual(['subscription.requested star'])
    handset.text('10661234', 'TD。')
    expect(handset.text('10086', '0000')[0]).toContain('您共有1项')
  })
})

describe('a service’s code that is a word elsewhere', () => {
  const named = (code: string) => {
    const catalogue = exampleCatalogue()
    const data = { ...catalogue.service('star', 0), code, version: 2 }
    catalogue.apply({ id: 's', type: 'service.set', v: 1, at: 2, corr: '', data } as Parameters<
      typeof catalogue.apply
    >[0])
    return new Handset(refs({}, catalogue)).subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])
  }

  it.each([
    ['ENGLISH', 'ENGLISH'],
    ['ENGLISH', 'english please'],
    ['英语', '英语'],
    ['英语', '订购英语'],
    ['8', '8'],
  ])('%s: %j to its port asks for it, and sets no language', (code, text) => {
    const handset = named(code)
    expect(asks(handset, '10661234', text)).toEqual(['subscription.requested star'])
    expect(handset.play.state?.languageChosen).toBeUndefined()
  })

  it.each([
    ['ENGLISH', '10086', 'ENGLISH', /^Language/],
    ['LANG EN', '10661234', 'LANG EN', /^Language/],
    ['TD', '10661234', 'TD', /已拒收|No more marketing/],
    ['00000', '10661234', '00000', /已屏蔽端口/],
    ['STOP', '10661234', 'STOP', /已拒收|No more marketing/],
  ])('%s: to %s %j keeps its meaning', (code, to, text, said) => {
    expect(named(code).text(to, text)[0]).toMatch(said)
  })

  it('a number of a list that was sent is the list’s', () => {
    const handset = named('1')
    handset.text('10661234', '0000')
    expect(asks(handset, '10661234', '1')).toEqual([])
    expect(handset.services).toEqual(['weather'])
  })
})

describe('what is texted to a port, and is done at 10086', () => {
  it.each(['退费 1', '投诉 乱扣费', '证据', '锁定', '解锁', '监护 13900139000', '不满意', '查询 12345678'])(
    '%s is told so, and changes nothing',
    (text) => {
      const handset = lin()
      expect(handset.texts('10661234', text)).toMatchObject([
        { from: '10661234', text: '这里不办理此项，未作任何变更。请把同样的内容发送到10086。' },
      ])
      expect(handset.services).toEqual(['weather', 'joke'])
    },
  )

  it('查询 at a port is its 0000', () => {
    expect(lin().text('10661234', '查詢')[0]).toContain('端口10661234属于华娱互动。您在此订购了1项')
  })
})

describe('a number behind 投诉', () => {
  const about = (text: string) => {
    const handset = lin()
    handset.text('10086', '0000')
    return asks(handset, '10086', text)[0]
  }

  it.each([
    ...['投诉 2', '投诉2 乱扣费', '投诉２乱扣费', '投诉第二个', '投诉第2项 没订过', 'complain about 2', '投诉第二'],
    ...[
      '投诉第2 乱扣费',
      '投诉第二条业务乱扣费',
      '投诉2：乱扣费',
      '投诉 2 家庭套餐',
      '投诉2方案没同意',
      'complain 2nd one',
    ],
  ])('%s means the list’s', (text) => {
    expect(about(text)).toBe('joke')
  })

  it.each([
    ...['投诉 2元没订过', '投诉2次扣费', '投诉 2月份多扣', '投诉 2.50', 'complain 2 times charged'],
    ...['投诉2家公司', '投诉2G套餐乱扣费', '投诉2小时没人理', '投诉2周了没退', '投诉2位客服', '投诉2项业务乱扣费'],
    ...['投诉2:30扣的费', '投诉2-14扣的费', 'complain 2 hours', 'complain 2nd charge', 'complain 2g plan'],
    ...[
      '投诉第二方乱扣费',
      '投诉第二时间没退',
      '投诉第二次扣费',
      '投诉第二个月还扣',
      '投诉第二天没退',
      '投诉第二条短信',
    ],
    ...['投诉第一时间没退', '投诉第三方乱扣费', '投诉第二个人工客服', '投诉第2 个星期没退', '投诉第二，没人接电话'],
  ])('%s is an amount, a count, a time, or none of the list', (text) => {
    expect(about(text)).toBe('')
  })
})

describe('a port', () => {
  const retired = () => {
    const catalogue = exampleCatalogue()
    for (const id of ['joke', 'star']) {
      const service = catalogue.service(id, 0)
      if (!service) throw new Error('the example has services of that name')
      const data = { ...service, version: 2, retired: true }
      catalogue.apply({ id, type: 'service.set', v: 1, at: 2, corr: '', data })
    }
    return new Handset(refs({}, catalogue)).subscribed(['joke', '2026-03-02'], ['weather', '2026-01-09'])
  }

  it('lists what is subscribed there also when nobody can ask for it any more', () => {
    expect(retired().text('10661234', '0000')[0]).toContain('属于华娱互动。您在此订购了1项：\n1 华娱互动 每日笑话')
  })

  it('00000 cancels that too', () => {
    const handset = retired()
    expect(handset.text('10661234', '00000')[0]).toContain('并退订1项：华娱互动 每日笑话')
    expect(handset.services).toEqual(['weather'])
  })

  it('that offers no service is still somebody’s, and 0000 says whose', () => {
    const catalogue = exampleCatalogue()
    const data = { ...catalogue.approval('10661234', 1), port: '10669555', version: 1 }
    catalogue.apply({ id: 'p', type: 'port.set', v: 1, at: 1, corr: '', data } as Parameters<typeof catalogue.apply>[0])
    const handset = new Handset(refs({}, catalogue))
    expect(handset.text('10669555', '0000')[0]).toContain('端口10669555属于华娱互动。您在此没有订购收费业务。')
    expect(handset.text('10669555', '1111')[0]).toContain('0000查询')
    expect(handset.text('10669556', '0000')[0]).toContain('未在本网登记')
  })
})

describe('a service that is named', () => {
  it.each([
    '退订每日笑话',
    '退订 每日笑话',
    '取消每日笑話',
    '我要退订“每日笑话”业务',
    '把每日笑话给我停了',
    '帮我把那个每日笑话退了吧',
    '每日笑话退订',
    '每日笑话不要了',
    '退 华娱互动 每日笑话',
    '退订笑话',
    '退订XH',
    'Cancel daily jokes',
    'unsubscribe from Daily Jokes please',
    'cancel my daily jokes',
    'stop jokes',
    'CANCEL DAILYJOKES',
  ])('is cancelled, to 10086, and comes back: %s', (text) => {
    const handset = lin()
    expect(handset.text('10086', text)[0]).toMatch(/^(?:已为您退订1项：华娱互动 每日笑话|Cancelled 1: )/)
    expect(handset.services).toEqual(['weather'])
    handset.text('10086', '恢复')
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('is cancelled at its port too, and at no other', () => {
    const handset = lin()
    expect(handset.text('10661234', '退订天气')[0]).not.toContain('已为您退订')
    expect(handset.text('10661234', '退订每日笑话')[0]).toMatch(/^已为您退订1项：华娱互动 每日笑话/)
    expect(handset.services).toEqual(['weather'])
  })

  it.each([
    '不要退订每日笑话',
    '别退每日笑话',
    '我没退订每日笑话',
    '每日笑话不退订',
    '每日笑话怎么退订',
    '退订每日笑话？',
    '每日笑话退订了吗',
    '每日笑话退订了',
    '每日笑话已退订',
    '取消退订每日笑话',
    '取消每日笑话的退订',
    '每日笑话无法退订',
    "don't cancel daily jokes",
  ])('is left as it is by a negation, a question, and what takes back: %s', (text) => {
    const handset = lin()
    handset.text('10086', text)
    handset.text('10661234', text)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it.each([
    'cancel it',
    'stop me',
    'remove me',
    'cancel the daily',
    'stop texting',
    '取消短信',
    '短信不要了',
    '取消会员',
    'cancel ke',
  ])('is not what stands inside another word, or is said of any: %s', (text) => {
    const handset = lin()
    handset.text('10086', text)
    handset.text('10661234', text)
    expect(handset.services).toEqual(['weather', 'joke'])
  })

  it('but is none of theirs, or one of several, is answered with the numbers to choose from, each time', () => {
    const handset = new Handset().subscribed(['joke', '2026-03-02'], ['star', '2026-01-09'])
    expect(handset.text('10086', '退订明星八')[0]).toContain('已为您退订1项')
    handset.text('10086', '恢复')
    expect(handset.text('10086', '退订华娱互动')[0]).toMatch(/^您共有2项收费业务/)
    expect(handset.wait(121).text('10086', '退订股市快报')[0]).toMatch(/^您共有2项收费业务/)
    expect(handset.services).toHaveLength(2)
  })

  it('twice within seconds is cancelled once: the second time it is theirs no more', () => {
    const handset = lin()
    handset.text('10086', '退订每日笑话')
    expect(handset.text('10086', '退订每日笑话')[0]).toMatch(/^您共有1项收费业务/)
    expect(handset.services).toEqual(['weather'])
  })
})

it('帮助 is answered each time it is asked, until it looks like a machine', () => {
  const handset = lin()
  const told = Array.from({ length: 40 }, () => handset.wait(1).text('10086', '帮助')).flat()
  expect(told.slice(0, 3).every((each) => each.startsWith('10086业务查询退订'))).toBe(true)
  expect(told).toHaveLength(30)
})

describe('a complaint that a number sends spam', () => {
  const complaints = (text: string) => asks(lin(), '10086', text)

  it.each([
    '投诉 10661234 天天发垃圾短信',
    '投诉10661234老给我发骚扰短信',
    '我要投诉 1066 1234 垃圾短信',
    '投诉13900139000发诈骗短信',
    'complain 10661234 sends spam',
    '投诉10661234退订了还天天发短信',
  ])('%s is a complaint, whose writer hears where spam is reported as well', (text) => {
    expect(lin().text('10086', text)).toEqual([expect.stringMatching(/(10661234|13900139000)\*(短信内容|the message)/)])
    expect(complaints(text)).toHaveLength(1)
  })

  it.each([
    '投诉 10661234 一直没发天气信息',
    '投诉10661234每天发收费短信收我1元',
    '投诉 垃圾短信举报123456789没人处理',
    '投诉 垃圾短信没人管123456789',
    '投诉 垃圾短信太多，我的号码13812345678',
    `投诉 垃圾短信太多 ${LIN.slice(2)}`,
    `投诉 ${LIN} 收到诈骗短信`,
    '投诉 10661234 发垃圾短信还乱扣费',
    '投诉 10661234 发垃圾短信扣了我5元',
    '投诉 举报垃圾短信三天没人理',
    '投诉 10661234 乱扣费',
    '投诉 10661234',
    '投诉 2 垃圾短信太多',
    '投诉 10661234 和 10665678 都没退订成功',
  ])('%s is a complaint, and of no sender', (text) => {
    expect(complaints(text)).toHaveLength(1)
    expect(lin().text('10086', text)).toEqual([])
  })
})

describe('a report that is taken back at 10086', () => {
  const asked = (text: string) => {
    const mo = { from: LIN, to: '10086', text, channel: 'sms', via: 'a', fingerprint: text, brought: overSession('1') }
    return lin()
      .play.say('mo.received', mo)
      .filter(({ topic }) => topic === 'report.commands')
      .map(({ type, data }) => [type, (data as { what?: string }).what])
  }

  it.each([
    ['撤销举报 123456789', '123456789'],
    ['举报123456789搞错了', '123456789'],
    ['我搞错了，取消举报', undefined],
    ['WITHDRAW 123456789', '123456789'],
  ])('%s goes to those who keep reports, and undoes nothing here', (text, what) => {
    expect(asked(text)).toEqual([['report.withdrawn', what]])
  })

  it.each(['撤销', '撤回', '撤销 12', '取消'])('%s names none', (text) => {
    expect(asked(text)).toEqual([])
  })

  it('怎么撤回举报 is told how', () => {
    expect(lin().text('10086', '怎么撤回举报')).toEqual([expect.stringContaining('到10086999')])
  })
})

describe('spam that is reported to 10086', () => {
  it.each([
    '举报10661234',
    '我要举报',
    '怎么举报垃圾短信',
    '有骗子给我发短信让我转钱怎么办',
    '舉報垃圾短信',
    '10661234*恭喜您被抽中为幸运用户',
    '【转发】10661234：恭喜您被抽中为幸运用户',
    '恭喜您被抽中为幸运用户，请登录hxs8.top领取苹果手机一部',
    '【工商银行】您的账户异常，请速致电处理，逾期冻结',
    'How do I report spam?',
    'Fwd: You have won a prize, call us today',
  ])('%j is told where that is', (text) => {
    expect(new Handset().text('10086', text)).toEqual([
      expect.stringMatching(/^(举报垃圾短信请发送到10086999：|To report spam text 10086999)/),
    ])
  })

  it('cancels nothing, though it names a service and how to unsubscribe', () => {
    const handset = lin()
    expect(handset.text('10086', '【华娱互动】每日笑话会员日，登录hxs8.top领红包，退订每日笑话回T')[0]).toContain(
      '10086999',
    )
    expect(handset.services).toEqual(['weather', 'joke'])
    expect(handset.text('10086', '退订每日笑话，老发垃圾短信')[0]).not.toContain('10086999')
  })

  it.each(['你好，我想查话费', '10', '帮我看看', '帮助', 'hello there'])('%j is not', (text) => {
    expect(lin().text('10086', text).join()).not.toMatch(/10086999/)
  })

  it('is told to nobody without end', () => {
    const handset = new Handset()
    const told = Array.from({ length: 60 }, () => handset.text('10086', '举报10661234')).flat()
    expect(told).toHaveLength(30)
  })
})
