import type { VoidedFacts } from '#contracts'
import type { DayOf } from '../notice-page.ts'
import { frameOf, type Letter, type LetterLanguage, type LetterNames } from './letter.ts'

interface Words {
  readonly title: string
  readonly heads: { readonly [name in 'number' | 'date' | 'partner']: string }
  readonly sections: { readonly [name in 'entered' | 'out' | 'rights']: string }
  readonly entered: (decided: string, appealed: string) => string
  readonly out: (voided: string) => string
  readonly reason: (text: string) => string
  readonly own: string
  readonly open: (until: string, number: string, issuer: string) => string
  readonly over: (until: string) => string
  /** Where it has not heard of the penalty itself yet. */
  readonly unsent: (days: number, number: string, issuer: string) => string
  readonly yours: (appealed: string, number: string, issuer: string) => string
  readonly footer: (number: string) => string
}

const zh: Words = {
  title: '申诉登记撤除通知书',
  heads: { number: '案号', date: '日期', partner: '合作方' },
  sections: { entered: '一、登记', out: '二、撤除', rights: '三、贵公司的申诉权' },
  entered: (decided, appealed) =>
    `${appealed} 收到书面材料一份，曾作为贵公司对 ${decided} 所作处罚决定的申诉予以登记。`,
  out: (voided) =>
    `经既未参与该决定、亦未经手登记的人员核对，该材料并非贵公司提出，或不构成申诉，已于 ${voided} 撤除，不计为贵公司的申诉。`,
  reason: (text) => `理由：${text}`,
  own: '贵公司以接口密钥自行提出的申诉即为本案的申诉，照常处理。',
  open: (until, number, issuer) =>
    `贵公司的一次申诉权不受影响，可在 ${until} 之前（含当日）提出：以接口密钥调用 POST /v1/cases/${number}/appeal，或以书面形式送达${issuer}，并注明案号。`,
  over: (until) => `本案的申诉期限至 ${until}（含当日），已经届满。`,
  unsent: (days, number, issuer) =>
    `该决定的处罚通知书另行寄送贵公司，以其为准；贵公司的一次申诉权不受影响，期限自该通知书寄出之日起 ${days} 个工作日：以书面形式送达${issuer}，并注明案号 ${number}。`,
  yours: (appealed, number, issuer) =>
    `该材料确为贵公司的申诉的，请即书面告知${issuer}，并注明案号 ${number}：查实后仍以 ${appealed} 为收到之日重新登记。`,
  footer: (number) => `申诉登记撤除通知书 · 案号 ${number}`,
}

const en: Words = {
  title: 'An Appeal Entered for You Was Taken Out',
  heads: { number: 'Case', date: 'Date', partner: 'Partner' },
  sections: { entered: '1. What was entered', out: '2. That it was taken out', rights: '3. Your appeal' },
  entered: (decided, appealed) =>
    `A paper that came on ${appealed} was entered as your appeal against the penalty of ${decided}.`,
  out: (voided) =>
    `Somebody who took no part in that decision and did not enter the paper found that it is not yours, or is no appeal. It was taken out on ${voided} and does not count as your appeal.`,
  reason: (text) => `Reason: ${text}`,
  own: 'What you said yourself, with your API key, is your appeal, and is decided as any.',
  open: (until, number, issuer) =>
    `You still have your one appeal, until ${until}, that day included: call POST /v1/cases/${number}/appeal with your API key, or write to ${issuer}, with the number of the case.`,
  over: (until) => `The time to appeal against this case ended with ${until}.`,
  unsent: (days, number, issuer) =>
    `The penalty notice of that decision is sent to you by itself, and is what holds. You still have your one appeal, within ${days} working days of the day on which that notice is sent: write to ${issuer}, with the number of the case, ${number}.`,
  yours: (appealed, number, issuer) =>
    `If the paper was your appeal, write to ${issuer} at once, with the number of the case, ${number}: found to be so, it is entered again and counts by ${appealed}.`,
  footer: (number) => `An Appeal Was Taken Out · Case ${number}`,
}

/** The letter (申诉登记撤除通知书) by which a partner hears that an appeal on paper, entered for it, was taken out, and what it may do. */
export function voidedOf(facts: VoidedFacts, names: LetterNames, language: LetterLanguage, day: DayOf): Letter {
  const words = language === 'en' ? en : zh
  const { number, subject, decidedAt, appealedAt, voidedAt, appealUntil, own, reason, unsent } = facts
  const issuer = names.issuedBy[language]
  const last = day(appealUntil - 1)
  const rights = [
    unsent
      ? words.unsent(names.appealDays, number, issuer)
      : voidedAt < appealUntil
        ? words.open(last, number, issuer)
        : words.over(last),
    words.yours(day(appealedAt), number, issuer),
  ]
  const { entered, out } = words.sections
  return {
    ...frameOf(words, { number, subject, date: day(voidedAt) }, names, language),
    sections: [
      { title: entered, list: false, lines: [words.entered(day(decidedAt), day(appealedAt))] },
      { title: out, list: false, lines: [words.out(day(voidedAt)), words.reason(reason)] },
      { title: words.sections.rights, list: false, lines: own ? [words.own] : rights },
    ],
  }
}
