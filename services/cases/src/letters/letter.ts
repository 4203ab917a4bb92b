import type { Breach, ChargeRule, LetterFacts, Sanction } from '#contracts'
import { caseTextsIn } from '#texts'
import type { DayOf } from '../notice-page.ts'

export type LetterLanguage = 'zh' | 'en'

/** A letter as it is laid out. Nothing in it but these texts. */
export interface Letter {
  readonly lang: LetterLanguage
  readonly region: string
  readonly title: string
  readonly head: readonly (readonly [name: string, value: string])[]
  readonly sections: readonly { readonly title: string; readonly list: boolean; readonly lines: readonly string[] }[]
  readonly issuer: string
  readonly date: string
  readonly footer: string
}

/** Names as they were registered when the verdict was given, and who signs. */
export interface LetterNames {
  readonly partner: Readonly<Record<LetterLanguage, string>>
  readonly services: Readonly<Record<string, Readonly<Record<LetterLanguage, string>>>>
  readonly issuedBy: Readonly<Record<LetterLanguage, string>>
  readonly startPoints: number
  readonly appealDays: number
}

interface Words {
  readonly title: string
  readonly heads: { readonly [name in 'number' | 'date' | 'partner' | 'service' | 'app']: string }
  readonly sections: { readonly [name in 'facts' | 'rules' | 'penalty' | 'refunds' | 'appeal']: string }
  readonly charges: (services: string, from: string, until: string) => string
  readonly allServices: string
  readonly kinds: { readonly month: string; readonly once: string }
  readonly least: (yuan: string) => string
  readonly hours: (from: number, until: number) => string
  readonly judged: (rules: readonly ChargeRule[]) => string
  readonly found: string
  readonly breaches: Readonly<Record<Breach, string>>
  readonly ladder: (points: number) => string
  readonly everyVictim: string
  readonly double: string
  readonly until: (day: string) => string
  readonly ofService: (name: string) => string
  readonly noPoints: string
  readonly refund: (times: number) => string
  readonly noRefund: string
  readonly appeal: (day: string, days: number, number: string, issuer: string) => readonly string[]
  readonly footer: (number: string) => string
}

const judgedZh: Readonly<Record<ChargeRule, string>> = {
  'no.consent': '未经用户确认',
  'after.cancel': '用户退订之后',
  'free.period': '免费期内',
  'above.tariff': '超过所同意的资费',
  'too.often': '同一周期重复',
  'purchase.used': '该次购买已扣过费',
  'purchase.over': '该次购买已失效',
  'partner.ended': '合作终止之后',
  disputed: '经争议查实',
  proven: '经核查查实',
}
const judgedEn: Readonly<Record<ChargeRule, string>> = {
  'no.consent': 'without consent',
  'after.cancel': 'after it was cancelled',
  'free.period': 'in the free period',
  'above.tariff': 'above the tariff that was agreed to',
  'too.often': 'twice in one period',
  'purchase.used': 'of a purchase that was charged before',
  'purchase.over': 'of a purchase that was over',
  'partner.ended': 'after the termination',
  disputed: 'found wrong after a dispute',
  proven: 'found wrong by a case',
}

const zh: Words = {
  title: '处罚通知书',
  heads: { number: '案号', date: '日期', partner: '合作方', service: '涉及业务', app: '涉及软件' },
  sections: {
    facts: '一、查明的事实',
    rules: '二、适用的规则',
    penalty: '三、处罚决定',
    refunds: '四、用户退费',
    appeal: '五、申诉',
  },
  charges: (services, from, until) => `涉及的扣费：${services}，${from} 起，至 ${until} 止`,
  allServices: '贵公司的全部业务',
  kinds: { month: '包月扣费', once: '单次扣费' },
  least: (yuan) => `每笔不低于 ${yuan} 元`,
  hours: (from, until) => `每日 ${from} 时至 ${until} 时之间`,
  judged: (rules) => `逐笔判定为${rules.map((each) => judgedZh[each]).join('、')}的扣费`,
  found: '上述事实以扣费记录、二次确认凭证及核查记录为证，均已存证签名。',
  breaches: {
    consent: '未经用户二次确认，不得开通业务，不得扣费。',
    cancel: '用户退订之后，不得继续扣费，不得擅自重新开通。',
    tariff: '扣费的金额、周期和次数不得超出经批准并告知用户的资费。',
    will: '订购须出于用户本人的意愿，由用户本人答复确认。',
    unwanted: '用户拒绝之后，不得再次向其发起同类业务的订购。',
    redress: '用户的争议和投诉须在期限内处理并予以答复。',
    sending: '只能在批准的端口、类别、时段和速率内发送，不得向已屏蔽的用户发送。',
    records: '扣费须如实、及时上报，不得倒签，不得重复使用编号。',
  },
  ladder: (points) => `合作方每年初有信用积分 ${points} 分，违规按 5、20、60、80 分扣减，扣完即终止合作。`,
  everyVictim: '同类违规一经查实，所涉的每一笔扣费都须退回，无论用户是否投诉；费用由合作方承担。',
  double: '有误的信息费双倍返还。',
  until: (day) => `至 ${day}`,
  ofService: (name) => `业务：${name}`,
  noPoints: '不扣信用积分',
  refund: (times) =>
    `上述范围内的每一笔扣费，按${times === 2 ? '两倍' : times === 1 ? '原额' : `${times} 倍`}退还用户；此前已退的部分计算在内，任何一笔不重复退还。退费从贵公司的结算款中扣除，逐笔列入当月结算单。`,
  noRefund: '本案不涉及用户退费。',
  appeal: (day, days, number, issuer) => [
    `如对本决定有异议，可在 ${day} 之前（含当日）提出申诉，逾期不予受理；贵公司仅由书面送达得知本决定的，期限为自寄出之日起 ${days} 个工作日。每案可申诉一次，由未参与本决定的人员复核。`,
    `申诉方式：以贵公司的接口密钥调用 POST /v1/cases/${number}/appeal，写明理由，可附材料；或以书面形式送达${issuer}，并注明案号。`,
    '申诉期间处罚照常执行；申诉成立的，撤销信用积分扣减和处罚措施，并在公示中注明。已退还用户的费用不予追回，仅因本决定退还的部分改由我方承担。',
  ],
  footer: (number) => `处罚通知书 · 案号 ${number}`,
}

const en: Words = {
  title: 'Penalty Notice',
  heads: { number: 'Case', date: 'Date', partner: 'Partner', service: 'Service', app: 'App' },
  sections: {
    facts: '1. Facts found',
    rules: '2. Rules that apply',
    penalty: '3. Penalty',
    refunds: '4. Refunds to subscribers',
    appeal: '5. Appeal',
  },
  charges: (services, from, until) => `The charges concerned: ${services}, from ${from} until ${until}`,
  allServices: 'all of your services',
  kinds: { month: 'monthly charges', once: 'single charges' },
  least: (yuan) => `of ¥${yuan} or more each`,
  hours: (from, until) => `between hour ${from} and hour ${until} of the day`,
  judged: (rules) => `those that were judged to be ${rules.map((each) => judgedEn[each]).join(', or ')}`,
  found: 'Charging records, consent receipts and the file of the case prove this; all of it is kept and signed.',
  breaches: {
    consent: 'Nothing is subscribed and nothing is charged before the subscriber has confirmed it.',
    cancel: 'Once a subscriber has cancelled, nothing more is charged, and nothing is subscribed again without them.',
    tariff: 'Amount, period and number of charges stay within the tariff that was approved and told.',
    will: 'A subscription is the subscriber’s own will, confirmed by their own answer.',
    unwanted: 'Who has refused is not asked for the same again.',
    redress: 'Disputes and complaints are dealt with and answered in time.',
    sending:
      'A port sends within its approved category, hours and rate only, and nothing to subscribers who blocked it.',
    records: 'Charges are reported truly and in time, not dated back, each under an id of its own.',
  },
  ladder: (points) =>
    `A partner has ${points} credit points at the start of a year; breaches take 5, 20, 60 or 80, and at none the partnership ends.`,
  everyVictim:
    'Once a pattern is proven every charge of it goes back, whether the subscriber complained or not; the partner pays.',
  double: 'A wrong information fee goes back twice.',
  until: (day) => `until ${day}`,
  ofService: (name) => `service: ${name}`,
  noPoints: 'No credit points are taken',
  refund: (times) =>
    `Each charge named above goes back to its subscriber ${times === 2 ? 'twice' : times === 1 ? 'once' : `${times} times`}; what went back before counts, and none goes back more often. Refunds are taken from what is settled with you, and each is a line of that month’s settlement.`,
  noRefund: 'Nothing is refunded to subscribers in this case.',
  appeal: (day, days, number, issuer) => [
    `You may appeal until ${day}, that day included, or, where this letter alone told you, within ${days} working days of its dispatch; later appeals are not taken. Each case can be appealed once, and is decided by somebody who took no part in this decision.`,
    `How: POST /v1/cases/${number}/appeal with your API key, with your reasons and, if you have them, attachments; or in writing to ${issuer}, naming the case.`,
    'The penalty holds meanwhile. An appeal that is granted takes back points and sanctions (the notice says so); refunds stay, at our cost where by this decision alone.',
  ],
  footer: (number) => `Penalty Notice · Case ${number}`,
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

/**
 * A penalty letter (处罚通知书) in one language: what was found, by which rules, what follows, and how to appeal. How it was
 * found is not told, and nobody’s number is in it (docs/rules.md, "Partners").
 */
export function letterOf(facts: LetterFacts, names: LetterNames, language: LetterLanguage, day: DayOf): Letter {
  const words = language === 'en' ? en : zh
  const { number, subject, decidedAt, appealUntil, refund } = facts
  const nameOf = (id: string): string => names.services[id]?.[language] || id
  const frame = frameOf(words, { number, subject, date: day(decidedAt) }, names, language)
  const head: Letter['head'] = [
    ...frame.head,
    ...(subject.serviceId ? [[words.heads.service, nameOf(subject.serviceId)] as [string, string]] : []),
    ...(subject.app ? [[words.heads.app, subject.app] as [string, string]] : []),
  ]
  const { facts: factsTitle, rules, penalty, refunds, appeal } = words.sections
  return {
    ...frame,
    head,
    sections: [
      {
        title: factsTitle,
        list: false,
        lines: [
          language === 'en' ? facts.reasonEn : facts.reasonZh,
          ...(refund ? [chargesOf(refund.rule, words, nameOf, day)] : []),
          words.found,
        ],
      },
      {
        title: rules,
        list: true,
        lines: [
          ...facts.breaches.map((each) => words.breaches[each]),
          words.ladder(names.startPoints),
          ...(refund ? [words.everyVictim, ...(refund.times > 1 ? [words.double] : [])] : []),
        ],
      },
      {
        title: penalty,
        list: true,
        lines: [...(facts.points > 0 ? [] : [words.noPoints]), ...penaltyOf(facts, names, language, day)],
      },
      { title: refunds, list: false, lines: [refund ? words.refund(refund.times) : words.noRefund] },
      { title: appeal, list: false, lines: words.appeal(day(appealUntil - 1), names.appealDays, number, frame.issuer) },
    ],
  }
}

/** What every letter about a case has in its language: its title, whom it is to, who signs it, and when. */
export function frameOf(
  words: {
    readonly title: string
    readonly heads: { readonly [name in 'number' | 'date' | 'partner']: string }
    readonly footer: (number: string) => string
  },
  { number, subject, date }: { number: string; subject: { readonly partnerId?: string | undefined }; date: string },
  names: LetterNames,
  language: LetterLanguage,
): Omit<Letter, 'sections'> {
  return {
    lang: language,
    region: language === 'en' ? 'GB' : 'CN',
    title: words.title,
    head: [
      [words.heads.number, number],
      [words.heads.date, date],
      [words.heads.partner, `${names.partner[language] || subject.partnerId} (${subject.partnerId})`],
    ],
    issuer: names.issuedBy[language],
    date,
    footer: words.footer(number),
  }
}

type Rule = NonNullable<LetterFacts['refund']>['rule']

/** The charges of the pattern as the rule names them. */
function chargesOf(rule: Rule, words: Words, nameOf: (id: string) => string, day: DayOf): string {
  const { services, from, until, kind, minFen, hours, judged } = rule
  const named = services ? services.map(nameOf).join(words === en ? ', ' : '、') : words.allServices
  const narrowed = [
    words.charges(named, day(from), day(until - 1)),
    ...(judged ? [words.judged(judged)] : []),
    ...(kind ? [words.kinds[kind]] : []),
    ...(minFen === undefined ? [] : [words.least(yuan(minFen))]),
    ...(hours ? [words.hours(hours.from, hours.until)] : []),
  ]
  return `${narrowed.join(words === en ? ', ' : '，')}${words === en ? '.' : '。'}`
}

/** Points that it takes, and sanctions, a line each. */
export function penaltyOf(
  { points, sanctions }: Pick<LetterFacts, 'points' | 'sanctions'>,
  names: Pick<LetterNames, 'services'>,
  language: LetterLanguage,
  day: DayOf,
): string[] {
  const words = language === 'en' ? en : zh
  const nameOf = (id: string): string => names.services[id]?.[language] || id
  const texts = caseTextsIn(language === 'en' ? 'en' : 'zh-CN')
  const said = ({ what, serviceId, app, until }: Sanction): string => {
    const about = [
      ...(serviceId ? [words.ofService(nameOf(serviceId))] : []),
      ...(app ? [app] : []),
      ...(until === undefined ? [] : [words.until(day(until))]),
    ]
    if (about.length === 0) return texts.sanctions[what]
    return language === 'en'
      ? `${texts.sanctions[what]} (${about.join('; ')})`
      : `${texts.sanctions[what]}（${about.join('；')}）`
  }
  return [...(points > 0 ? [texts.points(points)] : []), ...sanctions.map(said)]
}
