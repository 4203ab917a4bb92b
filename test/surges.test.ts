import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { complaintsRise, everywhere } from './surging.ts'
import { until } from './until.ts'

const DUTY = '8613900139000'
const NIGHT = '8613900139001'

/* Complaints rise out of their pattern: on duty, at the operator's endpoint and on the screen, what rose, where, against what. */
let gateway: TestGateway
let endpoint: Server
const heard: { type: string; data: { what: string; count: number } }[] = []
const folder = temporaryFolder()

beforeAll(async () => {
  const policy = join(folder, 'policy.json')
  writeFileSync(
    policy,
    JSON.stringify({
      quietHours: { from: '00:00', to: '00:00' },
      enforcement: { dutyNumbers: [DUTY], dutyNumbersEnglish: [NIGHT] },
    }),
  )
  gateway = await startTestGateway('embedded', { POLICY_FILE: policy, WEBHOOK_INSIDE: 'allow' })
  endpoint = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      heard.push(JSON.parse(body))
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await gateway?.stop()
  endpoint?.close()
  removeFolder(folder)
})

it('an alarm says what rose, where, and against what', async () => {
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/alarms`
  expect((await gateway.call('POST', '/v1/webhooks', { url, partner: 'operator' })).status).toBe(201)
  const [phone, english] = [gateway.phone(DUTY), gateway.phone(NIGHT)]
  await complaintsRise(gateway)
  const { items, rule } = (await gateway.call('GET', '/v1/alarms')).body
  expect(items[0]).toMatchObject({ what: 'complaints', where: everywhere, usual: 4, against: [4, 4, 4, 4, 4, 4, 4, 4] })
  expect(items[0].chance).toBeLessThan(rule.limit)
  expect(rule).toMatchObject({ false_alarms_per_month: 1, default_per_month: 1 })
  const { text } = await phone.next()
  expect(text).toContain('【突增预警】全网投诉突增')
  expect(text).toContain('往周同时段通常4件')
  expect((await english.next()).text).toMatch(
    /^Surge alarm: complaints rise everywhere\. In the hour from .+ there are \d+ so far; .+ usually has 4\. See Alarms/,
  )
  expect(rule.told).toBe(2)
  await until('the endpoint heard', () => heard.length > 0)
  expect(heard[0]).toMatchObject({ type: 'quadzero.surge.raised', data: { what: 'complaints' } })
})
