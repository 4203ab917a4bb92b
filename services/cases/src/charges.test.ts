import { expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import type { Deps } from '#service'
import { chargesOf, foresee } from './charges.ts'

const rule = { partnerId: 'sp-shop', services: ['mall-card'], from: 0, until: 100 }
const charge = { ...{ partnerId: 'sp-shop', serviceId: 'mall-card', amountFen: 990, refundFen: 0 }, chargedAt: 7 }
const row = (chargeId: string, changed?: true) => ({
  ...{ key: chargeId, cursor: chargeId, body: { ...charge, chargeId, subscriber: chargeId }, wakeAt: undefined },
  ...(changed ? { changed } : {}),
})

/** The charges as they are stored; one that somebody else wrote is shown to who asks for what is stored. */
const withRows = (...rows: ReturnType<typeof row>[]) =>
  ({
    policy: { policy: defaultPolicy },
    store: {
      find: async (_process: string, { asStored }: { asStored?: true }) =>
        rows.filter(({ changed }) => asStored || !changed),
    },
  }) as unknown as Pick<Deps, 'store' | 'policy'>

it('a verdict refunds the charges of its rule', async () => {
  const { found } = await chargesOf(withRows(row('a'), row('b')), rule, undefined)
  expect(found.map(({ chargeId }) => chargeId)).toEqual(['a', 'b'])
})

it('where somebody else wrote one of them nobody is refunded by it, and nobody left out for it: it is said', async () => {
  const deps = withRows(row('a'), row('b', true), row('c'))
  await expect(chargesOf(deps, rule, undefined)).rejects.toMatchObject({ code: 'record.changed' })
  await expect(foresee(deps, rule, 2)).rejects.toMatchObject({ code: 'record.changed' })
})

it('of charges that went back before nothing more does, and the public is told of their subscribers all the same', async () => {
  const before = row('a')
  const back = { ...before, body: { ...before.body, refundFen: 1980 } }
  expect(await foresee(withRows(back, row('b')), rule, 2)).toMatchObject({
    ...{ charges: 2, subscribers: 1, refundFen: 1980 },
    ...{ refundedBefore: 1, beforeFen: 1980, reached: 2 },
  })
})
