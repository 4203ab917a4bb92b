import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyKinds, rights, roles, scopeOf } from '#access'
import { environmentOf, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'
import { removeFolder, temporaryFolder } from './servers.ts'
import { HOUR_MS, wellWithin } from './until.ts'

const LIN = '8613800138000'

/* Counter staff look numbers up, see what the subscriber sees, and act for them. */
describe.each(modes)('the counter, %s', (mode) => {
  let on: TestGateway
  let agent: PersonInBrowser
  let auditor: PersonInBrowser
  const signedIn = (role: string) => PersonInBrowser.demo(on, role)
  beforeAll(async () => {
    on = await startTestGateway(mode)
    agent = await signedIn('counter')
    auditor = await signedIn('auditor')
  })
  afterAll(() => on.stop())

  const lookUp = (number: string, who = agent, reason = '客户到营业厅办理') =>
    who.call('POST', '/console/api/look-ups', { number, reason })
  const refOf = async (number: string) => encodeURIComponent((await lookUp(number)).body.ref)
  const seen = async (ref: string, part: string, who = agent) =>
    (await who.call('GET', `/console/api/subscribers/${ref}/${part}`)).body

  it('looks a number up with a reason, which stands on the audit with who it was, and never with the number', async () => {
    expect((await lookUp('138 0013 8000', agent, 'x')).status).toBe(400)
    expect((await lookUp('12', agent)).body.code).toBe('number.invalid')
    const { status, body } = await lookUp('138 0013 8000', agent, '13800138000 客户来办退订')
    expect([status, body.number]).toEqual([200, LIN])
    const noted = async () =>
      (await auditor.call('GET', '/v1/audit?actor=demo.counter&limit=200')).body.items
        .map(({ content }: { content: { action: string } }) => content)
        .filter(({ action }: { action: string }) => action === 'POST /console/api/look-ups')
    await expect.poll(async () => (await noted()).at(-1)?.outcome).toBe('done')
    const { actor, target, reason } = (await noted()).at(-1)
    expect([actor, reason]).toEqual(['demo.counter', '•••••••8000 客户来办退订'])
    expect(target).toBe(`subscriber ${on.gateway.deps.keyOf(LIN)}.1`)
  })

  it('shows what the subscriber sees, to whoever looked it up and to nobody else', async () => {
    const ref = await refOf(LIN)
    const { services } = await seen(ref, 'services')
    expect(services.length).toBeGreaterThan(0)
    for (const part of ['charges', 'complaints', 'prompts', 'receipts'])
      expect([part, Array.isArray((await seen(ref, part)).items)]).toEqual([part, true])
    expect((await seen(ref, 'services', auditor)).code).toBe('look-up.over')
    expect((await lookUp(LIN, auditor)).body.code).toBe('auth.purpose')
  })

  it('acts for them with the same result as by SMS, the phone is told, and the audit says what was done', async () => {
    const phone = on.phone('8613500137001')
    const file = `msisdn,service_id,package,since\n${phone.number},weather-sms,,2026-01-02\n${phone.number},joke-daily,,2026-01-02\n`
    await on.call('POST', '/v1/import/subscriptions', file, { headers: { 'content-type': 'text/csv' } })
    const ref = await refOf(phone.number)
    await expect.poll(async () => (await seen(ref, 'services')).services.length).toBe(2)
    const act = async (path: string, body: object) => {
      const { status } = await agent.call('POST', `/console/api/subscribers/${ref}/${path}`, {
        language: 'zh-CN',
        ...body,
      })
      expect([path, status]).toEqual([path, 202])
      return (await phone.next()).text
    }
    expect(await act('cancel', { services: ['weather-sms', 'joke-daily'] })).toMatch(/^已为您退订2项/)
    const [{ code }] = (await seen(ref, 'services')).actions
    expect(await act('undo', { code })).toMatch(/^已恢复2项业务/)
    expect(await act('ports/10661234/silence', { how: 'cancel' })).toContain('10661234')
    await expect.poll(async () => (await seen(ref, 'services')).blocks.length).toBe(1)
    expect(await act('ports/10661234/unblock', {})).toContain('10661234')
    expect(await act('language', { language: 'en' })).toMatch(/English/)
    const received_at = new Date(Date.now() - 3_600_000).toISOString()
    const told = await act('complaints', {
      text: '来信：=HYPERLINK("x") 重复扣费',
      came: 'letter',
      received_at,
      language: 'en',
    })
    const number = /\d{8}/.exec(told)?.[0]
    const reviewer = await signedIn('reviewer')
    const listed = async () =>
      (await reviewer.call('GET', '/v1/complaints?channel=letter')).body.items.find(
        (each: { number: string }) => each.number === number,
      )
    await expect.poll(listed).toMatchObject({ made_at: received_at })
    const noted = async () =>
      (await auditor.call('GET', '/v1/audit?actor=demo.counter&limit=200')).body.items.map(
        ({ content }: { content: { reason: string } }) => content.reason,
      )
    await expect
      .poll(noted)
      .toEqual(
        expect.arrayContaining([
          'cancel weather-sms joke-daily',
          `undo ${code}`,
          'cancel 10661234',
          'complaint by letter',
        ]),
      )
    expect(JSON.stringify(await noted())).not.toContain('重复扣费')
  })

  it('an Idempotency-Key acts once', async () => {
    const phone = on.phone('8613500137002')
    const ref = await refOf(phone.number)
    const complain = () =>
      agent.call(
        'POST',
        `/console/api/subscribers/${ref}/complaints`,
        { text: '太贵', language: 'zh-CN' },
        { 'idempotency-key': 'once' },
      )
    const [first, second] = [await complain(), await complain()]
    expect(second.body).toEqual(first.body)
    await phone.next()
    expect((await seen(ref, 'complaints')).items).toHaveLength(1)
  })

  it('never says yes: a prompt is not answered here, and a 是 that staff text is none', async () => {
    const phone = on.phone('8613500137003')
    await on.call('POST', '/v1/subscription-requests', { subscriber: phone.number, service: 'joke-daily' })
    expect((await phone.next()).text).toContain('每日笑话')
    const ref = await refOf(phone.number)
    const [prompt] = (await seen(ref, 'prompts')).items
    const answers = [
      ['POST', `/console/api/subscribers/${ref}/prompts/${prompt.id}`],
      ['POST', `/account/api/prompts/${prompt.id}`],
    ] as const
    for (const [method, path] of answers)
      expect((await agent.call(method, path, { yes: true })).body.code).toBeOneOf(['not-found', 'session.missing'])
    // Whose number was not looked up is nobody whom a person acts for; the systems of a counter text for people.
    const yes = { from: phone.number, to: '10086901', text: '是' }
    expect((await agent.call('POST', '/v1/mo', yes)).body.code).toBe('auth.purpose')
    const wish = { name: 'hall', kind: 'counter', purposes: ['messages'] }
    expect((await on.call('POST', '/v1/keys', { ...wish, person: 'demo.counter' })).body.code).toBe('key.purpose')
    const { key } = (await on.call('POST', '/v1/keys', wish)).body
    expect((await on.call('POST', '/v1/mo', yes, { key })).status).toBe(202)
    await phone.next()
    expect((await seen(ref, 'receipts')).items).toEqual([])
    expect((await seen(ref, 'prompts')).items).toHaveLength(1)
  })
})

it('one person sees so many numbers an hour, and more when a second one agreed', async () => {
  const policy = JSON.parse(readFileSync(environmentOf('embedded', '')['POLICY_FILE'] as string, 'utf8'))
  const folder = temporaryFolder()
  const file = join(folder, 'policy.json')
  writeFileSync(file, JSON.stringify({ ...policy, staff: { sightsPerHour: 2 } }))
  const on = await startTestGateway('embedded', { DEMO: 'off', POLICY_FILE: file })
  try {
    const [agent, chen] = [
      await PersonInBrowser.made(on, 'wang.fang', 'counter'),
      await PersonInBrowser.made(on, 'chen.min', 'administrator'),
    ]
    await wellWithin(HOUR_MS)
    const lookUp = async (more: object = {}) =>
      (await agent.call('POST', '/console/api/look-ups', { number: LIN, reason: '客户来办', ...more })).body
    for (const number of [LIN, LIN]) expect((await lookUp()).number).toBe(number)
    expect((await lookUp()).code).toBe('sight.many')
    const asked = (await agent.call('POST', '/console/api/sights/ask', { reason: '排队的客户很多' })).body
    expect(asked.status).toBe('open')
    expect((await lookUp({ proposal: asked.proposal })).code).toBe('sight.many')
    expect((await chen.call('POST', `/v1/proposals/${asked.proposal}/approve`)).status).toBe(200)
    await expect.poll(async () => (await lookUp({ proposal: asked.proposal })).number).toBe(LIN)
  } finally {
    await on.stop()
    removeFolder(folder)
  }
})

describe('a yes', () => {
  it('is a right of the subscriber’s own session: the table gives it to no role and no kind of key', () => {
    const holders = Object.keys(rights) as (keyof typeof rights)[]
    expect(holders.filter((each) => scopeOf(each, 'own', 'consent'))).toEqual(['subscriber'])
    for (const each of [...roles, ...keyKinds]) expect(scopeOf(each, 'own', 'account')).toBeUndefined()
  })
})
