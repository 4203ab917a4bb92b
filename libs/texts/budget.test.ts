import { describe, expect, it } from 'vitest'
import { refusalRule } from '#contracts'
import { defaultPolicy } from '#policy'
import { measure } from '#sms'
import {
  accountTextsIn,
  type ConfirmationTexts,
  chargingTextsIn,
  chinese,
  chineseConfirmation,
  complaintTextsIn,
  type DoneFacts,
  english,
  englishConfirmation,
  fitLines,
  type GuardianRefusal,
  lineTextsIn,
  type Texts,
  tellFen,
  tellTime,
} from './index.ts'

const { answer, list } = defaultPolicy.segments
const at = Date.parse('2026-12-28T15:59:00Z')

/** The longest that can happen: long names, many numbers, big sums. */
const longest = (texts: Texts): Record<string, string> => {
  const name =
    texts === chinese
      ? '十二个字的合作方名称啊 十二个字的业务名称在此'
      : 'A Long Partner Name Ltd.: A Long Service Name'
  const done: DoneFacts = {
    names: Array.from({ length: 30 }, () => name),
    at,
    zone: 'Asia/Shanghai',
    undoCode: '99',
    undoMinutes: 30,
    notListed: Array.from({ length: 30 }, (_, i) => 1000 + i),
    gone: Array.from({ length: 30 }, (_, i) => 2000 + i),
  }
  const port = '1066123456789012345'
  return {
    nothing: texts.nothing,
    nothingHere: texts.nothingHere(port),
    noMore: texts.noMore,
    keptAll: texts.keptAll,
    nothingAsked: texts.nothingAsked,
    noList: texts.noList(true, 2),
    noListYet: texts.noList(false, 2),
    notListed: texts.notListed(done.notListed, 999),
    alreadyGone: texts.alreadyGone(done.gone),
    goneBefore: texts.goneBefore,
    cancelled: texts.cancelled(done),
    askCancelAll: texts.askCancelAll({ count: 999, monthlyFen: 99_999_99, minutes: 10, port }),
    portUnknown: texts.portUnknown(port),
    blocked: texts.blocked({ ...done, port, scope: 'marketing', again: false }),
    fully: texts.blocked({ ...done, port, scope: 'full', again: false }),
    marketingOff: texts.marketingOff({ port, again: false, undoCode: '99', undoMinutes: 30 }),
    unblocked: texts.unblocked({ port, undoCode: '99', undoMinutes: 30 }),
    notBlocked: texts.notBlocked(port),
    undone: texts.undone({
      names: done.names,
      again: done.names,
      over: done.names,
      marketing: true,
      block: { port, now: 'changed since' },
    }),
    undoneNothing: texts.undone({
      names: [],
      again: done.names,
      over: done.names,
      marketing: false,
      block: { port, now: 'as before' },
    }),
    refundHow: texts.refundHow,
    refundOneByOne: texts.refundOneByOne([100, 200, 300]),
    yesOrNo: texts.yesOrNo,
    answerAt: texts.answerAt(port),
    onlyNumbers: texts.onlyNumbers,
    nothingToUndo: texts.nothingToUndo(30),
    noSuchUndo: texts.noSuchUndo('999999', '99'),
    languageSet: texts.languageSet,
    languageHow: texts.languageHow,
    help: texts.help,
    portHelp: texts.portHelp(port),
    elsewhere: texts.elsewhere('10086977'),
    whichService: texts.whichService(
      Array.from({ length: 6 }, () => ({
        number: 0,
        partner: name,
        service: name.slice(-19),
        tariffFen: 99_999,
        period: 'month' as const,
        code: 'ABCDEF',
      })),
    ),
    tooMany: texts.tooMany,
  }
}

/** Prompts and what answers them, at their longest. */
const longestConfirmation = (texts: ConfirmationTexts): Record<string, string> => {
  const offer =
    texts === chineseConfirmation
      ? { partner: '十二个字的合作方名称啊', service: '十二个字的业务名称在此' }
      : { partner: 'A Long Partner Name Ltd.', service: 'A Long Service Name' }
  const dear = { ...offer, tariffFen: 9999_99, period: 'month' as const }
  const open = Array.from({ length: 5 }, (_, i) => ({ ...dear, code: String(10 + i) }))
  const rules = refusalRule.options.map((rule) => [`rejected ${rule}`, texts.notPrompted(rule)])
  const line = { ...dear, receipt: 'R123', answer: '好的好的好的', at, channel: 'sms' }
  const port = '1066123456789'
  const ask = { code: '99', by: 'partner', freeHours: 72, window: { hours: 24 }, port } as const
  const marketing = { ...offer, tariffFen: 0, period: 'marketing', perWeek: 50, months: 60 } as const
  return {
    prompt: texts.prompt({ ...dear, ...ask }),
    ownPrompt: texts.prompt({ ...dear, ...ask, by: 'subscriber', window: { minutes: 60 } }),
    trial: texts.prompt({ ...dear, ...ask, trialDays: 366 }),
    marketing: texts.prompt({ ...marketing, ...ask }),
    marketingAgreed: texts.marketingAgreed({ ...marketing, until: at, zone: 'Asia/Shanghai', receipt: 'R123', port }),
    marketingWhich: texts.which(Array.from({ length: 5 }, () => ({ ...marketing, code: '99' }))),
    confirmed: texts.confirmed({
      ...dear,
      freeUntil: at,
      zone: 'Asia/Shanghai',
      receipt: 'R123',
      port: '1066123456789',
    }),
    purchased: texts.purchased({ ...dear, period: 'once', hours: 24, receipt: 'R123' }),
    refusedAll: texts.refused([dear, dear, dear, dear, dear]),
    which: texts.which(open),
    noSuchCode: texts.noSuchCode('99'),
    over: texts.nothingOpen(true),
    answerThere: texts.answerThere(open, port),
    answerThereOne: texts.answerThere(open.slice(0, 1), port),
    remaining: texts.prompt({ ...dear, ...ask, left: { minutes: 1439 } }),
    nothingOpen: texts.nothingOpen(false),
    confirmedBefore: texts.confirmedBefore({ ...dear, at, zone: 'Asia/Shanghai', port }),
    onlyByPhone: texts.onlyByPhone,
    help: texts.help(open),
    proof: texts.proof([line, line, line, line], 'Asia/Shanghai', answer),
    noProof: texts.noProof,
    ...Object.fromEntries(rules),
  }
}

describe.each([
  ['Chinese', chineseConfirmation],
  ['English', englishConfirmation],
] as const)('%s prompts', (_language, texts) => {
  it.each(Object.entries(longestConfirmation(texts)))(
    `%s stays within ${answer} segments at its longest`,
    (_name, text) => {
      expect(measure(text).segments).toBeLessThanOrEqual(answer)
    },
  )
})

describe.each(['zh-CN', 'en'] as const)('%s texts about locks and guardians', (language) => {
  const texts = lineTextsIn(language)
  const name = language === 'en' ? 'A Long Service Name' : '十二个字的业务名称在此啊'
  const number = '+886912345678901'
  const day = { until: at, zone: 'Asia/Shanghai' }
  const offer = {
    partner: name,
    service: name,
    tariffFen: 9999_99,
    period: 'month',
    trialDays: 366,
    ward: number,
  } as const
  const refusals: GuardianRefusal[] = ['self', 'there', 'asked', 'often', 'child', 'none']
  const longestOf = {
    locked: texts.locked(99),
    lost: texts.lost,
    notLocked: texts.notLocked,
    unlocked: texts.unlocked,
    unlocksAt: texts.unlocksAt({ at, zone: 'Asia/Shanghai' }),
    heldLost: texts.held('lost'),
    heldChild: texts.held('child'),
    ownLineOnly: texts.ownLineOnly,
    guardianHow: texts.guardianHow,
    guardianNumber: texts.guardianNumber,
    guardianAsked: texts.guardianAsked({ guardian: number, hours: 24 }),
    guardianSaidNo: texts.guardianSaidNo(number),
    guardianWithdrawn: texts.guardianWithdrawn(number),
    guardianIs: texts.guardianIs({ guardian: number, ...day }),
    guardianEnded: texts.guardianEnded(number),
    guardianOfChild: texts.guardianOfChild,
    childLocked: texts.childLocked,
    onlyThere: texts.onlyThere,
    beGuardian: texts.beGuardian({ ward: number, code: '99', hours: 24 }),
    wardIs: texts.wardIs({ ward: number, ...day }),
    wardIsAdult: texts.wardIs({ ward: number, ...day, until: undefined }),
    notGuardian: texts.notGuardian(number),
    wardEnded: texts.wardEnded(number),
    guardianLocked: texts.guardianLocked,
    noWard: texts.noWard,
    whichWard: texts.whichWard(Array.from({ length: 20 }, () => number)),
    wardUnlocked: texts.wardUnlocked(number),
    wardPrompt: texts.wardPrompt({ ...offer, code: '99', hours: 24 }),
    wardAgreed: texts.wardAgreed(offer),
    waitsForGuardian: texts.waitsForGuardian([offer, offer, offer]),
    guardianRefused: texts.guardianRefused(offer),
    wardCharges: texts.wardCharges(
      {
        ward: number,
        kind: 'disproven',
        lines: Array.from({ length: 20 }, () => ({ service: name, amountFen: 999_999, at })),
      },
      'Asia/Shanghai',
      answer,
    ),
    ...Object.fromEntries(refusals.map((why) => [why, texts.guardianNot(why)])),
  }
  it.each(Object.entries(longestOf))(`%s stays within ${answer} segments at its longest`, (_name, text) => {
    expect(measure(text).segments).toBeLessThanOrEqual(answer)
  })
})

describe.each(['zh-CN', 'en'] as const)('%s texts about charges, complaints and signing in', (language) => {
  const name = language === 'en' ? 'A Long Service Name' : '十二个字的业务名称在此啊'
  const charging = chargingTextsIn(language)
  const complaints = complaintTextsIn(language)
  const facts = { service: name, amountFen: 999_999, at, zone: 'Asia/Shanghai' }
  const line = {
    partner: name,
    service: name,
    amountFen: 999_999,
    at,
    number: 10,
    refundFen: 1_999_998,
    rule: 'purchase.over' as const,
  }
  const lines = Array.from({ length: 20 }, () => line)
  const number = '12345678'
  const answers = {
    nothingToDispute: charging.nothingToDispute,
    refundedBefore: charging.refundedBefore,
    disputedBefore: charging.disputedBefore,
    disprovenBefore: charging.disprovenBefore({ ...facts, decidedAt: at, kept: true, to: '10086977' }),
    beingJudged: charging.beingJudged,
    disputeRefunded: charging.disputeRefunded(facts),
    disputeTaken: charging.disputeTaken({ ...facts, hours: 48 }),
    taken: complaints.taken({ number, hours: 48 }),
    how: complaints.how,
    status: complaints.status(Array.from({ length: 3 }, () => ({ number, state: 'reopened' as const }))),
    noCases: complaints.noCases,
    reopened: complaints.reopened({ number, hours: 48 }),
    reopenedBefore: complaints.reopenedBefore(number),
    thanks: complaints.thanks(number),
    nothingToRate: complaints.nothingToRate,
    thanksForWord: complaints.thanksForWord,
    tooMany: complaints.tooMany,
    signInCode: accountTextsIn(language).signInCode({ code: '123456', minutes: 10 }),
    confirmCode: accountTextsIn(language).confirmCode({
      code: '123456',
      minutes: 10,
      offer: { partner: name, service: name, tariffFen: 999_999, period: 'month', trialDays: 366 },
    }),
  }
  it.each(Object.entries(answers))(`%s stays within ${answer} segments at its longest`, (_name, text) => {
    expect(measure(text).segments).toBeLessThanOrEqual(answer)
  })
  it.each(['before', 'after', 'refund', 'disproven', 'which'] as const)(
    `a reminder of twenty charges (%s) stays within ${list}`,
    (kind) => {
      expect(measure(charging.reminder(kind, lines, 'Asia/Shanghai', list)).segments).toBeLessThanOrEqual(list)
    },
  )
})

describe.each([
  ['Chinese', chinese],
  ['English', english],
] as const)('%s texts', (_language, texts) => {
  it.each(Object.entries(longest(texts)))(`%s stays within ${answer} segments at its longest`, (_name, text) => {
    expect(measure(text).segments).toBeLessThanOrEqual(answer)
  })

  it('of lists fit their budget, and say how many are left', () => {
    const lines = Array.from({ length: 80 }, (_, i) =>
      texts.line({
        number: i + 1,
        partner: 'A partner',
        service: 'A service with a name',
        tariffFen: 990,
        period: 'month',
      }),
    )
    const page = fitLines(texts.listHead(80), lines, (left) => texts.listFoot({ hours: 2, left }), list)
    expect(measure(page.text).segments).toBeLessThanOrEqual(list)
    expect(page.text).toContain(String(80 - page.shown))
  })
})

it('English needs no UCS-2 where the names do not', () => {
  for (const [name, text] of Object.entries(longest(english))) expect(measure(text).coding, name).toBe('gsm')
})

it('money and times read as people write them', () => {
  expect([tellFen(500, 'zh-CN'), tellFen(50, 'zh-CN'), tellFen(550, 'en'), tellFen(0, 'en')]).toEqual([
    '5元',
    '0.50元',
    'CNY 5.50',
    'CNY 0',
  ])
  expect([
    tellTime(at, 'Asia/Shanghai', 'zh-CN'),
    tellTime(at, 'Asia/Shanghai', 'en'),
    tellTime(at, 'UTC', 'en'),
  ]).toEqual(['12月28日23:59', '28 Dec 23:59', '28 Dec 15:59'])
  expect(tellTime(Date.parse('2026-09-01T00:00:00Z'), 'UTC', 'zh-CN')).toBe('9月1日00:00')
})
