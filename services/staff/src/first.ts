import type { z } from 'zod'
import type { staffRole } from '#contracts'
import { type Deps, FIRST, settled } from '#service'
import type { Person } from './domain/person-state.ts'
import { hashPassword } from './passwords.ts'
import { firstPassword } from './people.ts'
import { tellPerson } from './told.ts'

/** How somebody signs in, to be shown once. */
export interface SignIn {
  readonly id: string
  readonly password: string
  readonly role: z.infer<typeof staffRole>
}

const DEMO = [
  ['operations', '值班员 (demo)'],
  ['reviewer', '核查员 (demo)'],
  ['auditor', '审计员 (demo)'],
  ['counter', '营业员 (demo)'],
  ['administrator', '管理员 (demo)'],
] as const

/** Lanes of a new installation on Kafka are shared out first, of many services at once. */
const FIRST_PATIENCE_MS = 60_000
/** Whoever began to make them may still be at it, on a log that is busy; after this a start that finds none makes them. */
const AT_IT_MS = 30 * 60_000

/**
 * Makes the accounts that a new installation begins with, once, whoever of several processes is first: an administrator
 * with a first password; in the demo one account of each role, all with one password of this installation. Where there are
 * accounts, none is set anew, whatever the database remembers; where a start ended before it had made them, one half an hour
 * later does. Those of the demo are closed when that is over.
 * Gives what to show; nothing on later starts, except in the demo.
 */
export async function firstPeople(deps: Deps): Promise<readonly SignIn[]> {
  const { store, config, keyOf, clock, log } = deps
  const isDemo = config.DEMO === 'on'
  const password = isDemo ? `demo-${keyOf('demo-password').replaceAll(/[-_]/g, '').slice(0, 10)}` : firstPassword()
  const people: SignIn[] = isDemo
    ? DEMO.map(([role]) => ({ id: nameInDemo(role), password, role }))
    : [{ id: 'admin', password, role: 'administrator' }]
  if (!isDemo) await closeDemo(deps)
  const known = await personsOf(
    deps,
    people.map(({ id }) => id),
  )
  const mark = `first-people:${isDemo ? 'demo' : 'real'}`
  const isNew = known.size === 0 && (await store.remember(mark, '', clock.now() + AT_IT_MS)) === 'new'
  if (!isNew && known.size === 0)
    log.warn('another start makes the first accounts; where it ended before it had, start once more in half an hour')
  if (!isNew) return isDemo ? people.filter(({ id }) => known.get(id)?.disabled !== true) : []
  const hash = await hashPassword(password)
  for (const { id, role } of people) {
    const name = isDemo ? (DEMO.find(([each]) => each === role)?.[1] as string) : 'Administrator'
    const person = { name, role, interests: [], disabled: false, by: FIRST }
    await tellPerson(deps, id, 'person.set', person, `first-${id}`)
    const credential = { hash, temporary: !isDemo, by: id }
    await tellPerson(deps, id, 'password.set', credential, `first-${id}`)
  }
  // Whoever is told how to sign in can, on whichever lane they are; where none comes to it for a while, they can later.
  const isThere = (state: Person | undefined) => state?.password !== undefined
  const there = people.map(({ id }) => settled<Person>(deps, 'staff', id, isThere, FIRST_PATIENCE_MS))
  await Promise.allSettled(there)
  return people
}

/** Their password is printed at each start of the demo: it opens nothing afterwards. */
async function closeDemo(deps: Deps): Promise<void> {
  const { clock, log } = deps
  const known = await personsOf(
    deps,
    DEMO.map(([role]) => nameInDemo(role)),
  )
  const open = [...known].filter(([, { madeBy, disabled }]) => madeBy === FIRST && !disabled)
  for (const [id, { name, role, interests }] of open)
    await tellPerson(
      deps,
      id,
      'person.set',
      { name, role, interests, disabled: true, by: FIRST },
      `demo-over-${id}-${clock.now()}`,
    )
  if (open.length > 0)
    log.warn(
      { accounts: open.map(([id]) => id) },
      'DEMO is off: the accounts of the demo are closed, since their password was printed; make people accounts of their own',
    )
}

const nameInDemo = (role: string): string => `demo.${role}`

async function personsOf({ store }: Deps, ids: readonly string[]): Promise<Map<string, Person>> {
  const found = await store.load('staff', ids)
  return new Map([...found].map(([id, { body }]) => [id, body as Person]))
}
