/**
 * Sources of signals and rules as the delivered policy has them, in Chinese. They stand in the figures themselves, where whoever
 * releases others writes their own: those are shown as they were written.
 */
export const sourcesZh: Readonly<Record<string, string>> = {
  'docs/rules.md, "Charges": the rule says deny': 'docs/rules.md“Charges”：按规则不得扣费',
  'A person found the charge wrong; refund rate, healthy at most 0.5–1 %':
    '经人工认定为错误扣费；退费率健康值至多 0.5–1 %',
  'Above every tariff that was approved or agreed to': '高于任何已核准或用户已同意的资费',
  'Dated back day after day; an outage of some days is none, and files that are often late harm nobody alone':
    '天天倒填日期；几天的故障不算，话单常迟送本身不害人',
  'Told week after week when whoever was charged has long forgotten it, or left; a file of a month and an outage are some days':
    '一周又一周，等被扣费者早已忘记或离开才报来；按月的话单或故障只差几天',
  'A mishap that is put right is one; what comes back in another week is none':
    '纠正了的是一次失误；换一周又来的就不是失误',
  'Told with two contents week after week; another billing system takes some days':
    '一周又一周以两种内容报来；更换计费系统只需几天',
  '工信部 申诉率: a few complaints a month of 10,000 users are usual; 60 are certain':
    '工信部申诉率：每万用户每月几件属常见，60 件则确凿',
  'Found unfounded they are no complaints; so many of those who pay, from a partner whose others say nothing, are a pattern':
    '认定不成立的不算投诉；但付费者中如此之多，而该合作方其他用户并无投诉，即成规律',
  'Refund rate: healthy is at most 0.5–1 %': '退费率：健康值至多 0.5–1 %',
  'Refund rate: healthy at most 0.5–1 % (card schemes, carrier billing)':
    '退费率：健康值至多 0.5–1 %（银行卡组织、运营商代扣业界）',
  'chosen on the tuning half of tools/population, reported on the other':
    '以 tools/population 的调参一半选定，在另一半上报告',
  'Who asked for it themselves and leaves the same day has changed their mind, or was deceived elsewhere: beside another sign it tells':
    '自己索取又当天离开，是改了主意，或在别处受骗：有其他迹象时才说明问题',
  'Of honest ones nearly all leave at once when a season ends or a price is raised: leaving alone is no harm':
    '季节结束或涨价时，正当业务的用户也几乎全部离开：离开本身不是损害',
  'Who knew the price stays when the first bill comes; some see then that they do not need it':
    '知道价格的人见到首次账单仍会留下；也有人这时才发现用不着',
  'A person needs 2–5 s to read and answer (docs/rules.md); some clienteles are quick':
    '人读完并答复需 2–5 秒（docs/rules.md）；有些用户群较快',
  'People’s times to answer spread over an order of magnitude; machines’ do not':
    '人的答复时间相差一个数量级；机器不会',
  'People’s times to answer are many or few gradually; where a part is made up by a machine, it stands out':
    '人的答复时间疏密渐变；若有一部分出自机器，就会突出来',
  'At night or in a burst some honest ones ask, and of some people answer at once; both together is a machine’s':
    '正当业务也会夜间或集中请求，也有人即刻答复；两者同时出现是机器所为',
  'docs/rules.md, "Partners": valid is what was approved': 'docs/rules.md“Partners”：以核准的为准',
  'docs/rules.md: who refused or locked the line is not asked again': 'docs/rules.md：拒绝过或已锁定的用户不再询问',
  'docs/rules.md, "Double confirmation": a receipt for each; moving a service takes up to ten days':
    'docs/rules.md“Double confirmation”：每次都有凭证；业务迁移至多十天',
  'docs/rules.md, "Double confirmation": a receipt for each; who came before a service was moved began long before':
    'docs/rules.md“Double confirmation”：每次都有凭证；业务迁移来的用户早已开始订购',
  'Who comes back to a club or a season comes to stay; who was brought back leaves again as soon as it is noticed':
    '回到会员或换季再来的人会留下；被拉回来的人一发现就又离开',
  'Numbers that were sold together and are asked day after day, of people everywhere: staff share a site, or come with one order of some days':
    '同批售出、天天被询问而人在各处的号码：单位员工在同一地点，或随几天内的一笔订单而来',
  'Whoever orders for people with neighbouring numbers orders for people who want it; a partner’s own word about places shows nothing':
    '替号码相邻者统一办理的，办给的是愿意要的人；合作方自称的地点不能说明什么',
  'Dozens who were gone through in a day, of whom more than half have not agreed hours later: those of whom somebody orders for them do':
    '一天之内逐号询问数十人，数小时后过半仍未同意：单位统一办理的人会同意',
  'An order comes beside those who come anyway; where neighbours take their place, on two days, numbers are gone through':
    '统一办理是在日常来人之外；若相邻号码顶替了日常来人，且有两天如此，即为逐号扫过',
  'Whoever fills a stadium or a fair has everybody at one place for an evening or two; who asks from one place does so day after day':
    '体育场或展会的人只在一两个晚上聚于一处；从同一处发起请求的则天天如此',
  'Staff for whom somebody orders are at their site; numbers in a row, everywhere, are gone through':
    '单位统一办理的员工在其驻地；号码相连而人在各处，是逐号扫过',
  'An order comes on one day; another one of other numbers, and so on, is no order':
    '统一办理在一天之内；再来一批别的号码，一批又一批，就不是统一办理',
  'Six of more than sixty people who pay most of it all buy for somebody':
    '六十多人中有六人支付了大部分：是在替他人购买',
  'What is bought once is bought again by some, each more or less than another; most of it by a dozen or two alike is bought for somebody':
    '单次点播会有人再买，各人多少不一；若大部分由一二十个相似的号码买下，是在替他人购买',
  'Of people of a dormitory, a station or a shop some buy once, and some far more than others; SIMs that buy for somebody each buy again and again, one as often as another':
    '宿舍、车站、门店的人有的只买一次，有的远多于他人；替他人购买的卡则张张反复购买，次数相近',
  'The same people brought under two names within two weeks are no manner of one partner; who asks for both themselves is nobody whom they brought':
    '两周内把同一批人拉到两个名下，非一家合作方的经营方式；自己索取两者的人不算被拉来',
  'Of those who pay for what they wanted some do not use it, of some services half; nearly all of a few: help in a breakdown, an alarm':
    '自愿付费者也有人不用，有的业务达一半；少数业务几乎人人不用，如故障救援、报警',
  'People who are up at night come before it and after it as well; whoever has hardly any at other hours, and dozens in one, asks them asleep':
    '夜里不睡的人前后时段也会来；别的时段几乎无人、某一时段却来数十人，是趁人睡着时发起',
  'Billing systems charge at night: for an operator whose do not': '计费系统常在夜间扣费：供夜间不扣费的运营商启用',
  'docs/rules.md, "Complaints": whose time runs out; where all of a house are late, that is usual':
    'docs/rules.md“Complaints”：逾期未处理；若全网皆迟，则属通常',
  'docs/rules.md, "Partners": charging after unsubscribe at scale': 'docs/rules.md“Partners”：成批退订后扣费',
  'docs/rules.md, "Double confirmation": nothing may be charged until the subscriber has confirmed':
    'docs/rules.md“Double confirmation”：用户确认之前不得扣费',
  'docs/rules.md, "Double confirmation": of honest partners one in some thousand charges is such a mishap, never three of sixty in three days':
    'docs/rules.md“Double confirmation”：正当合作方数千笔中偶有一笔失误，绝不会三天内六十笔中有三笔',
  'docs/rules.md, "Partners": a charge after a standing unsubscribe is a fact; of honest partners some in a thousand who leave meet one, hardly ever three of sixty in a month':
    'docs/rules.md“Partners”：退订已生效仍扣费是事实；正当合作方千名退订者中偶有数人遇到，几乎不会一个月内六十人中有三人',
}
