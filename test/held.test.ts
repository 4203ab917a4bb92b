import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { environmentOf, modes, startTestGateway, type TestGateway } from './gateway.ts'
import { type Outside, outsideOfDatabase, outsideOfFile } from './outside.ts'
import type { Body } from './rows.ts'
import { databaseUrl, removeFolder, temporaryFolder, uniqueName } from './servers.ts'
import { until } from './until.ts'

/* A database administrator wants a consent that nobody gave, or a charge to be right that is not. */
describe.each(modes)('what consent and money are decided from, written into the database (%s)', (mode) => {
  const [folder, name] = [temporaryFolder(), uniqueName()]
  const servers: Record<string, string> =
    mode === 'embedded' ? {} : { MONGODB_URL: databaseUrl(name), TOPIC_PREFIX: `${name}.` }
  const policy = JSON.parse(readFileSync(environmentOf(mode, folder)['POLICY_FILE'] as string, 'utf8'))
  const POLICY_FILE = join(folder, 'policy.json')
  writeFileSync(POLICY_FILE, JSON.stringify({ ...policy, reminders: { ...policy.reminders, refundSeconds: 1 } }))
  let on: TestGateway | undefined
  let outside: Outside | undefined
  afterAll(async () => {
    await outside?.close()
    await on?.stop()
    removeFolder(folder)
  })
  /** A gateway that was stopped reads its states anew. */
  const started = async (troubled = false): Promise<TestGateway> => {
    await on?.stop()
    on = await startTestGateway(mode, { DATA_DIR: folder, POLICY_FILE, ...servers }, { troubled })
    return on
  }
  const edit = async (kind: string, key: string, change: (body: Body) => Body) => {
    outside ??= await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
    const before = (await outside.read(kind)).get(key)
    await outside.write(kind, new Map([[key, change(structuredClone(before))]]))
    return () => outside?.write(kind, new Map([[key, before]]))
  }
  const [asked, charged] = ['8613500138101', '8613500138102']

  it('decides nothing, says so, and goes on when it is as it was: nothing is lost', async () => {
    let gateway = await started()
    const { keyOf } = gateway.gateway.deps
    const question = { items: [{ id: 'q', subscriber: charged, service: 'star-news', amount_fen: 800, kind: 'month' }] }
    const rule = async () => (await gateway.call('POST', '/v1/charges/authorize', question)).body.items[0].rule
    const receipts = async () => (await gateway.call('GET', '/v1/receipts')).body.items
    const waiter = gateway.phone(charged)
    await waiter.ask('10661234', 'XH')
    await waiter.ask('10086901', '是')
    await until('the receipt', async () => (await receipts()).length === 1)
    await gateway.phone(asked).ask('10661234', 'XH')
    const own = await rule()

    // The prompt that is open is another one, dearer; and there is a consent to another service.
    await gateway.stop()
    on = undefined
    const undo = [
      await edit('confirmation', keyOf(asked), (body) =>
        JSON.parse(JSON.stringify(body).replaceAll('"tariffFen":', '"tariffFen":9')),
      ),
      await edit('account', keyOf(charged), (body) => ({
        ...body,
        standings: [{ ...body.standings[0], serviceId: 'star-news', freeUntil: 0 }],
      })),
    ]
    gateway = await started()
    expect(await rule()).toBe('unknown')
    await gateway.phone(asked).send('10086901', '是')
    const at = new Date(Date.now() - 3_600_000).toISOString()
    const charge = {
      id: 'c1',
      subscriber: charged,
      service: 'star-news',
      amount_fen: 800,
      kind: 'month',
      charged_at: at,
    }
    expect((await gateway.call('POST', '/v1/charges', { items: [charge] })).status).toBe(202)
    await until('both lanes stand', async () => {
      const told = gateway.gateway.unready().join('; ')
      return [asked, charged].every((each) => told.includes(keyOf(each))) && told.includes('not as the gateway left it')
    })
    expect(await receipts()).toHaveLength(1)
    expect((await gateway.call('GET', '/v1/ledger/charges/c1')).status).toBe(404)

    await gateway.stop()
    on = undefined
    for (const each of undo) await each()
    gateway = await started()
    await until('the consent that was given', async () => (await receipts()).length === 2)
    await until('the charge is judged', async () => (await gateway.call('GET', '/v1/ledger/charges/c1')).status === 200)
    expect(await rule()).toBe(own)
    const contents = (await receipts()).map(({ content }: Body) => content.tariffFen)
    expect(contents[0]).toBe(contents[1])
  })

  it('believes nothing of a lane from which a row was taken, or to which an older one was given back', async () => {
    let gateway = await started()
    const { keyOf } = gateway.gateway.deps
    const [number, key] = [charged, keyOf(charged)]
    const joke = { id: 'q', subscriber: number, service: 'joke-daily', amount_fen: 500, kind: 'month' }
    const rule = async () =>
      (await gateway.call('POST', '/v1/charges/authorize', { items: [joke] })).body.items[0].rule as string
    const stands = () => gateway.gateway.unready().join('; ')
    const changed = async () =>
      /^quadzero_changed_records (\d+)$/m.exec((await gateway.call('GET', '/metrics')).text)?.[1]
    outside ??= await (mode === 'embedded' ? outsideOfFile(folder) : outsideOfDatabase(databaseUrl(name)))
    const rowOf = async (kind: string) => (await outside?.read(kind))?.get(key)
    const put = (kind: string, row: Body | undefined) => outside?.write(kind, new Map([[key, row]]))
    const isDue = ({ notices = [], waiting = [], rechecks = [] }: Body = {}) =>
      notices.length + waiting.length + rechecks.length > 0
    // What the gateway writes itself meanwhile would stand over what is put there.
    const nothingDue = () => until('nothing is due', async () => !isDue(await rowOf('account')))
    await nothingDue()
    const consented = await rowOf('account')
    await gateway.phone(number).ask('10661234', '00000')
    const after = 'after.cancel'
    await until('the account is told that it ended', async () => (await rule()) === after)
    // On MongoDB what was committed stands in the journal first: the row is what the gateway reads when it has been carried over.
    const isStored = async () => {
      const { stamp: _, ...row } = (await rowOf('account')) as Body
      const latest = (await gateway.gateway.deps.store.load('account', [key])).get(key)?.body
      return JSON.stringify(row) === JSON.stringify(latest)
    }
    await nothingDue()
    await until('the row is the latest', isStored)
    const ended = await rowOf('account')

    // While it runs: the consent that was taken back is put back, then the whole account is taken away.
    for (const row of [consented, undefined]) {
      await put('account', row)
      expect(await rule()).toBe('unknown')
      expect(await changed()).toBe('1')
      await put('account', ended)
      expect(await rule()).toBe(after)
      expect(await changed()).toBe('0')
    }
    // While it is stopped: nobody knows which row it is, so nothing of the lane is believed.
    for (const row of [consented, undefined]) {
      await gateway.stop()
      on = undefined
      await put('account', row)
      gateway = await started(true)
      await until('the lane stands', () => stands().includes('which records lane account/'))
      expect(await rule()).toBe('unknown')
      await gateway.stop()
      on = undefined
      await put('account', ended)
      gateway = await started()
      await until('the lane goes on', async () => (await rule()) === after)
    }
  })
})
