import { describe, expect, it } from 'vitest'
import { campaignsOf } from './fixtures.ts'
import { isHonestLink, read } from './index.ts'

describe('a notice that leads to a stranger is none', () => {
  it.each([
    ['a link', '【工商银行】您的账户存在风险,请登录 icbc-safe.top 验证'],
    ['a link glued to Chinese', '【工商银行】您尾号8812的账户3月2日14:20支出9800.00元，请登录icbc-safe.top验证'],
    [
      'full-width',
      '【工商银行】您尾号8812的账户于3月2日14:20消费9800.00元，如非本人请登录ｉｃｂｃ－ｓａｆｅ．ｔｏｐ核实',
    ],
    [
      'a Chinese full stop',
      '【建设银行】您尾号1984的储蓄卡3月2日14:20支出8,412.55元，余额12.00元，登录ccb-jf。com核对',
    ],
    ['a dot that is spelt', '【工商银行】您尾号8812的账户3月2日14:20支出9800.00元请登录icbc-safe点top验证'],
    [
      'the bank’s name before its own',
      '您尾号8812的账户3月2日14:20转出9800.00元请登录https://icbc.com.cn.safe.top/a【工商银行】',
    ],
    [
      'the same, in full stops',
      '【工商银行】您尾号8812的账户3月2日14:20转出9800.00元请登录icbc。com。cn。safe。top验证',
    ],
    [
      'a page that anybody can make',
      '【工商银行】您尾号8812的账户3月2日14:20支出9800.00元，请登录docs.qq.com/form/abc 验证',
    ],
    ['a short link', '【招商银行】您尾号4118的信用卡27日18:05消费人民币1,204.00元，如非本人请点 t.cn/RPKtFnn 取消'],
    ['a fine', '【交管12123】您的小型汽车于3月2日14:20有一条违章记录未处理，请登录12123-wz.com查询'],
    ['a code', '【工商银行】验证码483920，您正在登录手机银行，如非本人请登录 icbc-safe.top 取消'],
    ['a telephone', '【工商银行】您尾号8812的信用卡3月2日14:20消费9800.00元，余额12.00元，如非本人请致电02155512345'],
    [
      'a rented number',
      '【工商银行】您尾号8812的信用卡3月2日14:20消费9800.00元，余额12.00元，如非本人请致电4008123456核实',
    ],
    ['somebody who helps', '【工商银行】您尾号8812的账户3月2日14:20转出9800.00元，请联系安全专员13800138000'],
    [
      'a group of strangers',
      '教育退费通道今日开放，请被拖欠学费的家长加入退费群27658898登记，退款361元原路返回，截止11月9日，逾期视为放弃',
    ],
    ['an id', '您尾号4118的储蓄卡27日18:05支出人民币1,204.00元，余额3.20元，非本人操作加QQ66828692'],
    [
      'English',
      'Your HSBC account ending 4471 was debited 900.00 at 14:20. If this was not you visit secure-hsbc.live',
    ],
    [
      'English, a parcel',
      'Your parcel order 0097193349 is scheduled for delivery today. Pay the fee at royal-post.top',
    ],
    [
      'English, under an end that words have too',
      'E-ZPass notice: your vehicle has an unpaid toll invoice of $7.70. Settle the balance before 4 Nov, just open vv55-fab.me with your zip code',
    ],
    [
      'English, a telephone',
      'Your account ending 4471: payment 900.00 confirmed on Monday 14:20. Not you? Call 02071234567',
    ],
  ])('%s', (_what, text) => {
    expect(read(text).honest).toBeUndefined()
    expect(campaignsOf([text, text])).toEqual([0, 0])
  })

  it.each([
    'user.qzone.qq.com/66828692',
    'docs.qq.com/form/page/DUabc',
    'icbc-kefu.taobao.com',
    'shop35880102.taobao.com/index.htm',
    'icbcgold.tmall.com',
    'mall.jd.com/index-1000.html',
    'qr.alipay.com/fkx08',
    'cloud.189.cn/t/aBcD',
    'mm.10086.cn/300008',
    'www.dianping.com/shop/5531',
    'www.icbc.com.cn/redirect?url=a.top',
  ])('a page that anybody can make under an honest name: %s', (page) => {
    const text = `【工商银行】您尾号8812的账户3月2日14:20支出9800.00元，余额12.00元，请登录 ${page} 查看`
    expect(isHonestLink(page)).toBe(false)
    expect(read(text).honest).toBeUndefined()
  })

  it.each([
    'www.icbc.com.cn',
    'jd.com/AtQrYN',
    'lv.taobao.com',
    'd.alipay.com',
    'm.ctrip.com/webapp/car/?2',
    'www.10010.com',
  ])('but not what the owner of the name puts there: %s', (page) => {
    expect(isHonestLink(page)).toBe(true)
  })

  it('whatever number it shows: a fake base station shows the bank’s', () => {
    for (const text of [
      '【工商银行】验证码483920，登录 icbc-safe.top 验证',
      '【工商银行】您的账户3月2日14:20支出9800.00元，登录icbc-safe.top',
    ])
      expect(read(text, { sender: '95588' }).honest).toBeUndefined()
  })

  it.each([
    ['otp', '【招商银行】验证码341398，您正在登录手机银行，请勿泄露给他人'],
    ['otp', 'Your verification code is 482913. Do not share it with anyone.'],
    ['otp', '【工商银行】短信验证码483920，工作人员不会索取，切勿泄露。详询95588'],
    ['service', '【工商银行】您尾号8812的账户3月2日14:20支出9800.00元，余额12.00元。登录www.icbc.com.cn查看'],
    ['service', '【工商银行】您尾号8812的账户3月2日14:20支出9800.00元，余额12.00元，如有疑问请致电95588'],
    ['service', '【中国银行】您尾号8812的账户3月2日14:20支出9800.00元，余额12.00元，如有疑问请致电4006695566'],
    ['service', '您尾号4118的信用卡27日18:05消费人民币1,204.00元。9积分兑哈根达斯，马上抢 t.cn/RPKtFnn 。[招商银行]'],
    ['service', '您的圆通快递正在派送，请保持电话畅通，快递员13800138000，签收前请先验货'],
    ['service', '【中国移动】您本月套餐剩余流量1.2GB，查询请登录10086.cn'],
  ])('but what leads to who sent it, or to who comes, is (%s): %s', (kind, text) => {
    expect(read(text).honest).toBe(kind)
  })

  it.each([
    ['otp', '转账汇款验证码447746。收款人王小明(6222020200084117544)，金额20,000.00元。请保密并确认本人操作[招商银行]'],
    ['otp', '欢迎使用机场无线上网，您的验证码：3hb。广州机场祝您出行愉快。【机场无线】'],
    ['service', '您尾号4118的信用卡14日15:15消费人民币4,028.40元。点 t.cn/RvPmYtd 免费升级至微信笔笔提醒。[招商银行]'],
    ['service', '您个人信用卡04月账单￥7,771.61，$0.00，到期还款日04月28日，点 t.cn/zTWP4j4 查明细办分期[招商银行]'],
    ['service', '【某聘网】某聘秘书台:您22:19未接到王小明的来电15012567807，您可回电或登录网站联系。'],
    [
      'service',
      '2026年10月21日小型汽车京A12345在朝阳区东大桥路东大桥路口东至呼家楼北街西口段存在不按规定停车违法行为[北京交管局]',
    ],
    [
      'service',
      '双色球 第2026092期开奖号码:03,13,18,19,22,26:07。双色球自选回“S#投注号码*倍数”（投注号码为6个红球1个蓝球，多注用#隔开，最大为5注），回复HS获取更多双色球帮助信息。其他彩种帮助信息回复“H+彩种代码”，如回HD获取大乐透帮助信息。【中国移动手机彩票】',
    ],
  ])('what is told to one reader (%s): %s', (kind, text) => {
    expect(read(text).honest).toBe(kind)
  })

  it.each([
    [
      'a rented number',
      '4 套餐外短信/彩信费：0.00元 产城一体化助推产业新城，商办坐享发展红利！精装酒店式公寓，六十万方醇熟商配，家乐福意向签约，准现房发售4006633449【某某社】',
    ],
    [
      'what it costs',
      '某地移动“彩秀拍拍，拍中得话费“活动进行中，拍中可得10元、20元、100元话费。是拍得话费还是两手空空？回P试试手气吧！信息费0.5元/次',
    ],
    [
      'a card to pay to',
      '【某银行】您尾号8812的账户于3月2日14:20需还款9800.00元，请转账至6222020200084117544，户名王小明',
    ],
  ])('but not what has something to sell: %s', (_what, text) => {
    expect(read(text).honest).toBeUndefined()
  })
})

describe('a swindle that looks like a notice', () => {
  it.each([
    [
      'a child to its mother',
      'Mum this is my new number, my old phone smashed. Can you help me pay a bill today, its 1,480 pounds, I will pay you back on Friday',
      'Hi Mum this is my new number, my old phone fell in the bath. Can you help me pay a bill today, its 950 pounds, I will pay you back on Monday',
    ],
    [
      'a superior',
      'Boss here, in a meeting till 3pm, buy 5 gift cards for a client and send me the codes, your refund comes on Friday with your salary',
      'Boss here, in a meeting till 4pm, buy 8 gift cards for a client and send me the codes, your refund comes on Monday with your salary',
    ],
    [
      'a superior, in Chinese',
      '张总，我是王局，明天上午9点来我办公室，先帮我垫付2万元给领导，下班转账还你',
      '李总，我是陈局，明天上午8点来我办公室，先帮我垫付5万元给领导，下班转账还你',
    ],
    [
      'electricity',
      'Your electricity will be cut tonight at 9 pm as the previous bill was not updated. Contact our power officer at 98300 11223',
      'Your electricity will be cut tonight at 10 pm as the previous bill was not updated. Contact our power officer at 82603 03942',
    ],
    [
      'electricity, in Chinese',
      '您的电费账单逾期，今晚9点将停电，请马上和工作人员小李联系13812345678处理缴费',
      '您的电费账单逾期，今晚8点将停电，请马上和工作人员小王联系13587654321处理缴费',
    ],
    [
      'a bank',
      'A new payee MR J SMITH was added to your account on 14 Mar at 10:22. If this was not you ring 01632 960123',
      'A new payee MRS K JONES was added to your account on 2 Apr at 18:07. If this was not you ring 01632 960877',
    ],
    [
      'a parcel',
      'Your package has arrived but cannot be delivered, the address of order 88123712 is incomplete. Reply Y then open the link in 12 hours',
      'Your package has arrived but cannot be delivered, the address of order 77120094 is incomplete. Reply Y then open the link in 24 hours',
    ],
  ])('is one campaign: %s', (_who, one, other) => {
    expect(read(one).honest).toBeUndefined()
    expect(campaignsOf([one, other])).toEqual([0, 0])
  })

  it.each([
    'Your appointment with Dr Patel is on 3 May at 10:20. Contact the surgery if you cannot come.',
    'Your order 88213312 is due on Friday between 9 and 11. Contact your driver on 07700 900123 if you are out.',
    'Your flight BA 212 to Bath on 3 May now departs at 10:20 from gate 12. Boarding closes 20 minutes before.',
    'Your order 4711, HP i5 laptop, arrives Monday 3 May at 10:20.',
    'Your flight BA 212 to Bath on 3 May now departs at 10:20 from Terminal I, gate 12.',
    '【太平保险】您申请的医疗垫付已支付5000元，单号88123712，3月2日14:20到账。',
  ])('but not a notice: %s', (text) => {
    expect(read(text).honest).toBe('service')
  })
})

it.each([
  ['【市一院】您的检查报告已完成，请携带就诊卡到一楼自助机打印。', 'service'],
  ['【市一院】您的检查报告已完成，请登录 yy-cx.top 在线查看。', undefined],
  ['【市一院】您的检查报告已完成，专家门诊特惠，请携带就诊卡到一楼自助机打印。', undefined],
  ['Use 901274 to verify your Revolut login. We will never ask you for this code by phone.', 'otp'],
])('no day and no number is needed of who signs, asks nothing and sells nothing: %s', (text, kind) => {
  expect(read(text).honest).toBe(kind)
})

describe('who asks for a card, a code, or that something is scanned to get or pay', () => {
  it.each([
    '人力资源部通知：2026年度个人劳动补贴开始申领，请扫描二维码填写银行卡号领取，逾期视为放弃',
    '【人力资源部】您11月的补贴已审核，请扫描二维码填写银行卡号',
    '【财务部】您的工资补贴于11月27日发放，请填写银行卡号和身份证号完成登记',
    '【社保局】您的医保账户11月27日到期，请提供银行卡号核对',
    '【工商银行】您尾号8812的账户11月27日登录，请回复验证码确认',
    '【物业】您的房租11月27日到期，请把验证码发给管理员',
    '【学校】您的孩子11月28日考试，请家长扫描二维码缴费',
    '【邮政速递】您的包裹配送签收失败，请把收到的验证码发过来，今晚前不发将退回',
    '【菜鸟】您的快递签收验证请把收到的验证码发给本号码不要告诉任何人',
    '【招商银行】您尾号4118的卡11月27日被锁定，请不要告诉别人把验证码发给我们解锁',
    '【招商银行】您尾号4118的卡11月27日被锁定，不要忘记把验证码念给专员',
    '【社保局】您的医保账户11月27日到期，为避免停用请提供银行卡号和身份证号',
    'Your parcel order 88213312 arrives Friday. Please enter your card number to confirm delivery',
    'Your appointment is on 3 May at 10:20. Send the code that you got to your doctor',
  ])('sends no notice: %s', (text) => {
    expect(read(text).honest).toBeUndefined()
  })

  it.each([
    ['【招商银行】验证码483920，您正在登录手机银行，请勿将验证码告知他人', 'otp'],
    ['【工商银行】您尾号8812的卡11月27日消费100.00元。银行不会要求您提供密码或验证码，请勿泄露卡号', 'service'],
    ['【招商银行】验证码483920，您正在登录手机银行，切勿将验证码转给、念给他人', 'otp'],
    ['【招商银行】您的验证码483920已发给本机，仅提供给本人使用', 'otp'],
    ['【工商银行】您尾号8812的卡11月27日消费100.00元。凡自称我行要求您提供卡号的均为诈骗', 'service'],
    ['【菜鸟驿站】您的包裹已到，请凭取件码1-2-3004扫码取件', 'otp'],
    ['【12306】您的车票已购，请扫描二维码检票进站，11月27日3车5座', 'service'],
    ['【市一院】您11月27日的挂号已成功，请到自助机扫描二维码取号', 'service'],
    ['【中国银行】您的信用卡申请于11月27日受理，凡要求您填写银行卡号的均为诈骗', 'service'],
    ['Your order 4711 arrives Monday. We will never ask you to enter your card number.', 'service'],
    ['Your parcel order 88213312 is in locker 4 until Friday, enter PIN 4832', 'service'],
  ])('but who warns of it does, and who is there: %s', (text, kind) => {
    expect(read(text).honest).toBe(kind)
  })
})
