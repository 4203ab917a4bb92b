import { useTranslation } from 'react-i18next'

/** What the log says in English, for the console’s Chinese; what an error said of itself stands as it is. */
const said: readonly (readonly [RegExp, string])[] = [
  [/^starting$/, '正在启动'],
  [/^joining$/, '正在加入'],
  [/^this build cannot read released figures: (.*)$/, '本版本程序无法读取已发布的数值：$1，按策略文件执行'],
  [
    /^version (\d+) of the figures was released, and this process still decides by version (\d+)$/,
    '已发布第 $1 版数值，本进程仍按第 $2 版执行',
  ],
  [/^stood still$/, '停滞'],
  [/^(\d+) of (\d+) lanes are still to be taken over$/, '还有 $1 个处理单元（共 $2 个）待接管'],
  [/^no SMSC link is bound that can send$/, '没有可发送的短信中心链路'],
  [/^the SMSC takes messages and does not answer them$/, '短信中心收下消息后不应答'],
  [/^Kafka has given no sign for (\d+) s$/, 'Kafka 已 $1 秒没有响应'],
  [/^the group does not take this member \((.*)\)$/, '消费组不接受本进程（$1）'],
  [/^the log has taken nothing for (\S+) for (\d+) s$/, '日志已 $2 秒没有接收 $1 的消息'],
  [
    /^the clock is .* that of the database, which is more than .*$/,
    '本机时钟与数据库不一致，已停止处理：请校正有误的一方（NTP）',
  ],
  [
    /^the clock is .* that of the (.*), which is more than .*$/,
    '本机时钟与 $1 的时钟不一致，已停止处理：请校正有误的一方（NTP）',
  ],
  [
    /^the clock is .* the newest message of the data folder: .*$/,
    '本机时钟早于数据目录中最新的消息，已停止处理：请校正本机时钟（NTP）；如时钟无误，请以 CLOCK_CHECK=off 启动',
  ],
]
const whose = { lane: '处理单元', group: '消费组' } as const

/** A trouble that a process told, in a language. */
export function troubleOf(text: string, language: 'zh' | 'en'): string {
  if (language === 'en') return text
  const of = /^(lane|group) (\S+): (.*)$/s.exec(text)
  if (of) return `${whose[of[1] as keyof typeof whose]} ${of[2]}：${troubleOf(of[3] ?? '', language)}`
  const known = said.find(([pattern]) => pattern.test(text))
  return known ? text.replace(...known) : text
}

/** The same in the reader’s. */
export function useTrouble(): (text: string) => string {
  const { i18n } = useTranslation()
  return (text) => troubleOf(text, i18n.language === 'zh' ? 'zh' : 'en')
}
