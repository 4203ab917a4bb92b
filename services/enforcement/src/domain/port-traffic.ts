import { dayOf } from '#calendar'
import { type Envelope, type MessageOf, mtDecisions, type PortClass, portTraffic } from '#contracts'
import type { PortCounts, PortTraffic } from '#enforcement'
import type { Policy } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Tally, Wake } from '#process'

const HOUR = 3_600_000
/** Days that are kept: today and the week before it. */
const DAYS = 8

export interface PortTrafficRefs {
  readonly policy: Pick<Policy, 'timeZone'>
}

type Sums = Map<
  string,
  { port: string; hour: number; counts: Partial<Record<PortClass, { allowed: number; refused: number }>> }
>

/** Decisions about ports’ messages, counted by port, hour and class. */
export const countPorts: Omit<Tally<Sums>, 'refuse'> = {
  name: 'port-counts',
  inputs: [mtDecisions],
  begin: () => new Map(),
  add(sums, message) {
    const { at, data } = message as MessageOf<typeof mtDecisions>
    // What others tried in its name is no traffic of the port.
    if (data.rule === 'port.unknown') return
    const hour = at - (at % HOUR)
    const name = `${data.port} ${hour}`
    const sum = sums.get(name) ?? { port: data.port, hour, counts: {} }
    const counts = sum.counts[data.class] ?? { allowed: 0, refused: 0 }
    counts[data.allow ? 'allowed' : 'refused']++
    sum.counts[data.class] = counts
    sums.set(name, sum)
  },
  told: (sums) =>
    [...sums.values()].map(
      ({ port, ...data }): Emit => ({ topic: 'port.traffic', key: port, type: 'port.counted', data }),
    ),
}

/** Its newest day is none of the last eight any more, wherever on earth. */
const endOf = ({ days }: PortTraffic): number =>
  Math.max(0, ...Object.keys(days).map((day) => Date.parse(day))) + (DAYS + 3) * 24 * HOUR

function decide(
  state: PortTraffic | undefined,
  message: Envelope | Wake,
  { refs }: Context<PortTrafficRefs>,
): Decision<PortTraffic> {
  if (message.type === 'wake') return { state: undefined }
  const { hour, counts } = (message as MessageOf<typeof portTraffic>).data
  const day = dayOf(hour, refs.policy.timeZone)
  const days = { ...state?.days, [day]: sumOf(state?.days[day] ?? {}, counts as PortCounts) }
  const kept = Object.fromEntries(Object.entries(days).sort().slice(-DAYS))
  return { state: { days: kept }, wakeAt: endOf({ days: kept }) }
}

function sumOf(a: PortCounts, b: PortCounts): PortCounts {
  const classes = [...new Set([...Object.keys(a), ...Object.keys(b)])] as PortClass[]
  return Object.fromEntries(
    classes.map((each) => [
      each,
      {
        allowed: (a[each]?.allowed ?? 0) + (b[each]?.allowed ?? 0),
        refused: (a[each]?.refused ?? 0) + (b[each]?.refused ?? 0),
      },
    ]),
  )
}

export const portTrafficProcess: ProcessDefinition<PortTraffic, Envelope, PortTrafficRefs> = {
  name: 'port-traffic',
  inputs: [portTraffic],
  decide,
  wakes: endOf,
}
