import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Mode, startTestGateway, type TestGateway } from './gateway.ts'
import { hasServers } from './servers.ts'

const modes: Mode[] = hasServers ? ['embedded', 'distributed'] : ['embedded']
const SPAM = '恭喜您中奖，请点击dwz.cn/a1领取'

describe.each(modes)('spam reports, %s', (mode) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode)
  })
  afterAll(() => on.stop())

  it('by SMS: a text, the number that is asked for, and how it stands', async () => {
    const phone = on.phone('8613800138000')
    const number = /编号(\d{9})/.exec(await phone.ask('10086999', SPAM))?.[1]
    expect(await phone.ask('10086999', '10661234')).toContain(`已受理您对10661234的举报，编号${number}`)
    expect(await phone.ask('10086', `查询${number}`)).toBe(`您的举报：${number}（10661234） 待首次答复。`)
    expect(await phone.ask('10086', '退费 垃圾短信')).toContain('发送到10086999')
  })
})
