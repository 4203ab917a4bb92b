import { type BlockTarget, blockKey, networkBlocks, sortedReports, surgeAlarms } from '#contracts'
import { protectedSenders } from '#policy'
import { type Assignment, EffectWork, type Tally, TallyWork } from '#process'
import {
  type Deps,
  decides,
  edgeRecord,
  headsRoute,
  type Lanes,
  patientAtStart,
  publishFromEdge,
  refuseRecord,
  type Service,
} from '#service'
import { alarmRoutes, seriesOf, tellDuty } from './alarms.ts'
import { blockActRoutes } from './block-acts.ts'
import { blockRoutes } from './blocks.ts'
import { Currency } from './currency.ts'
import { protectDemoBank } from './demo.ts'
import { contentOf, networkBlocksProcess, type TargetState } from './domain/block.ts'
import { carriedMessages } from './domain/carried.ts'
import { places } from './domain/place.ts'
import { portRate } from './domain/port-rate.ts'
import { countPorts, portTrafficProcess } from './domain/port-traffic.ts'
import { stations } from './domain/station.ts'
import { surges } from './domain/surge.ts'
import { countSurges } from './domain/surge-counts.ts'
import { exportRoutes } from './exports.ts'
import { importRoutes } from './imports.ts'
import { placeRoutes } from './places.ts'
import { portRoutes } from './ports.ts'
import { lookUp, stationRoutes } from './stations.ts'
import { surgeEffect } from './surge-effect.ts'

/** Told so often that the blocks are current. */
const BEAT_MS = 1000

/** Acting against spam: blocks for everybody, the white list, rates of ports, alarms. */
export function enforcement(deps: Deps): Service {
  const refs = {
    keyOf: deps.keyOf,
    own: protectedSenders(deps.policy.policy),
    isWhite: (target: BlockTarget, at: number) => deps.network.isWhite(target, at),
  }
  const currency = new Currency()
  const blocksBeat = beat(deps)
  const carriedRefs = { policy: deps.policy.policy, span: () => currency.span() }
  const trafficRefs = { policy: deps.policy.policy }
  const tallies = <Sums>(tally: Omit<Tally<Sums>, 'refuse'>): Assignment => ({
    name: tally.name,
    inputs: tally.inputs.map((each) => each.name),
    work: () =>
      new TallyWork(
        { ...tally, refuse: (record, reason) => refuseRecord(deps, tally.name, record, reason) },
        { partitions: deps.bus.partitions, now: () => deps.clock.now() },
      ),
  })
  return {
    name: 'enforcement',
    lanes: (): Lanes => ({
      assignments: [
        decides(networkBlocksProcess, deps, () => refs),
        decides(portRate, deps, ({ policy, version }) => ({
          policy,
          policyVersion: version,
          catalogue: deps.catalogue,
        })),
        decides(portTrafficProcess, deps, () => trafficRefs),
        tallies(countPorts),
        tallies(countSurges(deps.catalogue)),
        decides(surges, deps, ({ policy, version }) => ({
          policy,
          policyVersion: version,
          series: () => seriesOf(deps),
        })),
        decides(carriedMessages, deps, () => carriedRefs),
        { name: 'carried-lookups', inputs: [sortedReports.name], work: () => new EffectWork(lookUp(deps)) },
        decides(places, deps, () => ({})),
        decides(stations, deps, ({ policy, version }) => ({ policy, policyVersion: version })),
        { name: 'surge-told', inputs: [surgeAlarms.name], work: () => new EffectWork(tellDuty(deps)) },
      ],
      async start() {
        await currency.start(deps.bus)
        if (deps.config.DEMO === 'on') await protectDemoBank(patientAtStart(deps))
        // Where the log is a file of this process, nobody can be behind it.
        if (deps.store.emits === 'outbox') blocksBeat.start()
      },
      async stop() {
        blocksBeat.stop()
        await currency.stop()
      },
    }),
    edges() {
      blockRoutes(deps)
      blockActRoutes(deps)
      portRoutes(deps)
      importRoutes(deps)
      exportRoutes(deps)
      alarmRoutes(deps)
      deps.effects.set('surges', surgeEffect(deps))
      stationRoutes(deps)
      placeRoutes(deps)
      headsRoute<TargetState>(deps, {
        path: '/v1/block-heads',
        summary: 'Which version each block for everybody and entry of the white list is, by what is stored now',
        process: 'network-blocks',
        contentOf,
        isOwn: ({ target }, key) => blockKey(target, deps.keyOf) === key,
      })
      return {}
    },
  }
}

/** Tells readers elsewhere, again and again, that what they hold is current. */
function beat(deps: Deps) {
  let timer: NodeJS.Timeout | undefined
  let number = 0
  const tell = () => {
    const at = deps.clock.now()
    const message = { id: `blocks-${at}-${number++}`, at, corr: 'blocks', type: 'blocks.current', data: {} }
    // What is not taken now is told again in a second; who waits for it sees that it is late.
    publishFromEdge(deps.bus, [edgeRecord(networkBlocks, deps.bus, 'current', message)]).catch(() => undefined)
  }
  return {
    start: () => {
      tell()
      timer = setInterval(tell, BEAT_MS)
    },
    stop: () => clearInterval(timer),
  }
}
