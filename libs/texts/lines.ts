import type { Language } from '#contracts'
import { type Offer, priceEn, priceZh, verbZh } from './confirmation.ts'
import { fitLines, tellDay, tellFen, tellTime } from './format.ts'

/** Whose request it is, which costs only with the guardian’s yes as well. */
export interface WardOffer extends Offer {
  /** The ward’s number, as people write it. */
  readonly ward: string
}

/** Why nobody is asked to be a guardian. */
export type GuardianRefusal = 'self' | 'there' | 'asked' | 'often' | 'child' | 'none'

/** Every SMS about locks and guardians, in one language. Numbers are given as people write them. */
export interface LineTexts {
  /** @param undone how many consents that were given after it do not hold */
  locked(undone: number): string
  /** Lost or stolen: whoever holds the phone learns nothing but this. */
  lost: string
  notLocked: string
  unlocked: string
  /** By SMS: not at once, so that the owner can take it back. */
  unlocksAt(facts: { at: number; zone: string }): string
  /** Only the counter opens it. */
  held(why: 'lost' | 'child'): string
  /** `锁定` with the number of somebody else. */
  ownLineOnly: string
  guardianHow: string
  guardianNumber: string
  guardianNot(why: GuardianRefusal): string
  guardianAsked(facts: { guardian: string; hours: number }): string
  guardianSaidNo(guardian: string): string
  guardianWithdrawn(guardian: string): string
  /** To the ward. */
  guardianIs(facts: { guardian: string; until: number | undefined; zone: string }): string
  guardianEnded(guardian: string): string
  /** A child’s: the counter ends it. */
  guardianOfChild: string
  /** A child’s guardian has given up the number. */
  childLocked: string
  onlyThere: string
  /** To the phone that is asked to be a guardian. */
  beGuardian(facts: { ward: string; code: string; hours: number }): string
  wardIs(facts: { ward: string; until: number | undefined; zone: string }): string
  notGuardian(ward: string): string
  wardEnded(ward: string): string
  noWard: string
  /** Of a guardian: whoever holds a phone that is locked opens no other line. */
  guardianLocked: string
  /** Several wards: which one. */
  whichWard(wards: readonly string[]): string
  wardUnlocked(ward: string): string
  /** The ward’s request, put to the guardian. */
  wardPrompt(facts: WardOffer & { code: string; hours: number }): string
  wardAgreed(offer: WardOffer): string
  /** The ward said yes; the guardian has not yet. */
  waitsForGuardian(offers: readonly Offer[]): string
  guardianRefused(offer: Offer): string
  wardCharges(
    facts: {
      ward: string
      kind: 'before' | 'after' | 'refund' | 'disproven'
      lines: readonly { service: string; amountFen: number; at: number }[]
    },
    zone: string,
    budget: number,
  ): string
}

/** A number as people of its country write it. */
export const localNumber = (msisdn: string): string => msisdn.replace(/^86(?=1[3-9]\d{9}$)/, '') || msisdn

const chargesZh = { before: '即将扣费', after: '已扣费', refund: '已退费', disproven: '经核查扣费无误' } as const
const chargesEn = {
  before: 'will be charged for',
  after: 'was charged for',
  refund: 'got back',
  disproven: 'was charged rightly for',
} as const

const zh: LineTexts = {
  locked: (undone) =>
    `已锁定您的号码：任何人都不能再为您办理收费业务，待确认的申请均已作废${undone > 0 ? `，锁定之后确认的${undone}项已取消` : ''}。已有业务照旧，发送0000查询退订。解锁请登录网页办理，或发送“解锁”到10086，24小时后生效。`,
  lost: '已按机主要求锁定此号码，不能办理新的收费业务。如果您是机主而未提出此要求，请持证件到营业厅。',
  notLocked: '您的号码没有锁定，未作变更。需要锁定请发送“锁定”到10086。',
  unlocked: '您的号码已解锁，办理收费业务仍须您逐项确认。再次锁定请发送“锁定”到10086。',
  unlocksAt: ({ at, zone }) =>
    `已收到解锁申请，${tellTime(at, zone, 'zh-CN')}生效，在此之前仍然锁定。如非您本人所发（手机软件也会发短信），请立即发送“锁定”到10086取消。`,
  held: (why) =>
    why === 'lost'
      ? '此号码因手机丢失而锁定，不能用短信或网页解锁。请机主持证件到营业厅办理。'
      : '此号码因监护人的号码已停用而锁定。请监护人持证件到营业厅办理。',
  ownLineOnly: '锁定和解锁只对本机有效，未作变更。锁定本机请发送“锁定”到10086；监护人可发送“解锁”加被监护人的号码。',
  guardianHow:
    '请发送“监护”加监护人的手机号，如“监护 13800138000”。对方同意后，您的收费业务须双方都确认。取消请发送“取消监护”。',
  guardianNumber: '未能识别监护人的手机号，未作变更。请发送如“监护 13800138000”。',
  guardianNot: (why) =>
    ({
      self: '您不能担任自己的监护人，未作变更。',
      there: '您已有监护人，未作变更。更换请先发送“取消监护”到10086。',
      asked: '您已向他人提出监护请求，请等待答复，或发送“取消监护”撤回。',
      often: '今日提出的监护请求过多，请明日再试。',
      child: '未成年人的监护由营业厅登记和变更，请监护人持证件到营业厅办理。',
      none: '您没有监护人，也没有提出监护请求，未作变更。',
    })[why],
  guardianAsked: ({ guardian, hours }) =>
    `已请${guardian}担任您的监护人，${hours}小时内对方回复同意即生效。此后您的收费业务须双方都确认，扣费也会告知对方。撤回请发送“取消监护”到10086。`,
  guardianSaidNo: (guardian) => `${guardian}未同意担任您的监护人，未作变更。`,
  guardianWithdrawn: (guardian) => `已撤回请${guardian}担任监护人的请求。`,
  guardianIs: ({ guardian, until, zone }) =>
    `${guardian}现在是您的监护人：您的收费业务须双方都确认才办理，扣费会告知对方。${until === undefined ? '结束请发送“取消监护”到10086。' : `至${tellDay(until, zone, 'zh-CN')}止，变更请到营业厅。`}`,
  guardianEnded: (guardian) => `${guardian}不再是您的监护人，待双方确认的申请已作废。此后收费业务只须您本人确认。`,
  guardianOfChild: '未成年人的监护由营业厅凭证件变更，未作变更。',
  childLocked: '您监护人的号码已停用，为保护您，此号码已锁定，不能办理新的收费业务。请监护人持证件到营业厅办理。',
  onlyThere: '监护人和被监护人的事只能由本机短信、凭短信验证码登录的网页或营业厅办理，未作变更。',
  beGuardian: ({ ward, code, hours }) =>
    `【监护】${ward}请您担任其监护人：其收费业务须您也同意才办理，扣费会告知您，您不承担费用。同意请回复“是”或${code}，不同意请回复“否”；${hours}小时内不回复即不同意。`,
  wardIs: ({ ward, until, zone }) =>
    `您现在是${ward}的监护人：其收费业务须您也同意才办理，扣费会告知您。${until === undefined ? `结束请发送“取消监护 ${ward}”到10086。` : `至${tellDay(until, zone, 'zh-CN')}止，变更请到营业厅。`}其号码锁定后，您可发送“解锁 ${ward}”到10086。`,
  notGuardian: (ward) => `您没有担任${ward}的监护人，未作变更。`,
  wardEnded: (ward) => `您不再是${ward}的监护人。`,
  noWard: '您没有担任该号码的监护人，未作变更。',
  guardianLocked: '您的号码已锁定，不能为他人解锁，未作变更。请先解锁您自己的号码。',
  whichWard: (wards) =>
    `您是${wards.length}个号码的监护人，请说明是哪一个，如“取消监护 ${wards[0]}”。${wards.slice(0, 5).join('、')}${wards.length > 5 ? '等' : ''}`,
  wardUnlocked: (ward) => `已申请解锁${ward}。其收费业务仍须您和其本人都确认。`,
  wardPrompt: ({ ward, code, hours, ...offer }) =>
    `【监护】您监护的${ward}申请${verbZh[offer.period]}${offer.partner}“${offer.service}”，${priceZh(offer)}${offer.trialDays === undefined ? '' : `，前${offer.trialDays}天免费`}。同意请回复“是”或${code}，不同意请回复“否”；${hours}小时内双方都同意才办理，不回复即不办理。`,
  wardAgreed: (offer) =>
    `您已同意${offer.ward}${verbZh[offer.period]}“${offer.service}”${priceZh(offer)}。其本人也同意才办理。`,
  waitsForGuardian: (offers) =>
    `已收到您的同意，尚未办理${offers
      .slice(0, 2)
      .map((each) => `“${each.service}”`)
      .join('、')}${offers.length > 2 ? '等' : ''}：还须您的监护人同意，结果以短信告知。`,
  guardianRefused: (offer) => `您的监护人未同意${verbZh[offer.period]}“${offer.service}”，未办理，不收费。`,
  wardCharges: ({ ward, kind, lines }, zone, budget) =>
    fitLines(
      `【监护】您监护的${ward}${chargesZh[kind]}：`,
      lines.map((each) => `${each.service} ${tellFen(each.amountFen, 'zh-CN')} ${tellTime(each.at, zone, 'zh-CN')}`),
      (left) => `${left > 0 ? `另有${left}项。` : ''}退订或退费由其本人发送0000到10086办理。`,
      budget,
    ).text,
}

const en: LineTexts = {
  locked: (undone) =>
    `Your number is locked: nobody can order anything that costs for you, and what waited for your yes has ended${undone > 0 ? `; ${undone} that you confirmed after the lock are cancelled` : ''}. What you have stays (0000 lists it). To unlock sign in on the web, or text UNLOCK to 10086: it holds after 24 h.`,
  lost: 'This number was locked as its owner asked: nothing new that costs can be ordered. If you are the owner and did not ask for it, come to a counter with your ID.',
  notLocked: 'Your number is not locked; nothing was changed. To lock it text LOCK to 10086.',
  unlocked: 'Your number is unlocked. What costs still takes your yes each time. To lock it again text LOCK to 10086.',
  unlocksAt: ({ at, zone }) =>
    `You asked to unlock: it holds from ${tellTime(at, zone, 'en')}, until then your number stays locked. If it was not you (software on the phone can text too), text LOCK to 10086 now.`,
  held: (why) =>
    why === 'lost'
      ? 'This number is locked because its phone was lost: neither SMS nor the web unlocks it. The owner comes to a counter with an ID.'
      : 'This number is locked because its guardian gave up theirs. The guardian comes to a counter with an ID.',
  ownLineOnly:
    'LOCK and UNLOCK are for your own number; nothing was changed. Text LOCK to 10086 to lock it. A guardian texts UNLOCK and the number of the ward.',
  guardianHow:
    'Text GUARDIAN and a number, e.g. GUARDIAN 13800138000. When they agree, what costs takes both your yes and theirs. GUARDIAN END ends it.',
  guardianNumber: 'That is no phone number; nothing was changed. Text e.g. GUARDIAN 13800138000.',
  guardianNot: (why) =>
    ({
      self: 'You cannot be your own guardian; nothing was changed.',
      there: 'You have a guardian; nothing was changed. To change it text GUARDIAN END to 10086 first.',
      asked: 'You asked somebody already: wait for the answer, or text GUARDIAN END to take it back.',
      often: 'You asked often enough today. Try again tomorrow.',
      child: 'A child’s guardian is entered and changed at a counter, where the guardian brings an ID.',
      none: 'You have no guardian and asked nobody; nothing was changed.',
    })[why],
  guardianAsked: ({ guardian, hours }) =>
    `${guardian} is asked to be your guardian and has ${hours} h to agree. From then on what costs takes both your yes and theirs, and they hear of your charges. To take it back text GUARDIAN END to 10086.`,
  guardianSaidNo: (guardian) => `${guardian} did not agree to be your guardian; nothing was changed.`,
  guardianWithdrawn: (guardian) => `${guardian} is no longer asked to be your guardian.`,
  guardianIs: ({ guardian, until, zone }) =>
    `${guardian} is your guardian now: what costs takes both your yes and theirs, and they hear of your charges. ${until === undefined ? 'To end it text GUARDIAN END to 10086.' : `Until ${tellDay(until, zone, 'en')}; a counter can change it.`}`,
  guardianEnded: (guardian) =>
    `${guardian} is no longer your guardian; what waited for both of you has ended. From now on what costs takes your yes alone.`,
  guardianOfChild: 'A child’s guardian is changed at a counter, with an ID; nothing was changed.',
  childLocked:
    'Your guardian gave up their number. To protect you yours is locked: nothing new that costs can be ordered. Your guardian comes to a counter with an ID.',
  onlyThere:
    'What is a guardian’s or about one is done by SMS from the phone itself, on the web after signing in, or at a counter; nothing was changed.',
  beGuardian: ({ ward, code, hours }) =>
    `${ward} asks you to be their guardian: what costs them takes your yes too, and you hear of their charges; you pay nothing. Reply YES or ${code} to agree, NO to refuse. No reply within ${hours} h means no.`,
  wardIs: ({ ward, until, zone }) =>
    `You are the guardian of ${ward} now: what costs them takes your yes too, and you hear of their charges. ${until === undefined ? `To end it text GUARDIAN END ${ward} to 10086.` : `Until ${tellDay(until, zone, 'en')}; a counter can change it.`} If they lock their number, UNLOCK ${ward} opens it.`,
  notGuardian: (ward) => `You do not become the guardian of ${ward}; nothing was changed.`,
  wardEnded: (ward) => `You are no longer the guardian of ${ward}.`,
  noWard: 'You are not the guardian of that number; nothing was changed.',
  guardianLocked: 'Your own number is locked, so you cannot unlock another; nothing was changed. Unlock yours first.',
  whichWard: (wards) =>
    `You are the guardian of ${wards.length} numbers. Say which, e.g. GUARDIAN END ${wards[0]}: ${wards.slice(0, 5).join(', ')}${wards.length > 5 ? ' ...' : ''}`,
  wardUnlocked: (ward) => `${ward} is being unlocked. What costs them still takes your yes and theirs.`,
  wardPrompt: ({ ward, code, hours, ...offer }) =>
    `Your ward ${ward}: ${offer.service} by ${offer.partner}, ${offer.trialDays === undefined ? '' : `free for ${offer.trialDays} days, then `}${priceEn(offer)}. Reply YES or ${code} to agree, NO to refuse. Ordered only if both of you agree within ${hours} h; no reply means no.`,
  wardAgreed: (offer) =>
    `You agreed to ${offer.service}, ${priceEn(offer)}, for ${offer.ward}. It is ordered when they agree too.`,
  waitsForGuardian: (offers) =>
    `Your yes is noted; not ordered yet: ${offers
      .slice(0, 2)
      .map((each) => each.service)
      .join(', ')}${offers.length > 2 ? ' ...' : ''}. Your guardian has to agree too; you get an SMS.`,
  guardianRefused: (offer) => `Your guardian did not agree to ${offer.service}: not ordered, no charge.`,
  wardCharges: ({ ward, kind, lines }, zone, budget) =>
    fitLines(
      `Your ward ${ward} ${chargesEn[kind]}:`,
      lines.map((each) => `${each.service}, ${tellFen(each.amountFen, 'en')}, ${tellTime(each.at, zone, 'en')}`),
      (left) => `${left > 0 ? `${left} more. ` : ''}They cancel or dispute it by 0000 to 10086.`,
      budget,
    ).text,
}

export const lineTextsIn = (language: Language): LineTexts => (language === 'en' ? en : zh)
