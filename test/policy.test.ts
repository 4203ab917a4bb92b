import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chargingEvents, type Flag, partitionOf } from '#contracts'
import { replay } from '../tools/cli/replay.ts'
import { modes, startTestGateway, type TestGateway } from './gateway.ts'
import { PersonInBrowser } from './people.ts'

/* Figures of the monitor from a draft to what is in force, and back. */
describe.each(modes)('policy, %s', (mode) => {
  let on: TestGateway
  const people: Record<string, PersonInBrowser> = {}
  const of = (name: string) => people[name] as PersonInBrowser
  const [first, second, interested] = ['li.xue', 'sun.wei', 'ma.lin']

  beforeAll(async () => {
    on = await startTestGateway(mode, { DEMO: 'off' })
    for (const [id, role] of [
      [first, 'reviewer'],
      [second, 'reviewer'],
      ['he.jing', 'auditor'],
      ['wu.tao', 'operations'],
      ['chen.yu', 'administrator'],
      ['xu.min', 'administrator'],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role)
    people[interested] = await PersonInBrowser.made(on, interested, 'reviewer', { interests: ['sp-huayu'] })
    // Another account of the same human, of which no interest was said.
    const id = 'ma.lin.two'
    const { password } = (await of('chen.yu').call('POST', '/v1/staff', { id, name: id, role: 'reviewer' })).body
    people[id] = new PersonInBrowser(on)
    await of(id).signIn(id, password)
    await of(id).call('POST', '/console/api/password', { old: password, new: 'long-and-own-Password-9' })
    const same = { interests: [], same_as: interested }
    expect((await of('xu.min').call('POST', `/v1/staff/${id}/vouch`, same)).status).toBe(200)
  })
  afterAll(() => on?.stop())

  const inForce = async () => (await of(first).call('GET', '/v1/policy')).body
  const drafted = async (figures: object, title = '两笔即停') => {
    const { status, body } = await of(first).call('POST', '/v1/policy/drafts', { title, figures })
    expect(status).toBe(201)
    return body
  }
  const approve = (proposal: string, who: string = second) => of(who).call('POST', `/v1/proposals/${proposal}/approve`)

  /** So many charges after unsubscribing, of so many in all, as charging judges them. */
  const charged = async (service: string, count: number) => {
    const { bus } = on.gateway.deps
    const now = Date.now()
    const records = Array.from({ length: count }, (_, i) => {
      const key = `somebody-${i}`
      const charge = { chargeId: `${service}-${i}`, subscriber: key, serviceId: service, partnerId: 'sp-huayu' }
      const judged = { amountFen: 500, chargedAt: now - 1000, rule: 'after.cancel', refundFen: 1000, granted: false }
      const id = `judged-${service}-${i}`
      const message = { id, type: 'charge.judged', v: 1, at: now + i, corr: id, data: { ...charge, ...judged } }
      return { topic: chargingEvents.name, partition: partitionOf(key, bus.partitions), key, message }
    })
    await bus.publish(records)
  }
  const flagsOf = async (service: string) => {
    const { items } = (await of(first).call('GET', '/v1/flags')).body
    return items
      .flatMap((each: { flags: { service: string }[] }) => each.flags)
      .filter((each: { service: string }) => each.service === service)
  }

  /** The draft on the archive, when it is done. */
  const replayed = async (draft: string) => {
    const asked = await of(first).call('POST', `/v1/policy/drafts/${draft}/replays`)
    expect(asked.status).toBe(202)
    const replay = async () => (await of('he.jing').call('GET', `/v1/policy/replays/${asked.body.id}`)).body
    await expect.poll(async () => (await replay()).status).toBe('done')
    return replay()
  }

  it('a draft that cannot hold is kept, says what is wrong, and is not released', async () => {
    const draft = await drafted({ clearBelow: 20, nightHours: { from: 6, to: 2 } })
    expect(draft.wrong.map((each: { name: string }) => each.name)).toEqual(['clearBelow', 'nightHours'])
    const answer = await of(first).call('POST', `/v1/policy/drafts/${draft.id}/release`, {
      revision: 1,
      replay: 'x',
      why: '试试',
    })
    expect([answer.status, answer.body.code]).toEqual([422, 'policy.invalid'])
    expect(answer.body.wrong[0].message).toMatch(/cleared as soon as it is raised/)
    const looked = await of(first).call('POST', '/v1/policy/check', { figures: { falseFlags: 0.02 } })
    expect(looked.body).toEqual({ wrong: [], changes: [{ name: 'falseFlags', from: 0.05, to: 0.02 }] })
    expect((await of(first).call('DELETE', `/v1/policy/drafts/${draft.id}`)).status).toBe(200)
    expect((await of(first).call('GET', `/v1/policy/drafts/${draft.id}`)).status).toBe(404)
  })

  it('of two who save the same revision one is told; who only looks changes nothing', async () => {
    const { id } = await drafted({ falseFlags: 0.02 }, '误报减半')
    const save = (who: string, falseFlags: number) =>
      of(who).call('PUT', `/v1/policy/drafts/${id}`, { title: '误报减半', figures: { falseFlags }, revision: 1 })
    const answers = await Promise.all([save(first, 0.03), save(second, 0.04)])
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409])
    for (const who of ['he.jing', 'wu.tao']) {
      expect((await of(who).call('GET', `/v1/policy/drafts/${id}`)).body.revision).toBe(2)
      expect((await of(who).call('DELETE', `/v1/policy/drafts/${id}`)).body.code).toBe('auth.purpose')
      expect((await of(who).call('POST', '/v1/policy/rollback', { to: 0, why: '试' })).body.code).toBe('auth.purpose')
    }
  })

  it('two people release it; the monitor takes it up without a restart, and flags say by which version', async () => {
    const two = {
      stopFirst: (await inForce()).figures.stopFirst.map((each: object) => ({ ...each, atLeast: 2, share: 0.5 })),
    }
    const { id } = await drafted(two)
    await charged('before', 3)
    const untried = { revision: 1, replay: 'x', why: '两笔就够说明问题' }
    expect((await of(first).call('POST', `/v1/policy/drafts/${id}/release`, untried)).status).toBe(404)
    const { id: replay } = await replayed(id)
    const wish = { ...untried, replay }
    // Whoever has an interest in a partner that it would flag neither proposes nor wrote it.
    const own = await of(interested).call('POST', `/v1/policy/drafts/${id}/release`, wish)
    expect([own.body.code, own.body.why]).toEqual(['proposal.refused', 'interest'])
    const written = await drafted(two, '别人改过')
    const save = { title: '别人改过', figures: two, revision: 1 }
    expect((await of('ma.lin.two').call('PUT', `/v1/policy/drafts/${written.id}`, save)).status).toBe(200)
    const { id: ofWritten } = await replayed(written.id)
    const theirs = await of(first).call('POST', `/v1/policy/drafts/${written.id}/release`, {
      ...{ revision: 2, replay: ofWritten, why: '两笔就够' },
    })
    expect([theirs.body.code, theirs.body.why]).toEqual(['proposal.refused', 'interest'])
    const { status, body } = await of(first).call('POST', `/v1/policy/drafts/${id}/release`, wish)
    expect([status, body.status]).toEqual([202, 'open'])
    const { preview } = (await of(second).call('GET', `/v1/proposals/${body.proposal}`)).body
    expect(preview).toMatchObject({ over: 0, draft: id, revision: 1, changes: [{ name: 'stopFirst' }] })
    expect(preview.found).toMatchObject({ nearly_all: false, missed: 0, newly: 1, stops: 1 })
    // By name, not by number.
    expect(preview.found.names).toMatchObject({
      newly: [{ partner: 'sp-huayu', partner_zh: expect.any(String) }],
      ...{ stopped: [{ partner: 'sp-huayu' }], no_longer: [], goes_on: [] },
    })
    expect((await approve(body.proposal, interested)).body.why).toBe('interest')
    expect((await approve(body.proposal, first)).body.why).toBe('same.person')
    expect((await approve(body.proposal, 'wu.tao')).body.why).toBe('other.role')
    expect((await approve(body.proposal)).body.status).toBe('applied')
    await expect.poll(async () => (await inForce()).number).toBe(1)
    const { name } = await inForce()
    await charged('after', 3)
    await expect.poll(async () => (await flagsOf('after')).length).toBe(1)
    expect((await flagsOf('after'))[0]).toMatchObject({ stop_first: true, policy: name })
    expect(await flagsOf('before')).toEqual([])
    const { items } = (await of('he.jing').call('GET', '/v1/policy/versions')).body
    expect(items).toMatchObject([{ number: 1, by: first, approved_by: second, why: wish.why }])
  })

  it('a draft is tried on the archive, side by side with what is in force', async () => {
    const none = await drafted({ stopFirst: [] }, '不先行停止')
    const { found, current, over, messages } = await replayed(none.id)
    expect([over, current, messages >= 6]).toEqual([1, true, true])
    expect(found).toMatchObject({ partners: 1, flagged: 0, flagged_before: 1, no_longer: 1, newly: 0, stops_before: 2 })
    expect(found.samples).toMatchObject([{ what: 'no-longer', partner: 'sp-huayu', stop_first: true }])
    // Another revision: it does not speak of that one.
    await of(first).call('PUT', `/v1/policy/drafts/${none.id}`, {
      title: '不先行停止',
      figures: { falseFlags: 0.01 },
      revision: 1,
    })
    const { items } = (await of(first).call('GET', `/v1/policy/drafts/${none.id}/replays`)).body
    expect(items).toMatchObject([{ revision: 1, current: false, status: 'done' }])
    expect((await of('wu.tao').call('POST', `/v1/policy/drafts/${none.id}/replays`)).body.code).toBe('auth.purpose')
  })

  it('the archive comes out as a file that gives the flags that were live; a subscriber comes out of it', async () => {
    const lines = async () => (await on.call('GET', '/v1/monitor/archive/ndjson')).text as string
    const flags: Flag[] = []
    const policy = fileURLToPath(new URL('./policy.json', import.meta.url))
    expect(JSON.parse(readFileSync(policy, 'utf8')).monitor).toBeUndefined()
    const out = (flag: Flag) => void flags.push(flag)
    await replay(Readable.from([Buffer.from(await lines())]), { out, say: () => undefined, bar: false })
    // At the file's end what is open is looked at too; what stopped first was live.
    const live = (await flagsOf('after')).map(({ at, signals }: { at: string; signals: object }) => [at, signals])
    const stopped = flags.filter((each) => each.stop_first)
    expect(stopped.map(({ at, signals }) => [new Date(at).toISOString(), signals])).toEqual(live)
    const { deps } = on.gateway
    const number = '8613800138000'
    const key = deps.keyOf(number)
    const data = { chargeId: 'of-victim', subscriber: key, serviceId: 'late', partnerId: 'sp-huayu', amountFen: 500 }
    const more = { chargedAt: deps.clock.now() - 1000, refundFen: 0, granted: false }
    const message = { id: 'of-victim', type: 'charge.judged', v: 1, at: deps.clock.now(), corr: 'v' }
    const partition = partitionOf(key, deps.bus.partitions)
    await deps.bus.publish([
      { topic: chargingEvents.name, partition, key, message: { ...message, data: { ...data, ...more } } },
    ])
    await expect.poll(lines).toContain('of-victim')
    const erase = (who: string, more: object = { reason: '用户书面要求 2026-113' }) =>
      of(who).call('POST', '/v1/monitor/archive/erasures', { msisdn: number, ...more })
    expect((await erase('he.jing')).status).toBe(403)
    // With a reason, and by two.
    expect((await erase('chen.yu', {})).status).toBe(400)
    const made = await erase('chen.yu')
    expect([made.status, made.body.status]).toEqual([202, 'open'])
    expect((await approve(made.body.proposal, 'chen.yu')).body.why).toBe('same.person')
    const { preview } = (await of('xu.min').call('GET', `/v1/proposals/${made.body.proposal}`)).body
    expect(preview).toEqual({ subscriber: expect.stringMatching(/^•+8000$/), reason: '用户书面要求 2026-113' })
    expect(await lines()).toContain('of-victim')
    expect((await approve(made.body.proposal, 'xu.min')).body.status).toBe('applied')
    await expect.poll(lines).not.toContain('of-victim')
    const facts = async () => (await of('he.jing').call('GET', '/v1/monitor/archive')).body
    await expect.poll(async () => (await facts()).erasures).toMatchObject([{ events: 1, done: true }])
    const { id } = await drafted({ stopFirst: [] }, '不停')
    expect((await replayed(id)).found.erased).toBe(1)
  })

  it('what was shown is what is released: another version meanwhile makes it stale', async () => {
    const { id } = await drafted({ falseFlags: 0.01 })
    const { id: replay } = await replayed(id)
    const wish = { revision: 1, replay, why: '少误报' }
    const propose = async () => (await of(first).call('POST', `/v1/policy/drafts/${id}/release`, wish)).body.proposal
    const [one, other] = [await propose(), await propose()]
    expect((await approve(one)).body.status).toBe('applied')
    await expect.poll(async () => (await inForce()).number).toBe(2)
    expect((await approve(other)).body.code).toBe('proposal.stale')
    // Held against what is not in force any more, the replay says nothing.
    const late = await of(first).call('POST', `/v1/policy/drafts/${id}/release`, wish)
    expect(late.body.code).toBe('policy.untried')
  })

  it('a whole draft in shadow tells what it would do from now on, and nothing follows from it', async () => {
    const { figures } = await inForce()
    const two = { stopFirst: figures.stopFirst.map((each: object) => ({ ...each, atLeast: 7, share: 0.9 })) }
    const { id } = await drafted(two, '七笔才停')
    const asked = await of(first).call('POST', `/v1/policy/drafts/${id}/shadow`, { days: 2 })
    expect([asked.status, asked.body.until > asked.body.at]).toEqual([202, true])
    const shadow = async () => (await of('he.jing').call('GET', `/v1/policy/replays/${asked.body.id}`)).body
    await expect.poll(async () => (await shadow()).status).toBe('shadow')
    // What was flagged before it began is not told again.
    expect((await shadow()).found).toMatchObject({ flags: 0, flags_before: 0 })
    const other = await of(second).call('POST', `/v1/policy/drafts/${id}/shadow`, { days: 2 })
    expect([other.status, other.body.code, other.body.detail]).toEqual([429, 'policy.busy', expect.any(String)])
    await charged('shadowed', 3)
    await expect.poll(async () => (await flagsOf('shadowed')).length).toBe(1)
    await expect
      .poll(async () => (await shadow()).found)
      .toMatchObject({ flagged: 0, flagged_before: 1, names: { goes_on: [{ partner: 'sp-huayu' }] } })
    // It is no replay: nothing is released by it.
    const wish = { revision: 1, replay: asked.body.id, why: '影子够了' }
    expect((await of(first).call('POST', `/v1/policy/drafts/${id}/release`, wish)).body.code).toBe('policy.untried')
    expect((await of('he.jing').call('POST', `/v1/policy/replays/${asked.body.id}/stop`)).status).toBe(403)
    const stopped = await of(second).call('POST', `/v1/policy/replays/${asked.body.id}/stop`)
    expect(stopped.body).toMatchObject({ status: 'stopped', stopped_by: second, found: { flagged_before: 1 } })
  })

  it('is rolled back by two, as a version of its own', async () => {
    const before = (await of(first).call('GET', '/v1/policy/versions/1')).body
    // Version 2 touched nobody; what stands of a partner now is touched by going back all the same.
    const own = await of(interested).call('POST', '/v1/policy/rollback', { to: 1, why: '漏报' })
    expect([own.body.code, own.body.why]).toEqual(['proposal.refused', 'interest'])
    const { body } = await of(second).call('POST', '/v1/policy/rollback', { to: 1, why: '漏报' })
    expect((await approve(body.proposal, second)).body.why).toBe('same.person')
    expect((await approve(body.proposal, first)).body.status).toBe('applied')
    await expect.poll(async () => (await inForce()).number).toBe(3)
    expect((await inForce()).figures).toEqual(before.figures)
    const again = await of(second).call('POST', '/v1/policy/rollback', { to: 1, why: '漏报' })
    expect(again.body.code).toBe('policy.unchanged')
    // What version 1 flagged is touched again by going back behind it.
    const behind = await of(interested).call('POST', '/v1/policy/rollback', { to: 0, why: '还是文件好' })
    expect([behind.body.code, behind.body.why]).toEqual(['proposal.refused', 'interest'])
    expect((await of(second).call('GET', '/v1/policy/versions/3')).body).toMatchObject({ back_to: 1, why: '漏报' })
  })

  it('the desk’s figures are released by two without a replay, hold without a restart, and go back; decisions say by which', async () => {
    const texts = [
      '恭喜您的号码被抽中一等奖，请速点链接领取十八万元奖金',
      '凭身份证即可办理贷款，当天放款到账，无需抵押，详询李经理',
    ]
    const report = async (text: string, n: number) => {
      const asked = { reporter: `861350013790${n}`, sender: '13912345678', text }
      expect((await on.call('POST', '/v1/reports', asked)).status).toBe(202)
    }
    const campaigns = async (status: string) =>
      (await of(first).call('GET', `/v1/campaigns?status=${status}`)).body.items.filter(
        ({ id }: { id: string }) => id[0] === 'c',
      )
    const reporters = async () => (await campaigns('growing')).map((each: { reporters: number }) => each.reporters)
    const rule = async () => (await of('wu.tao').call('GET', '/v1/alarms')).body.rule
    for (const n of [1, 2]) await report(texts[0] as string, n)
    await expect.poll(reporters).toEqual([2])
    const held = await inForce()
    const figures = {
      ...{ campaigns: { reporters: 3 }, reports: { answerHours: 36 } },
      enforcement: { falseAlarmsPerMonth: 2, aloneMessages: 5000 },
    }
    const wrong = await of(first).call('POST', '/v1/policy/check', { figures: { campaigns: { reporters: 301 } } })
    expect(wrong.body.wrong).toMatchObject([{ name: 'campaigns.reporters', message: /nothing would ever be/ }])
    // What it would change is told before: one campaign waits for a third reporter, and would not if two were enough.
    const two = { figures: { ...figures, campaigns: { reporters: 2 } } }
    const told = (await of(first).call('POST', '/v1/policy/effects', two)).body
    expect(told.items).toMatchObject([
      { name: 'campaigns', figures: ['campaigns.reporters'], held: 0, after: 1, newly: 1, no_longer: 0, all: true },
      { name: 'surges', figures: ['enforcement.falseAlarmsPerMonth'], newly: 0, all: false },
    ])
    // Stations are by that number too, and districts are not looked at.
    const unknown = ['enforcement.falseAlarmsPerMonth', 'enforcement.aloneMessages', 'reports.answerHours']
    expect(told.unknown).toEqual(unknown)
    const { id } = await drafted(figures, '门槛三人')
    // The archive knows nothing of it.
    expect((await of(first).call('POST', `/v1/policy/drafts/${id}/replays`)).body.code).toBe('policy.unchanged')
    const wish = { revision: 1, why: '举报少，五人太多' }
    const { body } = await of(first).call('POST', `/v1/policy/drafts/${id}/release`, wish)
    const { preview } = (await of(second).call('GET', `/v1/proposals/${body.proposal}`)).body
    expect(preview).toMatchObject({
      over: held.number,
      why: wish.why,
      effects: { at: expect.any(String), unknown },
    })
    expect(preview.changes.map(({ name }: { name: string }) => name)).toEqual([
      ...['campaigns.reporters', 'enforcement.falseAlarmsPerMonth', 'enforcement.aloneMessages'],
      'reports.answerHours',
    ])
    expect((await approve(body.proposal, first)).body.why).toBe('same.person')
    expect((await approve(body.proposal)).body.status).toBe('applied')
    await expect.poll(async () => (await rule()).false_alarms_per_month).toBe(2)
    const { number, name, figures: after } = await inForce()
    expect([number, after.campaigns.reporters, after.falseFlags]).toEqual([held.number + 1, 3, held.figures.falseFlags])
    expect((await rule()).policy).toBe(`${name}+${on.gateway.deps.policy.version}`)
    await report(texts[0] as string, 3)
    await expect.poll(async () => (await campaigns('proposed')).length).toBe(1)
    const [{ id: proposed }] = await campaigns('proposed')
    const campaign = (await of(first).call('GET', `/v1/campaigns/${proposed}`)).body
    expect(campaign.proposal).toMatchObject({ policy: (await rule()).policy })
    expect(campaign.proposal.speaks_for).toContainEqual({ rule: 'weighted-reporters', figure: 3, of: 3 })
    // A deadline is by what held when it began: the two of before stay due in 48 hours.
    const reports = (await of(first).call('GET', '/v1/report-cases')).body.items
    const hours = reports.map((each: { made_at: string; answer_by: string }) =>
      Math.round((Date.parse(each.answer_by) - Date.parse(each.made_at)) / 3_600_000),
    )
    expect(hours.sort()).toEqual([36, 48, 48])
    // Back: the version that held before has none of the desk’s figures, so the file’s hold.
    const back = await of(second).call('POST', '/v1/policy/rollback', { to: held.number, why: '太多' })
    expect((await approve(back.body.proposal, first)).body.status).toBe('applied')
    await expect.poll(async () => (await rule()).false_alarms_per_month).toBe(1)
    for (const n of [4, 5, 6]) await report(texts[1] as string, n)
    await expect.poll(reporters).toEqual([3])
    const { items } = (await of('he.jing').call('GET', '/v1/policy/versions')).body
    expect(items[0]).toMatchObject({
      back_to: held.number,
      changes: expect.arrayContaining([{ name: 'campaigns.reporters', from: 3, to: 5 }]),
    })
  })
})
