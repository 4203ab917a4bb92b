import type { Judgement } from './judge.ts'
import type { Unit } from './unit.ts'

/** One that was looked at: a service, a port, an app, or all of a partner. */
export interface Looked {
  readonly partner: string
  readonly unit: Unit | undefined
  readonly judgement: Judgement
}

/** Whom e-BH picks of all that were looked at, and what there is to say of them. */
export interface Picked extends Looked {
  readonly shadow: boolean
}

/** Whom reviewers see as one: an app, or all of a partner. */
export const subjectOf = ({ partner, unit }: Looked): string =>
  unit?.id.kind === 'app' ? `app ${unit.id.name}` : `partner ${partner}`

/** What a finding is of: it is raised once, while it stands. */
export const keyOf = ({ partner, unit }: Looked): string =>
  unit === undefined
    ? `partner ${partner}`
    : unit.id.kind === 'app'
      ? `app ${unit.id.name}`
      : `${unit.id.kind} ${unit.id.name}`
