/** Texts of today’s swindles and trades, of our own invention, as `sender | text`, and what honest people write of the same things. */
export const reportedTexts: Readonly<Record<string, readonly string[]>> = {
  fraud: `
13512345678 | 妈,我手机掉水里了,这是我同学的号,学校补习班今天截止交费,你先转3800到老师账上,回头我打给你
17012345678 | 爸我手机坏了用同学的给你发的 加这个QQ 2849301847 有急事跟你说 别打电话在上课
16712345678 | 妈妈是我，我的手机摔坏了，这个是新号码，你存一下，收到回我短信，有件事要你帮忙付一下
13912340000 | 我是你儿子，在外面跟人打架被派出所抓了，赶紧打2万过来私了，别告诉我妈
15812345678 | 奶奶我是小军，我出车祸撞人了，要赔人家钱，您先别跟爸说，一会儿有人去家里拿现金
+85291234567 | 我是张总，新加的微信zhang88zong，有笔款急着付出去，你马上让财务办一下
13712345678 | 老同学，我住院了急需交押金，微信限额转不出，能先转我六千吗，明天就还
10665678 | 【京东金融】您好，您在校期间开通的金条白条账户需配合注销，否则影响个人征信，请联系客服专员13012345678
10665678 | 根据银保监会要求，您的学生贷款账户未注销将上报央行征信，请下载会议软件配合客服操作
008613012345678 | 您好我是抖音客服，您误开通了直播会员每月自动扣费800元，如需取消请回拨
13012345678 | 您在拼多多买的童装甲醛超标，现三倍赔付，请加企业微信办理，需要您打开屏幕共享
10665678 | 【顺丰】您的快件在运输途中破损，我司将赔付300元，点 sf-lp.cc 填写银行卡信息
13112345678 | 快递丢了，我是中通理赔员，加我支付宝好友给你退钱，验证码发我一下
10665678 | 【ETC中心】您的ETC已停用，请在24小时内点击 etc-rz.xyz 重新签约，逾期将无法通行
10665678 | 您的医保电子凭证已过期，今日内不更新将无法报销 http://ybj-gx.top/a
10665678 | 您的银行卡因反洗钱核查将于今晚24点限制非柜面交易，请登录 ccb.gxsj.vip 核实身份
10665678 | 【建行】您的手机银行已失效，请及时登陆wap.ccbiq.com更新，给您带来不便敬请谅解
95533 | 您的信用卡在境外消费8999元，如非本人操作请速联系021-51234567转公安网警
+8613012345678 | 这里是上海市公安局，你名下的银行卡涉及一起跨国洗钱案，请立即配合调查，否则将对你实施拘捕
00852912345678 | 我是网警，你的身份证在哈尔滨被人冒用，涉案资金200万，需要对你名下资产做资金清查，请把钱转到国家安全账户
10665678 | 【交警】您的机动车有一条违章未处理，逾期将扣驾照12分，点 122-jtwz.cn 处理
10665678 | 【12123】您的驾驶证即将被注销，请登录 12123gov.icu 及时办理
13212345678 | 兼职招聘，手机点赞关注一单5元，一天200到500元，当天结算，加微信dz88921
10665678 | 淘宝商家急招打字员居家可做每天一小时收入180元加QQ1928374655
16212345678 | 抖音点赞员，一个赞三元，先做后付，无需押金，回复1进群领任务
10665678 | 跟着王老师炒股，上月学员收益87%，免费进群每天两只涨停票，加微信 gp66168
+85561234567 | 姐，我在这个交易平台有内部漏洞，周末投进去能赚三成，我带你一起做，你先充五千试试
13012345678 | 数字货币USDT搬砖套利，日收益3%，随时可提，注册 usdt-bz.vip
10665678 | 恭喜您被《中国好声音》栏目组抽选为场外幸运观众，获得奖金98000元及苹果电脑一台，请登录 hsy-98.com 填写资料，验证码8865
10665678 | 您的号码被抽中为十周年回馈用户，免费领取iPhone一台，只需支付运费与税费199元
15612345678 | 家长您好，我是班主任陈老师，本学期资料费680元请在今天12点前扫群里二维码交一下，收到请回复
10665678 | 您的航班MU5137因机械故障取消，请速联系客服4008123456办理退票改签，可获300元延误补偿
10665678 | 【铁路12306】您购买的车票支付异常，席位将被释放，请联系人工客服 17012345678 退款重购
13012345678 | 我是房东，我换卡号了，这个季度的房租打到我爱人卡上：建行6217001234567890124 刘芳
13012345678 | 钱还没汇吧？直接汇到工行这个卡上，户名陈丽，6222021234567890128
10665678 | 您的移动积分5680分今日到期清零，可兑换568元现金，点 10o86-jf.cc 兑换
10665678 | 【中国移动】因未实名您的手机号将于2小时内停机，请点击 cmcc-sm.top 补录身份信息
10665678 | 尊敬的用户，您的燃气费欠缴，今晚将停止供气，请点 rq-jf.vip 立即缴纳
10665678 | 【国家电网】您的电费余额不足，即将停电，缴费请点 sgcc95598.xyz
10665678 | 您2025年个税退税1280元可申领，今日截止，进入 gs-tax.cyou 填卡号领取
10665678 | 【征信修复】专业洗白逾期记录，不成功不收费，先付定金，央行内部人员操作
13012345678 | 我们在你电脑里装了木马，录下了你看片的视频，48小时内打0.05个比特币到这个地址，不然发给你通讯录所有人
13012345678 | 你裸聊的视频在我手上，一小时内转5000，不然群发给你家人同事
17012345678 | 放款失败：您的银行卡号填错导致资金冻结，需缴纳贷款金额30%的解冻金，缴后连同贷款一并返还
13012345678 | 二手苹果15只要1200，内部渠道海关罚没，先付定金200，货到付余款，加微信hg8866
13012345678 | 哥，刚才客户打款打错了，往你卡上多打了8000，麻烦退回到这张卡 6228481234567890127
10665678 | 【Steam】您的账号异地登录即将封号，请在 steamconnunity.ru 验证账号密码
13012345678 | 您中的游戏账号交易订单被冻结，需要充值等额保证金解冻，请联系平台客服QQ800123456
10665678 | 中国残联发放爱心补助金每人3000元，截止今天，联系李主任办理，只需缴工本费260元
10665678 | 小区业主请注意，电动车上牌补贴明日停发，点 ddc-bt.top 登记身份证银行卡领取600元
18912345678 | 老婆手机没电了借别人的，快往这个号充100话费，在等救援
+447911123456 | Hi mum its me, I dropped my phone down the toilet, this is my temp number, msg me on whatsapp asap x
+447911123457 | Mum my phone is broke using a friends. Can u send 900 to this account for rent today, will pay u back tomoz
07911 123456 | Dad it's me. New number, old phone got smashed. Are you busy? I need you to pay a bill for me
+447911123458 | hey grandma its josh im in jail i need bail money please dont tell mom and dad
+12025550143 | Are you at your desk? I'm in a meeting and can't talk. I need you to get some Apple cards for a client. I will reimburse you. - CEO
+12025550143 | Good morning, this is Pastor John, I need a favor, please get me steam cards for a sick friend in hospital, keep this between us
ROYALMAIL | Royal Mail: Your parcel is awaiting delivery. A £1.99 shipping fee is unpaid. Pay now at royalmail-fee.com or it will be returned
+639171234567 | USPS: your package cannot be delivered due to an incomplete address. Please update within 12 hours: usps.pkgid.top
EVRI | Evri: We missed you today. To reschedule your delivery pay 1.45 at evri-redeliver.info
+639171234567 | E-ZPass: You have an unpaid toll of $6.99. To avoid a late fee of $50 pay immediately https://ezpass-toll.vip
+12025550143 | Final notice: your vehicle has an outstanding traffic ticket. Your license will be suspended. Pay at dmv-gov.cc
HMRC | HMRC: You are owed a tax rebate of £478.20. Claim it here: hmrc-rebate.co
+447911123456 | GOV.UK: You are eligible for a cost of living payment of £326. Apply now at gov-support-claim.com
+447911123456 | GOV: your winter fuel payment is not claimed. Provide your bank details before Friday: winterfuel-gov.com
+12025550143 | This is officer Brown from the sheriff's office. You missed jury duty and there is a warrant. Pay the bond by gift card to avoid arrest
HSBC | HSBC: A new payee Mr J Smith has been added. If this was not you visit hsbc-cancel-payee.com
BARCLAYS | Barclays: a payment of £899 was attempted from a new device. If NOT you call 02031234567
+12025550143 | Chase alert: did you authorize $1,240 at Best Buy? Reply YES or NO. If no our fraud team will call you
+12025550143 | Wells Fargo: your debit card has been locked. Unlock it here: wf-unlock.co
+919812345678 | Dear consumer your electricity will be disconnected tonight 9.30pm as your previous month bill was not updated. Call officer 9812345678
+919812345678 | Your SIM will be deactivated in 24 hrs, complete e-KYC now call 9812345678
NETFLIX | Netflix: your payment was declined and your membership is on hold. Update your details: netflix-billing.help
+12025550143 | Amazon: your order of iPhone 15 Pro $1,099 is confirmed. If you did not place it call 1-888-555-0143
APPLE | Your Apple ID has been locked for security reasons. Sign in at appleid-verify.net to restore access
+12025550143 | Your iCloud storage is full, photos will be deleted today. Renew at icloud-renew.co
+12025550143 | Microsoft security: your computer is infected. Call our support 1-800-555-0199 now
+12025550143 | Hi, I'm Lucy from Indeed recruiting. Part time remote job, $200-500 per day, 1 hr a day. Msg me on WhatsApp +12025550143
+639171234567 | We are hiring! Work from home, like youtube videos and earn 3000 pesos daily. Add telegram @hr_lily
+85291234567 | Your resume was recommended by several online recruitment companies. Flexible work, daily wage 150-800 USD, reply YES for details
+12025550143 | I turned 500 into 12,000 in 3 days with this forex platform. Ask me how. DM on WhatsApp
+12025550143 | Exclusive pre-sale token, 10x profit in 7 days, send USDT to wallet 0x7a3f
+12025550143 | You have been selected to receive a $1000 Walmart gift card. Go to walmart-win.com to redeem
+447911123456 | Congratulations! Your mobile number won £850,000 in the Coca Cola draw. Email your name, bank and address to claim
+12025550143 | The UN compensation fund has approved $2.5 million in your name. Send $150 processing fee to release
+12025550143 | I'm deployed in Syria and love talking to you. I need $300 for a leave fee so we can be together
+12025550143 | I have hacked your device and recorded you. Pay $900 in bitcoin within 48 hours or I send the video to your contacts
+12025550143 | I have your nudes. Send 500 now or everybody you know sees them
+12025550143 | Hi can you send me the 6 digit code that just came to your phone? I typed your number by mistake
+12025550143 | Google: we need to verify your account. Reply with the code you just received
+12025550143 | Your loan of $5000 is approved but a refundable insurance deposit of $200 is needed first
+12025550143 | Zelle: you sent $600. If you did not, reply NO and an agent will help to reverse it
+12025550143 | Our records show we overpaid your refund by $2000, please return the difference by wire or gift cards
+61412345678 | Linkt: your toll account is overdue. To avoid additional charges pay now at linkt-au.com
+61412345678 | myGov: you have a new message about your refund of $736.98. Log in: mygov-au.info
+6591234567 | DBS: Your account is suspended. Please verify at dbs-sg.verify.cc to reactivate
+6591234567 | SingPost: failed delivery due to unpaid customs fee. pay at singp0st.co
+12025550143 | URGENT this is your landlord, my bank account changed, send this months rent to sort code 20-11-22 acc 12345678
+12025550143 | Emergency! Your daughter was in an accident. The hospital needs a payment before surgery. Send it via Cash App to drhelp
+12025550143 | Hi neighbor, I'm stuck abroad, my wallet was stolen. Can you lend me 400 via Western Union? Will pay back on monday
+12025550143 | We have your dog. Pay the vet fee by Zelle and we will bring it back
17812345678 | 老爸 我这个月生活费花超了 手机也送修了 你转1500到我室友支付宝 15012345678 先救急
13912345678 | 舅舅,我是小宇,我在高速上追尾了,对方要私了8千,您能不能先帮我垫上,我爸电话打不通
18012345678 | 喂你好 我是你外甥 我换电话了 明天去找你 今天有点急事 能不能先借我三千
13612345678 | 妈我在学校跟同学打球把人弄骨折了 老师让先交医药费五千 你打到这个卡6217001234567890124
10665678 | 【招联金融】您的账户利率过高不符合国家规定，需调整至合规利率，否则影响征信，请拨打13112345678
008524001234567 | 京东客服通知：您的白条将从今天起收取年费，如需关闭请配合操作，下载“云服务”APP
10665678 | 【菜鸟】您的包裹滞留仓库超时，须补缴2元仓储费 cn-cb.top
10665678 | 【中国邮政】您有邮件因地址不详无法投递，请更新地址 chinapost-ems.shop
10665678 | 尊敬的车主，您有一笔高速通行费未缴，如不处理将列入黑名单，查看 etc-jn.club
10665678 | 农村合作医疗缴费失败，您的医疗待遇将被取消，请重新认证身份 xnh.bz
10665678 | 【教育局】困难学生助学金4800元已批，请家长提供银行卡接收，联系王主任 17612345678
15912345678 | 我是民政局的，你家孩子出生的生育津贴2600下来了，到ATM机上按我说的操作就能领
13312345678 | 您好这里是市疾控中心，您的行程有问题需要协查，我给您转接到公安部门做笔录
+66812345678 | 你涉嫌诈骗案，这是你的通缉令，把钱存到指定账户做资金比对，比对完退还，不许对任何人说
10665678 | 影视公司招刷票房人员，电影打分一部20，日入500+，微信 dyf2023x
18812345678 | 宝贝，我在香港出差看到一个项目，稳定获利，我舅舅是平台技术员，能看到后台数据，你跟我买就行
10665678 | 您的股票账户可升级VIP通道，打新中签率90%，进群跟主力同步买入，扫码 
13012345678 | USDT 高价收 一枚7.8 无风险跑分 一天一万流水返300
10665678 | 收银行卡手机卡，出租一个月3000，每天结，加飞机 @kapian88
10665678 | 【深航】尊敬的旅客您的航班ZH9881因天气取消，改签费20元由我司承担并补偿200，联系 4001112222
10665678 | 【饿了么】您获得平台补偿红包，因账户未认证无法到账，请加客服QQ 2300456789
16612345678 | 兄弟把你身份证拍给我一下，我帮你弄个低保名额，交200工本就行
13812345678 | 租客您好，押金收据找不到了，以后房租转我老婆这个新卡 6228480402564890018
10665678 | 您的微信因涉嫌传播违规信息即将封停，自助解封：wx-jf.cf
+447700900123 | Hello Mum sorry i had to get a different phone mine fell in the bath. whats app me on this one when you get it
+447700900123 | hi dad this is my new number, bank app wont work on it yet, could you make a transfer for me and ill give it back tomorrow
+447700900123 | Nana its Ollie, I've crashed the car and need bail, please send cash by courier and don't call mum
+12025550177 | Hi its your manager. Im tied up, pick up 5 x $100 google play cards and text me the codes on the back
+12025550177 | This is HR. Payroll could not process your direct deposit, reply with your account and routing number
+12025550177 | FasTrak: outstanding balance on your vehicle, pay within 48h to prevent registration hold: fastrak-pay.win
+61455555555 | Service Australia: your Medicare card expired, renew it at medicare-renew.xyz
+61455555555 | ATO: you will be arrested for tax evasion. Ring 0255501234 now
LLOYDS | LLOYDS: your app was paired to a new iPhone. Wasnt you? lloyds-unpair.com
+12025550177 | Bank of America: your card ending 1234 is restricted. Restore: boa-restore.info
+919876543210 | FedEx: a parcel in your name has drugs, Mumbai police wants to talk to you on Skype, do not tell family
+919876543210 | Your gas connection will be cut tonight, call our officer 9123456780 and pay Rs 10
SPOTIFY | Spotify: payment failed. Keep premium: spotify-pay.me
+12025550177 | PayPal: $742.10 sent to Coinbase. Not you? Dial 8335550111
+12025550177 | McAfee auto renewal of $349 is successful. For refund ring 8335550122
+12025550177 | Mystery shopper wanted, keep $400 from the check we mail and wire the rest
+85262345678 | Hi, this is Amy, we met at the conference. My uncle trades gold and I made 40% this month, I can teach you
+12025550177 | Airdrop! Connect your wallet now to get 2 ETH free: eth-drop.io
+12025550177 | You've won the Facebook lottery of $500,000, pay the $250 clearance to Agent Mark
+12025550177 | I love you so much. My daughter needs surgery, could you send $800 on a gift card
+12025550177 | Please tell me the verification number you get, I'm locked out of my whatsapp
+12025550177 | Covid relief grant of $1,400 is waiting. Enter SSN: relief-us.net
13512345678 | 爸，我钱包和手机都被偷了，借路人电话发的，你往这个微信号 lu88332 转点路费
13512345678 | 姑，我是浩浩，我跟人合伙开店差两万周转，月底还你，别跟我爸说啊
13512345678 | 儿子，妈在菜市场摔了，医院让交三千押金，用的护士手机，你直接转她支付宝
10665678 | 您的支付宝花呗额度违规使用，将被永久关闭，申诉微信 zfb66kf
10665678 | 【申通】派送失败，门牌号有误，24h内修改 st-kd.top
10665678 | 快件丢失按五倍赔，联系售后 17712345678 登记收款账号
10665678 | 您的车辆年检标志已失效，请点击 cgs-122.cc 重新领取
10665678 | 尾号8812居民养老待遇冻结通知，请尽快核验 ylbx.club
10665678 | 【市税务局】您公司税务异常，请法人点 sw-rz.com 自查
+8801712345678 | 你好，我是中国大使馆，你有一份公文未领，涉及出入境问题，请按1转人工
13512345678 | 我这边是市公安局经侦支队，你的名下在长沙办了一张卡涉嫌洗黑钱，今天必须做笔录
13512345678 | 招聘试玩员，手机试玩游戏一天赚300，不收会费，QQ 123456789
10665678 | 招聘网店客服，月入过万，无经验可，先交培训费500
13512345678 | 亲爱的我们见面前你先帮我在这个平台投点，赚的钱当我们的首付
10665678 | 恭喜！您尾号5566号码获得移动周年二等奖，奖金6万，请联系公证处 02088889999 缴纳公证费
13512345678 | 您好我是闲鱼买家，你的商品无法付款，客服说要你交保证金开通服务，扫我发的码
10665678 | 【东航】您预订的航班已取消，请致电 4009998888 改签，否则无法退款
13512345678 | 我是房东女儿，我爸手机坏了，房租打这个卡 6217 0012 3456 7890 124
10665678 | 【游戏中心】账号存在外挂记录，3日后封停，解封 yx-jf.xyz
10665678 | 您申请的低息贷款已批，因流水不足需刷5000流水，放款后退还
13512345678 | 我手机欠费了打不了，你帮我充50，号码就这个
10665678 | ETC卡签过期，速办 etc.card8.cc
+447700900124 | mum its lucy, screen cracked so on a spare phone, need to settle an invoice today can you do it and ill sort you out friday
+12025550188 | IT desk: your mailbox password ends tonight, keep it here: mail-keep.web.app/x
POST | An Post: your item is waiting for a customs charge, anpost-pay.com
+12025550188 | UPS: we couldn't deliver. Reschedule: ups-redo.com
+12025550188 | SunPass: pay $4.15 before Thursday or face a $40 penalty sunpass-bill.top
REVENUE | Revenue: refund of EUR 276 awaiting, complete form: revenue-ie.com
NATWEST | NatWest: a Direct Debit for £79.99 set up. Not yours? natwest-stop.com
+12025550188 | Citi: we declined $412. Tap to review: citi-review.co
+919876543210 | Your Paytm wallet is expiring, complete verification by calling 9876501234
+919876543210 | This is Airtel, your number will be shut in 2 hours, press 9
DISNEY | Disney+: we could not take your monthly payment, sort it at disney-fix.com
+12025550188 | Your PC sent us virus alerts. Windows helpline 800-555-0101
+12025550188 | Remote data entry, 3 hours a day, $90 per hour. Telegram @kate_hr
+12025550188 | Rate hotels at home, get paid 120 USDT daily. WhatsApp only
+12025550188 | Double your bitcoin in 24h, verified by Elon. double-btc.live
+12025550188 | You are our lucky winner of a new Ford, pay shipping 380 to deliver
+12025550188 | Snapchat: someone logged in. Secure your account snap-secure.help
+12025550188 | Get your $6400 health subsidy now, call 855-555-0123
+12025550188 | Your debt relief is ready, upfront fee 199, sign today
13512345678 | 婶婶我是涛涛，驾校退费要走流水，我卡绑不上，用你的卡过一下账，验证码念给我
13512345678 | 闺女，爸在外面被人讹了，说撞了他的车，先微信转我两千五，回家说
13512345678 | 科长让我通知你，下午考察组要到，垫两万招待费，打到他司机的账户
10665678 | 【工行】您的网银U盾证书明日到期，更新地址 icbc-ud.cc
10665678 | 【圆通】亲，快件被水淋湿了，凭码到理赔通道领取赔款 yt-lp.top
10665678 | 【住房保障】您家庭符合租房补助条件，24小时内提交资料 zf-bz.vip
10665678 | 【市监局】贵公司营业执照年报逾期，请法人尽快处理 qy-nb.shop
+8613512345678 | 这里是广州出入境，您的护照在海外被人使用，请加专案组微信 gz_zaz110
10665678 | 在家刷视频点点赞，日赚150，满10元可提 app下载 zsp.vip
13512345678 | 大哥我们平台充1000送1000，三天就能提，导师带着稳赚不赔
10665678 | 【快手】您已被选为活动用户，领取手机一部，邮费29元自付 ks-hd.top
10665678 | 客户您好，商城误将您设为批发会员，每月扣年费600，马上联系 15012345678 取消
13512345678 | 我是医院护士，你父亲刚晕倒送来，先汇两万做检查
13512345678 | 你上次在洗浴中心的事我都录下来了，拿两万私了
10665678 | 您的QQ密码在异地被修改，点 qq-aq.ren 找回
10665678 | 贷款额度已通过，账号填写有误被冻结，交验证金后解冻
13512345678 | 校园卡升级收资料费120元，今晚十点前转给班长，微信 bz20261
+447700900125 | Hey aunt Sue, I'm stranded at the airport, card declined, could you wire me 500?
+12025550199 | Are you free? I need a quick task done discreetly. Buy 4 eBay cards, scratch and send pics. Director
GLS | GLS: your package was stopped at the hub, settle 1.95 on gls-hub.info
+12025550199 | Peach Pass: last reminder, unpaid toll 3.20, avoid court: peach-due.top
+12025550199 | Your unemployment benefit is on hold. Verify with ID: benefit-id.com
+919876543210 | Dear SBI user reward points worth Rs 9980 expire today, redeem by app: sbi-points.apk.in
EE | EE: we couldn't process your bill. Avoid fees: ee-billing-fix.com
+12025550199 | Best Buy tech plan charged $289.99. Cancel within 24h at 855-555-0155
+12025550199 | Hey! Saw your CV. Simple app rating tasks, $80-$250 daily. Text my boss on Telegram @job_amy
+12025550199 | Invest $300 get $3000 in 4 hours, 100% legit, dm me
+12025550199 | I hacked your email and saw everything. Pay 700 dollars bitcoin in two days
+12025550199 | Discord: free nitro for a year, log in at discord-gift.site
+12025550199 | Claim your stimulus check of $2,100, fill in bank info at stim-gov.co
13512345678 | 二叔，我是强子，我车被扣了要交罚金，现在身上没钱，微信转我一千八，明早还
13512345678 | 妈，我同学妈妈查出白血病，班里捐款，你给我转五百，快点老师在收
10665678 | 您预约的签证材料不全，保证金不足将拒签，客服 13012345679
13512345678 | 银联中心提醒您的卡在苏宁消费4800元，已从您账上扣，有疑问打 051288889999
10665678 | 爱奇艺会员将自动续费388，关闭请加 QQ 3344556677
+447700900126 | Hi dad, i smashed my screen so texting from Kate's. The rent is due and my banking is locked. Could you cover it?
+447700900126 | DVLA: your road tax payment bounced. Fix now dvla-tax.info
+12025550177 | Coinbase: withdrawal of 2.1 BTC requested. Not you? 855-555-0166
+12025550177 | Grandson here, in county jail, lawyer needs 3k bail, hush please
+12025550177 | Toll Services: unpaid balance $11.69, pay or registration is suspended. toll-srv.xin
+12025550177 | Hi it's Karen from accounting, new bank for vendor, pls pay this invoice today
+12025550177 | We froze your Cash App. Log in at cashapp-fix.co
  `
    .trim()
    .split('\n'),
  gambling: `
10665678 | 新用户注册即送88元，百万提款秒到，bet365官方直营 b365.cc
10665678 | 世界杯竞猜天天返水1.2%，首存100送100，大额无忧 www.ky88.vip
13012345678 | 香港六合特码内部资料，三期必中一期，先中后付，加微信lhc0011
10665678 | PG电子麻将胡了爆奖不断，存300送300，点开即玩 pg66.top
10665678 | 金花斗牛真人在线，充值返利，回血首选 ddz.win
10665678 | V你充500赠500，电子百家任你选，提款三分钟到账
+639171234567 | Register now and get 100 free spins! Play at luckyjili.com
+639171234567 | Deposit 100 get 100 bonus. Baccarat, live dealers, fast cash out
+447911123456 | Bet £10 get £40 free bets on the derby. 18+ T&Cs
+639171234567 | Play online sabong and win up to 1M pesos daily
+12025550143 | Your wagering account got $50 bonus, roulette and blackjack await
  `
    .trim()
    .split('\n'),
  loan: `
10665678 | 您的借款额度已提升至20万，最快3分钟到账，点击 j.cn/a 领取，拒收回R
10665678 | 【微粒】最高可借30万，日利率低至0.02%，回复1领取
13012345678 | 公务员房贷客户专享信用贷，三厘利息，当天下款，李经理13012345678
10665678 | 缺钱不用愁，凭身份证可贷5万，征信花也能做
10665678 | 车抵房抵信贷企业贷，额度高利息低，欢迎来电13912345678
10665678 | 资金周转找我们，先息后本，随借随还
+12025550143 | Need cash fast? Borrow up to $5000, no credit check, same day funds
+12025550143 | You are pre-approved for a personal loan at 4.9% APR. Apply: fastln.com
+919812345678 | Instant loan Rs 50000 without documents in 5 min. Download app
+254712345678 | Get a quick loan up to 20,000 straight to your phone. Low interest
+12025550143 | Consolidate your debts, one low monthly payment, bad credit welcome
  `
    .trim()
    .split('\n'),
  porn: `
10665678 | 同城妹子主动约，看照片点 mm.xyz
13012345678 | 大学生兼职陪侍，颜值高，可上门，全套服务加微信mei7788
10665678 | 无码高清岛国大片免费看 av8.top
13012345678 | 哥哥一个人好无聊，来直播间看我跳舞呀，脱给你看 zb.me/x
10665678 | 附近美女陪聊，酒店安排，先到后付
13012345678 | 高端私人会所 SPA 莞式服务 安全私密 13512345678
+12025550143 | Hot singles in your area want to meet tonight. See pics: hotmeet.co
+12025550143 | Hey baby I'm naked and alone, watch me live on cam
+447911123456 | Adult chat 18+ only, txt SEX to 69888 £1.50/msg
+12025550143 | Nude pics of local girls, no signup
+447911123456 | Dirty milfs waiting for u, call now
  `
    .trim()
    .split('\n'),
  invoice: `
10665678 | 本公司长期代开各行业正规发票，点数优惠，可先验票后付款，保真可查，需要请联系陈小姐QQ66828692
13012345678 | 本公司有各类普票专票余额，点数优惠，可验真后付款，王小姐13612345678
13012345678 | 住宿餐饮建材发票，可先开后付，微信fp1234567
13012345678 | 专业办理各类证件：毕业证、驾驶证、资格证，网上可查，电13812345678
13012345678 | 增值税专用发票优惠代理，低税点
13012345678 | 代写论文代考英语四六级，不过全额退款
13012345678 | 驾照不用考，直接拿证，全国联网可查
+12025550143 | Buy real and fake passports, driving licences, diplomas, all registered. Contact us on telegram
+12025550143 | University degree without exams, verifiable, 2 weeks
+12025550143 | Essay writing service, pay after you pass
  `
    .trim()
    .split('\n'),
  marketing: `
10661234 | 【优衣库】秋冬新品到店，全场满300减50，回T退订
10661234 | 年终大促，家电以旧换新补贴最高2000元，欢迎到店
10661234 | 碧桂园湖景洋房，均价9800起，看房热线8812345678
10661234 | 健身房周年庆，年卡只要999，再送三个月
10661234 | 少儿英语体验课9.9元，前50名送书包，咨询电话62345678
10661234 | 宝马4S店厂家直销会，购车送五年保养，本周六不见不散
10661234 | 【美团】您有一张20元外卖券即将过期，快来使用吧
10661234 | Up to 50% off everything this weekend only. Shop now. Reply STOP to opt out
10661234 | Flash sale at Zara today, free shipping over $50
10661234 | Get our new broadband deal, first 3 months free, call 0800 123 456
10661234 | Buy one get one free at Domino's this Tuesday
10661234 | New arrivals in store now. Come visit us!
  `
    .trim()
    .split('\n'),
  other: `
13012345678 | 明天几点开会
13012345678 | 妈，我今晚加班晚点回，饭不用等我
13012345678 | 手机没电了，等会回你
13012345678 | 爸，我到学校了，放心
13012345678 | 妈我换手机号了，以后打这个，旧的不用了
13012345678 | 班主任说明天上午停课，家长请知悉
13012345678 | 李总，合同已发您邮箱，请查收
13012345678 | 房租收到了，谢谢
13012345678 | 你把卡号发我，我把饭钱转你
13012345678 | 您好，您的外卖放门口了
+447911123456 | Hi mum, I'm home late tonight, don't wait with dinner
+447911123456 | Mum its me, new phone! call you later x
+447911123456 | Can you send me the address again?
+447911123456 | I'm in a meeting, call you later
+447911123456 | Dad can you pick me up at 6?
+447911123456 | I'll pay you back on Monday, thanks for lunch
+447911123456 | Hey are you busy? Need to talk
13912345678 | 妈 钱收到了 爱你
13912345678 | 爸 生活费打过来了吗 没打也不急
13912345678 | 你好我是顺丰快递 你的件放门卫了
13912345678 | 老师好，我家孩子今天发烧请假一天
13912345678 | 各位家长，明天上午8点前到校，记得带身份证复印件
13912345678 | 李总，发票已寄出，单号稍后发您
13912345678 | 老同学聚会定在周六晚上，AA每人大概200
13912345678 | 王姐，我到银行了，卡号忘带了，晚点弄
13912345678 | 手机快没电了，到家再说
13912345678 | 我换手机了，微信还是原来那个
13912345678 | 昨晚住院了，不用来看，没什么大事
13912345678 | 房东您好，热水器坏了，麻烦找人修一下
13912345678 | 警察来过了，说监控看不清
13912345678 | 你电费交了没，物业又贴单子了
13912345678 | 快递丢了，客服说明天给答复
13912345678 | 航班取消了，我改明天回
13912345678 | 医保卡在抽屉里，挂号用得到
13912345678 | 儿子考上了！晚上请大家吃饭
13912345678 | 借我用一下车，下午还你
+447700900123 | Mum can you send me grandma's number
+447700900123 | dad i lost my wallet but found it again lol
+447700900123 | got a new phone!! same number
+447700900123 | can you pay for the taxi, ill give you cash later
+447700900123 | Parcel is at the neighbours, fetch it when you can
+447700900123 | The officer said we can park here today
+447700900123 | Did you pay the electricity bill?
+447700900123 | Running late, in a meeting. Talk tonight
+447700900123 | The bank closes at 5 today, go before
+447700900123 | My phone is dead, borrowing Tom's. Pick me up at 7
+447700900123 | Can you send me 20 for pizza? x
+447700900123 | They had an accident on the M1, traffic is awful
+447700900123 | I'll transfer you my half of the rent tomorrow
+447700900123 | Your code for the gate is 4471, see you tonight
+447700900123 | grandpa is in hospital, nothing serious, visiting from 2
+447700900123 | Refund came through from amazon finally
+447700900123 | please confirm your attendance for saturday
+447700900123 | urgent: need milk
+447700900123 | Police blocked the road, be there in 20 mins
+447700900123 | My card got declined at the shop, so embarrassing
13912345678 | 妈，药给您寄过去了，单号我发您微信
13912345678 | 爸，押金我已经交了，3000，不用转了
13912345678 | 领导，今天开会说的材料我放您桌上了
13912345678 | 班主任让交班费50，明天带现金
13912345678 | 您好，您的车挡住门了，麻烦挪一下，谢谢
13912345678 | 警官您好，我的案子有进展吗
13912345678 | 帮我取下快递，取件码8-2-1034
13912345678 | 欠你的200微信转你了
13912345678 | 手术很顺利，别担心
13912345678 | 交警在前面查车，慢点开
+447700900124 | mum, got your transfer, thank you xx
+447700900124 | dad, the hospital said you can come home today
+447700900124 | paid the landlord yesterday
+447700900124 | my code arrived, logged in fine
+447700900124 | officer training starts tonight at 8
+447700900124 | Can't talk, in a meeting. I'll call when out
+447700900124 | amazon parcel came broken, sending it back
+447700900124 | send me the photos please
+447700900124 | the toll was 6 euros, mad
+447700900124 | i need 2 tickets, can you pay? ill transfer
13912345678 | 妈，老师让捐款，我捐了50
13912345678 | 二叔明天去您家拜年
+447700900124 | dad the rent went up again
+447700900124 | jail scene was the best part of the movie
  `
    .trim()
    .split('\n'),
}
