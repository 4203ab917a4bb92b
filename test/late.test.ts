import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OwnServers, persist } from './own-servers.ts'
import { canStartServers, removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

const PEOPLE = 300
const STRANGERS = 1500
/** The least that the policy allows. */
const WINDOW_MS = 60_000

/* MongoDB of its own, because it is killed. */
describe.runIf(canStartServers)('lanes that stand still while prompts are open', () => {
  const folder = temporaryFolder()
  const own = new OwnServers(join(folder, 'servers'))
  const policy = join(folder, 'policy.json')
  beforeAll(() => {
    own.start()
    const short = { confirmation: { shortWindowMinutes: WINDOW_MS / 60_000 }, helpEveryMinutes: 1 }
    writeFileSync(policy, JSON.stringify({ ...JSON.parse(readFileSync('test/policy.json', 'utf8')), ...short }))
  })
  afterAll(async () => {
    await own.stopGateways()
    own.stop()
    removeFolder(folder)
  })

  it('every yes that was texted in time is a yes, though it is read long after its window, behind a backlog', async () => {
    const on = await own.gateway({ POLICY_FILE: policy })
    const phones = Array.from({ length: PEOPLE }, (_, i) => on.phone(`86155${10_000_000 + i}`))
    const heard = (word: string) => phones.filter(({ inbox }) => inbox.some((mt) => mt.text.includes(word))).length
    // given prompts that wait for an answer
    await Promise.all(phones.map(({ number }) => persist(on, number, 'DQ', { to: '10663456' })))
    await until('all are asked', () => heard('二次确认') === PEOPLE, WINDOW_MS / 2)
    const asked = Date.now()
    // when the lanes have no store while all say yes, and others text
    await own.inBackground('kill-mongo')
    await Promise.all(phones.map(({ number }) => persist(on, number, '是', { to: '10086901' })))
    expect(Date.now() - asked).toBeLessThan(WINDOW_MS / 2)
    const strangers = Array.from({ length: STRANGERS }, (_, i) => `86156${10_000_000 + i}`)
    await Promise.all(strangers.map((number) => persist(on, number, 'LANG EN')))
    await until('the windows are over, and the grace', () => Date.now() - asked > WINDOW_MS + 12_000, 2 * WINDOW_MS)
    await own.inBackground('start-mongo')
    // then none of them has become a silence
    await until('all yes are understood', () => heard('已确认') === PEOPLE).catch(() => undefined)
    const troubles = heard('已确认') === PEOPLE ? [] : on.gateway.unready()
    expect({ yes: heard('已确认'), late: heard('已超过确认时限'), troubles }).toEqual({
      yes: PEOPLE,
      late: 0,
      troubles: [],
    })
    await until('ready again', async () => (await on.call('GET', '/readyz')).status === 200)
  })
})
