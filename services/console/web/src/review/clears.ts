const PART = /^.+: at most (.+) \(now (.+)\)$/
const DAYS = /^for (\d+) days$/
const STOPPED =
  /^(?:A person decides|None more for (\d+) days): (\d+) .+ within (\d+) h; below (\d+) or ([\d.]+) % of (all charges|who had paid and unsubscribed) /

const figure = (text: string): string => text.replace(/ of 10,000$/, '/万用户').replace(' %', '%')

/**
 * What would clear a finding, as the monitor pinned it in English, for readers of Chinese; what is worded otherwise stays.
 * @param names what its signals are called, in its order
 */
export function clearsInChinese(clears: string, names: readonly string[]): string {
  const stopped = STOPPED.exec(clears)
  if (stopped) {
    const [, days, count, hours, least, share, of] = stopped
    const base = of === 'all charges' ? '全部扣费' : '付过费又退订的用户'
    const found = `${hours} 小时内 ${count} 笔${names[0] ?? ''}`
    const bound = `少于 ${least} 笔或不足${base}的 ${share}%`
    return days === undefined
      ? `须由人裁定：${found}；${bound}时不会先行停止`
      : `${days} 天内不再发生：${found}；${bound}时不会预警`
  }
  const parts = clears.split('; ')
  const days = DAYS.exec(parts.at(-1) ?? '')?.[1]
  const told = parts.slice(0, -1).map((each, n) => {
    const [, most, now] = PART.exec(each) ?? []
    return most && now && names[n] ? `${names[n]}：至多 ${figure(most)}（现为 ${figure(now)}）` : undefined
  })
  return days === undefined || told.includes(undefined) ? clears : `${told.join('；')}；持续 ${days} 天`
}
