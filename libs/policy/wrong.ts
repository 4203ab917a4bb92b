import type { z } from 'zod'

/** Why a figure cannot hold, for readers of either language. */
export interface Why {
  readonly en: string
  readonly zh: string
}

/** What is wrong with figures: which, and why. */
export interface FigureProblem {
  readonly name: string
  readonly message: string
  readonly messageZh: string
}

export const problem = (name: string, { en, zh }: Why): FigureProblem => ({ name, message: en, messageZh: zh })

/** What cannot hold together, each with the figures that it is said by. */
export const whys = {
  stopsAlone: (most: number): Why => ({
    en: `is more than ${most}: one person alone could stop most senders; the file alone may say so`,
    zh: `大于${most}：一人即可拦下多数发送方，只有策略文件可以这样写`,
  }),
  forgotten: (endDays: number): Why => ({
    en: `is longer than a campaign is kept (campaigns.endDays of the file: ${endDays}): who reported before is forgotten`,
    zh: `长于群发事件保留的时间（策略文件的 campaigns.endDays：${endDays}天）：更早的举报人已不再保留`,
  }),
  neverProposed: (most: number): Why => ({
    en: `is more than the reporters whom a campaign looks at can weigh (${most}): nothing would ever be proposed`,
    zh: `超出一个群发事件所计举报人的最大权重（${most}）：任何事件都不会提交处理`,
  }),
  neverAgain: (reporters: number, most: number): Why => ({
    en: `of ${reporters} reporters is more than those whom a campaign looks at can weigh (${most}): what was dismissed would never be proposed again`,
    zh: `按门槛${reporters}人折算，超出一个群发事件所计举报人的最大权重（${most}）：判为不成立的事件永不会再次提交`,
  }),
  overAtOnce: (calm: number): Why => ({
    en: `shared out over the series it is above ${calm} an hour: an alarm would be over as soon as it is raised`,
    zh: `分摊到各序列后每小时高于${calm}：预警刚产生就会结束`,
  }),
  oneStation: (stationDays: number): Why => ({
    en: `is longer than a place is kept (enforcement.stationDays of the file: ${stationDays}): all that ever came there would be one station`,
    zh: `长于地点保存的时间（策略文件的 enforcement.stationDays：${stationDays}天）：该地点的所有消息都会算作同一伪基站`,
  }),
  neverSuspected: (most: number): Why => ({
    en: `is more than what is kept of one place (${most}): no station would ever be suspected`,
    zh: `多于一个地点所保存的记录（${most}）：任何伪基站都不会列为疑似`,
  }),
  nobodyWarned: (name: string, due: number): Why => ({
    en: `is not before it is overdue (${name}: ${due}): nobody would be warned`,
    zh: `不早于逾期（${name}：${due}）：不会提醒任何人`,
  }),
  promised: (hours: number, most: number): Why => ({
    en: `${hours} is longer than the ${most} hours that were promised to subscribers in public: the file alone may say so`,
    zh: `${hours}小时长于向用户公开承诺的${most}小时：只有策略文件可以这样规定`,
  }),
  wholeSteps: (): Why => ({ en: 'a day must be whole steps', zh: '一天须为整数个窗口（24的约数）' }),
  clearedAtOnce: (leastEvidence: number): Why => ({
    en: `is above leastEvidence (${leastEvidence}): a flag would be cleared as soon as it is raised`,
    zh: `高于 leastEvidence（${leastEvidence}）：预警刚产生就会解除`,
  }),
  endsBefore: (): Why => ({ en: 'ends before it begins', zh: '结束早于开始' }),
  neverAlone: (): Why => ({
    en: 'is enough alone, and its cap is below leastEvidence: it never is',
    zh: '设为单独即可预警，但上限低于 leastEvidence：永远不会预警',
  }),
  neverSays: (): Why => ({
    en: 'is below groupSays: it never says anything',
    zh: '低于 groupSays：永远不算有所表明',
  }),
  nobodyFlagged: (most: number): Why => ({
    en: `all groups together come to ${most} at most: nobody would ever be flagged`,
    zh: `各组合计至多${most}：任何合作方都不会预警`,
  }),
  tooFewGroups: (groups: number): Why => ({
    en: `only ${groups} groups have a signal that is on`,
    zh: `仅${groups}组有启用的信号`,
  }),
  takesAll: (atLeast: number, stops: boolean): Why => ({
    en: `takes whoever has ${atLeast} such charges among many: it would ${stops ? 'stop' : 'flag'} nearly everybody`,
    zh: `只要众多扣费中有${atLeast}笔这样的扣费即触发：几乎所有合作方都会被${stops ? '停止扣费' : '预警'}`,
  }),
  noSignal: (): Why => ({ en: 'no signal has this name', zh: '没有这个名称的信号' }),
  hastyIsFast: (fast: number): Why => ({
    en: `is below fastSeconds (${fast}): whoever is fast would not be hasty`,
    zh: `小于 fastSeconds（${fast}）：过快的应答反而不算仓促`,
  }),
  quickIsLong: (days: number): Why => ({
    en: `is longer than cohortDays (${days}): all who ever leave would leave quickly`,
    zh: `长于 cohortDays（${days}天）：所有退订都会算作很快退订`,
  }),
  jumpIsFollowed: (days: number): Why => ({
    en: `is longer than anything is kept (${days} days): one wrong clock would end all that is known`,
    zh: `长于数据保留的时间（${days}天）：一个错误的时钟就会清空全部已知情况`,
  }),
  nobodyEver: (): Why => ({
    en: 'every signal is off and no rule is live: nobody would ever be flagged',
    zh: '所有信号均关闭，也没有生效的规则：任何合作方都不会预警',
  }),
  twice: (): Why => ({ en: 'is there twice', zh: '重复' }),
} as const

/** For zod, which says one language and carries the other. */
export const issueOf = ({ en, zh }: Why) => ({ message: en, params: { zh } })

const kinds: Readonly<Record<string, Why>> = {
  int: { en: 'must be a whole number', zh: '必须是整数' },
  number: { en: 'must be a number', zh: '必须是数字' },
  array: { en: 'must be a list', zh: '必须是列表' },
  boolean: { en: 'must be true or false', zh: '必须是 true 或 false' },
}
const otherKind: Why = { en: 'is not of the kind that it must be', zh: '类型不符' }

/** What zod found, in words of ours: of its own it has English alone. */
export function problemsIn(issues: readonly z.core.$ZodIssue[]): readonly FigureProblem[] {
  return issues.map((issue) => problem(issue.path.join('.'), whyOf(issue)))
}

function whyOf(issue: z.core.$ZodIssue): Why {
  switch (issue.code) {
    case 'custom':
      return { en: issue.message, zh: String(issue.params?.['zh'] ?? issue.message) }
    case 'too_big':
      return outside(issue.origin, Number(issue.maximum), { inclusive: issue.inclusive === true, isMost: true })
    case 'too_small':
      return outside(issue.origin, Number(issue.minimum), { inclusive: issue.inclusive === true, isMost: false })
    case 'invalid_type':
      return kinds[issue.expected] ?? otherKind
    case 'invalid_value':
      return { en: `must be one of ${issue.values.join(', ')}`, zh: `必须是其中之一：${issue.values.join('、')}` }
    case 'unrecognized_keys':
      return {
        en: `is not among the figures that are changed here: ${issue.keys.join(', ')}`,
        zh: `不在可于此修改的参数之列：${issue.keys.join('、')}`,
      }
    default:
      return otherKind
  }
}

/** Above the most, or below the least, that it may be; of a list or a text, that it may have. */
function outside(
  origin: string,
  bound: number,
  { inclusive, isMost }: { readonly inclusive: boolean; readonly isMost: boolean },
): Why {
  const [en, zh] = isMost ? ['at most', '至多'] : ['at least', '至少']
  if (origin === 'array') return { en: `has ${en} ${bound} entries`, zh: `${zh}${bound}项` }
  if (origin === 'string') return { en: `has ${en} ${bound} characters`, zh: `${zh}${bound}个字符` }
  if (inclusive)
    return { en: `must be ${bound} ${isMost ? 'or less' : 'or more'}`, zh: `不得${isMost ? '大' : '小'}于${bound}` }
  return { en: `must be ${isMost ? 'below' : 'above'} ${bound}`, zh: `必须${isMost ? '小' : '大'}于${bound}` }
}
