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
