import type { FastifyRequest } from 'fastify'
import { type Holder, type Owned, type Purpose, type Resource, resources, rights, type Scope, scopeOf } from '#access'
import type { Caller } from './keys.ts'
import { Problem } from './problem.ts'

/** What a route needs: the purpose, and what it touches. */
export type Needs = readonly [purpose: Purpose, resource: Resource]

export interface RouteNeeds {
  readonly method: string
  readonly url: string
  readonly needs: Needs | undefined
}

/** Whose things this call may touch. Where it is the caller’s own, the answer is held back until that was asked. */
export class Access {
  readonly #partner: string | undefined
  #isAsked: boolean

  constructor(caller: Pick<Caller, 'partnerId'>, scope: Scope, resource: Resource) {
    const isBound = scope === 'own' && resources[resource] === 'partner'
    // A key that speaks for nobody owns nothing.
    this.#partner = isBound ? (caller.partnerId ?? '') : undefined
    this.#isAsked = !isBound
  }

  /** What was found, when it is within the rights; what is another’s is as if it were not there. @throws `otherwise` */
  open<T>(found: Owned<T> | undefined, otherwise: Problem): T {
    this.#isAsked = true
    const inside = found?.within(this.#partner)
    if (!inside) throw otherwise
    return inside.value
  }

  /** Of lists, and of files: the partner whose things alone are within the rights; undefined: everybody’s. */
  partner(): string | undefined {
    this.#isAsked = true
    return this.#partner
  }

  get isAsked(): boolean {
    return this.#isAsked
  }
}

/** @throws Problem `auth.purpose` when neither the key nor its kind has the purpose for what the route touches */
export function accessFor(caller: Caller, [purpose, resource]: Needs): Access {
  const scope = caller.purposes.includes(purpose) ? scopeOf(caller.kind, purpose, resource) : undefined
  if (scope === undefined)
    throw new Problem(
      'auth.purpose',
      `It needs the purpose ${purpose} (${resource}); this key of kind ${caller.kind} has ${caller.purposes.join(', ') || 'none'}.`,
    )
  return new Access(caller, scope, resource)
}

/** Why routes cannot be served: each names what it needs, and somebody may do it. */
export function flawsOf(routes: readonly RouteNeeds[]): string[] {
  const holders = Object.keys(rights) as Holder[]
  return routes.flatMap(({ method, url, needs }) => {
    if (!needs) return [`${method} ${url} names no purpose and resource: give it config.needs (libs/access)`]
    const [purpose, resource] = needs
    if (holders.some((each) => scopeOf(each, purpose, resource))) return []
    return [`${method} ${url} needs ${purpose} of ${resource}, which nobody may: see libs/access`]
  })
}

/** Whose things the caller of a route may touch. */
export const accessOf = (request: FastifyRequest): Access => request.access as Access
