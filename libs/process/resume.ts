import { type LaneDocument, type LaneId, type LogNames, laneName } from '#store'
import { PositionError } from './errors.ts'

/**
 * Where a lane goes on in each of its topics: at its own positions, as long as this is the log that they belong to and it still
 * holds what comes next.
 * @param found which logs these are now
 * @throws PositionError
 */
export function resumedAt(
  id: LaneId,
  { log = {}, logLost, positions: left }: Pick<LaneDocument, 'log' | 'logLost' | 'positions'>,
  found: LogNames,
  ranges: Readonly<Record<string, { readonly start: number; readonly end: number }>>,
): Record<string, number> {
  const positions: Record<string, number> = {}
  for (const [topic, { start, end }] of Object.entries(ranges)) {
    const [known, present] = [log[topic], found[topic]]
    const isReplaced = known !== undefined && present !== undefined && present !== known
    if (isReplaced && !logLost)
      throw new PositionError(
        'lane.other-log',
        `lane ${laneName(id)} has positions of another log of ${topic} (${known}); this one is ${present}. Restore the log they belong to; if it is lost, say so: quadzero restore --log-lost.`,
      )
    const stood = isReplaced ? start : (left[topic] ?? start)
    const position = logLost ? Math.max(stood, start) : stood
    if (position < start || position > end)
      throw new PositionError(
        'lane.position-outside-log',
        `lane ${laneName(id)} stands at ${position} of ${topic}, which holds ${start} to ${end}. Messages between were lost or the log was replaced; nothing was skipped. What to do: docs/operations.md, “Backup and restore”.`,
      )
    positions[topic] = position
  }
  return positions
}
