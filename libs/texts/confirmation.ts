import type { Language, RefusalRule, Terms } from '#contracts'
import { fitLines, tellDay, tellFen, tellTime } from './format.ts'

/** A service as a prompt names it, in the subscriber's language. */
export interface Offer extends Terms {
  readonly partner: string
  readonly service: string
}

export interface PromptFacts extends Offer {
  readonly code: string
  readonly by: 'subscriber' | 'partner'
  readonly freeHours: number
  readonly window: { readonly hours: number } | { readonly minutes: number }
  /** Of its window, what is left when it is sent again. */
  readonly left?: { readonly hours: number } | { readonly minutes: number }
  /** Where it is sent from. */
  readonly port: string
}

/** What waits for an answer under its code: one’s own request, a ward’s, or to become a guardian. */
export type Open =
  | (Offer & { readonly code: string; readonly ward?: string })
  | { readonly code: string; readonly guardianOf: string }

export interface ProofLine extends Offer {
  readonly receipt: string
  readonly answer: string
  readonly at: number
  readonly channel: string
}

/** Every SMS about prompts and their answers, in one language, within the budget of an answer. */
export interface ConfirmationTexts {
  prompt(facts: PromptFacts): string
  /** What stands in the receipt of a yes on the web page, where nothing had been asked by SMS yet. */
  onPage(facts: PromptFacts): string
  confirmed(facts: Offer & { freeUntil: number; zone: string; receipt: string; port: string }): string
  purchased(facts: Offer & { hours: number; receipt: string }): string
  marketingAgreed(facts: Offer & { until: number; zone: string; receipt: string; port: string }): string
  refused(offers: readonly Offer[]): string
  /** A bare yes with several prompts open confirms none. */
  which(open: readonly Open[]): string
  noSuchCode(code: string): string
  /** Nothing waits; `over`: it ran out. */
  nothingOpen(over: boolean): string
  /** An answer once more, to what was confirmed lately: nothing new was done, and what was done stands. */
  confirmedBefore(facts: Offer & { at: number; zone: string; port: string }): string
  onlyByPhone: string
  /** A yes or no that was texted to another number than the prompts’. */
  answerThere(open: readonly Open[], prompts: string): string
  help(open: readonly Open[]): string
  /** The subscriber asked for it themselves, and it is not put to them. */
  notPrompted(rule: RefusalRule): string
  /** As many receipts as fit so many segments. */
  proof(lines: readonly ProofLine[], zone: string, budget: number): string
  noProof: string
}

export const priceZh = ({ tariffFen, period }: Pick<Offer, 'tariffFen' | 'period'>): string => {
  if (period === 'marketing') return '营销短信'
  return `${tellFen(tariffFen, 'zh-CN')}${period === 'month' ? '/月' : '/次'}`
}
export const priceEn = ({ tariffFen, period }: Pick<Offer, 'tariffFen' | 'period'>): string => {
  if (period === 'marketing') return 'marketing'
  return `${tellFen(tariffFen, 'en')}${period === 'month' ? '/month' : ' once'}`
}
const oftenZh = ({ perWeek, months }: Offer): string =>
  perWeek === undefined ? '' : `（每周至多${perWeek}条，${months}个月）`
const oftenEn = ({ perWeek, months }: Offer): string =>
  perWeek === undefined ? '' : ` (up to ${perWeek} a week, ${months} months)`
export const nameZh = ({ partner, service }: Offer): string => `${partner}“${service}”`
export const nameEn = ({ partner, service }: Offer): string => `${service} by ${partner}`
const openZh = (each: Open): string =>
  'guardianOf' in each
    ? `担任${each.guardianOf}的监护人`
    : `${each.ward ? `${each.ward}的` : ''}${nameZh(each)}${priceZh(each)}`
const openEn = (each: Open): string =>
  'guardianOf' in each
    ? `to be the guardian of ${each.guardianOf}`
    : `${each.ward ? `for ${each.ward}: ` : ''}${nameEn(each)}`
const openPriceEn = (each: Open, join: string): string => ('guardianOf' in each ? '' : `${join}${priceEn(each)}`)
const first = <T>(items: readonly T[], most: number): readonly T[] => items.slice(0, most)

export const verbZh = { month: '订购', once: '购买', marketing: '接收' } as const

/** What is asked for, with its price; a trial says what comes after it. */
const wishZh = (facts: PromptFacts): string => {
  if (facts.period === 'marketing')
    return `接收${nameZh(facts)}营销短信，由${facts.port}发送，每周至多${facts.perWeek}条，为期${facts.months}个月`
  const what = `${verbZh[facts.period]}${nameZh(facts)}`
  if (facts.trialDays !== undefined) return `${what}，免费试用${facts.trialDays}天，期满未退订则${priceZh(facts)}`
  const free = facts.period === 'month' && facts.freeHours > 0 ? `，前${facts.freeHours}小时免费` : ''
  return `${what}，${priceZh(facts)}${free}`
}

type Span = PromptFacts['window']
const spanZh = (span: Span): string => ('hours' in span ? `${span.hours}小时` : `${span.minutes}分钟`)
const spanEn = (span: Span): string => ('hours' in span ? `${span.hours} h` : `${span.minutes} min`)

export const chineseConfirmation: ConfirmationTexts = {
  prompt: (facts) =>
    `【二次确认】${facts.by === 'subscriber' ? '您申请' : '有人为您申请'}${wishZh(facts)}。同意请回复“是”或${facts.code}，不同意请回复“否”；` +
    `${facts.left ? `还剩${spanZh(facts.left)}，其间` : `${spanZh(facts.window)}内`}不回复即不${verbZh[facts.period]}、不收费。`,
  onPage: (facts) => `【网页二次确认】${wishZh(facts)}。输入发送到手机的验证码并点击同意，即为同意。`,
  confirmed: (facts) =>
    `您已确认订购${nameZh(facts)}，${priceZh(facts)}，${tellTime(facts.freeUntil, facts.zone, 'zh-CN')}前免费。发送0000到10086或${facts.port}可随时退订。订购凭证${facts.receipt}，发送“证据”到10086查看。`,
  marketingAgreed: (facts) =>
    `您已同意接收${nameZh(facts)}营销短信，每周至多${facts.perWeek}条，至${tellDay(facts.until, facts.zone, 'zh-CN')}。发送T到${facts.port}可随时拒收。凭证${facts.receipt}，发送“证据”到10086查看。`,
  purchased: (facts) =>
    `您已确认购买${nameZh(facts)}，${priceZh(facts)}，仅收费一次，${facts.hours}小时内未收费则作废。凭证${facts.receipt}，发送“证据”到10086查看。`,
  refused: (offers) =>
    `已按您的意思不办理${first(offers, 2).map(nameZh).join('、')}${offers.length > 2 ? `等${offers.length}项` : ''}，不收费。对方不能再就此向您询问，除非您主动申请。`,
  which: (open) =>
    `您有${open.length}项申请待确认，尚未办理任何一项。请回复编号确认：${first(open, 4)
      .map((each) => `${each.code} ${openZh(each)}`)
      .join('；')}${open.length > 4 ? '等' : ''}。回复“否”全部不办理。`,
  noSuchCode: (code) => `没有编号为${code}的待确认申请，未办理任何业务。`,
  nothingOpen: (over) =>
    over
      ? '该申请已超过确认时限，未办理，不收费。需要时请重新申请。'
      : '您没有待确认的申请，未办理任何业务。查询业务请发送0000到10086。',
  confirmedBefore: (facts) =>
    `您已于${tellTime(facts.at, facts.zone, 'zh-CN')}确认${verbZh[facts.period]}${nameZh(facts)}，此次未作变更。${facts.period === 'marketing' ? `拒收请发送T到${facts.port}` : '退订请发送0000到10086'}。`,
  answerThere: (open, prompts) =>
    open.length === 1
      ? first(open, 1)
          .map(
            (each) =>
              `${openZh(each)}的申请等您确认，尚未办理。同意请发送“是”或${each.code}到${prompts}，不同意请发送“否”到${prompts}。`,
          )
          .join('')
      : `您有${open.length}项申请待确认，尚未办理任何一项。请发送编号到${prompts}确认：${first(open, 3)
          .map((each) => `${each.code} ${openZh(each)}`)
          .join('；')}${open.length > 3 ? '等' : ''}。都不同意请发送“否”到${prompts}。`,
  onlyByPhone: '确认只能由您本人用手机短信回复，或在凭短信验证码登录的网页上操作。未办理任何业务。',
  help: (open) =>
    open.length === 0
      ? '未能识别您的回复，您没有待确认的申请。查询和退订请发送0000到10086。'
      : `未能识别您的回复，尚未办理。确认${first(open, 2)
          .map((each) => `${openZh(each)}请回复${each.code}`)
          .join('，')}${open.length > 2 ? '等' : ''}；不办理请回复“否”。`,
  notPrompted: (rule) => zhRules[rule],
  proof: (lines, zone, budget) =>
    fitLines(
      '您的订购凭证：',
      lines.map(
        (each) =>
          `${each.receipt} ${tellTime(each.at, zone, 'zh-CN')}${each.channel === 'web' ? '网页' : '短信'}回复“${each.answer}”确认${nameZh(each)}${priceZh(each)}${oftenZh(each)}`,
      ),
      (left) => `${left > 0 ? `另有更早的${left}项。` : ''}如有疑问，发送“投诉”加内容到10086。`,
      budget,
    ).text,
  noProof: '没有您的订购凭证。由运营商迁入的业务以营业记录为准，如有疑问请发送“投诉”加内容到10086。',
}

const zhRules: Record<RefusalRule, string> = {
  'service.unknown': '没有这项业务，未办理。发送0000到该端口可查询其业务。',
  locked: '您的号码已锁定，未办理。解锁请登录网页办理，或发送“解锁”到10086，24小时后生效。',
  'already.subscribed': '您已订购这项业务，无需重复办理。发送0000到10086可查询。',
  'already.open': '这项申请已在等待您的确认，请按10086901的短信回复。',
  'port.blocked': '您已屏蔽该端口，未办理。',
  'refused.before': '您此前未同意这项业务，未办理。',
  'refused.similar': '您此前未同意同类业务，未办理。',
  'partner.restrained': '该公司目前不能办理新业务，未办理，您未被扣费。',
  'app.barred': '您手机上的这款软件因违规已被禁止办理业务，未办理，您未被扣费。建议卸载。',
  'limit.partner': '今日该公司的申请过多，未办理，请明日再试。',
  'limit.subscriber': '今日申请过多，未办理，请明日再试。',
  'limit.open': '待您确认的申请过多，请先回复10086901的短信，再申请新的业务。',
}

const wishEn = (facts: PromptFacts): string => {
  if (facts.period === 'marketing')
    return `marketing messages from ${facts.port}: ${nameEn(facts)}, up to ${facts.perWeek} a week for ${facts.months} months`
  if (facts.trialDays !== undefined)
    return `${nameEn(facts)}, free for ${facts.trialDays} days, then ${priceEn(facts)} unless you cancel`
  const free = facts.period === 'month' && facts.freeHours > 0 ? `, first ${facts.freeHours} h free` : ''
  return `${nameEn(facts)}, ${priceEn(facts)}${free}`
}

export const englishConfirmation: ConfirmationTexts = {
  prompt: (facts) =>
    `${facts.by === 'subscriber' ? 'You asked for' : 'Somebody asked, for you, for'} ${wishEn(facts)}. Reply YES or ${facts.code} to agree, NO to refuse. ` +
    `No reply within ${facts.left ? `the ${spanEn(facts.left)} that are left` : spanEn(facts.window)} means no, and no charge.`,
  onPage: (facts) =>
    `On the web page: ${wishEn(facts)}. To enter the code sent to the phone and press Agree is to agree.`,
  confirmed: (facts) =>
    `You confirmed ${nameEn(facts)}, ${priceEn(facts)}, free until ${tellTime(facts.freeUntil, facts.zone, 'en')}. To cancel at any time text 0000 to 10086 or ${facts.port}. Receipt ${facts.receipt}: text PROOF to 10086.`,
  marketingAgreed: (facts) =>
    `You agreed to marketing messages: ${nameEn(facts)}, up to ${facts.perWeek} a week until ${tellDay(facts.until, facts.zone, 'en')}. To end it text T to ${facts.port}. Receipt ${facts.receipt}: text PROOF to 10086.`,
  purchased: (facts) =>
    `You confirmed ${nameEn(facts)}, ${priceEn(facts)}; void if not charged within ${facts.hours} h. Receipt ${facts.receipt}: text PROOF to 10086.`,
  refused: (offers) =>
    `Not ordered, as you wish, and no charge: ${first(offers, 2).map(nameEn).join('; ')}${offers.length > 2 ? ` and ${offers.length - 2} more` : ''}. You will not be asked for it again unless you ask for it yourself.`,
  which: (open) =>
    `${open.length} requests wait for you; none was ordered. Reply a number to agree: ${first(open, 4)
      .map((each) => `${each.code} ${openEn(each)}${openPriceEn(each, ' ')}`)
      .join('; ')}${open.length > 4 ? ' ...' : ''}. NO refuses all.`,
  noSuchCode: (code) => `No request with number ${code} waits for you; nothing was ordered.`,
  nothingOpen: (over) =>
    over
      ? 'The time to confirm is over: nothing was ordered, nothing is charged. Ask for it again if you want it.'
      : 'Nothing waits for your confirmation; nothing was ordered. Text 0000 to 10086 to see your services.',
  confirmedBefore: (facts) =>
    `You confirmed ${nameEn(facts)} on ${tellTime(facts.at, facts.zone, 'en')}; nothing was changed now. To end it text ${facts.period === 'marketing' ? `T to ${facts.port}` : '0000 to 10086'}.`,
  answerThere: (open, prompts) =>
    open.length === 1
      ? first(open, 1)
          .map(
            (each) =>
              `${openEn(each)}${openPriceEn(each, ', ')}, waits for your answer; nothing was ordered. Text YES or ${each.code} to ${prompts} to agree, NO to ${prompts} to refuse.`,
          )
          .join('')
      : `${open.length} requests wait for you; none was ordered. Text a number to ${prompts} to agree: ${first(open, 3)
          .map((each) => `${each.code} ${openEn(each)}${openPriceEn(each, ' ')}`)
          .join('; ')}${open.length > 3 ? ' ...' : ''}. NO to ${prompts} refuses all.`,
  onlyByPhone:
    'Only you can confirm: by SMS from your phone, or on the web after signing in with a code sent to it. Nothing was ordered.',
  help: (open) =>
    open.length === 0
      ? 'Not understood, and nothing waits for your confirmation. Text 0000 to 10086 to see and cancel services.'
      : `Not understood; nothing was ordered. To agree reply ${first(open, 2)
          .map((each) => `${each.code} (${openEn(each)}${openPriceEn(each, ', ')})`)
          .join(' or ')}; NO to refuse.`,
  notPrompted: (rule) => enRules[rule],
  proof: (lines, zone, budget) =>
    fitLines(
      'Your receipts:',
      lines.map(
        (each) =>
          `${each.receipt}: on ${tellTime(each.at, zone, 'en')} you replied "${each.answer}" by ${each.channel === 'web' ? 'web' : 'SMS'} to ${nameEn(each)}, ${priceEn(each)}${oftenEn(each)}`,
      ),
      (left) => `${left > 0 ? `${left} earlier ones. ` : ''}Questions: text COMPLAIN to 10086.`,
      budget,
    ).text,
  noProof:
    'There is no receipt of yours. For services carried over by the operator its own records hold; text COMPLAIN and your question to 10086.',
}

const enRules: Record<RefusalRule, string> = {
  'service.unknown': 'There is no such service; nothing was ordered. Text 0000 to the port to see its services.',
  locked:
    'Your number is locked; nothing was ordered. To unlock sign in on the web, or text UNLOCK to 10086: it holds after 24 h.',
  'already.subscribed': 'You have this service already. Text 0000 to 10086 to see your services.',
  'already.open': 'This request waits for your answer already: reply to the message from 10086901.',
  'port.blocked': 'You blocked this port; nothing was ordered.',
  'refused.before': 'You did not agree to this service before; nothing was ordered.',
  'refused.similar': 'You did not agree to a similar service before; nothing was ordered.',
  'partner.restrained': 'This company may take no new orders for now. Nothing was ordered or charged.',
  'app.barred': 'The app that asked for this is barred. Nothing was ordered or charged; we suggest that you remove it.',
  'limit.partner': 'Too many requests of this company today; nothing was ordered. Try again tomorrow.',
  'limit.subscriber': 'Too many requests today; nothing was ordered. Try again tomorrow.',
  'limit.open': 'Too many requests wait for your answer: reply to the messages from 10086901 first.',
}

export const confirmationTextsIn = (language: Language): ConfirmationTexts =>
  language === 'en' ? englishConfirmation : chineseConfirmation
