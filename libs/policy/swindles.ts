import { z } from 'zod'

const words = (text: string) => z.array(z.string().min(1)).min(1).describe(text)

/**
 * What swindles have in common, whatever their story: somebody says to be somebody, wants money or what opens it, and says
 * why there is no time to think, or what is got for it (docs/rules.md, "Spam reports").
 */
export const swindlesSchema = z
  .strictObject({
    claims: words('Whom its writer says to be, or to write for'),
    matters: words('That it is about what its reader has'),
    asks: words('Asks for money, or for what opens it: a code, a card, an identity, a device'),
    haste: words('What happened, or will, so that there is no time to think'),
    gains: words('What is got for nothing'),
    earnings: words('What is earned by hardly anything'),
    warnings: words('Who warns of swindles speaks of what they speak of'),
  })
  .describe(
    'Words by which a swindle is told though each of them is innocent alone; `…` stands for a few characters, `#` for a figure, `?` for one character; `^` is where the text begins',
  )

const list = (text: string): string[] => text.trim().split(/\s*\n\s*|\s*,\s*/)

export const defaultSwindles: z.infer<typeof swindlesSchema> = {
  claims: list(`
    妈我, 爸我, 妈妈, 爸爸, 老妈, 老爸, 妈是我, 爸是我, 我是你, 我是他, 我是小, 我是咱, 你儿子, 你女儿, 你孩子
    你家孩子, 奶奶, 爷爷, 外婆, 外公, 姥姥, 姥爷, 舅舅, 舅妈, 叔叔, 伯伯, 姑姑, 阿姨, 姨妈, 外甥, 侄子, 老婆, 老公
    宝贝, 哥我, 姐我, 哥刚, 兄弟, 老同学, 老战友, 我室友, 家长, 班主任, 老师, 我是?总, 我是?局, 我是??局, 我是?书记
    我是?主任, 我是?校长, 我是?处, 书记, 领导, 董事长, 秘书, 公安, 网警, 警官, 警察, 民警, 派出所, 检察, 法院, 法庭
    海关, 社保, 医保, 医疗待遇, 合作医疗, 公积金, 人力资源, 人社, 财政, 税务, 个税, 交警, 交管, 高速, 教育局, 民政
    住建, 残联, 疾控, 卫健, 国家电网, 供电, 电费, 燃气, 自来水, 银保监, 反洗钱, 央行, 征信, 养老金, 居委, 业主, 银行
    建行, 工行, 农行, 中行, 招行, 信用卡, 金融, 白条, 花呗, 零钱, 客服, 专员, 理赔员, 中国移动, 手机号, 积分, 联通
    电信, 宽带, 京东, 淘宝, 抖音, 快手, 拼多多, 菜鸟, 顺丰, 中通, 圆通, 韵达, 邮政, 快件, 快递, 包裹, 邮件, 支付宝
    微信, 航班, 航空, 铁路, 车票, 机票, 账号, 账户, 栏目组, 房东, 租客, 房租, 导师, 医院, 驾驶证, 百万医疗, 百万保障
    医疗保障, 学生贷, ^爸, ^妈, ^爷, ^奶, ^姑, ^舅, ^叔, ^姨, ^哥, ^姐, ^弟, ^儿子, ^女儿, ^闺女, ^亲爱的, ^小?啊
    你爱人, 你老公, 你老婆, 我是?哥, 我是?姐, 普惠, 申通, 大使馆, 领事馆, 经侦, 支队, 房东女儿, 公证处, 买家, 卖家
    中心, 贷款, 婶婶, 伯母, 表姐, 表哥, 表弟, 嫂子, 科长, 局长, 主任让, 护士, 医生说, 你父亲, 你母亲, 市监局, 监管
    贵公司, 出入境, 护照, 闲鱼, 证书, 密码, 商城, 银联, 反诈中心, 极兔, 德邦, 会员将
    etc, steam, mum, mom, mummy, mommy, dad, daddy, nana, nan, grandma, grandpa, auntie, uncle
    your son, your daughter, pastor, ceo, your boss, your manager, this is hr, payroll, landlord, officer, sheriff
    sheriff's, police, court, irs, hmrc, ato, gov, mygov, medicare, dvla, dmv, social security, customs, royal mail
    royalmail, usps, evri, hermes, dhl, fedex, ups, chronopost, auspost, singpost, parcel, package, shipment
    delivery, e-zpass, ezpass, fastrak, toll, linkt, hsbc, barclays, lloyds, natwest, santander, chase, wells fargo
    citibank, bank of america, dbs, ocbc, uob, sbi, hdfc, icici, your bank, zelle, paypal, venmo, coinbase, netflix
    spotify, amazon, apple id, icloud, microsoft, google, geek squad, mcafee, norton, facebook, instagram, whatsapp
    electricity, your gas, your sim, traffic ticket, hospital, barrister, widow, student loan, neighbor, neighbour
    recruiting, recruiter, pops, granny, sis, bro, principal, it desk, help desk, helpdesk, an post, sunpass
    revenue, citi, paytm, airtel, vodafone, disney, walmart, windows, snapchat, telegram, diplomat, my love, my dear
    marketplace, buyer, lawyer, attorney, consignment, agent, mam, aunt, director, ceo here, gls, peach pass
    unemployment, aadhaar, cbi, best buy, discord, linkedin, my darling, sbi user, reward points, accounting, vendor
  `),
  matters: list(`
    您的, 您有, 您获, 您已, 您在, 您名下, 您将, 你名下, 你涉, 你的…涉, 尊敬的, 车主, 通知您, 你有, 你的, 尾号
    本市居民, 居民, 您公司, 您申请, 您可, 你上次, 贵公司, 您家庭, 您父
    your, dear customer, dear user, dear consumer, you have a, you will be, you are, if you did not, not you
    wasnt you, wasn't you, you are our, you have won, we could not, we couldn't, we declined
  `),
  asks: list(`
    转?#, 转给, 转到, 转过来, 转我, 转…支付宝, 转…卡, 能…转, 打#, 打?#, 打到, 打我卡, 打钱, 汇#, 汇到, 汇款
    汇给, 借我, 借给我, 借#, 先垫, 帮我垫, 垫上, 垫付, 代付, 付一下, 交一下, 先交, 交…费, 补缴, 补交, 未缴, 帮忙付
    急着付, 缴费, 缴纳, 押金, 保证金, 定金, 手续费, 工本, 运费, 税费, 年费, 手术费, 医药费, 解冻, 充#, 充?#, 充…话费
    拿现金, 要赔, 存到指定, 指定账户, 银行卡接收, 提供银行卡, 银行卡号, 卡号, 身份证, 填写, 填卡, 验证码, 六位
    二维码, 下载, 会议软件, 屏幕, 退回到, 核实身份, 补录, 加客服, 加…客服, 验证账号, 认证身份, 配合, 让财务, 退钱
    去银行, atm机, 转接, 转点, 转她, 转他, 往…转, 差#周转, 准备?#现金, #现金, 交#, 要交, 让交, 帮…充, 投点
    在这个平台, 路费, 培训费, 公证费, 打这个卡, 这个卡, 这张卡, 刷#, 验证码给, 发个验证码, 按1, 按9, 转人工
    填写地址, 收款账号, 凭银行卡, 扫我, 核验, 周转, 诚信金, 验证金, 过一下账, 用你的卡, 验证码念, 邮费, 赔款, 资料费
    提交资料, 恢复, 私了, 做笔录, 捐款, 给我转, 补差价, 激活, 保护账户, 加qq
    send #, send me, send the, send this, send it, send cash, send a, transfer, pay, payment, unpaid, fee, wire
    western union, moneygram, cash app, bitcoin, btc, gift card, gift cards, apple cards, steam cards, play cards
    bank details, card details, your details, your identity, routing number, ssn, kyc, code, codes, bail, bond
    lend me, need #, reply yes, reply no, save this number, text me back, text me the, on whatsapp, whats app me
    whatsapp me, on skype, update, verify, verification number, confirm your, deposit, settle, visa cards, cash
    # btc, press #, complete verification, complete form, tap to review, sort it at, secure your, reschedule, rebook
    read it back, shipping #, clearance, upfront fee, withdraw, bank info, cards and, buy # cards, request completed
    charged $, ebay cards, login code, holding fee, redeem, video call, cards for, forward it, could you cover
    full name and, new bank
  `),
  haste: list(`
    手机坏, 手机摔, 手机掉, 手机进水, 手机丢, 手机没电, 手机碎, 手机…坏, 手机…送修, 手机…修, 换手机, 换号, 换卡
    换电话, 换…新卡, 新卡, 新号码, 私人号码, 借别人的, 用同学的, 同学的号, 新加的, 在上课, 别打电话, 电话打不通
    不方便, 别告诉, 别跟, 不要告诉, 不许对, 急需, 急事, 急着, 急用, 救急, 赶紧打, 赶紧转, 马上让, 今天截止, 今日截止
    截止今, 今日内, 今天…点前, ?小时内, 今晚, 即将, 逾期, 否则, 过期, 失效, 停用, 停机, 停电, 停止供, 停发, 封停
    封存, 冻结, 限制, 注销, 作废, 异常, 违规, 封号, 黑名单, 违章, 传票, 不处理, 强制执行, 起诉, 违约, 拘捕, 逮捕
    通缉, 协查, 笔录, 涉案, 涉嫌, 涉及, 洗钱, 冒用, 违禁, 撞人, 追尾, 私了, 骨折, 打架, 住院, 抢救, 手术, 出事, 欠费
    欠缴, 未缴, 超时, 滞留, 每月扣, 扣#, 自动扣费, 收取年费, 误开通, 误标, 不取消, 影响…征信, 清零, 破损, 丢了, 丢失
    超标, 打错, 多打了, 被盗, 异地登录, 登录若非, 登不上, 故障, 延误, 取消, 失败, 未通过, 未认证, 未激活, 未实名
    地址不详, 无法投递, 非本人, 未签收, 找不到了, 木马, 被偷, 摔了, 摔倒, 受伤, 病危, 工地, 送医院, 借路人, 护士手机
    有误, ?h内, 尽快核验, 未领, 出入境, 必须做, 否则无法, 无法付款, 影响您, 永久关闭, 签过期, 流水不足, 打不了
    寄给你, 发给你, 绑不上, 讹了, 超限额, 明日到期, 今日到期, 被多人投诉, 被使用, 被冒用, 被人使用, 误将, 晕倒
    录下来, 被修改, 恶意, 被锁, 异地, 被退回, 可能被骗, 快点, 自动续费, 已从您账上
    new number, temp number, different phone, my phone is, old phone, lost my phone, dropped my phone, phone broke
    phone is broke, phone got, mine fell, broken, smashed, urgent, urgently, asap, immediately, tonight, today
    within #, in # hrs, final notice, or it will, suspended, locked, blocked, disconnected, deactivated, restricted
    expired, limited, on hold, hold, declined, overdue, outstanding, late fee, failed, could not process, arrest
    arrested, warrant, jail, drugs, don't tell, dont tell, do not tell, don't call mum, keep this between us
    can't talk, cant talk, tied up, in a meeting, stuck abroad, out of the country, stolen, accident
    crashed the car, emergency, surgery, cancer, cannot be delivered, missed you, awaiting delivery, is held
    pending, unpaid, incomplete address, unusual activity, if not you, not you, wasnt you, wasn't you
    if you did not, did you authorize, did you make, was attempted, has been added, was paired, infected, be deleted
    be cut, will stop, auto renewal, renews today, legal case, account changed, in hospital, wont work, won't work
    cracked, spare phone, this is my new one, keep it secret, keep this secret, don't panic, is waiting
    couldn't deliver, could not, before thursday, penalty, not yours, expiring, be shut, to cancel, virus, crime
    holds me, your contacts, not possible, or your, delivery attempt, stranded, quick task, discreetly, was stopped
    last reminder, avoid court, misused, expire today, avoid fees, couldn't process, abroad, if it wasn't you
    release the gift, by accident, dont ring, saw everything, smashed my screen
  `),
  gains: list(`
    补贴, 补助, 津贴, 助学金, 补偿, 退税, 赔付, 赔偿, 理赔, 返还, 退款, 佣金, 奖金, 抽中, 抽选, 幸运, 等奖, 待领取
    可申领, 申领, 认领, 就能领, 兑换…现金, 可兑换, 可获#, 赚?成, 连同, 低保名额, 退还, 周年…奖, 领取赔款, 被选为
    符合…条件
    rebate, refund, owed, you are eligible, eligible for, compensation, payment of #, approved, not claimed
    winter fuel, cost of living, grant, relief, donate, lottery, a lucky winner, lucky winner, inheritance, subsidy
    free nitro, stimulus, inherited
  `),
  earnings: list(`
    日入, 日赚, 一天#, 每天结, 当天结算, 做完结算, 在家做, 居家, 一单#, 一部#, 一个赞, 先做后付, 稳定获利, 无风险
    后台数据, 内部漏洞, 中签率, 主力, 涨停, 流水返, 跑分, 日收益, 赚?成, 刷票房, 打分, 手机卡出租, 收银行卡, 利润…分
    躺赚, 月入, 试玩, 这只票, ?个板, 带你布局, 代码, 无经验, 赚的钱, 点点赞, 刷视频, 天就能提, 稳赚
    a day, per day, daily wage, earn, hiring, guaranteed returns, made #% this, profit in #, turned #, airdrop
    connect your wallet, free eth, mystery shopper, from the check, trades gold, can teach you, work from home
    remote job, double your, per hour, an hour, # usdt daily, paid # usdt, x your, get $#, simple app, rating tasks
    100% legit, # daily
  `),
  warnings: list(`
    防诈骗, 诈骗短信, 诈骗电话, 诈骗分子, 骗子, 谨防, 警惕, 请勿转发, 请勿泄, 反诈提醒, 反诈宣传, 是诈骗, 均为诈骗, 属诈骗
    给他人, 给别人, 给陌生人
    scam, scams, scammers, beware, never ask, will never, do not share, never share
  `),
}

/** What is spam of each kind by a word alone; the words that policy had before the swindles are in reports.ts. */
export const moreSigns = {
  fraud: list(`
    一单#, 一个赞, 点赞员, 点赞关注, 打字员, 做单, 完成…任务…提现, 佣金…一起返, 垫付…返, 涨停, 跟着…炒股, 内部漏洞
    平台漏洞, 搬砖, 日收益, 抽选为, 幸运观众, 打开屏幕, 屏幕共享, 共享屏幕, 会议软件, 注销…征信, 误开通, 解冻金
    验证码发我, 验证码发一下, 接收?验证码, 收…验证码…发我, 六位数字告诉, 数字告诉我, 视频在我手, 裸聊…群发
    不然发给你, 不然群发, 征信修复, 洗白逾期, 洗白征信, 海关罚没, 罚没
    usdt, guaranteed returns, daily wage, earn…daily, earn…per day, remote job…#, #…per day, work from home
    trading bitcoin, profit in #, turned #…into #, forex, you have been selected, been awarded, claim code, to claim
    claim yr, # prize, # cash, cash prize, bonus prize, guaranteed #, won #, number won, number has won
    compensation fund, processing fee, next of kin, hacked your, recorded you, your nudes, digit code
    code you just received, overpaid, loan forgiveness, insurance deposit, western union, cash app, steam cards
    apple cards, bail money, transfer…btc, pay…bitcoin, send…bitcoin, send…btc, by zelle, have your dog
    we can be together, need # for
  `),
  porn: list(`
    同城…约, 妹子, 陪侍, 陪聊, 无码, 岛国, 跳舞…脱, 脱给你, 莞式, 私人会所, 全套服务, 上门按摩, 先到后付
    hot singles, sexy chat, dating, fancy a chat, live chat, naked, nude, txt sex, sex chat, adult chat, milf, milfs
    live on cam, cam girl
  `),
  gambling: list(`
    pg电子, 麻将胡了, 爆奖, 斗牛, 金花, 竞猜, 特码, 必中, 先中后付, 百万提款, 提款秒, 提款…分钟, 百家, 直营
    bet365, free spins, free bet, free bets, bet £, baccarat, roulette, blackjack, wager, wagering, sabong
    live dealer, live dealers
  `),
  loan: list(`
    可借#, 可贷#, 最高可借, 信贷, 先息后本, 随借随还, 征信花, 房抵, 车抵, 资金周转, 日利率, 借款额度
    personal loan, instant loan, quick loan, borrow up to, no credit check, pre-approved, consolidate your debts
    low interest
  `),
  invoice: list(`
    代开…票, 普票, 专票, 专用发票, 材发票, 先开后付, 各类证件, 各种证件, 毕业证, 不用考, 直接拿证, 代写论文, 代考, 联网可查
    网上可查
    real and fake, fake passports, diplomas, degree without, essay writing
  `),
  marketing: list(`
    大促, 以旧换新, 均价, 看房, 周年庆, 年卡, 体验课, 直销, 外卖券, 优惠券, 代金券, 到店, 诚邀, 盛大开业, 加盟
    ringtone, ringtones, polyphonic, txt stop, reply stop, send stop, per msg, 150ppm, #p/msg, free msg, free entry
    half price, free shipping, new arrivals, buy one, shop now, visit us, months free
  `),
}
