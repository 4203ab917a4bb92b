import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportRewards } from '#contracts'
import { edgeRecord } from '#service'
import { environmentOf, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { until } from './until.ts'

/* Points for proven reports leave with whole numbers: for many of them two people answer. */
describe('the file of points', () => {
  const folder = temporaryFolder()
  let on: TestGateway
  let xue: PersonInBrowser
  let min: PersonInBrowser
  const numbers = ['8613500139101', '8613500139102', '8613500139103']

  beforeAll(async () => {
    const policy = JSON.parse(readFileSync(environmentOf('embedded', '')['POLICY_FILE'] as string, 'utf8'))
    const file = join(folder, 'policy.json')
    writeFileSync(file, JSON.stringify({ ...policy, staff: { sightsPerHour: 2 } }))
    on = await startTestGateway('embedded', { DEMO: 'off', DATA_DIR: folder, POLICY_FILE: file })
    xue = await PersonInBrowser.made(on, 'li.xue', 'operations')
    min = await PersonInBrowser.made(on, 'chen.min', 'administrator')
  })
  afterAll(async () => {
    await on?.stop()
    removeFolder(folder)
  })

  const earn = async (campaign: string, msisdns: readonly string[]): Promise<string> => {
    const { bus, clock, keyOf } = on.gateway.deps
    for (const msisdn of msisdns) {
      const data = { campaign, subscriber: keyOf(msisdn), tenure: 1, msisdn, number: '123456789', points: 10 }
      const message = { id: `${campaign}-${msisdn}`, at: clock.now(), corr: campaign, type: 'reward.earned', data }
      await bus.publish([edgeRecord(reportRewards, bus, `${campaign}.${keyOf(msisdn)}.1`, message)])
    }
    const due = async () => (await xue.call('GET', '/v1/report-rewards?state=due')).body.items.length
    await until('the points', async () => (await due()) === msisdns.length)
    const made = (await xue.call('POST', '/v1/report-rewards/exports', {})).body
    await until('they are in an export', async () => (await due()) === 0)
    return `/v1/report-rewards/exports/${made.export}`
  }

  it('of more numbers than one person may see of an hour is given to two, for that file alone', async () => {
    const file = await earn('c1', numbers)
    expect((await xue.call('GET', file)).body.code).toBe('sight.missing')
    const asked = await xue.call('POST', file, { reason: 'points of November' })
    expect([asked.status, asked.body.status]).toEqual([202, 'open'])
    const agreed = `${file}?proposal=${asked.body.proposal}`
    expect((await xue.call('GET', agreed)).body.code).toBe('sight.missing')
    expect((await xue.call('POST', `/v1/proposals/${asked.body.proposal}/approve`)).status).toBe(403)
    expect((await min.call('POST', `/v1/proposals/${asked.body.proposal}/approve`)).body.status).toBe('applied')
    expect((await xue.call('GET', agreed)).text.match(/^86\d{11},10,/gm)).toHaveLength(3)
    // Neither to somebody else, nor for another file.
    expect((await min.call('GET', agreed)).body.code).toBe('sight.missing')
    const other = await earn('c2', numbers)
    expect((await xue.call('GET', `${other}?proposal=${asked.body.proposal}`)).body.code).toBe('sight.missing')
  })

  it('of few counts as so many sights of the hour', async () => {
    const file = await earn('c3', numbers.slice(0, 2))
    expect((await min.call('GET', file)).text).toContain(numbers[0])
    expect((await min.call('GET', file)).body.code).toBe('sight.many')
  })

  it('says whose number has gone to somebody else since: the points are not theirs', async () => {
    const file = await earn('c4', numbers.slice(0, 2))
    const change = { msisdn: numbers[0], change: 'released' }
    expect((await on.call('POST', '/v1/numbers', change)).status).toBeLessThan(300)
    const { keyOf, store } = on.gateway.deps
    const key = keyOf(numbers[0] as string)
    await until('the tenure', async () => (await store.load('tenures', [key])).has(key))
    const { text } = await xue.call('GET', file)
    expect(text).toMatch(new RegExp(`^${numbers[0]},.*,former\r?$`, 'm'))
    expect(text).toMatch(new RegExp(`^${numbers[1]},.*,present\r?$`, 'm'))
  })
})
