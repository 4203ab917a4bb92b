import type { CaseOutcome, Language, Sanction } from '#contracts'

interface ToldFacts extends Pick<CaseOutcome, 'number' | 'outcome' | 'points' | 'sanctions' | 'refunds' | 'withdrawn'> {
  readonly partner: string
  /** What they named of it; absent where they named the company, or software. */
  readonly service?: string | undefined
  readonly reason: string
}

/** Words of verdicts, in one language: of the SMS to those who complained, the public notice and the penalty letter. */
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

const penalties = ({ points, sanctions }: ToldFacts, texts: CaseTexts): string[] => [
  ...(points > 0 ? [texts.points(points)] : []),
  ...new Set(sanctions.map(({ what }) => texts.sanctions[what])),
]

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
    if (withdrawn) return `${about}一案，经申诉复核，对该公司的处罚已撤销；已退给您的费用不受影响。案号${number}。`
    if (outcome === 'cleared') return `${about}已核查完毕，未发现该公司违规；您个人的退费不受影响。案号${number}。`
    const done = penalties(facts, zh)
    const penalty = done.length > 0 ? `，已对该公司处以：${done.join('、').replaceAll(' ', '')}` : ''
    const back = refunds ? '。受影响的每一笔扣费都会退回，无需您再申请' : ''
    return `${about}已查实：${short(reason, 60, '…')}${penalty}${back}。案号${number}。感谢您的反映。`
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
      return `${about} On appeal, the penalty was taken back; what was refunded to you stays yours. Case ${number}.`
    if (outcome === 'cleared')
      return `${about} We looked into it and found nothing wrong; refunds to you are not affected. Case ${number}.`
    const done = penalties(facts, en)
    const penalty = done.length > 0 ? ` Penalty: ${done.join('; ').toLowerCase()}.` : ''
    const back = refunds ? ' Every charge concerned is refunded; you need not ask.' : ''
    return `${about} It was proven: ${short(reason, 120, '..')}.${penalty}${back} Case ${number}. Thank you.`
  },
}

export const caseTextsIn = (language: Language): CaseTexts => (language === 'en' ? en : zh)
