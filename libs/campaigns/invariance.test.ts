import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { campaignsOf, casino, estate, invoice, loan, placed, prize } from './fixtures.ts'
import { Campaigns, groupTexts, read } from './index.ts'

const chats = [
  '你下班了没？下班了就跟我打个电话，我有事找你',
  '昨晚搞得有点晚，没什么事的话今天我想在家休息一天',
  '新年快乐！祝你们全家在新的一年里万事如意，心想事成，我想你们了',
  "I can't pick up right now, I'll ring you when I'm home. Love you",
  'Wat makes some people dearer is not just the happiness u feel when u meet them',
]
const notices = [
  '【招商银行】您尾号1984的信用卡12月18日13:29消费人民币214.00元，可用额度8,412.55元，感谢您的使用。',
  '【支付宝】验证码341398，5分钟内有效，请勿泄露给他人。',
  '【国航】尊敬的王先生，您预订的12月3日CA1523航班08:30起飞，订单号20630763029，请提前60分钟值机，祝您旅途愉快',
]
const variants: Readonly<Record<string, readonly string[]>> = {
  loan: [loan, loan.replaceAll('，', ' * '), loan.replace('13800138000张经理', '17755556666李总'), [...loan].join(' ')],
  estate: [estate, estate.replaceAll('，', '🔥'), `好久不见！${estate}`, estate.replace('02588886666', '02583219988')],
  invoice: [invoice, [...invoice].join('\u200b'), invoice.replace('陈小姐', '王女士'), `${invoice}（长期有效）`],
  casino: [casino, casino.replace('vip668.top/a1', 'kk99.vip/b'), casino.replaceAll('，', '；'), `您好，${casino}`],
  prize: [prize, prize.toUpperCase(), prize.replace('900', '1,500'), prize.replaceAll('o', 'ο')],
}
const spam = Object.values(variants).flat()
const grouped = (texts: readonly string[]) =>
  new Map(groupTexts(texts.map((text) => ({ id: text, text }))).map(({ id, campaign }) => [id, campaign]))

describe('what one person writes to another', () => {
  it.each(chats)('%s: the same again is no campaign', (text) => {
    expect(campaignsOf([text, text, text])).toEqual([0, 'personal', 'personal'])
  })

  it('what leads to its sender is none, however personal its words are', () => {
    const text = '妈，我手机丢了，这是我的新号码13800138000，你先给我转钱急用，晚点跟你说'
    expect(campaignsOf([text, text])).toEqual([0, 0])
  })

  it('a chat that is all of half a spam is found by what sells in the other half', () => {
    expect(campaignsOf([chats[0]!, `${chats[0]}，${loan}`, loan])).toEqual([0, 0, 0].map(() => expect.any(Number)))
  })
})

describe('notices of their reader’s own matter', () => {
  it.each([
    [
      'of a charge, with an advertisement behind',
      '您尾号4901的信用卡22日10:06网上交易人民币18.00元。喊出2999积分，马上点 t.cn/R7tNG1E 。[招商银行]',
      'service',
    ],
    [
      'of a balance',
      '查询余额服务：您总账户余额为138.77元。主账户余额138.77元，副账户余额0.00元，感谢您的使用，中国移动。',
      'service',
    ],
    [
      'of the numbers of a lottery that its reader asked for',
      '双色球 第2014078期开奖号码:02,03,05,06,09,17:07。双色球自选回“S#投注号码*倍数”（多注用#隔开，最大为5注），回复HS获取更多双色球帮助信息。其他彩种帮助信息回复“H+彩种代码”，如回HD获取大乐透帮助信息。【中国移动手机彩票】',
      'service',
    ],
    [
      'of a lottery’s numbers with a way to bet elsewhere, which is none',
      '双色球 第2014078期开奖号码:02,03,05,06,09,17:07。加微信 caipiao888 领取内部号码，包中奖，点击 kk99.vip 投注。',
      undefined,
    ],
    [
      'of a lottery’s numbers with what is sold on it and a rented number, which is none',
      '第2026130期开奖号码:03,08,15,22,31。内部特码包中，下注送彩金，致电4008123456',
      undefined,
    ],
    ['the same, with a rented number alone', '第2026130期开奖号码:03,08,15,22,31。内部特码请致电4008123456', undefined],
    [
      'the same, with nothing but more lures than one',
      '第2026130期开奖号码:03,08,15,22,31。内部特码包中，下注送彩金，中奖再送',
      undefined,
    ],
    [
      'of a lottery’s numbers with much else behind',
      '第2026129期开奖号码:01,02,03,04,05。第2026130期开奖号码:03,08,15,22,31。香港内部资料网站每期提供三码中特、平特一肖、独家四不像、精准单双波色，老会员跟着走已经连准十六期，每天晚上八点准时公布，想稳定拿到资料的朋友请直接在这个号码上留言报名，名额不多，先到先得，错过再等一年，三年老店信誉保证',
      undefined,
    ],
    [
      'of a table that is kept',
      '订座成功！04月12日 18:45 四叶餐厅，2人，座位保留30分钟，到店请出示此短信，若行程有变请回复01取消本次订座。',
      'service',
    ],
    ['of a film', '您购买的影票：星光影城 04月21日21:00 6排8座，60分钟后上映，请提前至影院取票。', 'service'],
    [
      'of a loan that falls due',
      '尊敬的客户，您合同号为*110*96的住房贷款，将于12月13日进行扣款，本息合计3,077.87元。【交通银行】',
      'service',
    ],
    [
      'of tickets, with the seller’s number and a warning',
      '【去哪儿网】2014-10-20，上海浦东机场T2到北京首都机场T3的CA1836航班（19:15起飞/21:45到达）已出票。王小明票号999-2352225852。请提前2小时到机场办理乘机手续，如收到可疑退改签短信或电话请联系卖家核实，谨防诈骗。',
      'service',
    ],
    [
      'of a balance, with all that the carrier says of itself',
      '查询余额服务：您总账户余额为138.77元。温馨提示：余额根据您账户进账和消费情况计算得出，所有消费优先从副账户扣减。移动官网充值（ www.10086.cn），便捷安全，支持网银、支付宝等，更有超值折扣优惠，还可查询更多话费及产品信息。感谢您的使用，中国移动。',
      'service',
    ],
    [
      'of shares, to who subscribes to it',
      '【招商证券】财富早间版：杭州市公布互联网产业建设规划。上证指数经历持续回调后已进入支撑区间，各短期技术指标均调整到位。故目前位置不宜盲目杀跌，应等待企稳反弹机会。投资建议仅供参考。',
      'service',
    ],
    [
      'of a courier who gives a number',
      '【顺丰速运】您有上海市寄来快件207464886627预计2小时内派送，如需更改派送时间、地址等，请电13520523547。退订回复CC',
      'service',
    ],
    [
      'of a draw, with how to take part in the next',
      '双色球 第2014033期开奖号码:05,13,23,28,32,33:12。双色球自选回“S#投注号码*倍数”（投注号码为6个红球1个蓝球，多注用#隔开），回复HS获取更多双色球帮助信息。【中国移动手机彩票】',
      'service',
    ],
    ['of a friend who asks', '张三（13811083077)希望加您为飞信好友:你好，我是张三"同意回复Y', 'service'],
    [
      'of a call that was missed',
      '语音信箱提醒您： 北京的18911288685在09月15日10时24分给您来电并留言，拨打 1259950024 免费收听完整留言。',
      'service',
    ],
    [
      'of an insurance that begins',
      '尊敬的王小明,e路航意险（30元）于11月08日生效，保险单号：21140171121281510，仅供参考，详询95522或www.taikang.com [泰康人寿]',
      'service',
    ],
    ['of the weather', '9月16日，最低气温17℃，最高气温25℃，晴转多云，西北风4-5级。今日提醒：早晚添衣', 'service'],
  ])('%s', (_what, text, kind) => {
    expect(read(text).honest).toBe(kind)
  })

  it.each([
    ['that nobody’s contract needs', '集团客户存话费送手机，4月30日前存1960元送N920T，1360元送I9268，数量有限'],
    ['where money is to go', '老婆:招商银行科苑支行6226096554581481刘辉。513元，3月2日14:20前转到，留言代购0778'],
    [
      'that frighten',
      '【工商银行】您尾号8812的信用卡3月2日14:20消费9800.00元，账户异常已冻结，余额0.00元，请致电02155512345解除',
    ],
    [
      'behind which somebody offers something else',
      `湖畔名邸三期盛大开盘，精装洋房地铁口学区旁，首付八万起，热线4006038377【招商银行】您尾号1984的信用卡12日14:33消费人民币123.00元，余额223.50元，感谢您的使用。`,
    ],
    [
      'that a carrier only sells with',
      '尊敬的客户，邀请好友注册客户端送话费，最高可获85元话费，现在买流量九折优惠办套餐送话费',
    ],
  ])('but not words %s', (_what, text) => {
    expect(read(text).honest).toBeUndefined()
  })
})

describe('a piece that many texts have', () => {
  it('a notice pasted behind spam makes no two texts one, nor a notice of either', () => {
    const [bank, code] = notices
    const found = campaignsOf([
      bank!,
      code!,
      `${loan}${bank}`,
      `${casino}${bank}`,
      loan,
      `${estate}${code}`,
      `${invoice}${code}`,
    ])
    expect(found).toEqual(['service', 'otp', 0, 1, 0, 2, 3])
  })

  it('nor before anybody has sent the notice itself', () => {
    const [bank, code] = notices
    const texts = [casino, estate, invoice, loan].flatMap((text) => [`${text}${bank}`, `${code}${text}`])
    expect(campaignsOf(texts)).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })

  it.each([
    '详情请登录官网查询，详情请咨询，地址，欢迎您的光临，祝您生活愉快',
    '请点击链接下载客户端，更多优惠尽在，活动时间即日起至月日，先到先得，数量有限',
  ])('what all senders write makes no two of them one: %s', (words) => {
    const texts = [`奥数提高班招生，名师小班，${words}`, `全身体检套餐特惠，三甲专家坐诊，${words}`]
    expect(campaignsOf(texts)).toEqual([0, 1])
  })

  it('what was added to texts of many campaigns tells less each time', () => {
    const tail = '周末大家一起去郊外爬山野餐，带上风筝和相机拍照留念，傍晚回城吃火锅'
    const firsts = [casino, estate, invoice]
    const added = firsts.flatMap((text) => [`${text}，${tail}`, `您好，${text}，${tail}`])
    const own = '专业开锁换锁芯，二十四小时上门，电话83215566'
    // The last two share nothing but the piece, which six texts of three campaigns had before.
    const found = campaignsOf([...firsts, ...added, `${loan}，${tail}`, `${tail}，${own}`])
    expect(found).toEqual([0, 1, 2, 0, 0, 1, 1, 2, 2, 3, 4])
  })
})

describe('grouping what is all at hand', () => {
  it('takes what others are like throughout first, so that what is half of two is of neither before both are there', () => {
    const half = `${loan.slice(0, 40)}${estate.slice(0, 30)}`
    const found = grouped([half, loan, ...variants['loan']!.slice(1), estate, ...variants['estate']!.slice(1)])
    expect(found.get(loan)).not.toBe(found.get(estate))
  })

  it('also where each of these has words of its own, and what is half of two has none', () => {
    const news = ['好久不见最近怎么样', '听说你们那边下雨了', '孩子上学的事办好没', '上周那部电影真好看']
    const more = ['阳台的花又开了两朵', '昨晚的面条煮得太烂']
    const loans = news.slice(0, 3).map((own) => `${loan}${own}`)
    const estates = [...news.slice(3), ...more].map((own) => `${estate}${own}`)
    const found = grouped([`${loan.slice(0, 30)}${estate.slice(0, 24)}`, ...loans, ...estates])
    expect(new Set(loans.map((text) => found.get(text))).size).toBe(1)
    expect(new Set(estates.map((text) => found.get(text))).size).toBe(1)
    expect(found.get(loans[0]!)).not.toBe(found.get(estates[0]!))
  })

  it('takes what one person writes to another last, so that all that is like what sells finds it', () => {
    const chat = chats[1]!
    const texts = [chat, `${chat}吧`, `${chat}，顺便说下我这可以办贷款额度高利息低`]
    expect(new Set(grouped(texts).values()).size).toBe(1)
  })

  it('whatever the order, the same texts are together', () => {
    const texts = [...spam, ...chats, ...notices]
    const once = grouped(texts)
    fc.assert(
      fc.property(fc.shuffledSubarray(texts, { minLength: texts.length }), (shuffled) => {
        expect([...grouped(shuffled)].sort()).toEqual([...once].sort())
      }),
      { numRuns: 8 },
    )
  })
})

describe('whatever comes when', () => {
  it('variants are with their own text, and with no other', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...spam, ...chats, ...notices], { minLength: 20 }), (texts) => {
        const places = placed(texts)
        const of = (text: string) => Object.entries(variants).find(([, list]) => list.includes(text))?.[0] ?? text
        const names = new Map<number, Set<string>>()
        for (const [index, each] of places.entries())
          if (each.kind !== 'apart')
            names.set(each.campaign, (names.get(each.campaign) ?? new Set()).add(of(texts[index]!)))
        expect([...names.values()].filter(({ size }) => size > 1)).toEqual([])
        expect(names.size).toBe(
          new Set(places.flatMap((each, at) => (each.kind === 'apart' ? [] : [of(texts[at]!)]))).size,
        )
      }),
      { numRuns: 30 },
    )
  })

  it('the same text is always of the same campaign, though others came in between', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...spam),
        fc.array(fc.constantFrom(...spam, ...chats, ...notices), { maxLength: 25 }),
        (text, others) => {
          const found = campaignsOf([text, ...others, text])
          expect(found.at(-1)).toBe(found[0])
        },
      ),
      { numRuns: 30 },
    )
  })

  it('an honest text never makes two campaigns one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...chats, ...notices), { maxLength: 40 }), (honest) => {
        const campaigns = new Campaigns()
        const before = placed([loan, casino, estate, invoice, prize], campaigns)
        for (const each of placed(honest, campaigns)) expect(each.kind).not.toBe('joined')
        for (const [index, { kind, ...again }] of placed([loan, casino, estate, invoice, prize], campaigns).entries())
          expect({ kind, ...again }).toMatchObject({ kind: 'joined', campaign: index, alike: [] })
        expect(before.every(({ kind }) => kind === 'new')).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('what a text is hidden in', () => {
  const poem = '床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。'
  const around = (text: string) => `${poem.slice(0, 24)}${text}${poem.slice(24)}`

  it('joins nobody to a stranger who took the same', () => {
    expect(campaignsOf([around(loan), around(casino), around(estate)])).toEqual([0, 1, 2])
  })

  it('hides it from none of its own', () => {
    expect(campaignsOf([loan, casino, around(loan), around(casino), around(estate), estate])).toEqual([
      0, 1, 0, 1, 2, 2,
    ])
  })

  it('is what is left of the text where its other half is new', () => {
    const [mine, other] = [casino.slice(0, 34), '昨晚搞得有点晚，没什么事的话今天我想在家休息一天，你们先吃']
    expect(
      campaignsOf([`${casino}`, `${other}${mine}`, `${mine}你下班了没？下班了就跟我打个电话，我有事找你`]),
    ).toEqual([0, 0, 0])
  })
})

describe('a text that is changed all over', () => {
  it('is one that others are compared with: the next is like it, and hardly like the first', () => {
    const masked = [
      '□货黄金白银原油，□十倍□__向×易，开户□_*_*，分析师一×一□□，详_ -*业*□刻*，□历_照职业□□，_网可查，先看样品后付款，□系电□',
      '现货黄金白银□油，五×倍杠杆双向交易，开户送五百*金，*析师_对*喊单，详询 -专业办证刻章，学×_照*业资格，上网可查，先×样品后付款，*系电话',
      '现*黄金白银原×，五×倍_杆双向交易，_户□_百美×，分析*一_一喊单，详× -专业办证刻章，学××照职业资格，_网_查，_□*品*付□，联_电话',
      '*货黄金×_原油，×十倍杠杆双向_易，开户*五×美金，分析师一对一喊单，详* -□业办证刻章，学*_照职业资格，*网_查，*×样品后付款，联_电话',
    ]
    expect(campaignsOf(masked)).toEqual([0, 0, 0, 0])
  })
})

describe('half of a text is new, and it leads to the same id', () => {
  const [front, end] = ['本公司长期代开各行业正规发票，点数优惠，', '可先验票后付款，保真可查，']
  const [chat, other] = ['老同学好久不见最近忙什么呢有空出来坐坐聊聊天吧，', '昨晚搞得有点晚今天想在家休息一天，']

  it('it is of the campaign, and says by what', () => {
    const halves = [`${front}${chat}加微信 fapiao_888`, `${other}${end}加微信 fapiao_888`]
    expect(campaignsOf(halves)).toEqual([0, 0])
    const whys = groupTexts(halves.map((text, at) => ({ id: `${at}`, text }))).map(({ why }) => why.because)
    expect(whys).toContainEqual(expect.stringMatching(/^both lead to the account fapiao_888; \d % of the shorter/))
  })

  it('halves that lead to two ids are two campaigns', () => {
    expect(campaignsOf([`${front}${chat}加微信 fapiao_888`, `${other}${end}加微信 piaowu_777`])).toEqual([0, 1])
  })
})

describe('half a text', () => {
  const own =
    '城西羽毛球馆入冬以后每晚八点以后场地全部开放，双人双月畅打卡同时上架，名额有限，先到先得，前台就在南直路菜场对面二楼'
  const sold = '总价一百万多万五居南北通透纯板，临两万平景观绿地，公立名校旁，致电02583219988'
  const others = [own, ...['！', '🔥', '；', '~'].map((mark) => own.replaceAll('，', mark))]

  it('joins the campaign that it shares it with, where nothing else is like it', () => {
    const places = grouped([...others, own.slice(0, 34) + sold])
    expect(new Set(places.values()).size).toBe(1)
  })

  it('but what hides two texts makes them no one, however often each comes', () => {
    const poem = '白日依山尽黄河入海流欲穷千里目更上一层楼春眠不觉晓处处闻啼鸟'
    const hidden = ['，', '！', '；', '~', '#'].flatMap((mark) =>
      [loan, casino].map((text) => `${poem}。${text.replaceAll('，', mark)}`),
    )
    expect(new Set(grouped(hidden).values()).size).toBe(2)
  })
})

it('a word is the same with digits for its letters, however many', () => {
  const figures: Readonly<Record<string, string>> = { e: '3', o: '0', s: '5', t: '7', a: '4', i: '1', l: '1' }
  const drawn = prize.replace('. To', '. to').replace(/(?<=[a-z])[eostail]/g, (each) => figures[each]!)
  expect(read(drawn).tokens.letters).toEqual(read(prize).tokens.letters)
})
