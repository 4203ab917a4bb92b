import { billingCharges, charges, type Envelope, type MessageOf } from '#contracts'
import { canonical } from '#evidence'
import type { Policy } from '#policy'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import type { CatalogueView } from '#reference'
import { DAY, MINUTE } from './state.ts'

/** What is remembered of a charge id: the content that it came with, and until when. */
export interface KnownCharge {
  readonly content: string
  readonly until: number
}

export interface ChargeRefs {
  readonly policy: Policy
  readonly catalogue: CatalogueView
  readonly keyOf: (number: string) => string
  readonly digest: (text: string) => string
}

type Recorded = MessageOf<typeof charges>
type ChargeData = Recorded['data']

/** What makes a charge the same one again: all but the grant that it came with. */
export const contentOf = ({ grant: _, ...charge }: ChargeData, digest: ChargeRefs['digest']): string =>
  digest(canonical(charge))

export const ID_WITH_NUMBER = 'the id holds the subscriber’s number; ids stand in logs: make one without it'

/** Ids are topic keys and stand in logs and on settlements: no number may be in one (docs/rules.md, "Personal data"). */
export const holdsNumber = (id: string, msisdn: string): boolean => id.includes(msisdn.slice(-10))

/**
 * Each charge goes on to its account once, however often it is delivered. The same id with other content is no
 * repetition but an alarm; what is too old to be known as one, or from the future, is a dead letter.
 */
function decide(
  state: KnownCharge | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<ChargeRefs>,
): Decision<KnownCharge> {
  if (message.type === 'wake') return { state: undefined }
  const { grant, ...charge } = (message as Recorded).data
  if (charge.id !== key) return { state, deadLetter: 'the record’s key is not the charge’s id' }
  if (holdsNumber(charge.id, charge.msisdn)) return { state, deadLetter: ID_WITH_NUMBER }
  const { lateDays, futureMinutes, keepMonths } = refs.policy.charging
  const content = contentOf(charge, refs.digest)
  if (state) {
    // For as long as the first one is kept: what comes with another time neither shortens that nor stretches it.
    const wakeAt = state.until
    if (state.content === content) return { state, wakeAt }
    return {
      state,
      wakeAt,
      emit: [
        {
          topic: 'charging.events',
          key: refs.keyOf(charge.msisdn),
          type: 'charge.conflict',
          data: { chargeId: charge.id, serviceId: charge.serviceId },
        },
      ],
    }
  }
  if (charge.at < now - lateDays * DAY)
    return {
      state,
      deadLetter: `the charge is older than the ${lateDays} days for which charges are known by their id`,
    }
  if (charge.at > now + futureMinutes * MINUTE) return { state, deadLetter: 'the charge is from the future' }
  if (!refs.catalogue.service(charge.serviceId, charge.at)) return { state, deadLetter: 'there is no such service' }
  const { currency: _, ...received } = charge
  const data = { ...received, ...(grant ? { grant } : {}) }
  const emit = [{ topic: 'subscriber.charges', key: refs.keyOf(charge.msisdn), type: 'charge.received', data }]
  const until = charge.at + Math.max(lateDays + 1, keepMonths * 31) * DAY
  return { state: { content, until }, wakeAt: until, emit }
}

/** What billing systems write themselves is sorted by the charge's id; nothing else looks at where they put it. */
export const billing: ProcessDefinition<undefined, Envelope> = {
  name: 'billing',
  inputs: [billingCharges],
  decide: (state, message) => {
    if (message.type === 'wake') return { state }
    const { data } = message as MessageOf<typeof billingCharges>
    return { state, emit: [{ topic: 'charges', key: data.id, type: 'charge.recorded', data }] }
  },
}

export const chargeProcess: ProcessDefinition<KnownCharge, Envelope, ChargeRefs> = {
  name: 'charge',
  inputs: [charges],
  decide,
}
