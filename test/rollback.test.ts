import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it } from 'vitest'
import { readConfig } from '#config'
import { makeLogger } from '#telemetry'
import { startGateway } from '../services/gateway.ts'
import { readSecrets } from '../services/secrets.ts'
import { Client } from '../tools/cli/client.ts'
import type { Proved } from '../tools/cli/proved.ts'
import { backUpData, restoreStore } from '../tools/cli/restore.ts'
import { publicKeyOf } from '../tools/cli/seals.ts'
import { verifyReceipts } from '../tools/cli/verify.ts'
import { Simulator } from '../tools/sim/smsc.ts'
import { ADMIN_KEY, environmentOf, Phone } from './gateway.ts'
import { removeFolder, temporaryFolder } from './servers.ts'

const folder = temporaryFolder()
const [data, copy] = [join(folder, 'data'), join(folder, 'copy')]
const environment = environmentOf('embedded', data)
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  removeFolder(folder)
})

/** What is wrong with receipts’ seals. */
const flawsOf = ({ flaws }: { flaws: readonly { id: string; flaw: string }[] }) =>
  flaws.filter(({ id }) => id.startsWith('receipts-')).map(({ flaw }) => flaw)

async function start() {
  const simulator = new Simulator()
  const port = await simulator.listen(0)
  const config = readConfig({ ...environment, SMSC_LINKS: `smpp://t:t@127.0.0.1:${port}?name=a` })
  const gateway = await startGateway(config, readSecrets(config), makeLogger(config.LOG_LEVEL, 'test'))
  await expect.poll(() => gateway.unready()).toEqual([])
  const stop = async () => {
    await gateway.stop()
    await simulator.close()
  }
  closers.push(stop)
  const client = new Client({ QUADZERO_URL: gateway.url, ADMIN_KEY })
  const { key } = await publicKeyOf(client, undefined)
  /** Somebody asks for a service and confirms it: one more receipt, and one more seal. */
  const subscribe = async (number: string) => {
    const phone = new Phone(simulator, number)
    await phone.ask('10661234', 'XH')
    await phone.ask('10086901', '是')
  }
  /** The proof, once so many receipts are sealed and all that is being stored is. */
  const sealed = async (count: number, remembered?: Proved, flaws = 0) => {
    const look = async () => {
      const proof = await verifyReceipts(client, { publicKey: key, remembered })
      const { seals, waiting } = proof
      return { proof, seals, waiting, flaws: flawsOf(proof).length }
    }
    await expect.poll(look).toMatchObject({ seals: count, waiting: 0, flaws })
    return (await look()).proof
  }
  return { stop, subscribe, sealed, client, key }
}

it('an auditor tells a restore that was signed from a rollback that was not', async () => {
  const before = await start()
  await before.subscribe('8613500135101')
  await before.sealed(1)
  backUpData(environment, copy)
  await before.subscribe('8613500135102')
  const { last } = await before.sealed(2)
  await before.stop()

  // Whoever can write the database puts the copy back, and takes out that it is one.
  const putBack = () => {
    removeFolder(data)
    cpSync(copy, data, { recursive: true })
  }
  putBack()
  await expect(start()).rejects.toMatchObject({
    code: 'store.restored',
    message: expect.stringContaining('quadzero restore'),
  })
  const sqlite = new DatabaseSync(join(data, 'quadzero.sqlite'))
  sqlite.exec("DELETE FROM meta WHERE name = 'backup'")
  sqlite.close()
  const rolledBack = await start()
  expect(flawsOf(await rolledBack.sealed(1, last, 1))).toEqual(['gone'])
  await rolledBack.stop()

  putBack()
  await restoreStore(environment, { by: 'Mei, night shift', from: 'backup of noon', logLost: false, asItStands: false })
  const restored = await start()
  const proof = await restored.sealed(1, last)
  expect(proof.restorations).toMatchObject([{ by: 'Mei, night shift', from: 'backup of noon' }])
  expect(proof).toMatchObject({ receipts: 1, chains: 1, flaws: [] })

  // It goes on, and what was signed for once explains no second time.
  await restored.subscribe('8613500135103')
  const next = await restored.sealed(2, last)
  await restored.stop()
  putBack()
  const again = new DatabaseSync(join(data, 'quadzero.sqlite'))
  again.exec("DELETE FROM meta WHERE name = 'backup'")
  again.close()
  const second = await start()
  expect(flawsOf(await second.sealed(1, next.last, 1))).toEqual(['gone'])
  expect((await second.sealed(1, next.last, 1)).flaws).toContainEqual({
    id: 'restored',
    flaw: 'gone',
  })
})
