import type { Chance } from './random.ts'

/** Spam as it is sent, made up for the benchmark: each of its own trade or firm. Numbers, names and links are nobody's. */
export const spam: readonly string[] = `
【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，无需抵押手续简单，详询13800138000张经理
资金周转找我，信用良好就能批，利率低至三厘，最快两小时到卡，上班族个体户都能做，回电17755556666
您的备用金已审核通过，可用50000元，请于今日内登录 jd-bei.top/q 提取，逾期额度将自动释放
本公司长期代开各行业正规票据，点数优惠，可先验后付，保真可查，需要请联系陈小姐QQ66828692
税务咨询：为企业提供增值税抵扣及成本票服务，量大从优，全国可开，微信 shuiwu_888 常年有效
新用户注册即送彩金88元，真人视讯百家乐电子竞技应有尽有，提款秒到，点击 vip668.top/a1 马上开户体验
世界杯竞猜火热进行，首存一百送一百，滚球赔率全网最高，官网 bet7788.vip 客服二十四小时在线
私人棋牌室上线啦，斗牛炸金花三公随时开桌，邀请好友再返三成流水，加V：qipai6699 领房卡
湖畔名邸三期盛大开盘，九十至一百四十平米精装洋房，地铁口学区旁，首付八万起，热线02588886666
不限购不限贷的江景公寓，总价三十万起，包租十年年回报百分之八，售楼处电话4001236688
市中心临街旺铺仅剩八席，成熟商圈客流稳定，一铺养三代，到访即送豆浆机，预约81234567
周末别墅品鉴会诚邀您莅临，独栋带院私家泳池，现场抽取黄金十克，地址滨江大道一号
【星途汽车】置换季大放价，老车高评估加三千，新车零利率三年，到店试驾即赠行车记录仪，询88997766
二手精品车行清库存，奔驰宝马奥迪手续齐全可过户，接受第三方检测，地址城北汽车城，李总13912345670
小升初冲刺班最后招生，重点中学在职名师一对一辅导，签约提分不达标全额退费，报名热线87654321
雅思托福七分保过班开课，外教小班封闭训练，寒假特训营八五折，咨询 400-820-1234
驾校春季特惠班，学费两千八全包，一人一车免费接送，四十天拿证，电话15812340987
在家就能做的手工活，材料公司提供，成品高价回收，日结工资一百五到三百，联系微信 shougong2020
招聘打字员录入员，时间自由不坐班，千字三十元当天结算，无需押金，有意加QQ 2233445566
某宝店铺急需刷信誉，每单佣金五到二十元，动动手指就能赚，名额有限先到先得，Q群778899001
【康美整形】五月水光针买一送一，韩国专家亲诊，双眼皮特价两千九百八，地址解放路十八号，回T退订
祖传秘方专治风湿骨痛颈椎腰椎，无效退款，坐诊时间周一至周五，老中医王大夫027-82345678
男人难言之隐一盒搞定，纯植物提取无副作用，货到付款保密发货，订购热线4007777123
瘦身咖啡月减十五斤不反弹，明星都在喝，前一百名半价，下单链接 slim-cafe.cn/go
恭喜您被抽选为幸运观众二等奖，奖金九万八千元及笔记本电脑一台，请登录 gbtv-a.com 填写资料领取
您的积分一万二千分今晚二十四点清零，可兑换现金六百元，请访问 jf10086.cc 验证身份
【医保局】您的医保电子凭证已停用，请立即点击 yb-gov.xyz 重新认证以免影响报销
您的包裹因地址不详无法派送，请点击 post-cx.top 补全信息并支付三元，否则将退回
公安局通知：您涉嫌一宗洗钱案件，请立刻致电 00852 51234567 配合调查，否则冻结名下资产
儿子的班主任通知家长，培训费三千八请今天转到招行6225880112345674王芳，收到回执
手机监听卡定位软件，输入号码即可查通话记录微信聊天，技术支持包教包会，telegram @spy_tool8
信用卡代还代养，秒下大额度，白户黑户都能办卡，提额内部渠道，联系 whatsapp +44 7911 123456
牛股推荐群免费进，昨日涨停三只，明早九点发布代码，名师带盘稳赚不赔，扫码加助理 gupiao168
现货黄金白银原油，五十倍杠杆双向交易，开户送五百美金，分析师一对一喊单，详询 gold-fx.com
理财产品年化百分之十二，国资背景本息保障，新手专享三十天体验标，注册 licai365.cn
【美味阁】火锅店周年庆，啤酒畅饮毛肚买一送一，凭短信到店立减三十元，订座66778899
海鲜自助晚餐五折抢购，帝王蟹三文鱼不限量，本周五截止，团购 seafood5.cn
正宗阳澄湖大闸蟹礼券，公蟹四两母蟹三两八只装，顺丰包邮，企业采购另有折扣，订货13705120001
陈年茅台名酒高价回收，冬虫夏草烟票购物卡上门验货，现金结算绝不压价，老字号138 1111 2222
家电清仓大甩卖，冰箱彩电洗衣机通通半价，以旧换新再补二百，三天后恢复原价，人民商场一楼
羽绒服工厂店断码特卖，男女童装三十九元起，亏本处理不退不换，体育馆东门，只此三天
蓝湾健身会所预售卡火热，年卡原价三千八现仅一千二，前五十名送私教两节，电话85556677
三亚五日双飞纯玩团，全程海景酒店无购物，一价全含一千九百九十九，报名到旅行社或拨86661234
丽江大理香格里拉六天游，老年人特价六百八，赠送玉石手串，名额二十位，詹导13687654321
同城交友今晚不寂寞，附近美女主动约，实名认证安全可靠，下载 yuehui.live 注册就送礼物
高清影院午夜场，海量资源每日更新，不看后悔，网址 av8.icu 记得收藏
专业办证刻章，学历驾照职业资格，上网可查，先看样品后付款，联系电话 18612345678
游戏陪练代打上王者，信誉店铺十年老店，价格公道不封号，QQ 123498765
本店出售各类手机号段靓号，尾数八八八八六六六六，过户方便，看号联系13566668888
宽带提速不加价，千兆光纤免费安装再送机顶盒，老用户续费打八折，营业厅 83219988
Congratulations! Your mobile number has been drawn for a guaranteed cash award of 900 pounds. To claim call 09061701234 before Friday
URGENT: we have tried to reach you twice about your accident claim, you may be owed up to 3650, reply CLAIM or stop to end
Hot singles near you want to chat tonight, no fees no waiting, text DATE to 69888 now, 18+ only, 150p per msg
Your parcel could not be delivered because of an unpaid customs fee, settle it at royal-post.top/pay within 24 hours
Earn 300 a day from your sofa, simple likes and follows, no experience needed, message our manager on telegram @easyjob77
Low rate personal loans from 1000 to 50000, bad credit welcome, instant decision and same day transfer, apply at quickcash.site
Dear customer your bank account is suspended due to unusual activity, restore access at secure-hsbc.live or lose your money
New casino opening bonus, 200 free spins and double deposit, weekend jackpot two million, join luckyspin.win today
Cheap meds without prescription shipped worldwide in plain packaging, viagra cialis xanax, order from rxfast.biz
Crypto signals group with 95 percent accuracy, our members turned 500 into 12000 last month, free entry this week at coin-pump.io
`
  .trim()
  .split('\n')

type Slot = (chance: Chance) => string
const digits =
  (length: number): Slot =>
  (chance) =>
    Array.from({ length }, () => chance.below(10)).join('')
const time: Slot = (chance) => `${chance.below(24)}:${String(chance.below(60)).padStart(2, '0')}`
const day: Slot = (chance) => `${1 + chance.below(12)}月${1 + chance.below(28)}日`
const amount: Slot = (chance) => `${chance.below(9000)}.${String(chance.below(100)).padStart(2, '0')}`
const slots: Readonly<Record<string, Slot>> = {
  code: digits(6),
  tail: digits(4),
  order: digits(10),
  time,
  day,
  amount,
  phone: (chance) => `1${chance.of('35789')}${digits(9)(chance)}`,
  name: (chance) => chance.of(['王女士', '李先生', '张先生', '陈女士', '刘先生', '赵女士', '周先生', '孙女士']),
  place: (chance) => chance.of(['阳光花园', '东门', '西区三号楼', '地铁口', '大学城', '万达广场', '幸福里', '科技园']),
}

/** Honest codes and notices as they are sent: the same words to each reader, filled in. */
const notices = `
【招商银行】验证码{code}，您正在登录手机银行，请勿泄露给他人
【支付宝】校验码{code}，你正在使用支付宝付款，请勿告诉任何人
【微信支付】{code}（动态验证码），用于绑定银行卡，5分钟内有效
验证码：{code}，感谢注册经纬网，如非本人操作请忽略本短信
【滴滴出行】您的登录验证码是{code}，打死都不能告诉别人哦
Your verification code is {code}. Do not share it with anyone.
{code} is your login code. It expires in 10 minutes.
您尾号{tail}的信用卡{day}{time}消费人民币{amount}元【浦发银行】
您尾号{tail}卡{day}{time}工商银行支出{amount}元，余额{amount}元【工商银行】
您账户{tail}于{day}{time}转入人民币{amount}元，活期余额{amount}元。[招商银行]
您尾号{tail}的贷记卡本月账单{amount}元，最低还款{amount}元，到期还款日{day}【交通银行】
【丰巢】您的中通快递已到{place}1号柜，取件码{code}，请24小时内取件
【菜鸟驿站】{name}，您的圆通包裹已到{place}驿站，请凭{tail}于{time}前取件
您的顺丰快递{order}正在派送，快递员{phone}，签收前请先验货
【京东】您的订单{order}已出库发货，预计{day}送达，请您耐心等待
订单号{order}，{name}您已购{day}高铁G{tail}次6车{tail}号，请尽快换取车票【铁路客服】
【南航】尊敬的{name}，您预订的{day}航班{time}起飞，请提前45分钟办理乘机手续
【协和医院】{name}您预约的{day}{time}门诊已成功，请携带医保卡提前取号就诊
温馨提示，截止{day}{time}，您当月套餐内流量已使用{tail}MB，剩余流量{tail}MB
尊敬的客户，您{day}话费余额{amount}元，已不足请及时充值缴费，感谢您的使用
您于{day}{time}成功充值{amount}元，当前余额{amount}元。中国移动
【国家电网】户号{order}，您{day}电费{amount}元已扣款成功，余额{amount}元
您的小型汽车于{day}{time}在{place}因未按规定停车的违法行为被记录【交管局】
【美团】您的订单{order}骑手{name}已取餐配送中，预计{time}送达
Your parcel {order} is out for delivery today between {time} and {time}. Courier: DHL.
Your card ending {tail} was debited {amount} at {time}. Available balance {amount}.
Your appointment at the dental clinic is confirmed for {time}, booking ref {order}.
`
  .trim()
  .split('\n')

/** Honest texts: notices, filled in. */
export const honest = (chance: Chance, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    notices[index % notices.length]!.replace(/\{(\w+)\}/g, (_all, slot: string) => slots[slot]!(chance)),
  )

const WORDS =
  '今天 明天 周末 我们 一起 吃饭 电影 上班 老师 孩子 作业 天气 下雨 公园 散步 买菜 做饭 妈妈 爸爸 医院 朋友 生日 蛋糕 开会 报告 项目 同事 出差 高铁 回家 春节 红薯 水果 苹果 橘子 猫咪 小狗 运动 跑步 游泳 音乐 唱歌 读书 小说 手机 电脑 游戏 照片 衣服 鞋子 睡觉 早起 咖啡 奶茶 火车 飞机 机场 酒店 钥匙 雨伞 门口 楼下 停车 堵车 路上 马路 超市 邻居 装修 沙发 窗帘 冰箱 阳台 花盆 钓鱼 爬山 露营 烧烤 面条 饺子 包子 豆腐 白菜 土豆'.split(
    ' ',
  )
const JOINTS = ['的', '了', '吧', '和', '在', '，', '，', '。', '还', '就', '去', '有', '没', '都', '也', '要', '再']

/** Something to fill up with that nobody else has written: small talk put together of words. */
export function chat(chance: Chance, length: number): string {
  let text = ''
  while (text.length < length) text += chance.of(WORDS) + chance.of(JOINTS)
  return text.slice(0, length)
}

export const ANY_LENGTH = 66
export const FIRST_LETTER = 0x4e00
const LETTERS = 3500

/** One of the letters of texts of their own, counted from the first. Common ones come often: the square makes the first ones likely. */
export const anyLetter = (chance: Chance): number => Math.floor(chance.next() ** 2 * LETTERS)
/** All of these. */
export const anyLetters = (): string[] =>
  Array.from({ length: LETTERS }, (_, letter) => String.fromCharCode(FIRST_LETTER + letter))

/** A text of its own of about seventy letters, as different from others as two texts of one language are. */
export function anyText(chance: Chance): string {
  let text = ''
  for (let i = 0; i < ANY_LENGTH; i++) text += String.fromCharCode(FIRST_LETTER + anyLetter(chance))
  return text
}
