import { type Envelope, headBroken, headMoved, shardOf } from '#contracts'
import { canonical, type Place, placeOf, start, type Version, versionAfter } from '#evidence'
import type { Context, Decision, ProcessDefinition } from './types.ts'

/** A state that is evidence: which of its states this is. */
export interface Proven {
  readonly proof?: Version | undefined
}

/**
 * A process whose states are evidence by themselves, and stay: whenever what is evidence of one changes it becomes the next
 * version of it, and is told to those who sign, under this kind. What was changed in the store is not taken over: the place
 * is that of what was loaded, whatever it says of itself. What says something and was never signed was put there by somebody
 * else, or was not yet taken as it stands by its lane’s baseline: it is told as broken.
 * @param contentOf what is signed; never a number of a subscriber, of which a digest tells too much
 * @param isBare a state that says nothing yet, of which nothing is signed until it does
 * @param saltOf of content that is guessed easily: a salt of each version, which nobody without the secret makes
 */
export function sealed<State extends Proven, Message extends Envelope, Refs>(
  kind: string,
  definition: ProcessDefinition<State, Message, Refs>,
  contentOf: (state: State) => object,
  isBare: (state: State) => boolean = () => false,
  saltOf: (refs: Refs, cause: string) => string | undefined = () => undefined,
): ProcessDefinition<State, Message, Refs> {
  const signed = (state: State, since: Place, { now, key, refs }: Context<Refs>): Decision<State> => {
    const proof = versionAfter(since, contentOf(state), now, saltOf(refs, `${kind}.${key}.${since.number + 1}`))
    const { number, digest } = proof
    return { state: { ...state, proof }, emit: [headMoved(shardOf(kind, key), { chain: key, number, digest, since })] }
  }
  return {
    ...definition,
    seals: kind,
    baseline(state, context, isOrdered) {
      const { proof } = state
      const since = placeOf(proof, contentOf(state))
      const isAsItWas = proof === undefined ? isBare(state) : !isOrdered || since.digest === proof.digest
      return isAsItWas ? undefined : signed(state, since, context)
    },
    decide(before, message, context) {
      const decision = definition.decide(before, message, context)
      if (!decision.state || decision.state === before) return decision
      const content = contentOf(decision.state)
      const former = before && contentOf(before)
      if (before?.proof === undefined && isBare(decision.state)) return decision
      if (former && isSame(former, content))
        return decision.state.proof === before?.proof
          ? decision
          : { ...decision, state: { ...decision.state, ...proofOf(before) } }
      const since = former ? placeOf(before?.proof, former) : start
      const { state, emit: heads = [] } = signed(decision.state, since, context)
      const isOurs = before === undefined || before.proof !== undefined || isBare(before)
      const told = isOurs ? heads : [...heads, headBroken(shardOf(kind, context.key), context.key)]
      return { ...decision, state, emit: [...(decision.emit ?? []), ...told] }
    },
  }
}

const proofOf = (state: Proven | undefined): Proven => (state?.proof ? { proof: state.proof } : {})

/** Most messages leave every part as it was. */
function isSame(former: object, content: object): boolean {
  const parts = Object.entries(content)
  const known = former as Readonly<Record<string, unknown>>
  const isUntouched = parts.length === Object.keys(former).length && parts.every(([name, each]) => known[name] === each)
  return isUntouched || canonical(former) === canonical(content)
}
