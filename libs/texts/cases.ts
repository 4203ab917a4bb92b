import type { CaseOutcome, Language, Sanction } from '#contracts'

interface ToldFacts extends Pick<CaseOutcome, 'number' | 'outcome' | 'points' | 'sanctions' | 'refunds' | 'withdrawn'> {
  readonly partner: string
  /** What they named of it; absent where they named the company, or software. */
  readonly service?: string | undefined
  readonly serviceId?: string | undefined
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

/** Room for a reason, of the most that it has: a long list of penalties takes from it. */
const roomBeside = (penalty: string, most: number): number =>
  Math.max(most / 6, most - Math.max(0, penalty.length - 0.8 * most))

/** What was done, in words for whoever never heard of a partner, credit points or settlements. */
interface Plain {
  points(points: number): string
  /** A service by what it is to whoever reads it: what they named, another one, or one of a company that they named as a whole. */
  readonly services: { readonly [name in 'named' | 'other' | 'one' | 'and']: string }
  /** Of these services alone; without one, of the whole company. */
  readonly sanctions: Readonly<Record<Sanction['what'], (service?: string) => string>>
}

/** What a harder sanction makes go without saying. */
const WITHOUT_SAYING: Partial<Readonly<Record<Sanction['what'], readonly Sanction['what'][]>>> = {
  'freeze-orders': ['warning'],
  'freeze-settlement': ['warning'],
  suspend: ['warning', 'freeze-orders'],
  terminate: ['warning', 'freeze-orders', 'freeze-settlement', 'suspend'],
}

/** Whether one sanction goes without saying beside another, which is of as much of the partner, or of more. */
const isSaidBy = ({ what, serviceId }: Sanction, by: Sanction): boolean =>
  (by.serviceId === undefined || by.serviceId === serviceId) &&
  (WITHOUT_SAYING[by.what]?.includes(what) || (by.what === what && by.serviceId !== serviceId))

function penalties({ points, sanctions, serviceId: named }: ToldFacts, { services, ...plain }: Plain): string[] {
  const serviceOf = ({ serviceId }: Sanction) =>
    serviceId && (serviceId === named ? services.named : named === undefined ? services.one : services.other)
  const all = sanctions.filter((each) => !sanctions.some((by) => isSaidBy(each, by)))
  const told = [...Map.groupBy(all, ({ what }) => what)].map(([what, same]) =>
    plain.sanctions[what]([...new Set(same.flatMap((each) => serviceOf(each) ?? []))].join(services.and) || undefined),
  )
  return [...(points > 0 ? [plain.points(points)] : []), ...told]
}

const plainZh: Plain = {
  points: (points) => `扣该公司信用分${points}分`,
  services: { named: '该业务', other: '其另一业务', one: '其部分业务', and: '和' },
  sanctions: {
    warning: (service) => (service ? `就${service}警告该公司` : '警告该公司'),
    'freeze-orders': (service) => (service ? `不准${service}再发展新用户` : '不准其再发展新用户'),
    'freeze-settlement': (service) => (service ? `暂不付给${service}的收入` : '暂不付给其业务收入'),
    suspend: (service) => (service ? `暂停${service}` : '暂停其全部业务'),
    terminate: () => '终止与其合作，两年内不再合作',
    'bar-app': (service) => `不准该软件再办理${service ?? '业务'}`,
  },
}

const zh: CaseTexts = {
  points: (points) => `扣信用积分 ${points} 分`,
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
    return `${about}已查实：${short(reason, roomBeside(penalty, 60), '…')}。${penalty}${back}案号${number}。感谢您的反映。`
  },
}

const plainEn: Plain = {
  points: (points) => `the company lost ${points} credit points`,
  services: { named: 'that', other: 'another', one: 'one', and: ' and ' },
  sanctions: {
    warning: (which) => (which ? `it was warned about ${which} service` : 'it was warned'),
    'freeze-orders': (which) => `${which ? `${which} service` : 'it'} may sign up nobody new`,
    'freeze-settlement': (which) => `we pay it nothing${which ? ` for ${which} service` : ''} for now`,
    suspend: (which) => (which ? `${which} service is stopped for now` : 'all its services are stopped for now'),
    terminate: () => 'we ended our contract with it, for two years at least',
    'bar-app': (which) => `the app may sign up nobody${which ? ` for ${which} service` : ''}`,
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
    return `${about} We found: ${short(reason, roomBeside(penalty, 120), '..')}.${penalty}${back} Case ${number}. Thank you.`
  },
}

export const caseTextsIn = (language: Language): CaseTexts => (language === 'en' ? en : zh)
