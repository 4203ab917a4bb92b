import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { campaignsOf, casino, estate, invoice, loan, placed, prize } from './fixtures.ts'
import { Campaigns, read } from './index.ts'

describe('a text in two languages', () => {
  const mixed = '【Crypto理财】USDT stake日息2%，本金保障guarantee，VIP群leader带单，加TG'
  it.each([
    [
      'spaces',
      '【Cr  y pto 理财  】U SD  T s t  a k  e日息2%， 本 金保障 g  uar a  n  tee，  VIP群  l  e  a d  e r带单，  加T  G',
    ],
    ['symbols', '【C▲r●yp=t✦o理财】US-DT ●s+take日息★2%+，✦本金保·障~gu▲ar*a·n#tee-，VIP.群le^a·de^r*带·单，加T◆G'],
  ])('of which the foreign words were torn, is of its campaign: %s', (_how, text) => {
    expect(campaignsOf([mixed, text])).toEqual([0, 0])
  })

  it('a torn word right before a link is put together', () => {
    const lettersOf = (text: string) => read(text).tokens.letters
    expect(lettersOf('退订退订，加入 g-u-a-r-a-n-t t.cn/a1')).toEqual(lettersOf('退订退订，加入 guarant'))
  })
})

describe('a text that was varied is of its campaign', () => {
  it.each([
    ['as it was', loan],
    [
      'full-width',
      '【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高２０万，当天放款到账，无需抵押手续简单，详询１３８００１３８０００张经理',
    ],
    [
      'traditional',
      '【鑫貸通】急用錢不求人！憑身份證即可辦理，額度最高20萬，當天放款到賬，無需抵押手續簡單，詳詢13800138000張經理',
    ],
    [
      'homophones',
      '【新代通】吉永前补球人！评申芬正纪可半里，俄渡醉高20万，当田放宽道帐，吾须地丫首续捡单，祥寻13800138000章经里',
    ],
    [
      'in parts',
      '【鑫代贝通】急用钅戋不求人！凭身份讠正即可办王里，客页度最高20万，当天放款至刂账，无需抵押手续简单，讠羊询13800138000张经王里',
    ],
    [
      'rare characters',
      '【鑫貣通】ゑ用钱不求㆟！凭身份证即可办理，额度蕞高20万，当兲放歀到账，无需抵押手续简单，详询13800138000张经理',
    ],
    [
      'symbols',
      '【鑫*贷.通】急/用~钱不·求人！凭-身-份-证即可办★理，额度◆最高20万，当天※放款到账，无需抵_押手续简+单，详询13800138000张经理',
    ],
    [
      'emoji',
      '【鑫贷通】急💰用🔥钱不求人！凭身👉份证即可办理，额度🎉最高20万，当天放款✅到账，无需抵押手续📱简单，详询13800138000张经理',
    ],
    ['unseen', [...loan].join('\u200b\u202e')],
    ['spaces', [...loan].join(' ')],
    [
      'digits, names, amounts',
      '【恒通金服】急用钱不求人！凭身份证即可办理，额度最高五十万，当天放款到账，无需抵押手续简单，详询17712345678李总',
    ],
    [
      'sentences swapped',
      '当天放款到账，无需抵押手续简单，凭身份证即可办理，额度最高20万，【鑫贷通】急用钱不求人！详询13800138000张经理',
    ],
    [
      'half of it new',
      '老同学好久不见最近忙什么呢有空出来坐坐聊聊天吧，额度最高20万，当天放款到账，无需抵押手续简单，详询张经理',
    ],
    [
      'pinyin',
      '【鑫dai通】急用qian不求人！凭身份zheng即可办理，edu最高20万，当天放kuan到账，无需diya手续简单，详询13800138000张经理',
    ],
    [
      'letters strewn in',
      '【鑫a贷b通】急c用d钱不e求f人！凭g身份h证即可x办理，额度y最高20万，当天z放款到账，无需抵k押手续简单，详询张经理',
    ],
    [
      'doubled',
      '【鑫贷通通】急急用钱钱不求人！凭身身份证即可办理，额额度度最高20万，当当天放款款到账，无需抵抵押手续简单，详询张经理',
    ],
    ['backwards, shown forwards by a mark', `\u202e${[...loan].reverse().join('')}\u202c`],
    [
      'in columns from the right',
      '详张无额件急\n询经需度即用\n1理抵最可钱\n3\u3000押高办不\n8\u3000手2理求\n0\u3000续0，人\n0\u3000简万额！\n1\u3000单当度凭\n3\u3000，天身身',
    ],
    [
      'spelt as a whole',
      'xin dai tong, ji yong qian bu qiu ren! ping shen fen zheng ji ke ban li, e du zui gao 20 wan, dang tian fang kuan dao zhang, wu xu di ya shou xu jian dan, xiang xun zhang jing li',
    ],
    [
      'kana and strokes between',
      '【鑫の贷丶通】急ん用丿钱く不乀求人！凭丨身ら份证即亅可办サ理，额度シ最高20万，当丶天放の款到丿账，无く需抵押手续ん简单，详询张经理',
    ],
    [
      'parts beside',
      '【鑫代贝通】急用钅戋不求人！凭身份讠正即可办王里，额度最高20万，当天方攵款到至刂账，无需扌氐扌甲手纟卖简单，讠羊讠旬张纟圣王里',
    ],
  ])('%s', (_trick, variant) => {
    const found = campaignsOf([estate, loan, invoice, variant])
    expect(found).toEqual([0, 1, 2, 1])
  })

  it.each([
    [
      'look-alikes',
      'Соngrаtulаtіоns! Yоur mоbіlе numbеr hаs bееn drаwn fоr а guаrаntееd саsh аwаrd оf 900 pоunds. Tо сlаіm саll 09061701234',
    ],
    [
      'bold',
      '𝐂𝐨𝐧𝐠𝐫𝐚𝐭𝐮𝐥𝐚𝐭𝐢𝐨𝐧𝐬! Your mobile number has been 𝙙𝙧𝙖𝙬𝙣 for a guaranteed cash award of 500 pounds. To claim call now',
    ],
    [
      'digits for letters',
      'C0ngratulat1ons! Your mob1le numb3r has b33n dr4wn for a guarante3d ca$h aw4rd of 900 pounds. To cl4im call',
    ],
    [
      'accents',
      'Çöñgrätülåtiõns! Ýour möbile nümber häs béen dráwn før a guaránteed cásh awárd of 900 pounds. To claim call',
    ],
    [
      'other scripts',
      'ꓚοngrаtսlаtіоⲛѕ! Ⲩοսr ⲙοbіⅼе ⲛսⲙbеr һаѕ bееⲛ drаwⲛ fоr а gսаrаⲛtееd саѕһ аwаrd оf 900 рοսⲛdѕ. Ꭲо ⲥlаіⲙ ⲥаll 09061701234',
    ],
    [
      'upside down',
      'ʎɐpᴉɹℲ ǝɹoɟǝq ㄣƐᄅ⇂0ㄥ⇂9060 llɐɔ ɯᴉɐlɔ oʇ ˙spunod 006 ɟo pɹɐʍɐ ɥsɐɔ pǝǝʇuɐɹɐnƃ ɐ ɹoɟ uʍɐɹp uǝǝq sɐɥ ɹǝqɯnu ǝlᴉqoɯ ɹnoʎ ¡suoᴉʇɐlnʇɐɹƃuoɔ',
    ],
    [
      'spaced',
      'C o n g r a t u l a t i o n s ! Your m o b i l e number has been drawn for a g u a r a n t e e d cash award',
    ],
  ])('English, %s', (_trick, variant) => {
    expect(campaignsOf([estate, prize, variant])).toEqual([0, 1, 1])
  })

  it.each([
    ['Thai', 'สวัสดีค่ะ คุณได้รับรางวัลใหญ่ กรุณาติดต่อกลับทันที', 'สวัสดีค่ะ คุณได้รับ รางวัลใหญ่🎁 กรุณาติดต่อกลับด่วน'],
    [
      'Arabic',
      'مبروك لقد ربحت جائزة نقدية كبيرة اتصل بنا الآن لاستلامها',
      '\u202bمبروك! لقد ربحت جائزة نقدية كبيرة 500 اتصل بنا اليوم لاستلامها\u202c',
    ],
    [
      'Russian',
      'Вы выиграли крупный денежный приз, позвоните сегодня для получения',
      'Вы выиграли крупный д е н е ж н ы й приз 900, позвоните завтра для получения',
    ],
    [
      'Korean',
      '고객님 대출 한도가 승인되었습니다 지금 바로 상담을 받으세요',
      '고객님! 대출 한도가 승인되었습니다. 오늘 바로 상담을 받으세요',
    ],
  ])('%s', (_script, text, variant) => {
    expect(campaignsOf([loan, text, variant])).toEqual([0, 1, 1])
  })
})

describe('what is no campaign', () => {
  it.each([
    [
      'codes of one bank',
      '【招商银行】验证码341398，您正在登录手机银行，请勿泄露给他人',
      '【招商银行】验证码882761，您正在登录手机银行，请勿泄露给他人',
      'otp',
    ],
    [
      'parcels',
      '【丰巢】您的中通快递已到东门1号柜，取件码83017265，请24小时内取件',
      '【丰巢】您的中通快递已到西门3号柜，取件码10293847，请24小时内取件',
      'otp',
    ],
    [
      'a courier with a number',
      '您的圆通快递正在派送，请保持电话畅通，快递员13800138000，签收前请先验货',
      '您的圆通快递正在派送，请保持电话畅通，快递员13900139000，签收前请先验货',
      'service',
    ],
    [
      'payments',
      '您尾号1984的信用卡12月18日13:29消费人民币214.00元【浦发银行】',
      '您尾号7711的信用卡11月2日09:12消费人民币89.50元【浦发银行】',
      'service',
    ],
    [
      'English codes',
      'Your verification code is 482913. Do not share it with anyone.',
      'Your verification code is 119284. Do not share it with anyone.',
      'otp',
    ],
    [
      'codes that are not called one',
      '【快手】1045，用于手机登录，请勿转发。',
      '【快手】8831，用于手机登录，请勿转发。',
      'otp',
    ],
    [
      'a bank’s notice with its advertisement',
      '您尾号4118的信用卡27日18:05消费人民币1,204.00元。9积分兑哈根达斯，马上抢 t.cn/RPKtFnn 。[招商银行]',
      '您尾号1055的信用卡14日13:30消费人民币385.00元。送你99积分，马上领 t.cn/8s52qAr 。[招商银行]',
      'service',
    ],
    [
      'a parcel’s number that could be a telephone’s',
      'Your DHL parcel 0097193349 will be delivered today between 12:41 and 16:44.',
      'Your DHL parcel 0097219311 will be delivered today between 10:11 and 13:30.',
      'service',
    ],
    [
      'a school that asks nothing',
      '【第三中学】徐天家长您好，本周五17:04召开家长会，请准时到校，地点：6年级3班教室。',
      '【第三中学】林安家长您好，本周三18:00召开家长会，请准时到校，地点：2年级1班教室。',
      'service',
    ],
    [
      'a water bill',
      '【自来水公司】您户号39995773本期用水38吨，水费174.32元，请于4月2日前缴纳。',
      '【自来水公司】您户号11285507本期用水12吨，水费61.20元，请于4月2日前缴纳。',
      'service',
    ],
    [
      'an appointment',
      'Hi Tom, your appointment with Dr Chan is on 25 Feb at 21:13. Reply C to cancel.',
      'Hi Anna, your appointment with Dr Lee is on 3 Mar at 9:30. Reply C to cancel.',
      'service',
    ],
  ])('%s, though they are alike', (_what, one, another, reason) => {
    expect(campaignsOf([one, another])).toEqual([reason, reason])
  })

  it.each([
    ['the bank that was not', '【建设银行】您尾号1984的账户余额不足即将停用，请点击 ccb-vip.top/a 升级认证'],
    ['the parcel that was lost', '您的快递已丢失，请加客服QQ66828692办理退款理赔，逾期作废不予受理'],
    [
      'the flight that was not cancelled',
      '尊敬的旅客您好，您乘坐的7月18日MU5137航班因机械故障已取消，请联系客服15019584562办理退改签，将获得误机补偿金200元【东方航空】',
    ],
    [
      'the card that was never used',
      '【工商银行】您尾号8812的信用卡3月2日14:20消费9800.00元，如有疑问请致电02155512345核实，以免冻结',
    ],
    ['the code that leads elsewhere', '您的验证码483920，点击 vip668.top 领取红包，限时优惠马上开户'],
  ])('but %s is spam like any other', (_what, text) => {
    expect(campaignsOf([text, text])).toEqual([0, 0])
  })

  it.each(['', '好的', '😀😀😀', '[图片]', '\u200f\u202e\u2066', '12345678', 'ok see you', '10086'])(
    '%j has too few words to be anything',
    (text) => {
      expect(campaignsOf([text, text])).toEqual(['little', 'little'])
    },
  )

  it('different texts of one trade are apart', () => {
    const another = '资金周转找我，信用良好就能批，利率低至三厘，最快两小时到卡，上班族个体户都能做，回电17755556666'
    expect(campaignsOf([loan, another, invoice, casino, estate, prize])).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('two firms whose words are alike only where all are', () => {
    expect(
      campaignsOf([
        '【优学堂】尊敬的客户，您好！暑期奥数提高班火热招生，名师授课小班教学，报名从速，回T退订',
        '【康美健】尊敬的客户，您好！春季全身体检套餐限时特惠，三甲专家坐诊，预约从速，回T退订',
      ]),
    ).toEqual([0, 1])
  })
})

describe('evidence', () => {
  it('the same link under few words is the same', () => {
    expect(campaignsOf(['http://vip668.top/a1', '看这个 vip668。top/a1'])).toEqual([0, 0])
  })

  it('with some of the words it joins what words alone do not, and is named', () => {
    const [, second] = placed([
      '周年店庆全场家具八折起，真皮沙发买一送一，地址人民路家居广场，电话13800138000',
      '新到实木餐桌餐椅，款式齐全价格公道，欢迎选购，地址人民路家居广场，电话13800138000',
    ])
    expect(second).toMatchObject({ kind: 'joined', match: { evidence: [{ kind: 'phone', value: '8613800138000' }] } })
  })

  it('alone it joins nothing, nor does a hotline or a domain of everybody', () => {
    expect(
      campaignsOf([
        `${loan} t.cn`,
        '家电清仓大甩卖，冰箱彩电洗衣机通通半价，10086 t.cn',
        '今晚八点直播间见，不见不散哦，详询13800138000',
      ]),
    ).toEqual([0, 1, 2])
  })
})

it('what was joined by likeness to something joined is compared with nothing', () => {
  const parts = [
    ...['春季新款女装全场五折包邮', '湖边洋房首付八万即可入住', '名师小班奥数提高签约保分', '野生枸杞红枣厂家直接发货'],
    ...['驾校四十天拿证免费接送车', '宽带千兆提速再送机顶盒子', '三亚海景酒店双飞纯玩五日', '火锅啤酒畅饮毛肚买一送一'],
  ]
  // Each has three of four parts with the one before; the last has none with the first.
  const found = campaignsOf([0, 1, 2, 3, 4].map((at) => parts.slice(at, at + 4).join('，')))
  expect(found.slice(0, 2)).toEqual([0, 0])
  expect(found.at(-1)).not.toBe(0)
})

it('a text of 4,000 letters is read, and what is longer as far as that', () => {
  const long = Array.from({ length: 500 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20000))).join('')
  expect(campaignsOf([long.repeat(9), `${long.repeat(8)}好的`])).toEqual([0, 0])
})

it('a text whose every letter stands for a word is read as far as there is room, and soon', () => {
  // Each of ㌀ to ㍗ is a word of up to six kana: 4,000 of them are some 16,000 sounds.
  const words = (seed: number) =>
    Array.from({ length: 4000 }, (_, i) =>
      String.fromCodePoint(0x3300 + ((Math.imul(i * i + seed, 0x9e3779b1) >>> 20) % 88)),
    ).join('')
  expect(campaignsOf([words(31), loan, words(31)])).toEqual([0, 1, 0])
})

it('no text breaks it, and the same texts come out the same', () => {
  const unit = fc.constantFrom(...'贷款微信abc1３。.:/ \u200b\u202e\ud83d😀ก١', 'http://', 'vip.top', loan, prize)
  fc.assert(
    fc.property(fc.array(fc.string({ unit, maxLength: 60 }), { maxLength: 12 }), (texts) => {
      const found = campaignsOf(texts)
      expect(campaignsOf(texts)).toEqual(found)
    }),
    { numRuns: 100 },
  )
})

it('a text takes few octets', () => {
  const campaigns = new Campaigns()
  const count = 3000
  const letter = (i: number) => String.fromCodePoint(0x4e00 + ((i * 7919) % 5000))
  for (let i = 0; i < count; i++)
    campaigns.place(read(Array.from({ length: 60 }, (_, k) => letter(i * i + k * (i + 1))).join('')))
  expect(campaigns.bytes / count).toBeLessThan(700)
})

it.each([
  '办 证 1 5 9 2 3 8 6 6 2 0 8',
  '办证159\n23866208',
  '办  证　1 592　38\t66　208',
  '办证嘛15923哦866208',
  '办证l59\n23B66208',
])('an advertisement of very few words is known by its number, however that is written: %j', (text) => {
  expect(campaignsOf(['办证15923866208', text, '办 证 1 5 9 2 3 8 6 6 2 0 9'])).toEqual([0, 0, 1])
})

it.each(['点击领取', '刷单兼职日结三百', 'buy now cheap loans today call me'])(
  'few words that sell are one with the same alone: %s',
  (text) => {
    expect(campaignsOf([text, `${text}!!`, `《${text}》`, casino])).toEqual([0, 0, 0, 1])
  },
)
it.each(['在吗', '回家吃饭了吗', '优惠券怎么领取', 'where do i claim the free offer'])(
  'but not what people ask: %s',
  (text) => {
    expect(campaignsOf([text, text]).every((each) => each === 'little' || each === 'personal')).toBe(true)
  },
)
