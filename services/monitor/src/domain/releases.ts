import { type Envelope, type MessageOf, monitorObservations, policyCommands, policyVersions } from '#contracts'
import { monitorIn } from '#policy'
import type { Context, Decision, Emit, ProcessDefinition, Wake } from '#process'
import { ALL } from './all.ts'

type Message = MessageOf<typeof policyCommands>
type Released = Extract<Message, { type: 'policy.released' }>['data']

export type PolicyVersion = MessageOf<typeof policyVersions>['data']
type Figures = Released['figures']

/** What holds. Without a version, and of what was never released, it is the installation’s own file. */
export interface PolicyState {
  /** The latest version; 0: none was ever released. */
  readonly number: number
  readonly name?: string
  readonly figures?: Figures
  readonly at?: number
}

/** The one key: releases have one order. */
export const POLICY = 'monitor'
/** Versions in the order of their texts. */
export const versionKey = (number: number): string => String(number).padStart(6, '0')

function decide(state: PolicyState | undefined, message: Envelope | Wake, { now }: Context): Decision<PolicyState> {
  const input = message as Message | Wake
  return input.type === 'policy.released' ? released(state ?? { number: 0 }, input.data, now) : { state }
}

/**
 * A version more. The monitor takes its figures up where they stand among what is observed; the desk’s hold from now on, for
 * whoever reads the versions.
 */
function released(state: PolicyState, { digest, adopts, ...data }: Released, now: number): Decision<PolicyState> {
  if (data.over !== state.number)
    return { state, deadLetter: 'another version was released since it was shown: nothing was changed' }
  const number = state.number + 1
  const name = `m${number}-${digest}`
  const set: Emit = {
    ...{ topic: monitorObservations.name, key: ALL, type: 'policy.set' },
    data: { name, figures: monitorIn(data.figures) },
  }
  return {
    state: { number, name, figures: data.figures, at: now },
    emit: [
      ...(adopts === false ? [] : [set]),
      {
        topic: policyVersions.name,
        key: versionKey(number),
        type: 'version.released',
        data: { ...data, number, name, at: now },
      },
    ],
  }
}

export const policies: ProcessDefinition<PolicyState, Envelope> = {
  name: 'policies',
  inputs: [policyCommands],
  decide,
}

/** Each version, whole: what is in force is rolled back to one of them. */
export const versions: ProcessDefinition<PolicyVersion, Envelope> = {
  name: 'policy-versions',
  inputs: [policyVersions],
  decide: (state, message) =>
    message.type === 'version.released'
      ? { state: state ?? (message as MessageOf<typeof policyVersions>).data }
      : { state },
  index: () => ({ all: '1' }),
  sort: ({ number }) => versionKey(number),
}
