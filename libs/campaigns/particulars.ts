/**
 * What a notice says of its reader's own matter, and who sends to many cannot know or has no use for; each line is one kind.
 * Looked for in narrow text.
 */
const PARTICULARS = [
  // A sum to the cent, and what is left.
  /(?:人民币|元|余额|金额|额为|费用?为?|合计|付款?|支付|收入|支出|¥|￥)\D{0,6}\d[\d,]*\.\d{1,2}(?!\d)|\d[\d,]*\.\d{2}\s?元/u,
  /剩余|余额|可用额度|已使用|已用尽|透支额|应还|应扣|实扣|还款日|账单|帐单|余量|话费(?!充)|累积|里程|套餐外|使用费/u,
  // A card, an account, a contract by its end; a number of an order.
  /尾号|\*\d{2,4}|[x*]{2,}\d{2,4}|(?:卡|账户|帐户|合同|合同号|卡号)[为(]*[x*]*\d{4}(?!\d)|ending \d{4}/u,
  /(?:订单|订單|单号|單號|快件|运单|合同号?|保单|票号|流水|户号|卡号|编号|房间|门票|id|ref(?:erence)?|booking|order|tracking)\W{0,4}(?:no\W{0,3}|number\W{0,3}|号|id)?\W{0,3}[a-z]{0,3}[\d-]{6,}/u,
  // When, to the minute or the day of a year.
  /\d{1,2}日?\s?(?:\d{1,2}[:时点]\d{2}|\d{1,2}时)|\d{4}[-年/]\d{1,2}[-月/]\d{1,2}|截[至止]|到期/u,
  // What was done.
  /(?:已|成功|将于|即将|于\d{1,2}月\d{1,2}日)[^,。;!]{0,12}(?:充值|支付|付款|购买|订购|定制|办理|预订|订座|登[录陆]|扣款|扣除|出票|确认|到账|入账|生效|开通|取消|提交|受理|送达|签收|发货|出库|安排|更新|转入|缴费|报名|预约|查询|返还|绑定|配送|派送|激活|交易|添加|下单|出发|延误|调整|变更|恢复|确认)|(?:充值|支付|付款|下单|添加|调整|恢复|购买|订购|办理|预订|订座|登录|扣款|出票|预约|查询|绑定|交易|缴费|还款)[已]?成功|(?:消费|支取|支出|转入|转出|取款|交易|扣款|还款|入账)(?:人民币|\d|[,:])/u,
  // A journey, a show, a table, a parcel at the door.
  /航班|影票|预售[券劵]|大床|双床|标准.?[房间]|入住|离店|保留[至到]|[a-z]{2}\d{3,4}(?!\d)|次列车|起飞|登机|值机|航班变动|延误|面试|车次|\d车\d|取票|影院|影城|\d排\d|座位|入园|机位|乘机|候车|取件|收发室|派送|派件|揽投|快递员|配送员|保洁|阿姨|师傅|司机/u,
  // What its reader had asked for: a call, a word left, a friend, a survey after a call.
  /语音信箱|留言|未接|与您通话|发消息给您|好友|满意[^,。]{0,6}不满意|1为|定制|业务状态|提醒服务|业务提醒|接上条|待续|[(（]\d\/\d[)）]|接上/u,
  // Thanks and warnings that come with it.
  /感谢(?:您|你)?的?(?:使用|支持)|同意回复|特此提醒|如非(?:您)?本人|非本人|若非|仅供参考|谨防|勿泄露|请勿|提醒您?[:,]|提示[:,]|敬请谅解|祝您?(?:旅途|出行|观影|用餐|来访)/u,
  // News by the day: weather, draws, shares.
  /气温|℃|期开奖|专家推荐|收盘|早间|指数|大盘|申购|个股|新股/u,
  /星期[一二三四五六日天]|多云|晴|阵雨|级(?:风|转|[。,]|$)|开奖号码|红球|蓝球|板块|股指|仓位|上限\d|回调|反弹|震荡|量能|持股/u,
] as const

/** How many kinds of particulars a text has. */
export const particularsIn = (text: string): number => PARTICULARS.filter((each) => each.test(text)).length
