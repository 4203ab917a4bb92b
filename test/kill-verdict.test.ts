import { describe, expect, it } from 'vitest'
import { Client } from '../tools/cli/client.ts'
import { publicKeyOf } from '../tools/cli/seals.ts'
import { verifyLedger } from '../tools/cli/verify.ts'
import { verifyCases } from '../tools/cli/verify-cases.ts'
import { Fleet } from './fleet.ts'
import { ADMIN_KEY, modes } from './gateway.ts'
import { until } from './until.ts'

const VICTIMS = 400
const victim = (i: number) => `86159${30_000_000 + i}`
/** As the operator’s calendar has it, which is eight hours ahead of UTC. */
const MONTH = Temporal.Now.plainDateISO('Asia/Shanghai').toString().slice(0, 7)
const HOUR = 3_600_000

interface Redress {
  readonly done: boolean
  readonly named: number
  readonly answered: number
  readonly subscribers: number
  readonly refund_fen: number
  readonly before_fen: number
}

describe.each(modes)(
  'kill -9 while a verdict refunds all victims, and while its appeal undoes it, %s',
  { timeout: 420_000 },
  (mode) => {
    it('each gets back twice what was charged, once; the month has both parts; then the operator bears each, once', async () => {
      const fleet = new Fleet(mode)
      try {
        await fleet.open()
        let child = await fleet.start()
        const client = (key = ADMIN_KEY) => new Client({ QUADZERO_URL: fleet.url, ADMIN_KEY: key })
        /** As a caller does whose gateway goes away: again, until it is answered. */
        const call = async <T>(method: string, path: string, body?: object, key = ADMIN_KEY): Promise<T> => {
          let answer: { readonly body?: T; readonly why?: Error } = {}
          const isAnswered = async () => {
            answer = await client(key)
              .json(method, path, body)
              .then(
                (body) => ({ body: body as T }),
                (why) => ({ why }),
              )
            return answer.why === undefined
          }
          await until(`${method} ${path} is answered`, isAnswered).catch(() => {
            throw answer.why
          })
          return answer.body as T
        }
        const csv = Array.from({ length: VICTIMS }, (_, i) => `${victim(i)},mall-card,,2026-01-05T00:00:00Z`)
        const file = `msisdn,service_id,package,since\n${csv.join('\n')}\n`
        await client().call('POST', '/v1/import/subscriptions', { body: file, type: 'text/csv' })
        const charges = Array.from({ length: VICTIMS }, (_, i) => ({
          id: `kv${i}`,
          subscriber: victim(i),
          service: 'mall-card',
          amount_fen: 990,
          charged_at: new Date(Date.now() - HOUR).toISOString(),
        }))
        await call('POST', '/v1/charges', { items: charges })
        const month = () =>
          call<{ owed_fen: number; lines: { kind: string; count: number }[] }>(
            'GET',
            `/v1/settlements/sp-shop/${MONTH}`,
          )
        const booked = async (kind: string) => (await month()).lines.find((each) => each.kind === kind)?.count ?? 0
        await until('all are charged', async () => (await booked('charge').catch(() => 0)) === VICTIMS, 120_000)
        // One complained before: what went back to them counts.
        await call('POST', '/v1/disputes', { subscriber: victim(7), charge: 'kv7' })
        await until('the dispute', async () => (await booked('dispute')) === 1)

        const { number } = await call<{ number: string }>('POST', '/v1/cases', {
          partner: 'sp-shop',
          pattern: 'charged without a use',
          text: '抽查 40 位用户，均不知情。',
        })
        const rule = { services: ['mall-card'], from: '2026-01-01T00:00:00Z', until: new Date().toISOString() }
        const verdict = {
          outcome: 'proven',
          points: 20,
          refund: rule,
          reason_zh: '未经同意扣费',
          reason_en: 'No consent',
        }
        const path = `/v1/cases/${number}`
        const redress = async () => (await call<{ redress?: Redress }>('GET', path)).redress
        // The fifth page of them is decided, and not stored: four were named, and go on being refunded until it is killed.
        await Fleet.doom(child, 'decided:5:victim-walk:held')
        await call('POST', `${path}/verdict`, verdict)
        let answered = 0
        const isMidway = async () => {
          answered = (await redress())?.answered ?? 0
          return answered > 0
        }
        await until('some are refunded', isMidway)
        await Fleet.end(child)
        expect(answered).toBeLessThan(VICTIMS)
        // Each of these dies by its own hand some pages later, of twenty.
        for (const moment of ['committed:3:victim-walk', 'decided:3:victim-walk', 'committed:2:victim-walk']) {
          child = await fleet.start(moment)
          await until(`it reaches ${moment}`, () => Fleet.isGone(child))
          expect(child.signalCode).toBe('SIGKILL')
        }
        child = await fleet.start()
        await until('all are refunded', async () => (await redress())?.done === true, 120_000)
        expect(await redress()).toMatchObject({
          named: VICTIMS,
          answered: VICTIMS,
          subscribers: VICTIMS,
          refund_fen: VICTIMS * 2 * 990 - 990,
          before_fen: 990,
        })
        await until('the month', async () => (await month()).owed_fen === -VICTIMS * 990)
        const given = { publicKey: (await publicKeyOf(client(), undefined)).key }
        expect(await verifyLedger(client(), given)).toMatchObject({ wrong: [], flaws: [] })
        expect(await verifyCases(client(), given)).toMatchObject({ wrong: [], flaws: [] })

        // Its appeal is granted by somebody else: what went back stays, and is the operator's.
        const keyOf = async (wish: object) => (await call<{ key: string }>('POST', '/v1/keys', wish)).key
        const shop = { name: 'shop', kind: 'partner', partnerId: 'sp-shop', purposes: ['answer'] }
        await call('POST', `${path}/appeal`, { text: '用户均有确认。' }, await keyOf(shop))
        const person = { person: 'demo.reviewer', kind: 'reviewer', purposes: ['judge', 'look'] }
        const other = await keyOf({ name: 'other', ...person })
        await Fleet.doom(child, 'decided:5:victim-walk:held')
        await call('POST', `${path}/appeal-decision`, { granted: true, reason: '有凭证' }, other)
        const borne = async () => (await call<{ borne?: { done: boolean; answered: number } }>('GET', path)).borne
        await until('some are borne', async () => ((await borne())?.answered ?? 0) > 0)
        await Fleet.end(child)
        for (const moment of ['committed:3:victim-walk', 'decided:3:victim-walk']) {
          child = await fleet.start(moment)
          await until(`it reaches ${moment}`, () => Fleet.isGone(child))
          expect(child.signalCode).toBe('SIGKILL')
        }
        child = await fleet.start()
        await until('all are borne', async () => (await borne())?.done === true, 120_000)
        expect(await borne()).toMatchObject({ named: VICTIMS, answered: VICTIMS, fen: VICTIMS * 2 * 990, gone: 0 })
        await until('the month after it', async () => (await month()).owed_fen === VICTIMS * 990)
        expect(await verifyLedger(client(), given)).toMatchObject({ wrong: [], flaws: [] })
        expect(await verifyCases(client(), given)).toMatchObject({ wrong: [], flaws: [] })
      } finally {
        await fleet.close()
      }
    })
  },
)
