import { Problem } from '#http'
import { type Deps, patiently } from '#service'
import type { Person } from './domain/person.ts'

/**
 * Somebody's account, as it is by what the log knows: who writes the database can put its row back to what it was, with a
 * password or a code of before. What is only behind, since another process has just changed it, is waited for.
 */
export async function personOf({ store, staff, log }: Deps, id: string): Promise<Person | undefined> {
  const look = async () => (await store.load('staff', [id])).get(id)?.body as Person | undefined
  const isOld = (person: Person | undefined) =>
    person !== undefined && (person.version ?? 0) < (staff.get(id)?.version ?? 0)
  try {
    return await patiently(look, (person) => !isOld(person))
  } catch (error) {
    if (error instanceof Problem)
      log.error(
        { process: 'staff', key: id },
        'an account is older in the database than the log knows: it opens nothing',
      )
    throw error
  }
}
