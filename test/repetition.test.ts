import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noFaults } from '../tools/sim/smsc.ts'
import { Fleet } from './fleet.ts'
import { type Mode, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { hasServers } from './servers.ts'
import { until } from './until.ts'

const LIN = '8613800138000'
const ZHOU = '8613900139000'
const MEI = '8613700137000'

/* What the network brings twice, and what somebody says twice (docs/rules.md, "Parsing"), over real SMPP links. */
describe.each(
  modes.flatMap((mode) => [
    [mode, 1],
    [mode, 2],
  ]) as [Mode, number][],
)('%s, with %i binds to the SMSC', (mode, binds) => {
  let on: TestGateway
  beforeAll(async () => {
    on = await startTestGateway(mode, {}, { binds })
  })
  afterAll(() => on.stop())

  it('a message whose answer was lost with its link comes again over the next, and acts once', async () => {
    const lin = on.phone(LIN)
    await lin.ask('10086', '0000')
    await lin.ask('10086', '1')
    await lin.ask('10086', '2')
    on.simulator.faults = { ...noFaults, loseAnswers: true }
    expect(await lin.ask('10086', '恢复')).toContain('已恢复1项')
    on.simulator.faults = noFaults
    // Twice undone, both would be back.
    expect(await lin.ask('10086', '0000')).toContain('您共有4项')
    expect(lin.inbox).toHaveLength(5)
  })

  it('the segments of a long one, too', async () => {
    const zhou = on.phone(ZHOU)
    const long = `退费 ${'我没有订过这个笑话业务，'.repeat(12)}`
    on.simulator.faults = { ...noFaults, loseAnswers: true }
    await zhou.send('10086', long)
    on.simulator.faults = noFaults
    await zhou.next()
    await zhou.ask('10086', '0000')
    expect(zhou.inbox).toHaveLength(2)
  })

  it('1, 恢复, 1 and so on, at once one after the other, are all heard', async () => {
    const mei = on.phone(MEI)
    await mei.ask('10086', '0000')
    const texts = ['1', '恢复', '1', '恢复', '1', '恢复', '1']
    for (const text of texts) await mei.send('10086', text)
    const answers: string[] = []
    for (const _ of texts) answers.push((await mei.next()).text.slice(0, 3))
    // Over two binds one answer may overtake another on its way.
    const inOrder = (words: string[]) => (binds > 1 ? words.toSorted() : words)
    expect(inOrder(answers)).toEqual(inOrder(texts.map((text) => (text === '1' ? '已为您' : '已恢复'))))
  })

  it('00000, 11111, 00000 leaves the port blocked', async () => {
    const phone = on.phone('8613600136000')
    for (const text of ['00000', '11111', '00000']) await phone.ask('10662021', text)
    const ad = { from: '10662021', to: '13600136000', class: 'marketing' }
    await expect
      .poll(async () => (await on.call('POST', '/v1/mt/check', { items: [ad] })).body.items)
      .toEqual([{ allow: false, rule: 'block.marketing' }])
  })
})

it.runIf(hasServers)(
  'brought again to another gateway, which heard something else before it, acts once',
  async () => {
    const fleet = new Fleet('distributed')
    try {
      await fleet.open()
      await fleet.start()
      await fleet.start()
      /** Each goes to the other gateway than the one before. */
      const ask = async (text: string): Promise<string> => {
        const before = fleet.inbox.length
        await fleet.deliver(LIN, text)
        await until(`an answer to ${text}`, () => fleet.inbox.length > before)
        return fleet.inbox.at(-1)?.text as string
      }
      for (const text of ['0000', '1', '2']) await ask(text)
      fleet.simulator.faults = { ...noFaults, loseAnswers: true }
      expect(await ask('恢复')).toContain('已恢复1项')
      fleet.simulator.faults = noFaults
      // Twice undone, both would be back.
      expect(await ask('0000')).toContain('您共有4项')
    } finally {
      await fleet.close()
    }
  },
  180_000,
)
