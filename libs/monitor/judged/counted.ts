import { type Counter, ofRule } from '../counted/counters.ts'
import type { signals } from './signals.ts'

type Signals = (typeof signals)[keyof typeof signals]
/** Those that a signal is made of. */
type Told = Signals['cases' | 'of'][number] | Extract<Signals, { unless: unknown }>['unless'][number]
type Words = readonly [en: string, zh: string]

/** By the rule that a charge was judged to break. */
type Judged = 'noConsent' | 'afterCancel' | 'freePeriod' | 'aboveTariff' | 'tooOften' | 'purchase' | 'proven'

/** What each counter counts. In backticks: fields and words of messages, and figures of policy (docs/policy.md, `monitor`). */
const counted: Readonly<Record<Exclude<Told, Judged>, Words>> = {
  requests: ['requests by a partner', '合作方发起的订购请求'],
  unwanted: [
    'requests rejected because nobody wanted to be asked (`locked`, `port.blocked`, `refused.before`, `refused.similar`, `limit.partner`, `limit.subscriber`)',
    '因用户不愿被询问而被拒绝的请求（`locked`、`port.blocked`、`refused.before`、`refused.similar`、`limit.partner`、`limit.subscriber`）',
  ],
  asked: ['prompts that were sent', '已发出的二次确认'],
  refused: ['prompts answered with no', '被拒绝的二次确认'],
  expired: ['prompts that ran out unanswered', '到期无人答复的二次确认'],
  consents: ['consents, each receipt once', '同意（每张凭证计一次）'],
  leftCharged: [
    'subscribers of the sample who left within four days of their first charge',
    '首次扣费后四天之内退订的抽样用户',
  ],
  firstCharged: ['subscribers of the sample who were charged for the first time', '首次被扣费的抽样用户'],
  answers: ['consents of which it is told when they were asked', '知道何时询问的同意'],
  fast: [
    'answers sooner than `fastSeconds` after the prompt, but of who used it afterwards, as the sample tells',
    '询问后不足 `fastSeconds` 的答复（抽样中其后有使用记录者除外）',
  ],
  hasty: ['answers sooner than `hastySeconds` after the prompt', '询问后不足 `hastySeconds` 的答复'],
  inMode: [
    'answers whose time falls into the span (one and two thirds times its beginning) where most fell before, and no sooner than `hastySeconds`',
    '用时落在此前最集中的时段（上限约为下限的一又三分之二倍）之内、且不少于 `hastySeconds` 的答复',
  ],
  modeOf: ['answers since that span is known, from the tenth on', '该时段已知（十次答复）之后的答复'],
  narrow: [
    'answers in the narrow span of time that stood out before, from a twentieth to a third wide',
    '用时落在此前突出的窄时段（宽约二十分之一至三分之一）之内的答复',
  ],
  narrowOf: [
    'as many as are expected there, by the times on both sides and the bell of all',
    '按两侧用时与整体分布在该时段内预期的答复数',
  ],
  rushed: [
    'answers sooner than `hastySeconds` at night or in a burst, beyond the share that is so at other hours, but of those who asked for it themselves, by no app',
    '夜间或突发时段内不足 `hastySeconds` 的答复中，超出其他时段同类占比的部分（本人发起且未经应用者除外）',
  ],
  agreed: ['consents, counted when their prompt was sent', '同意（计入发出询问之时）'],
  appNew: [
    'consents by an app that the service has known for less than 3 days',
    '由该业务首次出现不足 3 天的应用带来的同意',
  ],
  appNewOf: ['consents that name an app', '注明应用的同意'],
  unlike: [
    'receipts whose tariff or period, or the price that their prompt tells, is not what was approved',
    '资费、周期或询问中所写价格与获批内容不符的凭证',
  ],
  unlikeOf: ['receipts, where an approved tariff is known', '获批资费已知的凭证'],
  activated: ['subscriptions that began (no one-off purchases)', '开始的订购（不含一次性购买）'],
  bare: ['subscriptions that began without a receipt, outside of packages', '没有凭证而开始的订购（套餐内的除外）'],
  bareNew: [
    'subscriptions that began without a receipt, outside of packages, and within a day of being told',
    '没有凭证、开始后一天之内即告知的订购（套餐内的除外）',
  ],
  activatedBrought: [
    'subscriptions that began of people who did not ask for it themselves (`by`), or of whom that is not told',
    '并非用户本人发起（`by`）或未注明由谁发起的订购',
  ],
  consentsBrought: ['consents of such people, each receipt once', '此类用户的同意（每张凭证计一次）'],
  activatedOwn: ['subscriptions that began of people who had asked for it themselves', '由用户本人发起而开始的订购'],
  consentsOwn: ['consents of such people, each receipt once', '此类用户的同意（每张凭证计一次）'],
  quick: ['those ended within `quickHours`, not by the operator', '其中不足 `quickHours` 即终止者（运营商终止的除外）'],
  quickOwn: [
    'those ended within `quickHours`, not by the operator',
    '其中不足 `quickHours` 即终止者（运营商终止的除外）',
  ],
  cohort: [
    'subscriptions ended within `cohortDays`, counted when they began; not by the operator nor by the partner, nor of anybody of the sample who has used it',
    '在 `cohortDays` 之内终止的订购，计入开始之时（运营商或合作方终止的、抽样中已使用过的用户除外）',
  ],
  charges: ['charges that were judged', '已判定的扣费'],
  wrong: [
    'charges judged to break any of the rules that a signal has, or found wrong by a person',
    '被判定违反上述任一规则，或经人工认定有误的扣费',
  ],
  creep: [
    'charges that broke no rule and are above every tariff that was approved or agreed to (what is charged in the first 72 hours is taken for one)',
    '未违反规则而高于所有获批或同意资费的扣费（最初 72 小时内的扣费视为已知价格）',
  ],
  backdated: [
    'charges told more than three times `lateDays` after they were made',
    '发生后超过 `lateDays` 三倍时间才上报的扣费',
  ],
  overdue: ['disputes whose time ran out before they were decided', '到期仍未处理的争议'],
  settled: [
    'subscribers of the sample who have paid and stood for 28 days (and the longest pause of telling), each once, where use of the service has been told since before they came (`service.usage`)',
    '抽样中已付费且订购满 28 天（另加使用上报的最长间隔）的用户（每次订购计一次），该业务的使用情况在其订购之前即已上报（`service.usage`）',
  ],
  unused: ['those of whom no use was ever told', '从未有使用上报者'],
  late: ['charges told more than `lateDays` after they were made', '发生 `lateDays` 之后才上报的扣费'],
  relapsed: [
    'wrong charges made from 7 to 63 days after a day on which five or more were made wrongly',
    '在五笔以上错误扣费之日的 7 至 63 天后再次发生的错误扣费',
  ],
  conflict: ['charges told with the id of another one', '使用了他笔编号的扣费'],
  complaints: [
    'people who complain, each once a month; who neither paid, came nor was asked only once they are found right, or it is told that they did; whoever is found unfounded no more',
    '投诉的用户（每人每月计一次；未付费、未订购也未被询问者，待投诉被认定成立或其付费、订购上报后才计入；被认定不成立的不再计入）',
  ],
  dismissed: [
    'people who came or paid and whose complaint counted and was found unfounded, each once a month',
    '曾订购或付费、投诉曾计入而被认定不成立的用户（每人每月计一次）',
  ],
  users: [
    'active users by the month: who came or paid within 35 days and has not left, a thirtieth a day',
    '按月计的在用用户：35 天内订购或付费且未退订者，每天计三十分之一',
  ],
  refunded: ['charges judged wrong, or disputed and given back at once', '被判定有误，或在争议时立即退还的扣费'],
  disputes: ['charges disputed, each once', '被争议的扣费（每笔计一次）'],
  sampledNew: ['new subscribers of the sample', '抽样中的新用户'],
  sampledRegret: [
    'those who complained or disputed within `cohortDays`, counted when they came',
    '在 `cohortDays` 之内投诉或争议者，计入其订购之时',
  ],
  sampledLeft: ['subscribers of the sample who left', '抽样中退订的用户'],
  sampledAgain: [
    'those who were subscribed again within `cohortDays`, counted when they left; not who asked for it themselves',
    '在 `cohortDays` 之内又被订购者，计入其退订之时（本人发起的除外）',
  ],
  leftAgain: [
    'those who had left before, within `cohortDays`, were subscribed again without asking for it, and left again within 14 days',
    '此前退订、在 `cohortDays` 之内又被订购（本人发起的除外）、并在 14 天之内再次退订者',
  ],
  nearOf: ['people asked or subscribed whose number is told', '号码已知的被询问者或新用户'],
  near: [
    'those whose number is of the same hundred as another’s of late (128 hundreds are remembered)',
    '与近来他人同属一个百号段者（记忆 128 个百号段）',
  ],
  apartOf: [
    'people of whom that is told for the first time, asked or with a place (cell, else address)',
    '首次出现的被询问者，或注明地点（小区，否则为地址）的新用户',
  ],
  apart: [
    'three or more of a hundred, at a place beyond 48 that are known (or where hardly two are at one); without any place, asked number after number',
    '同一百号段有三人以上，且所在超出已知的 48 处（或几乎人各一处）；未注明地点的，为按号段逐个询问者',
  ],
  row: [
    'people who came when half of the last sixteen were of their hundred, within 2 hours, at a place that is none of a site of theirs, or from where others come too (asked by the partner: also where none is told)',
    '2 小时内最近十六人中半数与其同属一个百号段，且不在其共有的场所，或平时用户也来自该处（由合作方发起者，未注明地点也计）',
  ],
  rows: [
    'people who came when half of the last sixteen were of their hundred, within 2 hours, but for those at a site of their own',
    '2 小时内最近十六人中半数与其同属一个百号段的用户，同在一处者除外',
  ],
  walked: [
    'people asked number after number: the third or a later one of a hundred, soon after another one of it, or hundreds in turn',
    '按号段逐个询问的用户：同一百号段的第三人起，紧接他人之后，或各号段轮流',
  ],
  walkedYes: ['those who agreed', '同意者'],
  walkedOf: ['people asked', '被询问的用户'],
  unmoved: [
    'people asked number after number who have not agreed after 6 hours by day',
    '按号段逐个询问、白天 6 小时后仍未同意的用户',
  ],
  moved: ['those who have', '以及已同意者'],
  movedOf: ['both, and others who were asked as long ago', '以上两者，及同样时间以前被询问的其他用户'],
  instead: [
    'neighbours asked on days on which no more are asked than before, as many as others are missing',
    '在询问总数未增之日被询问的邻号用户，以平时用户缺少之数为限',
  ],
  address: ['requests and consents from the address that came most before', '来自此前最多的地址的请求与同意'],
  addressOf: ['requests and consents that name an address', '注明地址的请求与同意'],
  cell: ['requests and consents from the cell that came most before', '来自此前最多的小区的请求与同意'],
  cellOf: ['requests and consents that name a cell', '注明小区的请求与同意'],
  page: ['requests and consents from the page that came most before', '来自此前最多的页面的请求与同意'],
  pageOf: ['requests and consents that name a page', '注明页面的请求与同意'],
  sampledCharges: ['charges of the sample', '抽样中的扣费'],
  sampledMany: ['the fourth of a subscriber in a week, and later ones', '同一用户一周内的第四笔及以后'],
  fewOf: ['charges, where 60 users or more are active', '在用用户不少于 60 时的扣费'],
  few: ['those of the six who were charged most before', '此前扣费最多的六人的扣费'],
  dozensOf: ['purchases of services that are bought once', '单次购买类业务的扣费'],
  dozens: [
    'those of the fourth to the 24th who were charged most before, each ten or more beyond an even share',
    '此前扣费最多的第四至第二十四人（每人超出平均十笔及以上）的扣费',
  ],
  alikeOf: ['agreements to services that are bought once', '单次购买类业务的同意'],
  alike: [
    'second and later ones of people of one place (cell or address of their first one; or four or more of a hundred), of whom, told two weeks after they came, three in four or more (or four weeks after, nine in ten) bought again, each as often as another and at no usual hour, while others did not',
    '同一地点（首次购买的小区或地址，或同一百号段四人及以上）的用户的第二次及以后购买；其中满两周者有四分之三及以上（或满四周者有九成及以上）再次购买、各人次数相近且时刻不定，而其他用户并非如此',
  ],
  sharedOf: [
    'people whom one of two partners brought, of those that are compared (192 each)',
    '两个合作方各取 192 名由其带来的用户相比较，其中任一方带来的用户',
  ],
  shared: [
    'those whom both brought within 14 days of one another, of the partner with whom most are so, five or more, beyond three times as many as by chance; nobody who asked for it themselves, whose subscription is part of a package, or of a book that is moved',
    '双方在 14 天之内先后带来者（取此类用户最多的那个合作方，五人起），超出偶然数的三倍的部分；不含本人发起的、套餐内的及整批迁移的订购',
  ],
  payers: [
    'charges of subscribers of the sample who came 7 days ago or more, where use of the service has been told for 3 weeks and still is (`service.usage`)',
    '订购满 7 天的抽样用户的扣费；仅限已上报使用情况（`service.usage`）满 3 周且仍在上报的业务',
  ],
  silent: ['those before which no use was told since the charge before', '自上一笔扣费以来没有使用记录者'],
  timed: [
    'requests by a partner, and consents but of those who asked for it themselves, by no app, and answered no sooner than `hastySeconds`',
    '合作方发起的请求，以及同意（本人发起、未经应用且答复不短于 `hastySeconds` 者除外）',
  ],
  night: ['those within `nightHours`', '在 `nightHours` 之内者'],
  nightHour: [
    'those asked in two hours of a night who agreed, less those who did not (where nobody is told to be asked: who came without a receipt), beyond thrice as many as came in any other two of its 24 h and in its nights before',
    '夜间某两小时内被合作方询问且同意者，减去未同意者（无询问上报时：无凭证开通者），超出该 24 小时内其他任何两小时及此前各夜三倍的部分',
  ],
  nightHourOf: [
    'those who were asked or came in the 24 h that end twelve hours after a night',
    '夜间结束十二小时为止的 24 小时内被询问或开通者',
  ],
  nightCharges: ['charges made within `nightHours`', '在 `nightHours` 之内发生的扣费'],
  burst: [
    'those of an hour that are beyond what its own weeks before make likely, but for neighbours',
    '超出该时段以往各周常量者（邻号者除外）',
  ],
  decided: ['disputes decided, or overdue', '已处理或逾期的争议'],
  slow: ['disputes decided later than `slowRefundHours`, or overdue', '超过 `slowRefundHours` 才处理或逾期的争议'],
  rated: ['refunds that were rated, and complaints that were closed', '已评价的退费与已结案的投诉'],
  unsolved: ['refunds that solved nothing, complaints reopened or overdue', '未解决问题的退费，及重开或逾期的投诉'],
  mt: ['messages of its port that were decided on', '已判定的该端口下行短信'],
  mtRefused: ['messages of its port that were refused', '被拒绝的该端口下行短信'],
  blocked: ['blocks of its port by subscribers', '用户对该端口的屏蔽'],
  spam: [
    'people who reported its port, by the weight of each report, once a month, until it is taken back',
    '举报该端口的用户（按举报权重，每人每月计一次，撤回的除外）',
  ],
  campaign: ['spam campaigns from its port', '来自其端口的垃圾短信活动'],
  days: ['days, as long as it was heard of within 32', '天数（32 天内有消息的）'],
}

const rulesOf = (counter: Counter): readonly string[] =>
  Object.keys(ofRule).flatMap((rule) => (ofRule[rule] === counter ? `\`${rule}\`` : []))

/** What a counter that a signal is made of counts. */
export function wordsOf(counter: Counter, language: 'en' | 'zh'): string {
  const words = (counted as Partial<Record<Counter, Words>>)[counter]
  if (words) return words[language === 'en' ? 0 : 1]
  const rules = rulesOf(counter)
  return language === 'en' ? `charges judged ${rules.join(', ')}` : `被判定为 ${rules.join('、')} 的扣费`
}
