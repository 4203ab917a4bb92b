import type { Bus } from '#bus'
import type { Renewal, Store, Told } from '#store'
import { systemClock } from './clock.ts'
import { Witness } from './witness.ts'

const MOST_A_CALL = 5000

/**
 * Begins a new life of a store that was restored from a backup, with nobody running. What lanes told the log in the life
 * that the backup does not know stands where it belongs, and is not told again when they do it again: the log is read for
 * it once, from its start. Gives the new incarnation.
 */
export async function beginAnew(
  bus: Bus,
  store: Store,
  topics: readonly string[],
  options: Omit<Renewal, 'lives'>,
): Promise<string> {
  if (store.emits === 'log') return store.renew({ lives: [], ...options })
  const witness = await Witness.open(bus, systemClock)
  await witness.close()
  const lives = new Set(witness.incarnations())
  for (const topic of topics) {
    const told: Told[] = []
    const stop = await bus.follow(topic, ({ source, message }) => {
      const id = (message as { id?: unknown } | undefined)?.id
      if (source && !source.lane.startsWith('edge/') && typeof id === 'string') told.push({ id, source })
    })
    await stop()
    for (const { source } of told) lives.add(source.incarnation)
    for (let i = 0; i < told.length; i += MOST_A_CALL) await store.recall(told.slice(i, i + MOST_A_CALL))
  }
  return store.renew({ lives: [...lives], ...options })
}
