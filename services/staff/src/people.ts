import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { personId, staffRole } from '#contracts'
import { callerOf, Problem, type RosterEntry } from '#http'
import {
  actorOf,
  colleagues,
  type Deps,
  humanOf,
  isNobodys,
  mayVouch,
  needsVoucher,
  patiently,
  settled,
} from '#service'
import type { Person } from './domain/person-state.ts'
import { hashPassword } from './passwords.ts'
import { tellPerson } from './told.ts'

const shown = z.object({
  id: z.string(),
  name: z.string(),
  role: staffRole,
  interests: z.array(z.string()).describe('Partners about which this person decides nothing'),
  disabled: z.boolean(),
  made_by: z.string().optional(),
  by_provider: z.boolean().describe('Signs in with the provider (OIDC), which says the role'),
  reset_by: z.string().optional().describe('Who reset the password or a factor last'),
  vouched_by: z.string().optional().describe('Who said whose account it is'),
  unknown: z.boolean().describe('Nobody said yet whose account it is: it proposes and decides nothing'),
  same_as: z.string().optional().describe('The account that stands for this human'),
})
const show = ({
  id,
  name,
  role,
  interests,
  disabled,
  madeBy,
  resetBy,
  vouchedBy,
  unknown,
  human,
  byProvider,
}: RosterEntry): z.infer<typeof shown> => ({
  id,
  name,
  role,
  interests,
  disabled,
  by_provider: byProvider ?? false,
  ...(madeBy === undefined ? {} : { made_by: madeBy }),
  ...(resetBy === undefined ? {} : { reset_by: resetBy }),
  ...(vouchedBy === undefined ? {} : { vouched_by: vouchedBy }),
  ...(human === undefined ? {} : { same_as: human }),
  unknown: unknown ?? false,
})
const details = z.object({
  name: z.string().trim().min(1).max(60),
  role: staffRole,
  interests: z.array(z.string().max(60)).max(50).default([]),
})
const withPassword = shown.extend({
  password: z.string().describe('Shown once; it opens nothing but its own change'),
})

/** A first password that can be read out over a telephone. */
export const firstPassword = (): string => randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x')

/** `/v1/staff`: accounts of people, made, changed and reset by administrators. */
export function peopleRoutes(deps: Deps): void {
  const { http, staff } = deps
  const needs = { needs: ['admin', 'person'] } as const

  http.get(
    '/v1/staff',
    {
      config: needs,
      schema: {
        summary: 'The operator’s people',
        tags: ['administration'],
        response: { 200: z.object({ items: z.array(shown) }) },
      },
    },
    async () => ({ items: staff.list().map(show) }),
  )

  http.get(
    '/console/api/colleagues',
    {
      config: { needs: ['review', 'complaint'] },
      schema: {
        hide: true,
        querystring: z.object({ of: z.enum(['complaints', 'cases']).default('complaints') }),
        response: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }) },
      },
    },
    async ({ query }) => {
      const those =
        query.of === 'cases' ? colleagues(staff, 'judge', 'case_file') : colleagues(staff, 'review', 'complaint')
      return { items: those.map(({ id, name }) => ({ id, name })) }
    },
  )

  http.post(
    '/v1/staff',
    {
      config: { ...needs, problems: ['person.exists', 'password.weak', 'not-ready'] },
      schema: {
        summary: 'Make an account',
        description: 'The first password is shown once; it must be changed at the first sign-in.',
        tags: ['administration'],
        body: details.extend({ id: personId.describe('Name to sign in with') }),
        response: { 201: withPassword },
      },
    },
    async (request, reply) => {
      const { id, ...rest } = request.body
      if (staff.get(id) || isNobodys(id)) throw new Problem('person.exists')
      const by = actorOf(callerOf(request))
      const made = { ...rest, disabled: false, ...unknownOf(by) }
      await tellPerson(deps, id, 'person.set', { ...made, by }, request.id)
      const password = await resetPassword(deps, id, by, request.id)
      return reply.code(201).send({ ...show({ id, ...made, madeBy: by, signedOutBefore: 0 }), password })
    },
  )

  http.put(
    '/v1/staff/:id',
    {
      config: { ...needs, problems: ['not-found', 'person.self', 'person.provider', 'not-ready'] },
      schema: {
        summary: 'Change a name, role or interests; disable or enable an account',
        description: 'Another role, or none, signs the person out everywhere.',
        tags: ['administration'],
        params: z.object({ id: personId }),
        body: details.extend({ disabled: z.boolean().default(false) }),
        response: { 200: shown },
      },
    },
    async (request) => {
      const { id } = request.params
      const before = known(id)
      const by = actorOf(callerOf(request))
      const { name, role } = request.body
      if (before.byProvider && (name !== before.name || role !== before.role)) throw new Problem('person.provider')
      const same = (left: readonly string[], right: readonly string[]) =>
        [...left].sort().join() === [...right].sort().join()
      const isHeld = !request.body.disabled && role === before.role && same(before.interests, request.body.interests)
      // Nobody says of themselves that they have no interest, by whatever account of theirs.
      if (humanOf(staff, by) === humanOf(staff, id) && !isHeld) throw new Problem('person.self')
      await tellPerson(deps, id, 'person.set', { ...request.body, by }, request.id)
      await settled<Person>(
        deps,
        'staff',
        id,
        (state) => state?.role === request.body.role && state.disabled === request.body.disabled,
      )
      await patiently(
        async () => staff.get(id),
        (entry) => entry !== undefined && same(entry.interests, request.body.interests),
      )
      return show({ ...before, ...request.body })
    },
  )

  http.post(
    '/v1/staff/:id/reset',
    {
      config: { ...needs, problems: ['not-found', 'person.self', 'person.provider', 'not-ready'] },
      schema: {
        summary: 'Give somebody a first password again, without second factors',
        description: 'Signs them out everywhere; who did it decides nothing together with them (four eyes).',
        tags: ['administration'],
        params: z.object({ id: personId }),
        response: { 200: withPassword },
      },
    },
    async (request) => {
      const { id } = request.params
      const before = known(id)
      const by = actorOf(callerOf(request))
      if (by === id) throw new Problem('person.self')
      if (before.byProvider) throw new Problem('person.provider')
      await tellPerson(deps, id, 'totp.set', { by }, request.id)
      await tellPerson(deps, id, 'recovery.set', { digests: [], by }, request.id)
      const { passkeys = [] } = ((await deps.store.load('staff', [id])).get(id)?.body ?? {}) as Partial<Person>
      for (const each of passkeys)
        await tellPerson(deps, id, 'passkey.removed', { id: each.id, by }, `${request.id}-${each.id}`)
      const unknown = unknownOf(by)
      const password = await resetPassword(deps, id, by, request.id, unknown)
      return { ...show({ ...before, ...unknown, resetBy: by }), password }
    },
  )

  http.post(
    '/v1/staff/:id/vouch',
    {
      config: { ...needs, problems: ['not-found', 'person.vouch', 'not-ready'] },
      schema: {
        summary: 'Say who somebody is',
        description:
          'An account of the provider (OIDC), and one that an administrator made or reset while there was another, decides nothing before: whoever says so knows the person, and has neither made nor reset the account. `same_as` names another account of that human: all of them are one in what two people decide.',
        tags: ['administration'],
        params: z.object({ id: personId }),
        body: z.object({ interests: details.shape.interests.unwrap(), same_as: personId.optional() }),
        response: { 200: shown },
      },
    },
    async (request) => {
      const { id } = request.params
      const { interests, same_as } = request.body
      const before = known(id)
      const by = actorOf(callerOf(request))
      const stands = same_as === undefined ? id : humanOf(staff, known(same_as).id)
      const human = stands === id ? undefined : stands
      if (same_as === id || !mayVouch(staff, by, id) || human === humanOf(staff, by)) throw new Problem('person.vouch')
      const said = { interests, ...(human === undefined ? {} : { human }) }
      await tellPerson(deps, id, 'person.vouched', { ...said, by }, request.id)
      await patiently(
        async () => staff.get(id),
        (entry) => entry?.vouchedBy === by && entry.human === human && !entry.unknown,
      )
      return show({ ...before, ...said, unknown: undefined, human, vouchedBy: by })
    },
  )

  const unknownOf = (by: string) => (needsVoucher(staff, by, deps.clock.now()) ? { unknown: true as const } : {})

  function known(id: string): RosterEntry {
    const person = staff.get(id)
    if (!person) throw new Problem('not-found')
    return person
  }
}

/** Gives a person a first password, and waits until it holds. */
export async function resetPassword(
  deps: Deps,
  id: string,
  by: string,
  corr: string,
  more: object = {},
): Promise<string> {
  const password = firstPassword()
  const hash = await hashPassword(password)
  await tellPerson(deps, id, 'password.set', { hash, temporary: true, ...more, by }, corr)
  await settled<Person>(deps, 'staff', id, (state) => state?.password?.hash === hash)
  return password
}
