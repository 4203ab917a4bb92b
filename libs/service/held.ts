import type { OutRecord } from '#bus'
import type { Intake } from '#intake'
import type { Deps } from './service.ts'
import { patiently } from './settled.ts'

const PATIENCE_MS = 10_000
const REPEATED_MS = 12 * 3_600_000

/** How a stored state tells that what a row says holds already. */
export interface Holding<Body, Data> {
  /** The process whose states, by the records’ keys, are asked. */
  readonly process: string
  readonly holds: (body: Body | undefined, data: Data) => boolean
  /** What one row changes of its key: a later row about the same is not judged by what was stored before the file. */
  readonly subject?: (data: Data) => string
  /** That its lane came to a row, where what it says may never hold: of a charge id that is known with other content. */
  readonly came?: (body: Body | undefined) => boolean
}

type Knowing = Required<Pick<Intake, 'known' | 'settled'>>

/**
 * Which rows of an import say what holds already, by the stored states: what was changed since the last import, by whomever,
 * is changed there too.
 */
export function heldBy<Body, Data>(
  store: Pick<Deps['store'], 'load'>,
  { process, holds, came = () => false, subject = () => '' }: Holding<Body, Data>,
  patienceMs = PATIENCE_MS,
): Knowing {
  /** The last row of each partition that brought something: a lane comes to it last. */
  const last = new Map<number, OutRecord>()
  const dataOf = ({ message }: OutRecord) => message.data as Data
  const heldOf = async (records: readonly OutRecord[], or = came): Promise<OutRecord[]> => {
    const states = await store.load(process, [...new Set(records.map(({ key }) => key))])
    const bodyOf = ({ key }: OutRecord) => states.get(key)?.body as Body | undefined
    return records.filter((record) => holds(bodyOf(record), dataOf(record)) || or(bodyOf(record)))
  }
  return {
    async known(records) {
      const known = new Set(await heldOf(records, () => false))
      const changed = new Set<string>()
      for (const record of records) {
        const about = `${record.key} ${subject(dataOf(record))}`
        if (known.has(record) && !changed.has(about)) continue
        known.delete(record)
        changed.add(about)
        last.set(record.partition, record)
      }
      return known
    },
    async settled() {
      const awaited = [...last.values()]
      if (awaited.length === 0) return
      const holdAll = async () => (await heldOf(awaited)).length === awaited.length
      // A lane that stands still, or a subscriber who cancels meanwhile, holds up no import: it is in the log.
      await patiently(holdAll, (is) => is, patienceMs).catch(() => undefined)
    },
  }
}

/**
 * Which rows of a file came within the last twelve hours, where no state keeps what they say: the same file again, and not
 * tomorrow’s that says the same of another day. `idOf` names what a row is about, `saysOf` what it says of it.
 */
export function repeated(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  idOf: (record: OutRecord) => string,
  saysOf: (record: OutRecord) => string,
): Required<Pick<Intake, 'known'>> {
  return {
    async known(records) {
      const until = clock.now() + REPEATED_MS
      const said = await Promise.all(records.map((each) => store.remember(idOf(each), saysOf(each), until)))
      return new Set(records.filter((_, place) => said[place] === 'same'))
    },
  }
}
