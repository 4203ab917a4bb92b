import { describe, expect, it } from 'vitest'
import { troubleOf } from './trouble.ts'

describe('a trouble that a process told', () => {
  it.each([
    ['starting', '正在启动'],
    ['group complaints: joining', '消费组 complaints：正在加入'],
    ['3 of 77 lanes are still to be taken over', '还有 3 个处理单元（共 77 个）待接管'],
    ['no SMSC link is bound that can send', '没有可发送的短信中心链路'],
    ['group a: Kafka has given no sign for 31 s', '消费组 a：Kafka 已 31 秒没有响应'],
    ['the log has taken nothing for mo.in/3 for 60 s', '日志已 60 秒没有接收 mo.in/3 的消息'],
    [
      'the clock is 4.2 s ahead of that of the database, which is more than 2 s: no work is taken; set the clock of the one that is wrong (NTP)',
      '本机时钟与数据库不一致，已停止处理：请校正有误的一方（NTP）',
    ],
    [
      "the clock is 90 s behind the newest message of the data folder: no work is taken; set this machine's clock (NTP). If it is right, and was wrong when that was written, start with CLOCK_CHECK=off",
      '本机时钟早于数据目录中最新的消息，已停止处理：请校正本机时钟（NTP）；如时钟无误，请以 CLOCK_CHECK=off 启动',
    ],
    [
      'version 3 of the figures was released, and this process still decides by version 2',
      '已发布第 3 版数值，本进程仍按第 2 版执行',
    ],
    ['lane charges/4: stood still', '处理单元 charges/4：停滞'],
    ['lane charges/4: cannot read property x', '处理单元 charges/4：cannot read property x'],
  ])('%s', (text, zh) => {
    expect(troubleOf(text, 'zh')).toBe(zh)
    expect(troubleOf(text, 'en')).toBe(text)
  })
})
