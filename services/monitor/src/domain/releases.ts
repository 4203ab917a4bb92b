import { type Envelope, type MessageOf, monitorObservations, policyCommands, policyVersions } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import { ALL } from './all.ts'

type Message = MessageOf<typeof policyCommands>
type Released = Extract<Message, { type: 'policy.released' }>['data']
type Begun = Extract<Message, { type: 'trial.begun' }>['data']

export type PolicyVersion = MessageOf<typeof policyVersions>['data']
type Figures = Released['figures']

/** A draft that runs beside what is in force: its flags are marked, and nothing follows from them. */
export type Trial = Begun & { readonly id: string; readonly at: number }

/** What holds, and what is on trial. Without a version it is the installation’s own file. */
export interface PolicyState {
  /** The latest version; 0: none was ever released. */
  readonly number: number
  readonly name?: string
  readonly figures?: Figures
  readonly at?: number
  readonly trial?: Trial
}

/** The one key: releases have one order. */
export const POLICY = 'monitor'
/** Versions in the order of their texts. */
export const versionKey = (number: number): string => String(number).padStart(6, '0')

function decide(
  state: PolicyState | undefined,
  message: Envelope | Wake,
  { now, cause }: Context,
): Decision<PolicyState> {
  const known = state ?? { number: 0 }
  const input = message as Message | Wake
  switch (input.type) {
    case 'policy.released':
      return released(known, input.data, now)
    case 'trial.begun':
      return { state: { ...known, trial: { ...input.data, id: cause, at: now } } }
    case 'trial.ended': {
      const { trial, ...rest } = known
      return { state: trial?.id === input.data.trial ? rest : known }
    }
    default:
      return { state }
  }
}

/** A version more; the monitor takes it up where it stands among what is observed. */
function released(state: PolicyState, { digest, ...data }: Released, now: number): Decision<PolicyState> {
  if (data.over !== state.number)
    return { state, deadLetter: 'another version was released since it was shown: nothing was changed' }
  const number = state.number + 1
  const name = `m${number}-${digest}`
  const { trial, ...rest } = state
  // What was on trial is in force now, or is measured against another version than it was begun against.
  const isTried = trial !== undefined && trial.draft === data.draft && trial.digest === digest
  return {
    state: { ...rest, ...(trial && !isTried ? { trial } : {}), number, name, figures: data.figures, at: now },
    emit: [
      { topic: monitorObservations.name, key: ALL, type: 'policy.set', data: { name, figures: data.figures } },
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
