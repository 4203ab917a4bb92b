import type { Policy } from './desk.ts'
import type { MonitorPolicy } from './monitor.ts'

type Source = readonly [en: string, zh: string]

const own: Source = [
  'Our own choice, of engineering: no law or promise names it',
  '自定：工程上的选择，无法律或公开承诺规定',
]
const query: Source = [
  'The operator’s promise of one query and unsubscribe (0000)',
  '运营商公开承诺：0000统一查询和退订',
]
const consent: Source = [
  'The operator’s promise of double confirmation; the telecom regulations ask for consent before a charge',
  '运营商公开承诺：二次确认；电信条例：收费须经用户同意',
]
const charging: Source = [
  'The operator’s promises: reminders of charges, a wrong fee goes back twice, charges of six months looked up',
  '运营商公开承诺：业务扣费主动提醒、信息费误差双倍返还、近6个月清单查询',
]
const answers: Source = [
  'The operator’s promise: every report checked and answered, within 48 hours',
  '运营商公开承诺：100%查证和回复，48小时内回复',
]
const partners: Source = [
  'The operator’s promise: partners that break the rules are punished and made public; the ladder of docs/rules.md',
  '运营商公开承诺：违规合作方严厉处罚和公示；处罚阶梯见 docs/rules.md',
]
const spam: Source = [
  'The operator’s promises on spam: reports to 10086999 with reward, control of bulk sending',
  '运营商公开承诺：垃圾短信有奖举报（10086999）、群发集中管控',
]
const kept: Source = [
  'Records of charges and consents: at least six months by law; beyond it our own choice',
  '扣费与同意记录：法律要求至少6个月；更久为自定',
]
const population: Source = [
  'Chosen on one half of tools/population, reported on the other (docs/benchmarks-log.md)',
  '以 tools/population 的一半选定，在另一半上报告（docs/benchmarks-log.md）',
]

const sources: Readonly<Record<Exclude<keyof Policy, 'monitor'>, Source>> = {
  shortCodes: query,
  words: query,
  timeZone: ['The operator’s own zone', '运营商所在时区'],
  listValidMinutes: query,
  undoMinutes: query,
  secondYesMinutes: query,
  helpEveryMinutes: own,
  help: own,
  answersPerHour: own,
  repetitionSeconds: own,
  answerLateSeconds: own,
  idempotencyHours: own,
  assemblyMinutes: own,
  segments: own,
  otp: spam,
  quietHours: [
    'A duty of courtesy that operators name: nothing that can wait comes at night',
    '通行做法：可等的短信夜间不发',
  ],
  confirmation: consent,
  lock: consent,
  guardian: consent,
  marketing: [
    'Consent to commercial messages: 通信短信息服务管理规定, article 18',
    '《通信短信息服务管理规定》第十八条：商业性短信息须经同意',
  ],
  reminders: charging,
  charging,
  disputes: charging,
  cases: partners,
  complaints: answers,
  campaigns: spam,
  reports: answers,
  account: own,
  traffic: own,
  staff: own,
  webhookRetryMinutes: own,
  webhooksPerPartner: own,
  enforcement: spam,
  evidence: own,
  keepDays: kept,
  receiptMonths: kept,
  deliveryReceiptsFor: own,
  serviceType: [
    'The operator’s promise: queries and confirmations are free of charge',
    '运营商公开承诺：查询、退订与确认短信免费',
  ],
  sendRetryMinutes: own,
  trials: own,
}

const rules: Source = ['docs/rules.md, “Partners”', '本产品规则：docs/rules.md，“Partners”（合作方）']
const ofMonitor: Readonly<Record<keyof MonitorPolicy, Source>> = {
  stepHours: own,
  latenessMinutes: own,
  jumpHours: own,
  windowsDays: population,
  peersDays: population,
  peersLeast: population,
  falseFlags: [
    'Wang and Ramdas 2022, e-BH: the share of false flags is at most this',
    'Wang 与 Ramdas 2022（e-BH）：误报比例至多为此',
  ],
  tail: [
    'Wang and Ramdas 2022, boosted e-values; measured on honest partners alone (docs/benchmarks-log.md)',
    'Wang 与 Ramdas 2022（增强的 e 值）；在仅有诚信合作方的样本上测得（docs/benchmarks-log.md）',
  ],
  leastEvidence: population,
  groupSays: population,
  groupsNeeded: population,
  clearBelow: population,
  clearDays: own,
  fastSeconds: [
    'A person needs 2–5 s to read and answer (docs/rules.md, “Partners”)',
    '常人阅读并答复需 2–5 秒（docs/rules.md）',
  ],
  hastySeconds: population,
  quickHours: rules,
  cohortDays: [
    'Malware charges late: one subscriber in four only after 30 days (docs/rules.md, “Partners”)',
    '恶意软件往往迟扣：四分之一在30天之后（docs/rules.md）',
  ],
  nightHours: population,
  lateDays: population,
  slowRefundHours: answers,
  groupCaps: population,
  signals: population,
  stopFirst: rules,
}

const threshold: Source = [
  'Five reporters in ten days: docs/rules.md, “Spam reports”; the operator’s promise on spam (10086999)',
  '10天内5人举报：docs/rules.md，“Spam reports”；运营商公开承诺：垃圾短信举报（10086999）',
]
const surges: Source = [
  'The operator’s promise of surge warning; how few false ones: our own choice',
  '运营商公开承诺：突增预警；误报多少为自定',
]
const stations: Source = [
  'The operator’s promise on fake base stations; measured on planted ones (docs/benchmarks.md)',
  '运营商公开承诺：伪基站监测和封堵；在植入的样本上测得（docs/benchmarks.md）',
]
/** Figures that come from elsewhere than the others of their group. */
const ofOthers: Readonly<Record<string, Source>> = {
  'campaigns.reporters': threshold,
  'campaigns.days': threshold,
  'campaigns.together': own,
  'campaigns.againPercent': own,
  'enforcement.falseAlarmsPerMonth': surges,
  'enforcement.aloneMessages': own,
  'enforcement.urgentPercent': own,
  'enforcement.stationReporters': stations,
  'enforcement.stationMinutes': stations,
  'enforcement.stationTextPercent': stations,
}

/** Where a figure comes from: a law, a published promise or paper, our rules, what was measured, or our own choice. */
export function sourceOf(name: string): { readonly source: string; readonly source_zh: string } {
  const [group = '', figure = ''] = name.split('.')
  const found =
    ofOthers[name] ??
    (group === 'monitor'
      ? ofMonitor[figure as keyof MonitorPolicy]
      : sources[group as Exclude<keyof Policy, 'monitor'>])
  const [source, source_zh] = found ?? own
  return { source, source_zh }
}
