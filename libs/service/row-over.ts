import { recordsOver } from '#contracts'
import type { LaneId } from '#store'
import { type Deps, edgeRecord, publishFromEdge } from './service.ts'

/** What was found changed is told each minute; who heard nothing more of it for so long may look for itself. */
const HEARD_MS = 180_000

/** Tells all processes what the owner of a row’s lane sees of it. @throws BusError */
export async function tellRow(
  { bus, clock }: Pick<Deps, 'bus' | 'clock'>,
  process: string,
  key: string,
  isRight: boolean,
): Promise<void> {
  const at = clock.now()
  const type = isRight ? 'record.right' : 'record.over'
  const data = { process, key, ...(isRight ? {} : { until: at + HEARD_MS, found: true }) }
  const id = `${type}-${process}-${key}-${at}`
  await publishFromEdge(bus, [edgeRecord(recordsOver, bus, key, { id, at, corr: id, type, data })])
}

/** The same of a whole lane. @throws BusError */
export async function tellLane(
  { bus, clock }: Pick<Deps, 'bus' | 'clock'>,
  { process, lane }: LaneId,
  isRight: boolean,
): Promise<void> {
  const at = clock.now()
  const type = isRight ? 'lane.right' : 'lane.over'
  const key = `${process} ${lane}`
  const data = { process, lane, ...(isRight ? {} : { until: at + HEARD_MS }) }
  const id = `${type}-${process}-${lane}-${at}`
  await publishFromEdge(bus, [edgeRecord(recordsOver, bus, key, { id, at, corr: id, type, data })])
}
