import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ADMIN_KEY, startTestGateway, type TestGateway } from './gateway.ts'
import { outsideOfFile } from './outside.ts'
import { PersonInBrowser } from './people.ts'
import { removeFolder, temporaryFolder } from './servers.ts'

const run = promisify(execFile)
const month = Temporal.Now.plainDateISO('Asia/Shanghai').toString().slice(0, 7)

/* Verdicts, where there are several reviewers. */
describe('several reviewers', () => {
  let on: TestGateway
  const folder = temporaryFolder()
  let partnerKey: string
  const people: Record<string, PersonInBrowser> = {}
  const of = (name: string) => people[name] as PersonInBrowser
  const upload = (kind: string, csv: string) =>
    on.call('POST', `/v1/import/${kind}`, csv, { headers: { 'content-type': 'text/csv' } })

  beforeAll(async () => {
    on = await startTestGateway('embedded', { DEMO: 'off', DATA_DIR: folder })
    await upload(
      'partners',
      [
        'partner_id,name_zh,name_en,kind,legal_id',
        'sp-huayu,=HYPERLINK(1),Huayu,sp,91310000MA1FL0000N',
        'sp-twin,华娱二号,Huayu Two,sp,91310000ma1fl0000n',
        'sp-many,多案,Many,sp,\n',
      ].join('\n'),
    )
    const made = { name: 'huayu', kind: 'partner', partnerId: 'sp-huayu', purposes: ['answer'] }
    partnerKey = (await on.call('POST', '/v1/keys', made)).body.key
    for (const [id, role, more] of [
      ['li.xue', 'reviewer', {}],
      ['sun.wei', 'reviewer', {}],
      ['zhao.rui', 'reviewer', { interests: ['sp-huayu'] }],
    ] as const)
      people[id] = await PersonInBrowser.made(on, id, role, more)
  })
  afterAll(async () => {
    await on.stop()
    removeFolder(folder)
  })

  /** Who is told to look again later opens it again: it is the same case. */
  const open = async (pattern: string, partner = 'sp-huayu', by = 'li.xue'): Promise<string> => {
    const wish = { partner, pattern, text: '均无二次确认。' }
    for (;;) {
      const { status, body } = await of(by).call('POST', '/v1/cases', wish)
      if (status === 503 && body.code === 'not-ready') continue
      expect(status).toBe(202)
      return body.number
    }
  }
  const proven = (more: object = {}) => ({
    outcome: 'proven',
    points: 20,
    reason_zh: '未经确认即扣费',
    reason_en: 'Charged without consent',
    ...more,
  })
  const read = async (path: string) => (await on.call('GET', path, undefined, { key: null })).text
  const standing = async (partner: string) =>
    (await of('li.xue').call('GET', `/v1/standings?partner=${partner}`)).body.items[0]

  it('at one case at once: one has it, the other is told who; and one verdict is given', async () => {
    const number = await open('raced')
    const both = await Promise.all(
      ['li.xue', 'sun.wei'].map((name) => of(name).call('POST', `/v1/cases/${number}/take`, {})),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const [first, second] = both[0]?.status === 200 ? ['li.xue', 'sun.wei'] : ['sun.wei', 'li.xue']
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'case.taken', by: first })
    expect((await of(second as string).call('POST', `/v1/cases/${number}/verdict`, proven())).body.code).toBe(
      'case.taken',
    )
    const nobodys = await open('raced by verdict')
    const given = await Promise.all(
      [proven(), proven({ points: 5 })].map((wish, n) =>
        of(['li.xue', 'sun.wei'][n] as string).call('POST', `/v1/cases/${nobodys}/verdict`, wish),
      ),
    )
    expect(given.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(given.find(({ status }) => status === 409)?.body.code).toBe('decided')
    const { points } = given.find(({ status }) => status === 200)?.body ?? {}
    await expect.poll(async () => (await standing('sp-huayu'))?.points).toBe(100 - points)
  })

  it('at two verdicts at once that take the last points: none is lost, and nobody is put out by one person', async () => {
    const numbers = await Promise.all(['a', 'b', 'c'].map((pattern) => open(pattern, 'sp-many')))
    for (const number of numbers) expect(number).toMatch(/^\d{8}$/)
    const first = await open('first', 'sp-many')
    const sixty = await of('li.xue').call('POST', `/v1/cases/${first}/verdict`, proven({ points: 60 }))
    expect(sixty.body.status).toBe('open')
    expect((await of('sun.wei').call('POST', `/v1/proposals/${sixty.body.proposal}/approve`, {})).status).toBeLessThan(
      300,
    )
    await expect.poll(async () => (await standing('sp-many'))?.points).toBe(40)
    const [a = '', b = ''] = numbers
    const both = await Promise.all([
      of('li.xue').call('POST', `/v1/cases/${a}/verdict`, proven()),
      of('sun.wei').call('POST', `/v1/cases/${b}/verdict`, proven()),
    ])
    // Whoever came first saw 40 points: neither verdict stings by itself.
    expect(both.map(({ status }) => status).filter((status) => status === 200).length).toBeGreaterThan(0)
    const isBoth = both.every(({ status }) => status === 200)
    await expect.poll(async () => (await standing('sp-many')).points).toBe(isBoth ? 0 : 20)
    if (!isBoth) return
    const { restraints, banned_until: until } = await standing('sp-many')
    expect(restraints).toMatchObject([{ what: 'orders' }])
    expect(until).toBeUndefined()
    const asked = async () =>
      (await of('li.xue').call('GET', '/v1/cases?partner=sp-many')).body.items.map(
        (each: { pattern: string }) => each.pattern,
      )
    await expect.poll(asked).toContain('sp-many points')
  })

  it('correct what the public reads by two, and what stood there before stays to be read', async () => {
    const number = await open('published')
    await of('li.xue').call('POST', `/v1/cases/${number}/verdict`, proven({ points: 5, reason_zh: '误写的理由' }))
    await expect.poll(() => read('/public/notices')).toContain('误写的理由')
    const correction = {
      reason_zh: '更正后的理由',
      reason_en: 'The right reason',
      correction_zh: '理由有误',
      correction_en: 'The reason was wrong',
    }
    const path = `/v1/cases/${number}/notice/correction`
    expect((await of('zhao.rui').call('POST', path, correction)).body.code).toBe('case.interest')
    const made = await of('li.xue').call('POST', path, correction)
    expect([made.status, made.body.status]).toEqual([202, 'open'])
    const proposal = `/v1/proposals/${made.body.proposal}`
    expect((await of('li.xue').call('POST', `${proposal}/approve`, {})).status, 'not by who wrote it').toBeGreaterThan(
      399,
    )
    expect(
      (await of('zhao.rui').call('POST', `${proposal}/approve`, {})).status,
      'nor with an interest',
    ).toBeGreaterThan(399)
    expect(await read('/public/notices')).not.toContain('更正后的理由')
    expect((await of('sun.wei').call('GET', proposal)).text).toContain('误写的理由')
    expect((await of('sun.wei').call('POST', `${proposal}/approve`, {})).status).toBeLessThan(300)
    await expect.poll(() => read('/public/notices')).toContain('更正后的理由')
    const page = await read('/public/notices')
    expect(page).toContain('误写的理由')
    expect(page).toContain('理由有误')
    expect(await read('/public/en/notices')).toContain('The reason was wrong')
    const item = async (path: string) =>
      (await on.call('GET', path, undefined, { key: null })).body.items.find((each: { id: string }) =>
        each.id.endsWith(number),
      )
    expect((await item('/public/notices.json')).content_html ?? (await item('/public/notices.json')).summary).toContain(
      '更正',
    )
    expect((await item('/public/en/notices.json')).date_modified).not.toBeUndefined()
  })

  it('give the month to the regulator as CSV and JSON, formulas defused, each verdict once', async () => {
    const list = (await of('li.xue').call('GET', `/v1/verdicts/${month}`)).body.items
    const decided = (await of('li.xue').call('GET', '/v1/cases?status=settled&limit=200')).body.items
    expect(list.map((each: { number: string }) => each.number).sort()).toEqual(
      decided.map((each: { number: string }) => each.number).sort(),
    )
    expect(list.find((each: { subject: { partnerId: string } }) => each.subject.partnerId === 'sp-many')).toMatchObject(
      {
        outcome: 'proven',
        appeal: 'none',
        refund_done: true,
        published: true,
      },
    )
    const eyes = ({ points, four_eyes }: { points: number; four_eyes: string }) =>
      four_eyes === (points >= 60 ? 'two people' : 'not needed')
    expect(list.filter((each: Parameters<typeof eyes>[0]) => !eyes(each))).toEqual([])
    const env = { PATH: process.env['PATH'] ?? '', QUADZERO_URL: on.gateway.url, ADMIN_KEY }
    const { stdout } = await run(process.execPath, ['tools/cli/main.ts', 'verdicts', 'export', month], { env })
    const [head, ...rows] = stdout.trim().split('\n')
    expect(head).toMatch(/^number,decided_at,partner,/)
    expect(rows).toHaveLength(list.length)
    expect(stdout).toContain("'=HYPERLINK(1)")
    expect(stdout).not.toMatch(/(^|,)"?=HYPERLINK/m)
    expect((await of('li.xue').call('GET', '/v1/verdicts/2020-01')).body.items).toEqual([])
    expect((await of('li.xue').call('GET', '/v1/verdicts/2020-13')).status).toBe(400)
  })

  it('more than a hundred open cases: each is opened, listed page by page, and none twice', async () => {
    const numbers = await Promise.all(Array.from({ length: 130 }, (_, n) => open(`pattern ${n}`, 'sp-many')))
    const opened = new Set(numbers)
    // Beyond a hundred of one partner at once they are findings of the oldest.
    expect(opened.size).toBeGreaterThanOrEqual(99)
    const seen: string[] = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const path: string = `/v1/cases?partner=sp-many&limit=40&after=${encodeURIComponent(after)}`
      const { items, next }: { items: { number: string }[]; next?: string } = (await of('li.xue').call('GET', path))
        .body
      seen.push(...items.map((each) => each.number))
      after = next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect([...opened].filter((each) => !seen.includes(each))).toEqual([])
  })

  it('an appeal is decided by nobody who approved the verdict, also where that is put back in the database', async () => {
    const outside = await outsideOfFile(folder)
    const number = await open('put back')
    const given = await of('li.xue').call('POST', `/v1/cases/${number}/verdict`, proven({ points: 60 }))
    const { proposal } = given.body
    await expect.poll(async () => (await outside.read('proposals')).has(proposal)).toBe(true)
    const putBack = await outside.copy('proposals', proposal)
    expect((await of('sun.wei').call('POST', `/v1/proposals/${proposal}/approve`, {})).status).toBe(200)
    const appeal = () => on.call('POST', `/v1/cases/${number}/appeal`, { text: '有确认' }, { key: partnerKey })
    await expect.poll(async () => (await appeal()).body).toMatchObject({ status: 'appealed' })
    const decide = async () =>
      (await of('sun.wei').call('POST', `/v1/cases/${number}/appeal-decision`, { granted: false, reason: '证据不变' }))
        .body.code
    expect(await decide()).toBe('appeal.same')
    const putRight = await outside.copy('proposals', proposal)
    await putBack()
    expect(await decide()).toBe('record.changed')
    await putRight()
    expect(await decide()).toBe('appeal.same')
    await outside.close()
  })

  it('has no hand in the cases of a company under whatever name, who has an interest in one of its names', async () => {
    const number = await open('twin', 'sp-twin')
    const as = (name: string, step: string, body: object) => of(name).call('POST', `/v1/cases/${number}/${step}`, body)
    const wish = { partner: 'sp-twin', pattern: 'another', text: 'x' }
    expect((await of('zhao.rui').call('POST', '/v1/cases', wish)).body.code).toBe('case.interest')
    for (const [step, body] of [
      ['take', {}],
      ['verdict', { outcome: 'cleared', reason_zh: '无', reason_en: 'none' }],
    ] as const)
      expect((await as('zhao.rui', step, body)).body.code, step).toBe('case.interest')
    await as('li.xue', 'take', {})
    expect((await as('li.xue', 'hand-over', { to: 'zhao.rui', reason: '休假' })).body.detail).toContain('interest')
    const given = await as('li.xue', 'verdict', proven({ points: 60 }))
    expect(given.body.status).toBe('open')
    const approve = (name: string) => of(name).call('POST', `/v1/proposals/${given.body.proposal}/approve`, {})
    expect((await approve('zhao.rui')).status).toBeGreaterThan(399)
    expect((await approve('sun.wei')).status).toBe(200)
  })

  it('send the letter of a verdict that its partner heard by nobody, and enter what it answers in writing', async () => {
    const today = Temporal.Now.plainDateISO('Asia/Shanghai')
    const number = await open('unheard', 'sp-many')
    const as = (name: string, step: string, body: object) => of(name).call('POST', `/v1/cases/${number}/${step}`, body)
    expect((await as('sun.wei', 'letter-sent', { on: `${today}`, way: 'post' })).body.code).toBe('case.nothing')
    // It has few points left: whoever put it out by these would not be alone.
    await as('li.xue', 'verdict', proven({ points: 0 }))
    const letters = async (status: string) =>
      (await of('sun.wei').call('GET', `/v1/letters?partner=sp-many&limit=200&status=${status}`)).body.items.find(
        (each: { number: string }) => each.number === number,
      )
    await expect
      .poll(() => letters('due'))
      .toMatchObject({ partner: 'sp-many', partner_zh: '多案', heard: 'nobody', key_now: false, sent: [] })
    await expect.poll(async () => (await letters('due')).made_at).toBeTypeOf('string')
    for (const day of [today.add({ days: 1 }), today.subtract({ days: 2 })])
      expect((await as('sun.wei', 'letter-sent', { on: `${day}`, way: 'post' })).body.code).toBe('letter.day')
    const marked = await as('sun.wei', 'letter-sent', { on: `${today}`, way: 'courier' })
    const sent = [{ on: `${today}`, way: 'courier', by: 'sun.wei', by_name: expect.any(String) }]
    expect(marked.body.letter).toMatchObject({ heard: 'nobody', sent })
    expect([await letters('due'), (await letters('sent')).sent]).toMatchObject([undefined, sent])
    const log = async () => {
      const target = encodeURIComponent(`case ${number}`)
      const { items } = (await on.call('GET', `/v1/audit?target=${target}`)).body
      return items.map((each: { content: { reason?: string } }) => each.content.reason)
    }
    await expect.poll(log).toContain(`letter sent on ${today} by courier`)
    // Of a partner with a key nobody sends one.
    const heard = await open('heard by key')
    await of('li.xue').call('POST', `/v1/cases/${heard}/verdict`, proven({ points: 0 }))
    expect((await of('sun.wei').call('GET', '/v1/letters?partner=sp-huayu')).body.items).toEqual([])
    const sentBy = (name: string) =>
      of(name).call('POST', `/v1/cases/${heard}/letter-sent`, { on: `${today}`, way: 'post' })
    expect((await sentBy('zhao.rui')).body.code).toBe('case.interest')

    // It went that day, that way: that is said once.
    expect((await as('zhao.rui', 'letter-sent', { on: `${today}`, way: 'courier' })).body.code).toBe('case.nothing')
    // Of two who enter it at once one has, and the other knows; so it is with its answer. Who gave the verdict enters none.
    people['wu.tao'] = await PersonInBrowser.made(on, 'wu.tao', 'reviewer')
    const paperOf = (name: string) => ({
      type: 'application/pdf',
      content: Buffer.from(`%PDF-1.7\n% ${name}`).toString('base64'),
    })
    const letter = (name: string, paper: object | undefined = paperOf(name)) =>
      as(name, 'written-appeal', { text: `来信：${name}`, on: `${today}`, paper })
    // Without its paper it is none, nor with one that is something else than it says.
    expect((await as('sun.wei', 'written-appeal', { text: '来信', on: `${today}` })).status).toBe(400)
    expect((await letter('sun.wei', { ...paperOf(''), type: 'image/png' })).body.code).toBe('file.type')
    expect((await letter('li.xue')).body.code).toBe('appeal.same')
    const entered = await Promise.all(['sun.wei', 'wu.tao'].map((name) => letter(name)))
    expect(entered.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const { by } = entered.find(({ status }) => status === 200)?.body.appeal ?? {}
    expect(entered.find(({ status }) => status === 200)?.body).toMatchObject({
      status: 'appealed',
      appeal: { text: `来信：${by}`, by, paper: expect.stringMatching(/^file-/) },
    })
    const { appeal, files } = entered.find(({ status }) => status === 200)?.body ?? {}
    expect(files.find((each: { name: string }) => each.name === appeal.paper)).toMatchObject({ by })
    // Who entered it neither answers it nor takes it.
    const answer = (name: string, granted: boolean) => as(name, 'appeal-decision', { granted, reason: '核对话单' })
    expect([(await answer(by, true)).body.code, (await as(by, 'take', {})).body.code]).toEqual([
      'appeal.same',
      'case.nothing',
    ])
    const others = ['sun.wei', 'wu.tao', 'zhao.rui'].filter((name) => name !== by)
    // One that is not the partner’s is taken out, and that goes by letter too; then its own comes.
    const void1 = { granted: false, void: true, reason: '非该公司所寄' }
    const without = await as(others[0] as string, 'appeal-decision', void1)
    expect(without.body.appeals_voided).toMatchObject([{ nth: 1, reason: '非该公司所寄' }])
    await expect.poll(() => letters('due')).toMatchObject({ of: 'voided', nth: 1, heard: 'nobody', sent: [] })
    await expect.poll(async () => (await letters('due')).made_at).toBeTypeOf('string')
    const paperless = await of('sun.wei').call('GET', `/v1/cases/${number}/files/voided-1-zh.pdf`)
    expect(paperless.status).toBe(200)
    const outSent = { on: `${today}`, way: 'post', of: 'voided' }
    expect((await as('sun.wei', 'letter-sent', { ...outSent, nth: 2 })).body.code).toBe('case.nothing')
    const gone = await as('sun.wei', 'letter-sent', outSent)
    expect(gone.body.appeals_voided).toMatchObject([{ letter: { due: false, sent: [{ way: 'post' }] } }])
    expect(await letters('due')).toBeUndefined()
    await expect.poll(log).toContain(`letter of an appeal taken out sent on ${today} by post`)
    expect((await letter(by)).status).toBe(200)
    const answers = await Promise.all(others.map((name, n) => answer(name, n === 0)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const [won, lost] = answers[0]?.status === 200 ? answers : answers.toReversed()
    // Too late to be taken, or told that somebody else was first.
    expect([undefined, won?.body.appeal.decided_by]).toContain(lost?.body.by)
    expect(['decided', 'appeal.over']).toContain(lost?.body.code)
    expect((await letter('sun.wei')).body.code).toBe('appeal.over')
    // What became of it goes by letter as well, and is listed until it went.
    await expect.poll(() => letters('due')).toMatchObject({ of: 'appeal', heard: 'nobody', sent: [] })
    await expect.poll(async () => (await letters('due')).made_at).toBeTypeOf('string')
    expect((await as('sun.wei', 'letter-sent', { on: `${today}`, way: 'post', of: 'appeal' })).status).toBe(200)
    expect(await letters('due')).toBeUndefined()
    await expect.poll(log).toContain(`answer to its appeal sent on ${today} by post`)
  })

  it('enter an appeal of a partner that has a key: it says its own beside, once, and is told what was entered', async () => {
    const number = await open('entered for it')
    const today = Temporal.Now.plainDateISO('Asia/Shanghai')
    await of('li.xue').call('POST', `/v1/cases/${number}/verdict`, proven({ points: 0 }))
    const paper = { type: 'application/pdf', content: Buffer.from('%PDF-1.7').toString('base64') }
    const entered = { text: '不服', on: `${today}`, paper }
    expect((await of('sun.wei').call('POST', `/v1/cases/${number}/written-appeal`, entered)).status).toBe(200)
    const say = (text: string) => on.call('POST', `/v1/cases/${number}/appeal`, { text }, { key: partnerKey })
    const own = await say('话单证明并非退订后扣费')
    expect([own.status, own.body]).toMatchObject([202, { status: 'appealed', appeal_written: '不服' }])
    expect((await of('sun.wei').call('GET', `/v1/cases/${number}`)).body.appeal).toMatchObject({
      ...{ text: '不服', by: 'sun.wei', own: { text: '话单证明并非退订后扣费' } },
    })
    expect((await say('又及')).body.code).toBe('appeal.over')
    // It reads the paper; one that is not its own is taken out by somebody else, and what it said itself is its appeal.
    const read = await on.call('GET', `/v1/own-cases/${number}/letter?of=paper`, undefined, { key: partnerKey })
    expect([read.status, read.text]).toEqual([200, '%PDF-1.7'])
    const out = (name: string, granted = false) =>
      of(name).call('POST', `/v1/cases/${number}/appeal-decision`, { granted, void: true, reason: '非该公司所寄' })
    expect((await out('sun.wei')).body.code).toBe('appeal.same')
    expect((await out('wu.tao', true)).body).toMatchObject({ code: 'verdict.invalid', why: 'void' })
    const after = (await out('wu.tao')).body
    expect(
      (await on.call('GET', `/v1/own-cases/${number}`, undefined, { key: partnerKey })).body.appeals_voided,
    ).toEqual([{ nth: 1, at: expect.any(String), appealed_at: expect.any(String), reason: '非该公司所寄' }])
    expect(after).toMatchObject({
      status: 'appealed',
      appeal: { text: '话单证明并非退订后扣费' },
      notes: [{ text: expect.stringContaining('非该公司所寄 [sun.wei, file-') }],
    })
    expect((await out('wu.tao')).body).toMatchObject({ code: 'verdict.invalid', why: 'void' })
  })

  it('an appeal after its deadline is refused, with when it ended', async () => {
    const number = await open('late')
    await of('li.xue').call('POST', `/v1/cases/${number}/verdict`, proven({ points: 5 }))
    const { clock } = on.gateway.deps
    const now = clock.now()
    const late = vi.spyOn(clock, 'now').mockImplementation(() => now + 30 * 86_400_000)
    const appeal = await on.call('POST', `/v1/cases/${number}/appeal`, { text: '过期' }, { key: partnerKey })
    const content = 'JVBERi0xLjcKJeLjz9MK'
    const attached = { type: 'application/pdf', content }
    const file = await on.call('POST', `/v1/own-cases/${number}/files`, attached, { key: partnerKey })
    late.mockRestore()
    for (const each of [appeal, file])
      expect([each.status, each.body.code, each.body.detail]).toEqual([
        409,
        'appeal.over',
        expect.stringMatching(/^The time to appeal ended at 20\d\d-/),
      ])
    const inTime = await on.call('POST', `/v1/cases/${number}/appeal`, { text: '及时' }, { key: partnerKey })
    expect(inTime.status).toBe(202)
  })
})
