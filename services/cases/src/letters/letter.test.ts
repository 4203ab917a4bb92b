import { describe, expect, it } from 'vitest'
import { dayOf, endOfWorkingDay } from '#calendar'
import { type AnswerFacts, ContractError, type LetterFacts } from '#contracts'
import { answerOf } from './answer.ts'
import { type LetterNames, letterOf } from './letter.ts'
import { Press } from './press.ts'
import { voidedOf } from './voided.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
const day = (ms: number) => dayOf(ms, 'Asia/Shanghai')
const facts: LetterFacts = {
  number: '48210371',
  subject: { partnerId: 'sp-huayu', serviceId: 'joke-daily' },
  decidedAt: at('2026-11-26T15:00'),
  appealUntil: endOfWorkingDay(at('2026-11-26T15:00'), 10, [], 'Asia/Shanghai'),
  points: 60,
  sanctions: [
    { what: 'suspend', serviceId: 'joke-daily', until: at('2027-02-24T00:00') },
    { what: 'freeze-settlement' },
  ],
  refund: {
    rule: {
      partnerId: 'sp-huayu',
      services: ['joke-daily'],
      from: at('2026-10-01T00:00'),
      until: at('2026-11-26T00:00'),
      kind: 'month',
      minFen: 500,
      hours: { from: 0, until: 5 },
      judged: ['after.cancel', 'above.tariff'],
    },
    times: 2,
  },
  reasonZh: '用户退订之后，仍于夜间继续扣费 #let x = 1 <b>[*]</b>',
  reasonEn: 'Went on charging at night after subscribers had cancelled #let x = 1 <b>[*]</b>',
  breaches: ['cancel', 'tariff'],
}
/** As most verdicts name charges: by service, days and rule. */
const plain = {
  partnerId: 'sp-huayu',
  services: ['joke-daily'],
  from: at('2026-10-01T00:00'),
  until: at('2026-11-26T00:00'),
  judged: ['no.consent' as const],
}
const names: LetterNames = {
  partner: { zh: '华娱互动（龘㙦）', en: 'Huayu' },
  services: { 'joke-daily': { zh: '每日一笑', en: 'A Joke a Day' } },
  issuedBy: { zh: '合作方管理部', en: 'Partner Management' },
  startPoints: 100,
  appealDays: 10,
}

describe('a penalty letter (处罚通知书)', () => {
  it('says what was found, by which rules, what follows, and until when and how to appeal', () => {
    const { head, sections, title } = letterOf(facts, names, 'zh', day)
    expect(title).toBe('处罚通知书')
    expect(head).toEqual([
      ['案号', '48210371'],
      ['日期', '2026-11-26'],
      ['合作方', '华娱互动（龘㙦） (sp-huayu)'],
      ['涉及业务', '每日一笑'],
    ])
    expect(sections.map((each) => each.lines)).toMatchObject([
      [
        facts.reasonZh,
        '涉及的扣费：每日一笑，2026-10-01 起，至 2026-11-25 止，逐笔判定为用户退订之后、超过所同意的资费的扣费，包月扣费，每笔不低于 5.00 元，每日 0 时至 5 时之间。',
        expect.stringContaining('二次确认凭证'),
      ],
      [
        expect.stringContaining('退订之后，不得继续扣费'),
        expect.stringContaining('资费'),
        expect.stringContaining('信用积分 100 分'),
        expect.stringContaining('无论用户是否投诉'),
        '有误的信息费双倍返还。',
      ],
      ['扣信用积分 60 分', '暂停业务（业务：每日一笑；至 2027-02-24）', '暂停结算'],
      [expect.stringContaining('按两倍退还用户')],
      [
        expect.stringMatching(/2026-12-10.*寄出之日起 10 个工作日/),
        expect.stringContaining('/v1/cases/48210371/appeal'),
        expect.any(String),
      ],
    ])
    const english = letterOf(facts, names, 'en', day)
    expect(JSON.stringify(english)).not.toMatch(/[\u4e00-\u9fff]/)
    expect(english.sections.flatMap((each) => each.lines)).toEqual(
      expect.arrayContaining(['60 credit points taken', 'Suspended (service: A Joke a Day; until 2027-02-24)']),
    )
    expect(JSON.stringify(english)).toContain('until 2026-12-10, that day included')
  })

  it('of what became of an appeal says when it was made, whether it is granted and why, and what holds from then on', () => {
    const { number, subject, decidedAt, points, sanctions } = facts
    const answered = { appealedAt: at('2026-12-03T09:00'), answeredAt: at('2026-12-08T16:00'), reason: '话单属实。' }
    const answer = { number, subject, decidedAt, points, sanctions, published: true, ...answered }
    const said = (granted: boolean, language: 'zh' | 'en') => answerOf({ ...answer, granted }, names, language, day)
    const zh = said(false, 'zh')
    expect([zh.title, zh.date, ...zh.sections.slice(0, 3).flatMap(({ title, lines }) => [title, ...lines])]).toEqual([
      ...['申诉处理决定书', '2026-12-08', '一、申诉'],
      '贵公司对 2026-11-26 作出的处罚决定，于 2026-12-03 提出申诉，由未参与该决定的人员复核。',
      ...['二、复核结果', '申诉不成立，维持原决定。', '理由：话单属实。', '三、继续有效的处罚'],
      ...['扣信用积分 60 分', '暂停业务（业务：每日一笑；至 2027-02-24）', '暂停结算'],
    ])
    expect(JSON.stringify(zh)).not.toContain('撤销')
    // What had ended neither goes on nor is taken back; nobody was refunded.
    const over = {
      ...answer,
      points: 0 as const,
      refunds: false,
      sanctions: [{ ...sanctions[0], until: answered.answeredAt }],
    }
    for (const granted of [true, false]) {
      const { sections } = answerOf({ ...over, granted } as AnswerFacts, names, 'zh', day)
      expect(sections[2]?.lines).toEqual(['没有仍然有效的处罚。'])
      expect(JSON.stringify(sections)).not.toContain('退还')
    }
    const granted = said(true, 'en')
    expect(granted.sections.map(({ title }) => title)).toContain('3. Taken back from the day of this decision on')
    expect(JSON.stringify(granted)).toContain('The public notice says that the penalty was taken back.')
    expect(JSON.stringify(granted)).toContain('What went back by that decision alone is ours to bear')
    expect(JSON.stringify(said(true, 'zh'))).toContain('仅因原决定而退还的部分改由我方承担')
    expect(JSON.stringify(said(false, 'zh'))).not.toContain('我方承担')
    expect(JSON.stringify({ ...granted, sections: granted.sections.toSpliced(1, 1) })).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('of an appeal that was taken out says what was entered, why it went, and what its partner may do', () => {
    const { number, subject, decidedAt, appealUntil } = facts
    const out = {
      nth: 1,
      appealedAt: at('2026-12-03T09:00'),
      voidedAt: at('2026-12-08T16:00'),
      reason: '非该公司所寄。',
    }
    const given = { number, subject, decidedAt, appealUntil, own: false, ...out }
    const said = (more: object, language: 'zh' | 'en' = 'zh') => voidedOf({ ...given, ...more }, names, language, day)
    const zh = said({})
    expect([zh.title, zh.date, ...zh.sections.slice(0, 2).flatMap(({ lines }) => lines)]).toEqual([
      ...['申诉登记撤除通知书', '2026-12-08'],
      '2026-12-03 收到书面材料一份，曾作为贵公司对 2026-11-26 所作处罚决定的申诉予以登记。',
      expect.stringContaining('已于 2026-12-08 撤除'),
      '理由：非该公司所寄。',
    ])
    expect(zh.sections[2]?.lines).toEqual([
      expect.stringMatching(/2026-12-10 之前（含当日）.*\/v1\/cases\/48210371\/appeal/),
      expect.stringContaining('仍以 2026-12-03 为收到之日'),
    ])
    expect(said({ voidedAt: appealUntil }).sections[2]?.lines).toEqual([
      '本案的申诉期限至 2026-12-10（含当日），已经届满。',
      expect.any(String),
    ])
    // It hears by letter alone, and that of the penalty has not gone: no day is told that would not hold.
    const [unsent = ''] = said({ unsent: true, voidedAt: appealUntil }).sections[2]?.lines ?? []
    expect(unsent).toMatch(/自该通知书寄出之日起 10 个工作日/)
    expect(unsent).not.toMatch(/2026-12-10|届满/)
    // What it said beside, with its key, is its appeal.
    expect(said({ own: true }).sections[2]?.lines).toEqual([expect.stringContaining('接口密钥自行提出的申诉')])
    const en = said({}, 'en')
    expect(JSON.stringify({ ...en, sections: en.sections.toSpliced(1, 1) })).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('is a PDF with its Chinese in it, of the same octets each time, and nothing in its texts is markup', async () => {
    const press = new Press()
    const [zh, again, en] = await Promise.all(
      (['zh', 'zh', 'en'] as const).map((language) => press.print(letterOf(facts, names, language, day))),
    )
    expect(zh?.subarray(0, 5).toString()).toBe('%PDF-')
    expect(zh?.equals(again as Buffer)).toBe(true)
    expect(en?.equals(zh as Buffer)).toBe(false)
    // Its type lies in it, with the characters that a common subset lacks.
    expect(zh?.length).toBeGreaterThan(20_000)
    expect(zh?.includes('NotoSansSC')).toBe(true)
    // Who signs does not stand on a second page alone.
    const short = {
      ...facts,
      breaches: facts.breaches.slice(0, 1),
      sanctions: facts.sanctions.slice(0, 1),
      refund: facts.refund && { ...facts.refund, rule: plain },
    }
    const printed = await press.print(letterOf(short, names, 'en', day))
    expect(printed.toString('latin1')).toContain('/Count 1')
  })

  it('with half a surrogate pair in a text is set; one that cannot be set is refused for good', async () => {
    const press = new Press()
    const odd = letterOf({ ...facts, reasonZh: '半\ud83d' }, names, 'zh', day)
    expect((await press.print(odd)).subarray(0, 5).toString()).toBe('%PDF-')
    await expect(press.print({ ...odd, head: undefined } as never)).rejects.toThrow(ContractError)
  })
})
