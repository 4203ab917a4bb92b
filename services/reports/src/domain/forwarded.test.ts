import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Forwarded, forwarded } from './forwarded.ts'

const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'
const whole = (read: Forwarded): string => {
  const from =
    'sender' in read && read.sender
      ? read.sender.address
      : 'senders' in read
        ? read.senders.map((each) => each.address).join('+')
        : ''
  return `${read.kind} ${from}|${'text' in read ? (read.text ?? '') : ''}`
}

describe('who complains of a number says who sent it', () => {
  it.each([
    '你们管不管啊！！10661234这个号码天天给我发中奖短信，烦死了',
    'this number 10661234 keeps sending me casino ads please block it',
    'plz stop this number 10661234 sending me lone offers',
  ])('%j', (text) => {
    expect(forwarded(text)).toMatchObject({ kind: 'report', sender: { address: '10661234' }, text })
  })

  it.each([
    '回复短信到10661234给我发红包，您即可领取',
    '请加10661234，我给您发资料',
    '姐妹们当心，13812345678天天给我发黄色短信，加群看证据',
    '13812345678一直给我发牛股，上月赚20万，加他',
    '【安全中心】13812345678天天给我发短信',
    'look what 13812345678 keeps sending me at dwz.cn/a1',
  ])('but not a message: %j', (text) => {
    expect(forwarded(text)).toEqual({ kind: 'text', text })
  })
})

describe('what is spoken to a phone, without any mark', () => {
  it.each([
    ['号码是10665678短信内容是澳门首家线上赌场', '10665678', '澳门首家线上赌场'],
    ['转发：您的社保卡停用请致电13012345678【发自10665678】', '10665678', '您的社保卡停用请致电13012345678'],
    [
      '我收到一条短信说我中奖了让我点那个链接我没敢点号码是10665678',
      '10665678',
      '我收到一条短信说我中奖了让我点那个链接我没敢点',
    ],
    ['我收到一条短信说我中奖了号码是幺零六六五六七八', '10665678', '我收到一条短信说我中奖了'],
    ['收到短信说我中奖了，号码是10665678', '10665678', '收到短信说我中奖了，'],
    ['你好，昨天收到的短信叫我加微信领钱，号码是10665678', '10665678', '你好，昨天收到的短信叫我加微信领钱，'],
  ])('%j', (message, address, text) => {
    expect(forwarded(message)).toEqual({ kind: 'report', sender: expect.objectContaining({ address }), text })
  })

  it.each([
    '妈我换手机了，收到短信回我，我的新号码是10665678',
    '短信通知：如有疑问，客服号码是10665678',
    '妈我换手机了收到回我号码是13512345678',
    '恭喜短信用户中奖，本公司短信号码是10665678',
    '我公司发短信贷款利率低，无抵押，短信号码是10665678',
    '收到短信回复领取额度，办理号码是10665678',
    '我收到的短信说加群领红包，您也来，号码是10665678',
    '我们这有短信群发业务，点击链接下单，号码是10665678',
    '低息贷款当天放款，客服 10665678',
    '低息贷款当天放款，本短信来自10665678',
    '低息贷款当天放款，详询（10665678）',
  ])('but not a message’s own: %j', (text) => {
    expect(forwarded(text)).toEqual({ kind: 'text', text })
  })
})

describe('a number and its text', () => {
  it.each([
    [`10661234*${SPAM}`, '10661234'],
    [`10661234 ${SPAM}`, '10661234'],
    [`10661234:${SPAM}`, '10661234'],
    [`10661234：${SPAM}`, '10661234'],
    [`10661234#${SPAM}`, '10661234'],
    [`１０６６１２３４＊${SPAM}`, '10661234'],
    [`1O66I234*${SPAM}`.replace('I', '1'), '10661234'],
    [`١٠٦٦١٢٣٤*${SPAM}`, '10661234'],
    [`10661234\n${SPAM}`, '10661234'],
    [`1066 1234*${SPAM}`, '10661234'],
    [`+8610661234 ${SPAM}`, '10661234'],
    [`+86 138-0013-8000 ${SPAM}`, '8613800138000'],
    [`008613800138000：${SPAM}`, '8613800138000'],
    [`138 0013 8000 ${SPAM}`, '8613800138000'],
    [`0755-12345678*${SPAM}`.replace('12345678', '22345678'), '8675522345678'],
    [`95588，${SPAM}`, '95588'],
    [`1069 0123 4567 ${SPAM}`, '106901234567'],
    [`+852 9123 4567 ${SPAM}`, '85291234567'],
    [`00447911123456*${SPAM}`, '447911123456'],
    [`ICBC*${SPAM}`, 'ICBC'],
    [`lO66l234#${SPAM}`, '10661234'],
    [`138OOl38OOO*${SPAM}`, '8613800138000'],
    [`收到短信 发件人：106 6123 4 内容：${SPAM}`, '10661234'],
    [`10661234“${SPAM}”`, '10661234'],
    [`${SPAM}*10661234`, '10661234'],
    [`${SPAM}\n10661234`, '10661234'],
    [`${SPAM}\n138 0013 8000`, '8613800138000'],
    [`${SPAM} 10661234`, '10661234'],
    [`${SPAM}（10661234）`, '10661234'],
    [`${SPAM}（来自13800138000）`, '8613800138000'],
    [`${SPAM}——10661234`, '10661234'],
    [`“${SPAM}” 来自10661234`, '10661234'],
    [`10661234。${SPAM}`, '10661234'],
    [`10661234、${SPAM}`, '10661234'],
    [`10661234/${SPAM}`, '10661234'],
    [`10661234＋${SPAM}`, '10661234'],
    [`10661234=${SPAM}`, '10661234'],
    [`13800138000×${SPAM}`, '8613800138000'],
    [`10661234${SPAM}`, '10661234'],
    [`${SPAM}，发送号码10661234`, '10661234'],
    [`${SPAM} 这是10661234发的`, '10661234'],
    [`${SPAM}。是138 0013 8000发来的。`.replace('领取。', '领取，'), '8613800138000'],
  ])('%j', (message, address) => {
    expect(whole(forwarded(message))).toBe(`report ${address}|${SPAM}`)
  })
})

describe('what apps and people pass on', () => {
  it.each([
    [`【转发】10661234：${SPAM}`, '10661234'],
    [`转发：10661234 ${SPAM}`, '10661234'],
    [`Fwd: 10661234 ${SPAM}`, '10661234'],
    [`FW：【转发】10661234*${SPAM}`, '10661234'],
    [`<Forwarded from 10661234>${SPAM}`, '10661234'],
    [`来自10661234：${SPAM}`, '10661234'],
    [`转发自 10661234：${SPAM}`, '10661234'],
    [`【10661234】${SPAM}`, '10661234'],
    [`[138 0013 8000]: ${SPAM}`, '8613800138000'],
    [`> 10661234\n> ${SPAM}`, '10661234'],
    [`Sent from +85291234567: ${SPAM}`, '85291234567'],
    [`骚扰短信：10661234 | 内容：${SPAM}`, '10661234'],
    [`1066-1234 – ${SPAM}`, '10661234'],
    [`举报 诈骗电话 02161234567 ${SPAM}`, '862161234567'],
    [`收到10661234发来的短信：“${SPAM}”`, '10661234'],
    [`我要举报10661234发的垃圾短信：「${SPAM}」`, '10661234'],
    [`举报10661234，${SPAM}`.replace('举报', '举报 来自'), '10661234'],
    [`10661234说：${SPAM}`, '10661234'],
    [`10661234这个号码老给我发这种短信：${SPAM}`, '10661234'],
    [`10661234天天给我发：${SPAM}`, '10661234'],
    [`😡😡10661234 ${SPAM}`, '10661234'],
    [`1 0 6 6 1 2 3 4 ${SPAM}`, '10661234'],
    [`1066-1234-${SPAM}`, '10661234'],
    [`内容：${SPAM} 号码：10661234`, '10661234'],
    [`你好，我要举报，号码10661234，内容是：${SPAM}`, '10661234'],
    [`我是退休职工王秀英，10661234给我发：${SPAM}`, '10661234'],
    [`+8613900139000 sent me this: ${SPAM}`, '8613900139000'],
    [`Got this from 10661234 "${SPAM}"`, '10661234'],
    [`举报 10661234 ${SPAM}`, '10661234'],
    [`我要举报10661234 内容：${SPAM}`, '10661234'],
    [`垃圾短信 10661234 ${SPAM}`, '10661234'],
    [`Spam from 10661234: ${SPAM}`, '10661234'],
    [`10661234【转发】${SPAM}`, '10661234'],
    [`发件人：10661234\n${SPAM}`, '10661234'],
    [`发件人：10661234 内容：${SPAM}`, '10661234'],
    [`发件人: ICBC\n收件人: 13900139000\n日期: 2026年11月25日 18:30\n内容: ${SPAM}`, 'ICBC'],
    [`我今天收到一条短信 发件人：10661234 内容：${SPAM}`, '10661234'],
    [`发件人：95588 ${SPAM}`, '95588'],
    [`From: +86 138 0013 8000\nDate: Nov 25, 2026\n\n${SPAM}`, '8613800138000'],
    [`内容：${SPAM}\n发件人：10661234`, '10661234'],
    [`---------- Forwarded message ----------\nFrom: 10661234\nDate: Nov 25\n${SPAM}`, '10661234'],
    [`9:41 中国移动 5G 85%\n< 10661234\n今天 上午9:40\n${SPAM}\n短信/彩信`, '10661234'],
    [`中国移动 4G\n9:41 AM\n85%\n‹ 信息\n+86 138 0013 8000\n星期三 18:30\n${SPAM}`, '8613800138000'],
    [`10661234\nText Message · SMS\nToday 9:41 AM\n${SPAM}\nReport Junk`, '10661234'],
    [`\u202e10661234\u202c*${SPAM}`, '10661234'],
  ])('%j', (message, address) => {
    expect(whole(forwarded(message))).toBe(`report ${address}|${SPAM}`)
  })
})

describe('a text alone is asked for its sender, and is not torn', () => {
  it.each([
    SPAM,
    'http://dwz.cn/a1',
    '10元话费免费领',
    '2014年12月24日您的话费余额136.90元',
    '123456 is your verification code',
    '今天\n特价：满100减50',
    '特卖隆重上线！详情登官网或拨打4008199898',
    '电话13800138000，低价机票',
    '来自10086的祝福',
    '【12306】您的车票已改签',
    '【95588】您尾号1234的卡支出20元',
    '> 今天特价\n满100减50',
    '成功贷款热线：95588',
    '低价机票\n预订从速',
    'مبروك! لقد ربحت جائزة',
    'แจ้งพัสดุของคุณถูกระงับ',
    'ICBC: your account is locked',
    '10661234元大奖等您拿',
    '13800138000的机主您好，您已欠费停机',
    '10086.cn领取积分',
    '2 0 2 6 年特卖',
    '特价内容：机票，号码：13800138000 李经理',
    '给我发：好消息，拨打13800138000',
    '95588/尾号1234，支出20元',
    '请把10086发来的验证码发给客服',
  ])('%j', (text) => {
    expect(forwarded(text)).toEqual({ kind: 'text', text })
  })
  it.each(['From: Bank call me', 'From: ICBC OTP 1234'])('a field with more than a name keeps its text: %j', (text) => {
    expect(forwarded(text)).toMatchObject({ kind: 'text', text })
  })

  it.each([
    [`【转发】${SPAM}`],
    [`转发：${SPAM}`],
    [`Fwd:${SPAM}`],
    [`“${SPAM}”`],
    [`「${SPAM}」`],
    [`9:41\n中国移动 5G 85%\n${SPAM}\n短信/彩信`],
  ])('%j', (message) => {
    expect(forwarded(message)).toEqual({ kind: 'text', text: SPAM })
  })
})

describe('what is missing, or too much, is known', () => {
  it.each([
    ['10661234', 'sender 10661234|'],
    ['+86 138 0013 8000', 'sender 8613800138000|'],
    ['号码：10661234', 'sender 10661234|'],
    ['110', 'sender 110|'],
    [`110*${SPAM}`, `report 110|${SPAM}`],
    [`10661234 10665678 ${SPAM}`, `senders 10661234+10665678|${SPAM}`],
    [`10661234*10665678*${SPAM}`, `senders 10661234+10665678|${SPAM}`],
    [`10661234和10665678都给我发：${SPAM}`, `senders 10661234+10665678|${SPAM}`],
    [
      '昨天收到10661234发来的短信说我中奖了，是不是骗人的？',
      'report 10661234|昨天收到10661234发来的短信说我中奖了，是不是骗人的？',
    ],
    [`10661234 10661234 ${SPAM}`, `report 10661234|${SPAM}`],
    [`10661234*95588 提醒您：${SPAM}`, `report 10661234|95588 提醒您：${SPAM}`],
    [`12*${SPAM}`, `no-sender |${SPAM}`],
    [`99999999999999999999999999*${SPAM}`, `no-sender |${SPAM}`],
    ['12345678901234567890123', 'no-sender |'],
    [`106575****0196*${SPAM}`, `no-sender |${SPAM}`],
    [`10657**0196*${SPAM}`, `no-sender |${SPAM}`],
    [`138**8000 ${SPAM}`, `no-sender |${SPAM}`],
    ['10661234**50元话费免费领', 'report 10661234|50元话费免费领'],
    ['95588**20万额度', 'report 95588|20万额度'],
    ['13800138000**88折优惠', 'report 8613800138000|88折优惠'],
    ['发件人：95588 20000', 'report 95588|20000'],
    ['[图片]', 'picture |'],
    ['10661234*[图片]', 'picture 10661234|'],
    ['[Image]', 'picture |'],
    ['\ufffc', 'picture |'],
    ['\u200e\u202e ', 'empty |'],
    ['【转发】', 'empty |'],
  ])('%j: %s', (message, read) => {
    expect(whole(forwarded(message))).toBe(read)
  })
})

describe('whatever comes', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      ...'10866*#:：“”「」【】<>（）\n \u202e\ufeff',
      '10661234',
      '138 0013 8000',
      '转发：',
      'Fwd:',
      '发件人：',
      '来自',
      '内容:',
      '9:41',
      '85%',
      '[图片]',
      '今天',
      '‹',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  const message = fc.array(unit, { maxLength: 30 }).map((parts) => parts.join(''))

  it('never throws, and answers in one of the ways that there are', () => {
    fc.assert(
      fc.property(message, (text) => {
        expect(['report', 'text', 'sender', 'senders', 'no-sender', 'picture', 'empty']).toContain(forwarded(text).kind)
      }),
      { numRuns: 3000 },
    )
  })

  const word = fc.stringMatching(/^[A-Za-z\u4e00-\u9fff][A-Za-z\u4e00-\u9fff，。!? ]{0,60}[\u4e00-\u9fff!]$/)
  it('loses no text: words that are no frame come out as they went in', () => {
    const frame = fc.constantFrom<[(text: string) => string, boolean]>(
      [(text) => text, false],
      [(text) => `10661234*${text}`, true],
      [(text) => `10661234：${text}`, true],
      [(text) => `【转发】10661234#${text}`, true],
      [(text) => `发件人：10661234\n${text}`, true],
      [(text) => `${text}*10661234`, true],
      [(text) => `${text}\n10661234`, true],
      [(text) => `9:41\n‹ 10661234\n${text}\n85%`, true],
    )
    fc.assert(
      fc.property(word, frame, (text, [put, hasSender]) => {
        fc.pre(
          !/转发|fwd?|forward|发件|来自|from|sender|内容|text|body|message|content|举报|号码|number|图片|照片|截图|说|发/iu.test(
            text,
          ),
        )
        const read = forwarded(put(text))
        expect(read).toMatchObject(
          hasSender ? { kind: 'report', sender: { address: '10661234' }, text } : { kind: 'text', text },
        )
      }),
      { numRuns: 2000, examples: [['一    一', [(text) => text, false]]] },
    )
  })

  it('is quick with the longest', () => {
    for (const part of [
      '1 ',
      '10661234 ',
      '10661234给我发',
      '号码内容',
      '😀 ',
      '好的，谢谢',
      '(',
      '发件人：',
      '\n9:41',
      '<<<<',
      '--',
      '“',
    ])
      expect(forwarded(part.repeat(10_000 / part.length)).kind).toBeDefined()
  })

  it('is quick with blanks without end behind any word', () => {
    for (const blank of [' ', '\n', ' \u3000'])
      for (const word of ['收到', '1', '内容', '举报', '这', '10661234', 'from'])
        expect(forwarded(`${word}${blank.repeat(10_000)}!x`).kind).toBeDefined()
  })
})

describe('numerals and calls', () => {
  it.each([
    ['一零六六一二三四', { kind: 'sender', sender: { address: '10661234', look: 'port' } }],
    ['幺零六六 一二三四', { kind: 'sender', sender: { address: '10661234', look: 'port' } }],
    ['幺零六六幺二三四*恭喜您中奖', { kind: 'report', sender: { address: '10661234' }, text: '恭喜您中奖' }],
    ['一〇六六一二三四 恭喜您中奖了快来领', { kind: 'report', sender: { address: '10661234' } }],
    ['1零66一二34：恭喜您中奖', { kind: 'report', sender: { address: '10661234' }, text: '恭喜您中奖' }],
    ['一三八零零一三八零零零', { kind: 'sender', sender: { address: '8613800138000', look: 'number' } }],
    ['恭喜您中奖*一零六六一二三四', { kind: 'report', sender: { address: '10661234' }, text: '恭喜您中奖' }],
    ['九五五八八：您的账户异常，请速处理', { kind: 'report', sender: { address: '95588' } }],
  ])('a sender in Chinese numerals: %s', (typed, read) => {
    expect(forwarded(typed)).toMatchObject(read)
  })

  it.each([
    ['10661234一直给我发垃圾短信', '一直给我发垃圾短信'],
    ['10661234一天给我发十条', '一天给我发十条'],
    ['10661234 三番五次给我发', '三番五次给我发'],
    ['10661234二维码领奖', '二维码领奖'],
    ['你们管管！10661234一直给我发中奖短信', '你们管管！10661234一直给我发中奖短信'],
  ])('behind a number in digits a sentence goes on: %s', (typed, text) => {
    expect(forwarded(typed)).toMatchObject({ kind: 'report', sender: { address: '10661234' }, text })
  })

  it.each([
    '二零二六一一二七：今晚八点开奖',
    '一二三四五，上山打老虎',
    '一零二四节快乐，全场五折',
    '验证码一二三四五六请勿告诉他人',
    '九五至尊，九五折起',
  ])('other numerals are a text’s own: %s', (text) => {
    expect(forwarded(text)).toEqual({ kind: 'text', text })
  })

  it.each([
    '您有未接来电，来自13912345678',
    '您好，您有一个未接来电,主叫:13912345678',
    '主叫：13912345678，您有1个未接来电',
    '【来电提醒】您有1个未接来电：13912345678，时间10:23',
    '您22:19未接到王小明的来电13912345678',
    'You have a missed call, from: 13912345678',
  ])('who called sent no message: %s', (text) => {
    expect(forwarded(text)).toEqual({ kind: 'text', text })
  })

  it.each(['您有未接来电，请回拨*13912345678', '13912345678*您有未接来电，请回拨'])(
    'unless the reporter says so: %s',
    (text) => {
      expect(forwarded(text)).toMatchObject({ kind: 'report', sender: { address: '8613912345678' } })
    },
  )
})
