import type { CaseOutcome, Language, Sanction } from '#contracts'

interface ToldFacts extends Pick<CaseOutcome, 'number' | 'outcome' | 'points' | 'sanctions' | 'refunds' | 'withdrawn'> {
  readonly partner: string
  /** What they named of it; absent where they named the company, or software. */
  readonly service?: string | undefined
  readonly reason: string
}

/** Words of verdicts, in one language: of the public notice and letters; and, as anybody understands them, of the SMS to those who complained. */
export interface CaseTexts {
  points(points: number): string
  readonly sanctions: Readonly<Record<Sanction['what'], string>>
  /** What the SMS says to whoever complained. */
  told(facts: ToldFacts): string
}

/** A reason is written for a page; what an SMS has room for. @param cut what tells that there was more, of the language’s alphabet */
const short = (reason: string, most: number, cut: string): string => {
  const said = reason.trim().replace(/[。.；;]+$/, '')
  return said.length > most ? `${said.slice(0, most - cut.length)}${cut}` : said
}

/** What was done, in words for whoever never heard of a partner, credit points or settlements. */
interface Plain {
  points(points: number): string
  readonly sanctions: Readonly<Record<Sanction['what'], string>>
}

/** What a harder sanction makes go without saying. */
const WITHOUT_SAYING: Partial<Readonly<Record<Sanction['what'], readonly Sanction['what'][]>>> = {
  'freeze-orders': ['warning'],
  'freeze-settlement': ['warning'],
  suspend: ['warning', 'freeze-orders'],
  terminate: ['warning', 'freeze-orders', 'freeze-settlement', 'suspend'],
}

function penalties({ points, sanctions }: ToldFacts, plain: Plain): string[] {
  const all = [...new Set(sanctions.map(({ what }) => what))]
  const said = new Set(all.flatMap((what) => WITHOUT_SAYING[what] ?? []))
  const told = all.filter((what) => !said.has(what)).map((what) => plain.sanctions[what])
  return [...(points > 0 ? [plain.points(points)] : []), ...told]
}

const plainZh: Plain = {
  points: (points) => `扣该公司信用分${points}分`,
  sanctions: {
    warning: '警告该公司',
    'freeze-orders': '不准其再发展新用户',
    'freeze-settlement': '暂不付给其业务收入',
    suspend: '暂停其业务',
    terminate: '终止与其合作，两年内不再合作',
    'bar-app': '不准该软件再办理业务',
  },
}

const zh: CaseTexts = {
  points: (points) => `扣信用分 ${points} 分`,
  sanctions: {
    warning: '警告',
    'freeze-orders': '暂停新增订购',
    'freeze-settlement': '暂停结算',
    suspend: '暂停业务',
    terminate: '终止合作，两年内不得再合作',
    'bar-app': '禁止涉事软件办理业务',
  },
  told(facts) {
    const { number, partner, service, reason, outcome, refunds, withdrawn } = facts
    const about = service === undefined ? `您此前反映的“${partner}”` : `您此前反映的“${service}”（${partner}）`
    if (withdrawn) return `${about}一案：该公司申诉，经重新核查，处罚已撤销。已退给您的钱不收回。案号${number}。`
    if (outcome === 'cleared') return `${about}已核查完毕，未发现违规。已退给您的钱不收回。案号${number}。`
    const done = penalties(facts, plainZh)
    const penalty = done.length > 0 ? `处理：${done.join('；')}。` : ''
    const back = refunds ? '因此扣的费都会退到话费账户，您不用申请。' : ''
    return `${about}已查实：${short(reason, 60, '…')}。${penalty}${back}案号${number}。感谢您的反映。`
  },
}

const plainEn: Plain = {
  points: (points) => `the company lost ${points} credit points`,
  sanctions: {
    warning: 'it was warned',
    'freeze-orders': 'it may sign up nobody new',
    'freeze-settlement': 'we pay it nothing for now',
    suspend: 'its service is stopped for now',
    terminate: 'we ended our contract with it, for two years at least',
    'bar-app': 'the app may sign up nobody',
  },
}

const en: CaseTexts = {
  points: (points) => `${points} credit points taken`,
  sanctions: {
    warning: 'Warning',
    'freeze-orders': 'No new orders',
    'freeze-settlement': 'Settlement frozen',
    suspend: 'Suspended',
    terminate: 'Terminated, and banned for two years',
    'bar-app': 'The app concerned is barred',
  },
  told(facts) {
    const { number, partner, service, reason, outcome, refunds, withdrawn } = facts
    const about = `You complained about ${service === undefined ? partner : `${service} (${partner})`}.`
    if (withdrawn)
      return `${about} The company appealed, we looked again, and its penalty was taken back. Money that we refunded to you stays yours. Case ${number}.`
    if (outcome === 'cleared')
      return `${about} We looked into it and found nothing wrong. Money that we refunded to you stays yours. Case ${number}.`
    const done = penalties(facts, plainEn)
    const penalty = done.length > 0 ? ` What we did: ${done.join('; ')}.` : ''
    const back = refunds ? ' Money taken this way goes back to phone accounts; you need not ask.' : ''
    return `${about} We found: ${short(reason, 120, '..')}.${penalty}${back} Case ${number}. Thank you.`
  },
}

export const caseTextsIn = (language: Language): CaseTexts => (language === 'en' ? en : zh)
