import { placeOf, type Unsealed, type Version } from '#evidence'
import { FINDING, Problem } from '#http'
import type { Deps } from '#service'
import type { KnownCharge } from './domain/victims.ts'
import { sealsOf } from './seals.ts'

const MINUTE = 60_000
/** Clocks of two processes agree so far. */
const SKEW_MS = MINUTE

/** What of an account was signed whenever it changed, as far as charges are told by it. */
interface Account {
  readonly tenure: number
  readonly charges: readonly Told[]
  readonly archived?: object
  readonly past?: readonly (readonly [
    id: string,
    serviceId: string,
    partnerId: string,
    amountFen: number,
    at: number,
  ])[]
  readonly version?: Version
}
interface Told {
  readonly id: string
  readonly serviceId: string
  readonly partnerId: string
  readonly amountFen: number
  readonly at: number
}

/** Whether a charge is what was sealed when it was judged, and since when that is so, as receipts say it. */
export interface ProvedCharge {
  /** Absent: its account keeps it no more, so that nothing sealed tells of it. */
  readonly whole?: boolean
  readonly sealedAt?: number
}

/**
 * Holds charges, as cases find them, against the accounts in which they were judged: each account by its digest made again, and
 * by the seal that was made of that. Whoever writes the database makes neither (decision 80: the seal itself is in no bundle).
 * @throws Problem `not-ready` where nobody knows yet whether one was changed: that is not signed as a flaw
 */
export async function provedCharges(
  deps: Pick<Deps, 'store'>,
  publicKeys: string,
  charges: readonly KnownCharge[],
  { from, now }: Unsealed,
): Promise<ReadonlyMap<string, ProvedCharge>> {
  const rows = await deps.store.load('account', [...new Set(charges.map(({ subscriber }) => subscriber))])
  if ([...rows.values()].some(({ finding }) => finding)) throw new Problem('not-ready', FINDING)
  const versions = [...rows].flatMap(([chain, { body }]) => {
    const version = (body as Account | undefined)?.version
    return version ? [{ chain, digest: version.digest, at: version.at }] : []
  })
  const sealed = await sealsOf(deps, publicKeys, 'accounts', versions)
  const proved = ({ chargeId, subscriber, serviceId, partnerId, amountFen, chargedAt }: KnownCharge): ProvedCharge => {
    const row = rows.get(subscriber)
    if (!row) return {}
    // What somebody else wrote, or took away, comes without its body.
    if (row.changed) return { whole: false }
    const { tenure, charges: kept, archived, past, version } = row.body as Account
    const old = past?.find(([id]) => id === chargeId)
    const found = kept.find(({ id }) => id === chargeId) ?? (old && toldOf(old))
    const seal = sealed.get(subscriber)
    const isDigest = placeOf(version, { tenure, charges: kept, archived, past }).digest === version?.digest
    // What says that it is of a time to come would never be due.
    const mayWait = version !== undefined && version.at >= from && version.at <= now + SKEW_MS
    if (!isDigest || !(seal || mayWait)) return { whole: false }
    if (!found) return {}
    const isSame =
      found.amountFen === amountFen &&
      found.at === chargedAt &&
      found.serviceId === serviceId &&
      found.partnerId === partnerId
    // To the minute: what was sealed together is nobody’s to join.
    return { whole: isSame, ...(seal ? { sealedAt: Math.ceil(seal.at / MINUTE) * MINUTE } : {}) }
  }
  return new Map(charges.map((each) => [each.chargeId, proved(each)]))
}

const toldOf = ([id, serviceId, partnerId, amountFen, at]: NonNullable<Account['past']>[number]): Told => ({
  ...{ id, serviceId, partnerId, amountFen, at },
})
