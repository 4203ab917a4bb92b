import type { Terms } from '#contracts'
import { tellDay, tellFen, tellTime } from './format.ts'

/** A service as a line shows it, names already in the subscriber's language. */
export interface ServiceLine {
  readonly number: number
  readonly partner: string
  readonly service: string
  readonly tariffFen: number
  readonly period: Terms['period']
  readonly package?: string
}

export interface DoneFacts {
  /** Names of what was cancelled or restored. */
  readonly names: readonly string[]
  readonly at: number
  readonly zone: string
  readonly undoCode: string
  readonly undoMinutes: number
  /** Numbers that are not on the list. */
  readonly notListed: readonly number[]
  /** Numbers whose service was cancelled before. */
  readonly gone: readonly number[]
}

/** What an undo gave back, and what it could not. */
export interface UndoneFacts {
  readonly names: readonly string[]
  /** Subscribed anew since. */
  readonly again: readonly string[]
  /** One-offs that may not be charged any more. */
  readonly over: readonly string[]
  /** A consent to marketing came back. */
  readonly marketing: boolean
  /** What a port's block became, where the action was about one. */
  readonly block?: { readonly port: string; readonly now: 'open' | 'blocked' | 'as before' | 'changed since' }
}

/** Every SMS that the main job sends, in one language. Each stays within its budget of segments (see budget.test.ts). */
export interface Texts {
  line(line: ServiceLine): string
  listHead(count: number): string
  single: string
  packaged: string
  listFoot(facts: { hours: number; left: number }): string
  moreHead(from: number, to: number, count: number): string
  nothing: string
  /** Of a port, where there may be services elsewhere. */
  nothingHere(port: string): string
  noMore: string
  noList(expired: boolean, hours: number): string
  notListed(numbers: readonly number[], count: number): string
  alreadyGone(numbers: readonly number[]): string
  /** The same of what was chosen on a page or by voice. */
  goneBefore: string
  cancelled(facts: DoneFacts): string
  askCancelAll(facts: { count: number; monthlyFen: number; minutes: number; port?: string }): string
  keptAll: string
  nothingAsked: string
  portHead(facts: {
    owner: string
    port: string
    count: number
    blocked: 'marketing' | 'full' | undefined
    /** Until when marketing was agreed to; undefined when it was not. */
    marketingUntil: number | undefined
    zone: string
  }): string
  portUnknown(port: string): string
  portAllLine(number: number): string
  /** `1111` to a port with several services. */
  whichService(services: readonly (ServiceLine & { code: string })[]): string
  portFoot(facts: { hasServices: boolean; left: number }): string
  blocked(facts: DoneFacts & { port: string; scope: 'marketing' | 'full'; again: boolean }): string
  marketingOff(facts: { port: string; again: boolean; undoCode: string; undoMinutes: number }): string
  unblocked(facts: { port: string; undoCode: string; undoMinutes: number }): string
  notBlocked(port: string): string
  undone(facts: UndoneFacts): string
  nothingToUndo(minutes: number): string
  /** A code that undoes nothing, while another does. */
  noSuchUndo(code: string, latest: string): string
  /** `退费` without saying of what; of several at once. */
  refundHow: string
  refundOneByOne(numbers: readonly number[]): string
  /** An answer that was not understood, to the second yes and to a list. */
  yesOrNo: string
  /** The question whether all is to be cancelled was asked by another number. */
  answerAt(number: string): string
  onlyNumbers: string
  languageSet: string
  languageHow: string
  help: string
  portHelp(port: string): string
  /** What was texted to a port, and is answered here. */
  elsewhere(query: string): string
  tooMany: string
}

const some = (names: readonly string[], most: number) => names.slice(0, most)

export const chinese: Texts = {
  line: ({ number, partner, service, tariffFen, period, package: name }) =>
    `${number} ${name ? `[${name}]` : ''}${partner} ${service} ${tellFen(tariffFen, 'zh-CN')}/${period === 'month' ? '月' : '次'}`,
  listHead: (count) => `您共有${count}项收费业务。`,
  single: '单项业务：',
  packaged: '套餐内业务：',
  listFoot: ({ hours, left }) =>
    `${left > 0 ? `还有${left}项，回复“更多”查看。` : ''}回复序号退订，如“1”或“1,2”，${hours}小时内有效。`,
  moreHead: (from, to, count) => `第${from}-${to}项，共${count}项：`,
  nothing: '您目前没有订购任何收费业务。',
  nothingHere: (port) => `您在端口${port}没有订购收费业务，未作任何变更。`,
  noMore: '列表已全部显示。发送0000可重新查询。',
  noList: (expired, hours) =>
    expired
      ? `您的业务列表已超过${hours}小时，序号已失效，未作任何变更。请发送0000重新查询。`
      : '没有可供选择的业务列表，未作任何变更。请先发送0000查询，再回复序号。',
  notListed: (numbers, count) => `列表中没有序号${numbers.slice(0, 10).join('、')}（序号为1-${count}），未作任何变更。`,
  alreadyGone: (numbers) => `序号${numbers.slice(0, 10).join('、')}的业务此前已退订，未作变更。`,
  goneBefore: '该业务此前已退订，未作变更。发送0000查询业务。',
  cancelled: ({ names, at, zone, undoCode, undoMinutes, notListed, gone }) =>
    `已为您退订${names.length}项：${some(names, 3).join('；')}${names.length > 3 ? '等' : ''}。自${tellTime(at, zone, 'zh-CN')}起不再扣费。` +
    (notListed.length > 0 ? `列表中没有序号${notListed.slice(0, 5).join('、')}。` : '') +
    (gone.length > 0 ? `序号${gone.slice(0, 5).join('、')}此前已退订。` : '') +
    `${undoMinutes}分钟内回复“恢复${undoCode}”可撤销。`,
  askCancelAll: ({ count, monthlyFen, minutes, port }) =>
    `您将退订${port ? `端口${port}的` : ''}全部${count}项业务${monthlyFen > 0 ? `（每月共${tellFen(monthlyFen, 'zh-CN')}）` : ''}。确认请在${minutes}分钟内回复“是”，不回复则不变。`,
  keptAll: '好的，未作任何变更。',
  nothingAsked: '目前没有等待您确认的操作，未作任何变更。发送0000查询业务。',
  portHead: ({ owner, port, count, blocked, marketingUntil, zone }) =>
    `端口${port}属于${owner}。${blocked === 'full' ? '您已全部屏蔽该端口。' : blocked ? '您已屏蔽其营销短信。' : marketingUntil ? `您已同意接收其营销短信至${tellDay(marketingUntil, zone, 'zh-CN')}，回复T拒收。` : ''}${count > 0 ? `您在此订购了${count}项：` : '您在此没有订购收费业务。'}`,
  portUnknown: (port) => `端口${port}未在本网登记。回复00000可屏蔽；垃圾短信请转发至10086999举报。`,
  portAllLine: (number) => `${number} 全部退订（需再确认）`,
  whichService: (services) =>
    `请回复业务代码申请：${services
      .slice(0, 4)
      .map(
        (each) =>
          `${each.code} ${each.service}${tellFen(each.tariffFen, 'zh-CN')}/${each.period === 'month' ? '月' : '次'}`,
      )
      .join('；')}${services.length > 4 ? '等' : ''}。申请后须再次确认才会订购。`,
  portFoot: ({ hasServices, left }) =>
    `${left > 0 ? `还有${left}项，回复“更多”。` : ''}${hasServices ? '回复序号退订；' : ''}回复T拒收营销，00000退订并屏蔽，11111解除屏蔽。`,
  blocked: ({ port, scope, again, names, at, zone, undoCode, undoMinutes }) =>
    `${again && names.length === 0 ? `端口${port}此前已屏蔽` : `已屏蔽端口${port}`}${names.length > 0 ? `并退订${names.length}项：${some(names, 2).join('；')}${names.length > 2 ? '等' : ''}` : ''}，自${tellTime(at, zone, 'zh-CN')}起生效。` +
    (scope === 'full'
      ? '其任何短信（含验证码）都不再送达。'
      : '不再收到其营销短信，验证码和服务通知仍会送达；要全部屏蔽请回复“全部屏蔽”。') +
    '其业务申请也不再向您询问。' +
    (undoCode ? `${undoMinutes}分钟内回复“恢复${undoCode}”可撤销，` : '') +
    '随时回复11111解除屏蔽。',
  marketingOff: ({ port, again, undoCode, undoMinutes }) =>
    again
      ? `您此前已拒收端口${port}的营销短信。回复11111可重新接收。`
      : `已拒收端口${port}的营销短信，您订购的业务不受影响。${undoMinutes}分钟内回复“恢复${undoCode}”可撤销，随时回复11111重新接收。`,
  unblocked: ({ port, undoCode, undoMinutes }) =>
    `已解除对端口${port}的屏蔽，已退订的业务不会自动恢复。${undoMinutes}分钟内回复“恢复${undoCode}”可撤销。`,
  notBlocked: (port) => `您没有屏蔽端口${port}，无需解除。`,
  undone: ({ names, again, over, marketing, block }) => {
    const done = [
      ...(names.length > 0
        ? [`${names.length}项业务：${some(names, 2).join('；')}${names.length > 2 ? '等' : ''}，原订购时间和扣费日不变`]
        : []),
      ...(block?.now === 'blocked' ? [`对端口${block.port}的屏蔽`] : []),
      ...(block?.now === 'open' ? [`接收端口${block.port}的短信`] : []),
      ...(marketing && block?.now !== 'open' ? ['您同意接收的营销短信'] : []),
    ]
    const not = [
      ...(again.length > 0 ? [`${some(again, 1).join('')}${again.length > 1 ? '等' : ''}您已重新订购`] : []),
      ...(over.length > 0 ? [`${some(over, 1).join('')}${over.length > 1 ? '等' : ''}已过期`] : []),
      ...(block?.now === 'changed since' ? [`端口${block.port}此后您另有设置`] : []),
      ...(block?.now === 'as before' && done.length === 0 ? [`端口${block.port}的设置已是原样`] : []),
    ]
    const because = not.length > 0 ? not.join('；') : '已是原样'
    if (done.length === 0) return `没有恢复任何内容：${because}。发送0000可查询。`
    return `已恢复${done.join('；')}。${not.length > 0 ? `未变：${because}。` : ''}`
  },
  nothingToUndo: (minutes) => `没有可恢复的操作（仅限${minutes}分钟内）。发送0000查询业务。`,
  noSuchUndo: (code, latest) => `没有代码为${code}的可恢复操作，未作任何变更。回复“恢复${latest}”可撤销最近一次操作。`,
  refundHow: '请发送“退费”加列表序号或业务名称，如“退费 1”或“退费 每日笑话”。列表序号请发送0000到10086查询。',
  refundOneByOne: (numbers) =>
    `退费请逐项申请，尚未办理任何一项。请分别发送${some(numbers.map(String), 2)
      .map((each) => `“退费 ${each}”`)
      .join('、')}${numbers.length > 2 ? '等' : ''}到10086。`,
  yesOrNo: '未能识别您的回复，未作任何变更。确认全部退订请回复“是”，不退订请回复“否”。',
  answerAt: (number) => `全部退订尚待确认，未作任何变更。确认请发送“是”到${number}，不退订请发送“否”到${number}。`,
  onlyNumbers: '未能识别您的回复，未作任何变更。退订请只回复序号，如“1”或“1,2”；重新查询请发送0000。',
  languageSet: '已设为中文。Text LANG EN for English.',
  languageHow: '回复“语言 英文”改用英文。Text LANG EN for English, LANG ZH for Chinese.',
  help: '10086业务查询退订：发送0000查询收费业务，回复序号退订；“全部退订”退订全部；“恢复”撤销30分钟内的操作；“锁定”不再办理收费业务；“语言 英文”换语言。向企业端口发送0000查询，00000退订并屏蔽，11111解除。',
  portHelp: (port) => `未能识别您的回复。向端口${port}发送：0000查询，T拒收营销，00000退订并屏蔽，11111解除屏蔽。`,
  elsewhere: (query) => `这里不办理此项，未作任何变更。请把同样的内容发送到${query}。`,
  tooMany: '您的短信过于频繁，一小时内将不再逐条回复，您的指令仍然有效。',
}

export const english: Texts = {
  line: ({ number, partner, service, tariffFen, period, package: name }) =>
    `${number} ${name ? `(${name}) ` : ''}${partner}: ${service}, ${tellFen(tariffFen, 'en')}/${period === 'month' ? 'month' : 'use'}`,
  listHead: (count) => `You pay for ${count} service${count === 1 ? '' : 's'}.`,
  single: 'Single services:',
  packaged: 'In packages:',
  listFoot: ({ hours, left }) =>
    `${left > 0 ? `${left} more: reply MORE. ` : ''}Reply a number to cancel, e.g. 1 or 1,2. Valid ${hours} hours.`,
  moreHead: (from, to, count) => `Services ${from}-${to} of ${count}:`,
  nothing: 'You pay for no services at present.',
  nothingHere: (port) => `You have no paid services at ${port}. Nothing was changed.`,
  noMore: 'The list is complete. Text 0000 for a new one.',
  noList: (expired, hours) =>
    expired
      ? `Your list is older than ${hours} hours, so its numbers no longer hold. Nothing was changed. Text 0000 for a new list.`
      : 'There is no list to choose from. Nothing was changed. Text 0000 first, then reply a number.',
  notListed: (numbers, count) =>
    `Not on your list: ${numbers.slice(0, 10).join(', ')} (it has 1-${count}). Nothing was changed.`,
  alreadyGone: (numbers) => `Cancelled before: ${numbers.slice(0, 10).join(', ')}. Nothing was changed.`,
  goneBefore: 'That service was cancelled before; nothing was changed. Text 0000 to see your services.',
  cancelled: ({ names, at, zone, undoCode, undoMinutes, notListed, gone }) =>
    `Cancelled ${names.length}: ${some(names, 4).join('; ')}${names.length > 4 ? ' and more' : ''}. No charges from ${tellTime(at, zone, 'en')}.` +
    (notListed.length > 0 ? ` Not on the list: ${notListed.slice(0, 5).join(', ')}.` : '') +
    (gone.length > 0 ? ` Cancelled before: ${gone.slice(0, 5).join(', ')}.` : '') +
    ` Reply UNDO ${undoCode} within ${undoMinutes} min to restore.`,
  askCancelAll: ({ count, monthlyFen, minutes, port }) =>
    `This cancels ${count === 1 ? 'your only service' : `all ${count} services`}${port ? ` of ${port}` : ''}${monthlyFen > 0 ? ` (${tellFen(monthlyFen, 'en')} a month)` : ''}. Reply YES within ${minutes} min to confirm; without it nothing changes.`,
  keptAll: 'All right, nothing was changed.',
  nothingAsked: 'Nothing is waiting for your confirmation; nothing was changed. Text 0000 to see your services.',
  portHead: ({ owner, port, count, blocked, marketingUntil, zone }) =>
    `${port} belongs to ${owner}. ${blocked === 'full' ? 'You blocked it fully. ' : blocked ? 'You blocked its marketing. ' : marketingUntil ? `You agreed to its marketing until ${tellDay(marketingUntil, zone, 'en')}; T ends it. ` : ''}${count > 0 ? `You have ${count} here:` : 'You have no paid services here.'}`,
  portUnknown: (port) => `${port} is not registered with us. Reply 00000 to block it; forward spam to 10086999.`,
  portAllLine: (number) => `${number} cancel all (asks again)`,
  whichService: (services) =>
    `Reply a code to ask for a service: ${services
      .slice(0, 4)
      .map(
        (each) =>
          `${each.code} ${each.service} ${tellFen(each.tariffFen, 'en')}/${each.period === 'month' ? 'month' : 'use'}`,
      )
      .join('; ')}${services.length > 4 ? ' and more' : ''}. It is ordered only after you confirm.`,
  portFoot: ({ hasServices, left }) =>
    `${left > 0 ? `${left} more: MORE. ` : ''}${hasServices ? 'Reply a number to cancel. ' : ''}Reply T: no marketing, 00000: cancel and block, 11111: unblock.`,
  blocked: ({ port, scope, again, names, at, zone, undoCode, undoMinutes }) =>
    `${again && names.length === 0 ? `${port} was blocked before` : `${port} is blocked`}${names.length > 0 ? `, cancelled ${names.length}: ${some(names, 3).join('; ')}${names.length > 3 ? ' and more' : ''}` : ''}, from ${tellTime(at, zone, 'en')}. ` +
    (scope === 'full'
      ? 'Nothing from it reaches you, not even codes. '
      : 'No marketing; codes and service notices still come. Reply BLOCK ALL to stop these too. ') +
    'You are not asked about its services either. ' +
    (undoCode ? `UNDO ${undoCode} within ${undoMinutes} min reverses it; ` : '') +
    '11111 unblocks any time.',
  marketingOff: ({ port, again, undoCode, undoMinutes }) =>
    again
      ? `Marketing from ${port} was off already. Reply 11111 to get it again.`
      : `No more marketing from ${port}; your services there stay. Reply UNDO ${undoCode} within ${undoMinutes} min, or 11111 any time, to get it again.`,
  unblocked: ({ port, undoCode, undoMinutes }) =>
    `${port} is unblocked. Cancelled services do not come back by themselves. UNDO ${undoCode} within ${undoMinutes} min blocks it again.`,
  notBlocked: (port) => `You have not blocked ${port}; there is nothing to lift.`,
  undone: ({ names, again, over, marketing, block }) => {
    const done = [
      ...(names.length > 0
        ? [`${names.length}: ${some(names, 2).join('; ')}${names.length > 2 ? ' and more' : ''}, same dates as before`]
        : []),
      ...(block?.now === 'blocked' ? [`the block of ${block.port}`] : []),
      ...(block?.now === 'open' ? [`messages from ${block.port}`] : []),
      ...(marketing && block?.now !== 'open' ? ['the marketing you agreed to'] : []),
    ]
    const not = [
      ...(again.length > 0 ? [`you have ${some(again, 1).join('')}${again.length > 1 ? ' and more' : ''} again`] : []),
      ...(over.length > 0 ? [`${some(over, 1).join('')}${over.length > 1 ? ' and more' : ''} ran out`] : []),
      ...(block?.now === 'changed since' ? [`you set ${block.port} otherwise since`] : []),
      ...(block?.now === 'as before' && done.length === 0 ? [`${block.port} is as it was`] : []),
    ]
    const because = not.length > 0 ? not.join('; ') : 'all is as it was'
    if (done.length === 0) return `Nothing was restored: ${because}. Text 0000 to see your services.`
    return `Restored ${done.join('; ')}.${not.length > 0 ? ` Not changed: ${because}.` : ''}`
  },
  nothingToUndo: (minutes) => `Nothing to undo (only within ${minutes} min). Text 0000 to see your services.`,
  noSuchUndo: (code, latest) =>
    `Nothing to undo has the code ${code}; nothing was changed. UNDO ${latest} reverses the latest.`,
  refundHow:
    'Text REFUND and a number of your list or a name, e.g. REFUND 1 or REFUND Daily Jokes. For the list text 0000 to 10086.',
  refundOneByOne: (numbers) =>
    `One refund at a time, please; none was asked for yet. Text ${some(numbers.map(String), 2)
      .map((each) => `REFUND ${each}`)
      .join(', then ')}${numbers.length > 2 ? ' and so on' : ''} to 10086.`,
  yesOrNo: 'Not understood; nothing was changed. Reply YES to cancel all, NO to keep all.',
  answerAt: (number) =>
    `Cancelling all waits for your answer at ${number}; nothing was changed. Text YES to ${number} to cancel all, NO to keep all.`,
  onlyNumbers:
    'Not understood; nothing was changed. To cancel reply only the number, e.g. 1 or 1,2. Text 0000 for a new list.',
  languageSet: 'Language set to English. Text LANG ZH for Chinese.',
  languageHow: 'Text LANG EN for English, LANG ZH for Chinese.',
  help: 'Text 0000 to 10086 to see what you pay for, reply numbers to cancel. CANCEL ALL cancels all, UNDO reverses within 30 min, LOCK stops new orders, LANG ZH for Chinese. To a port: 0000 query, 00000 cancel and block, 11111 unblock.',
  portHelp: (port) =>
    `Not understood. To ${port} text 0000: query, T: no marketing, 00000: cancel and block, 11111: unblock.`,
  elsewhere: (query) => `That is not done here, nothing was changed. Please text the same to ${query}.`,
  tooMany: 'Too many messages: for an hour not each is answered. What you ask is still done.',
}
