import { z } from 'zod'
import { nextOf, pageQuery, readable, unreadable } from '#http'
import type { Deps } from '#service'
import type { Store } from '#store'
import { type LedgerLine, lineTag } from './domain/lines.ts'
import type { AccountState } from './domain/state.ts'

/** What the law says at least, whatever policy was in force when it was kept (`charging.keepMonths`). */
const LEAST_KEPT_MS = 6 * 31 * 86_400_000
const AT_ONCE = 500

/** What is kept of a charge beside its account, as far as it follows from that. */
interface Kept {
  readonly rule?: string
}

interface Told {
  readonly id: string
  readonly isWrong: boolean
}

/** Charges of an account that are young enough for all that is kept of them to be there. */
function* chargesOf({ charges, past = [] }: AccountState, now: number): Generator<Told> {
  for (const { id, at, rule, dispute } of charges)
    if (at + LEAST_KEPT_MS > now) yield { id, isWrong: rule !== undefined || dispute?.status === 'proven' }
  for (const [id, , , , at] of past) if (at + LEAST_KEPT_MS > now) yield { id, isWrong: false }
}

/**
 * What is not there, or not as its lane left it, of the rows that each charge has beside its account: that its id is known,
 * and that cases find it. No roll is kept of these (docs/decisions/0091), so that this tells what was taken away or put back.
 */
export async function missingOf(
  store: Pick<Store, 'load'>,
  accounts: readonly AccountState[],
  now: number,
): Promise<string[]> {
  const charges = accounts.flatMap((each) => [...chargesOf(each, now)])
  const missing: string[] = []
  for (let begin = 0; begin < charges.length; begin += AT_ONCE) {
    const some = charges.slice(begin, begin + AT_ONCE)
    const ids = some.map(({ id }) => id)
    const [known, found] = [await store.load('charge', ids), await store.load('case-charges', ids)]
    for (const { id, isWrong } of some) {
      if (!known.has(id)) missing.push(`charge ${id}: nothing says that its id is known`)
      else if (known.get(id)?.changed) missing.push(`charge ${id}: what is known by its id was changed`)
      const row = found.get(id)
      if (!row) missing.push(`charge ${id}: cases do not find it`)
      else if (row.changed) missing.push(`charge ${id}: what cases find of it was changed`)
      else if (isWrong && (row.body as Kept).rule === undefined)
        missing.push(`charge ${id}: cases find it as it was before it was wrong`)
    }
  }
  return missing
}

const keptLine = z.object({
  id: z.string(),
  row: z.string().describe('Partner, month, service, kind and the month that it corrects, of which it is a line'),
  moved_fen: z.number().describe('What was posted, whoever it was for'),
  changed: z.literal(true).optional().describe('Somebody else wrote it'),
})

/** `GET /v1/ledger/lines`: every line that is kept, for who adds them up. */
export function keptLineRoutes({ http, store, policy }: Deps): void {
  http.get(
    '/v1/ledger/lines',
    {
      config: { needs: ['audit', 'ledger'] },
      schema: {
        summary: 'Every line of the ledger that is kept, by its row',
        description:
          'No roll tells which lines there were (as there is of what money is decided from): `quadzero verify ledger` holds the number and sum of each row against its settlement.',
        tags: ['audit'],
        querystring: pageQuery(1000, 500).extend({ row: z.string().max(200).optional().describe('Of one row only') }),
        response: {
          200: z.object({
            items: z.array(z.union([keptLine, unreadable])),
            next: z.string().optional(),
            keep_days: z.number().describe('So long lines are kept'),
          }),
        },
      },
    },
    async (request) => {
      const { after, limit, row } = request.query
      const tag = row === undefined ? {} : { tag: `line=${row}` }
      const found = await store.find('ledger-lines', { after, limit, asStored: true, ...tag })
      const items = found.map(({ key, body, changed }) =>
        readable(keptLine, key, () => {
          const { partnerId, month, serviceId, kind, correctionOf, amountFen } = body as LedgerLine
          const row = lineTag(partnerId, month, serviceId, kind, correctionOf)
          return { id: key, row, moved_fen: amountFen, ...(changed ? { changed } : {}) }
        }),
      )
      return { items, ...nextOf(found, limit), keep_days: policy.policy.keepDays.ledgerLines }
    },
  )
}
