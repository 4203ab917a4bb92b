import type { OutRecord } from '#bus'
import type { MessageOf, subscriberCommands } from '#contracts'
import type { Intake } from '#intake'
import { type Deps, patiently } from '#service'

interface Subscriber {
  readonly subscriptions: readonly { serviceId: string; since: number; package?: string; once?: boolean }[]
}
type Imported = Extract<MessageOf<typeof subscriberCommands>, { type: 'subscription.import' }>['data']

const PATIENCE_MS = 10_000
const dataOf = ({ message }: OutRecord): Imported => message.data as Imported

/**
 * Which rows of an import of subscriptions say what holds already: by the subscribers’ stored states, which what was changed
 * or cancelled since the last import has changed too.
 */
export function heldSubscriptions(
  store: Pick<Deps['store'], 'load'>,
  patienceMs = PATIENCE_MS,
): Required<Pick<Intake, 'known' | 'settled'>> {
  /** The last row of each partition that brought something: a lane comes to it last. */
  const last = new Map<number, OutRecord>()
  const heldOf = async (records: readonly OutRecord[]): Promise<OutRecord[]> => {
    const states = await store.load('subscriber', [...new Set(records.map(({ key }) => key))])
    return records.filter((record) => {
      const { serviceId, since, package: name } = dataOf(record)
      const { subscriptions = [] } = (states.get(record.key)?.body ?? {}) as Partial<Subscriber>
      return subscriptions.some(
        (each) => !each.once && each.serviceId === serviceId && each.since === since && each.package === name,
      )
    })
  }
  return {
    async known(records) {
      const known = new Set(await heldOf(records))
      // What a row before it in the file changes is not judged by what was stored before.
      const changed = new Set<string>()
      for (const record of records) {
        const subscription = `${record.key} ${dataOf(record).serviceId}`
        if (known.has(record) && !changed.has(subscription)) continue
        known.delete(record)
        changed.add(subscription)
        last.set(record.partition, record)
      }
      return known
    },
    async settled() {
      const awaited = [...last.values()]
      if (awaited.length === 0) return
      const holds = async () => (await heldOf(awaited)).length === awaited.length
      // A lane that stands still, or a subscriber who cancels meanwhile, holds up no import: it is in the log.
      await patiently(holds, (is) => is, patienceMs).catch(() => undefined)
    },
  }
}
