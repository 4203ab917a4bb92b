import type { z } from 'zod'
import type { staffRole } from '#contracts'
import { type Deps, FIRST, settled } from '#service'
import type { Person } from './domain/person.ts'
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

const FOREVER = 8_640_000_000_000_000

/**
 * Makes the accounts that a new installation begins with, once, whoever of several processes is first: an administrator
 * with a first password; in the demo one account of each role, all with one password of this installation.
 * Gives what to show; nothing on later starts, except in the demo.
 */
export async function firstPeople(deps: Deps): Promise<readonly SignIn[]> {
  const { store, config, keyOf } = deps
  const isDemo = config.DEMO === 'on'
  const password = isDemo ? `demo-${keyOf('demo-password').replaceAll(/[-_]/g, '').slice(0, 10)}` : firstPassword()
  const people: SignIn[] = isDemo
    ? DEMO.map(([role]) => ({ id: `demo.${role}`, password, role }))
    : [{ id: 'admin', password, role: 'administrator' }]
  const isNew = (await store.remember(`first-people:${isDemo ? 'demo' : 'real'}`, '', FOREVER)) === 'new'
  if (!isNew) return isDemo ? people : []
  const hash = await hashPassword(password)
  for (const { id, role } of people) {
    const name = isDemo ? (DEMO.find(([each]) => each === role)?.[1] as string) : 'Administrator'
    const person = { name, role, interests: [], disabled: false, by: FIRST }
    await tellPerson(deps, id, 'person.set', person, `first-${id}`)
    const credential = { hash, temporary: !isDemo, by: id }
    await tellPerson(deps, id, 'password.set', credential, `first-${id}`)
  }
  const last = people.at(-1)?.id ?? ''
  // Whoever is told how to sign in can; where no lane comes to it for a while, they can later.
  await settled<Person>(deps, 'staff', last, (state) => state?.password !== undefined).catch(() => undefined)
  return people
}
