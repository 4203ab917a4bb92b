import { networkBlocks } from '#contracts'
import { protectedSenders } from '#policy'
import { type Assignment, type Tally, TallyWork } from '#process'
import { type Deps, decides, edgeRecord, type Lanes, publishFromEdge, refuseRecord, type Service } from '#service'
import { blockRoutes } from './blocks.ts'
import { networkBlocksProcess } from './domain/block.ts'
import { portRate } from './domain/port-rate.ts'
import { countPorts, portTrafficProcess } from './domain/port-traffic.ts'
import { exportRoutes } from './exports.ts'
import { importRoutes } from './imports.ts'

/** Told so often that the blocks are current. */
const BEAT_MS = 1000

/** Acting against spam: blocks for everybody, the white list, rates of ports, alarms. */
export function enforcement(deps: Deps): Service {
  const refs = { keyOf: deps.keyOf, own: protectedSenders(deps.policy.policy) }
  const rateRefs = { policy: deps.policy.policy, catalogue: deps.catalogue }
  const trafficRefs = { policy: deps.policy.policy }
  const tallies = <Sums>(tally: Omit<Tally<Sums>, 'refuse'>): Assignment => ({
    name: tally.name,
    inputs: tally.inputs.map((each) => each.name),
    work: () =>
      new TallyWork(
        { ...tally, refuse: (record, reason) => refuseRecord(deps, tally.name, record, reason) },
        deps.bus.partitions,
      ),
  })
  return {
    name: 'enforcement',
    lanes: (): Lanes => ({
      assignments: [
        decides(networkBlocksProcess, deps, () => refs),
        decides(portRate, deps, () => rateRefs),
        decides(portTrafficProcess, deps, () => trafficRefs),
        tallies(countPorts),
      ],
      // Where the log is a file of this process, nobody can be behind it.
      ...(deps.store.emits === 'outbox' ? beat(deps) : {}),
    }),
    edges() {
      blockRoutes(deps)
      importRoutes(deps)
      exportRoutes(deps)
      return {}
    },
  }
}

function beat(deps: Deps): Pick<Lanes, 'start' | 'stop'> {
  let timer: NodeJS.Timeout | undefined
  let number = 0
  const tell = () => {
    const at = deps.clock.now()
    const message = { id: `blocks-${at}-${number++}`, at, corr: 'blocks', type: 'blocks.current', data: {} }
    // What is not taken now is told again in a second; who waits for it sees that it is late.
    publishFromEdge(deps.bus, [edgeRecord(networkBlocks, deps.bus, 'current', message)]).catch(() => undefined)
  }
  return {
    start: async () => {
      tell()
      timer = setInterval(tell, BEAT_MS)
    },
    stop: async () => clearInterval(timer),
  }
}
