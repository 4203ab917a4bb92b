import { useTranslation } from 'react-i18next'
import { explained, type SignalName, unitOf } from '#monitor/explained'
import { wordsOf } from '../shell/i18n.ts'

/** Rules of plain counts. */
type RuleName = 'stop.after.cancel' | 'stop.no.consent' | 'proven.after.cancel' | 'proven.no.consent'
type Names = Readonly<Record<SignalName | RuleName, string>>

const zh: Names = {
  'charges.no.consent': '没有用户确认的扣费',
  'charges.after.cancel': '退订之后的扣费',
  'charges.free.period': '免费期内的扣费',
  'charges.above.tariff': '超过资费的扣费',
  'charges.too.often': '同一周期的重复扣费',
  'charges.purchase': '已用或失效购买的扣费',
  'charges.unagreed': '没有任何同意支撑的扣费',
  'charges.wrong': '各类有误的扣费',
  'charges.proven': '经人工认定有误的扣费',
  'charges.creep': '高于所有已知价格的扣费',
  'charges.late': '迟报数日的扣费',
  'charges.backdated': '倒签多日的扣费',
  'charges.relapsed': '纠错之后再次成批的错误扣费',
  'charges.conflict': '同一扣费编号内容不一',
  complaints: '每月投诉',
  'complaints.unfounded': '每月被认定不成立的投诉',
  disputes: '被争议的扣费',
  refunds: '退还的扣费',
  regrets: '新用户投诉或争议',
  'cancel.quick': '一天之内即退订',
  'cancel.own': '本人发起，一天之内即退订',
  'cancel.cohort': '数周之内退订',
  'cancel.charged': '首次扣费后数日内退订',
  'answers.fast': '答复快于常人阅读',
  'answers.regular': '答复时间过于整齐',
  'answers.narrow': '答复集中于同一时长（占预期）',
  'answers.hasty': '答复快于多数人阅读',
  'answers.rushed': '夜间或突发时段内过快的答复',
  'prompts.agreed': '二次确认获同意',
  'apps.new': '由新出现的应用带来的同意',
  'prompts.refused': '二次确认被拒绝',
  'prompts.silent': '二次确认无人答复',
  'prompts.unlike': '确认内容与获批资费或周期不符',
  'requests.unwanted': '向已拒绝者再次发起',
  'subscribed.bare': '没有凭证的订购',
  'subscribed.bare.new': '没有凭证的新订购',
  resubscribed: '退订后又被订购',
  'resubscribed.left': '退订后又被订购、随即再退订',
  'numbers.near': '新用户号码相邻',
  'numbers.apart': '号码相邻而所在各异的用户',
  'numbers.unwilling': '按号段逐个询问而多不同意',
  'numbers.unmoved': '按号段询问数小时后仍未同意',
  'numbers.instead': '相邻号码取代了平时的用户',
  'numbers.row': '同一号段的用户接连出现、所在各异',
  'numbers.rows': '同一号段的用户接连出现、日日如此',
  'same.address': '请求来自同一地址',
  'same.cell': '请求来自同一小区',
  'same.page': '请求来自同一页面',
  'same.buyers': '扣费集中于少数买家',
  'buyers.few': '扣费集中于六个买家',
  'buyers.dozens': '单次购买集中于一二十个买家',
  'buyers.alike': '同一地点的买家各自反复购买、次数相近',
  'victims.shared': '与其他合作方共有用户',
  'payers.never': '付费而从未使用者',
  'payers.silent': '付费而从不使用',
  nights: '夜间的请求与同意',
  'nights.hour': '夜间某一两小时内的集中请求',
  'nights.charges': '夜间扣费',
  bursts: '超出往常的突发请求',
  'refunds.slow': '争议处理拖延',
  'refunds.overdue': '争议到期未处理',
  unsolved: '处理结果未解决问题',
  'mt.refused': '被拒绝的下行短信',
  blocks: '每月被屏蔽',
  spam: '举报其垃圾短信的用户',
  campaigns: '来自其端口的垃圾短信活动',
  'stop.after.cancel': '大量退订后扣费（先行停止）',
  'stop.no.consent': '大量无确认扣费（先行停止）',
  'proven.after.cancel': '退订后再次扣费（已查实）',
  'proven.no.consent': '三日内三笔以上无确认扣费（已查实）',
}
const en: Names = {
  'charges.no.consent': 'Charges without consent',
  'charges.after.cancel': 'Charges after unsubscribing',
  'charges.free.period': 'Charges in the free period',
  'charges.above.tariff': 'Charges above tariff',
  'charges.too.often': 'Charges twice in a period',
  'charges.purchase': 'Charges of a purchase used or over',
  'charges.unagreed': 'Charges that nothing agreed to stood for',
  'charges.wrong': 'Wrong charges of any kind',
  'charges.proven': 'Charges that a person found wrong',
  'charges.creep': 'Charges above every known price',
  'charges.late': 'Charges told days late',
  'charges.backdated': 'Charges told long after they were made',
  'charges.relapsed': 'Wrong charges by the day that came back',
  'charges.conflict': 'Charge ids with two contents',
  complaints: 'Complaints a month',
  'complaints.unfounded': 'Complaints a month found unfounded',
  disputes: 'Charges disputed',
  refunds: 'Charges given back',
  regrets: 'New subscribers who complained or disputed',
  'cancel.quick': 'Cancelled within a day',
  'cancel.own': 'Cancelled within a day by who had asked for it',
  'cancel.cohort': 'Cancelled within weeks',
  'cancel.charged': 'Left within days of the first charge',
  'answers.fast': 'Answers faster than anybody reads',
  'answers.regular': 'Answers after the very same time',
  'answers.narrow': 'Answers after one time, of as many as expected',
  'answers.hasty': 'Answers sooner than most people read',
  'answers.rushed': 'Answers at night or in bursts, sooner than people read',
  'prompts.agreed': 'Prompts that were agreed to',
  'apps.new': 'Consents by apps that are new',
  'prompts.refused': 'Prompts refused',
  'prompts.silent': 'Prompts that nobody answered',
  'prompts.unlike': 'Prompts at another price or period than approved',
  'requests.unwanted': 'Requests to who refused before',
  'subscribed.bare': 'Subscriptions without a receipt',
  'subscribed.bare.new': 'New subscriptions without a receipt',
  resubscribed: 'Subscribed again after a cancel',
  'resubscribed.left': 'Subscribed again after a cancel, and left again',
  'numbers.near': 'New subscribers with neighbouring numbers',
  'numbers.apart': 'Neighbouring numbers with no place in common',
  'numbers.unwilling': 'Asked number after number, and did not agree',
  'numbers.unmoved': 'Asked number after number, and not agreed hours later',
  'numbers.instead': 'Neighbouring numbers asked in place of the usual people',
  'numbers.row': 'People of one hundred in a row, at no place in common',
  'numbers.rows': 'People of one hundred in a row, day after day',
  'same.address': 'Requests from one address',
  'same.cell': 'Requests from one cell',
  'same.page': 'Requests from one page',
  'same.buyers': 'Charges of the same few buyers',
  'buyers.few': 'Charges of its six best buyers',
  'buyers.dozens': 'Purchases of a dozen or two buyers',
  'buyers.alike': 'Purchases of alike buyers at one place',
  'victims.shared': 'Subscribers shared with another partner',
  'payers.never': 'Payers who never used it',
  'payers.silent': 'Payers who never use it',
  nights: 'Requests and consents at night',
  'nights.hour': 'Requests within two hours of a night',
  'nights.charges': 'Charges at night',
  bursts: 'Requests in bursts beyond the usual',
  'refunds.slow': 'Disputes dragged out',
  'refunds.overdue': 'Disputes whose time ran out',
  unsolved: 'Outcomes that solved nothing',
  'mt.refused': 'Messages that were refused',
  blocks: 'Blocks of the port a month',
  spam: 'Who reported its spam, of active users',
  campaigns: 'Spam campaigns from its port',
  'stop.after.cancel': 'Charges after unsubscribing, at scale (stopped first)',
  'stop.no.consent': 'Charges without consent, at scale (stopped first)',
  'proven.after.cancel': 'Charged again after an unsubscribe: a fact',
  'proven.no.consent': 'Three charges without consent in three days: a fact',
}
const useSignalWords = wordsOf('signals', { names: zh }, { names: en })

/** Told as so many of 10,000 active users a month. */
const isPerUsers = (signal: string): boolean => unitOf(signal) === 'users'

/** What signals are called, what they count, and what their figures say. */
export function useSignals() {
  const t = useSignalWords()
  const { i18n } = useTranslation()
  const isZh = i18n.language === 'zh'
  const shape = new Intl.NumberFormat(isZh ? 'zh-CN' : 'en-GB', { maximumSignificantDigits: 3 })
  const figure = (signal: string, value: number): string => {
    if (!isPerUsers(signal)) return `${shape.format(value * 100)}%`
    const of = shape.format(value * 10_000)
    return isZh ? `每万用户 ${of}` : `${of} of 10,000`
  }
  return {
    isPerUsers,
    /** Counted against a limit of policy, not against what is usual. */
    isRule: (signal: string): boolean => signal.startsWith('stop.') || signal.startsWith('proven.'),
    /** What it counts, and of what: a rule of plain counts, what the signal of that name does. */
    counts: (signal: string): string | undefined => {
      const about = explained(signal.replace(/^(?:stop|proven)\./, 'charges.'), isZh ? 'zh' : 'en')
      if (!about) return undefined
      const text = isZh ? `计：${about.cases}。占：${about.of}。` : `Counts: ${about.cases}. Of: ${about.of}.`
      return text.replaceAll('`', '')
    },
    name: (signal: string): string => t.of('names', signal),
    figure,
    evidence: (value: number) => shape.format(value),
  }
}

/** Which of the charges that a finding names a signal is about; undefined: any. */
export const ruleOf = (signal: string): string | undefined =>
  /^(?:charges|stop)\.(no\.consent|after\.cancel|free\.period|above\.tariff|too\.often)$/.exec(signal)?.[1]
