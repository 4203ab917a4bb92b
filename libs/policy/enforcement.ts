import { z } from 'zod'

const whole = z.number().int()

/** Figures of acting against spam: blocks for everybody, rates of ports, carried messages, surges. */
export const enforcementPolicy = z.strictObject({
  aloneMessages: whole
    .min(0)
    .describe('A block that would have stopped more messages than this in the last week needs two people'),
  protected: z
    .array(z.string().regex(/^\d{3,15}$/))
    .describe('Numbers on the white list besides the short codes: emergencies, the regulator'),
  urgentPercent: whole
    .min(0)
    .max(90)
    .describe('Of a port’s rate, what marketing never takes from its other messages (percent)'),
  shareSeconds: whole.min(1).max(30).describe('How long a leased share of a port’s rate holds (seconds)'),
  carriedDays: whole.min(1).max(30).describe('How long the network’s record of carried messages is kept (days)'),
  carriedMinutes: whole.min(1).describe('A message was carried when the record has it so close to its time (minutes)'),
  carriedPatienceSeconds: whole.min(1).describe('So long the record is waited for to become current (seconds)'),
  stationMinutes: whole
    .min(1)
    .describe('Messages that no network carried, so close in time, are of one station (minutes)'),
  stationReporters: whole
    .min(1)
    .describe('At least so many people make a suspected fake base station of them; more where so many are usual'),
  stationTextPercent: whole
    .min(1)
    .max(100)
    .describe(
      'Of the messages that seem not to be carried at a place, one text that is no station’s usually makes so many at most (percent)',
    ),
  stationDays: whole.min(1).describe('How long such places are kept (days)'),
  falseAlarmsPerMonth: z
    .number()
    .min(0.01)
    .describe(
      'Alarms of surges a month that honest weeks may raise, all series together; as many suspected fake base stations that are none, at all places',
    ),
  districts: whole
    .min(1)
    .describe(
      'Districts, or cells where they are known, that reports may come from; the figure above is shared out over them as well',
    ),
  dutyNumbers: z.array(z.string().regex(/^\d{5,15}$/)).describe('Who is told of an alarm by SMS, in Chinese'),
  dutyNumbersEnglish: z.array(z.string().regex(/^\d{5,15}$/)).describe('Who is told of it in English'),
  categories: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(40),
        words: z.array(z.string().min(1)).min(1),
        only: z.array(z.string().min(1).max(40)),
      }),
    )
    .describe(
      'Marketing with one of these words (simplified, lower case, without spaces) goes only from ports of these approved categories',
    ),
  bulkHours: whole
    .min(1)
    .max(72)
    .describe('Marketing beyond the rate waits so long at most, else it is refused (hours)'),
})

export const enforcementDefaults: z.infer<typeof enforcementPolicy> = {
  aloneMessages: 10_000,
  // 110 police, 119 fire, 120 ambulance, 122 accidents, 12110 police by SMS; 12321 and 12315 take complaints.
  protected: ['110', '119', '120', '122', '12110', '12321', '12315'],
  urgentPercent: 20,
  shareSeconds: 2,
  carriedDays: 3,
  carriedMinutes: 15,
  carriedPatienceSeconds: 3600,
  stationMinutes: 30,
  stationReporters: 3,
  stationTextPercent: 15,
  stationDays: 90,
  falseAlarmsPerMonth: 1,
  districts: 3000,
  dutyNumbers: [],
  dutyNumbersEnglish: [],
  categories: [
    {
      name: 'loans',
      words: [
        // No word that stands inside others: 外套现价, 全新开放款式, 微博彩蛋, 特色情侣; nor what sellers of flats and cars say.
        ...[
          '信用贷',
          '小额贷款',
          '个人贷款',
          '网贷下款',
          '网贷口子',
          '贷款口子',
          '秒下款',
          '当天放款',
          '无抵押贷',
          '信用卡套现',
        ],
        ...['payday loan', 'cash loan', 'personal loan', 'bad credit'],
      ],
      only: ['finance', 'bank', 'banking', 'loan', 'loans', 'credit', '金融', '银行', '信贷'],
    },
    // What the law lets nobody advertise.
    {
      name: 'gambling',
      words: [
        '百家乐',
        '博彩平台',
        '博彩网',
        '网上博彩',
        '真人荷官',
        '六合彩',
        '时时彩',
        '老虎机',
        '体育投注',
        'online casino',
        'sports betting',
      ],
      only: [],
    },
    { name: 'obscene', words: ['约炮', '裸聊', '一夜情', '成人电影', '色情视频', '色情服务'], only: [] },
    { name: 'papers', words: ['代开发票', '代开票', '代办文凭', '刻章办证', '办证刻章', '枪支', '迷药'], only: [] },
  ],
  bulkHours: 24,
}

interface Protecting {
  readonly shortCodes: {
    readonly query: readonly string[]
    readonly prompts: string
    readonly reports: readonly string[]
  }
  readonly enforcement: Pick<z.infer<typeof enforcementPolicy>, 'protected'>
}

/** Senders that are on the white list without being put there: the operator’s own numbers, emergencies. */
export const protectedSenders = ({ shortCodes, enforcement }: Protecting): string[] => [
  ...shortCodes.query,
  shortCodes.prompts,
  ...shortCodes.reports,
  ...enforcement.protected,
]
