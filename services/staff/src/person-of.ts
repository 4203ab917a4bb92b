import { Problem } from '#http'
import { type Deps, patiently } from '#service'
import type { Person } from './domain/person-state.ts'

/** Another process may just have changed it. */
const BEHIND_MS = 2000

/**
 * Somebody's account, as it is by what the log knows: who writes the database can change its row, take it away, or put it
 * back to what it was, with a password or a code of before. What is only behind is waited for.
 * @throws Problem `record.changed` when it stays so: it opens nothing until an administrator sets it anew
 */
export async function personOf({ store, staff, log }: Deps, id: string): Promise<Person | undefined> {
  const look = async () => (await store.load('staff', [id])).get(id)?.body as Person | undefined
  const known = () => staff.get(id)?.version ?? 0
  // Of builds before accounts had versions the roster says nothing.
  const isLast = (person: Person | undefined) => (person?.version ?? 0) >= known()
  try {
    return await patiently(look, isLast, BEHIND_MS)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    log.error(
      { process: 'staff', key: id },
      'an account is not in the database as the log knows it: it opens nothing until an administrator sets it anew',
    )
    throw new Problem(
      'record.changed',
      'Your password may be right. An administrator sets this account anew, and resets it.',
    )
  }
}
