import type { Unit } from '../counted/unit.ts'
import { type Judgement, logSum } from './judge.ts'

/** One that was looked at: a service, a port, a way, an app, or all of a partner. */
export interface Looked {
  readonly partner: string
  /** Undefined: all of the partner. */
  readonly unit: Pick<Unit, 'id' | 'users' | 'charges'> | undefined
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
  unit === undefined ? `partner ${partner}` : `${unit.id.kind} ${unit.id.name}`

/** What a port has of its partner’s mean, where a service has one: hardly anything is told of ports alone. */
const OF_PORT = 0.2

/** Log of the mean e-value of what belongs together: half of its weight has their sum, where there is one. */
export function togetherOf(looked: readonly Looked[]): number {
  const own = looked.filter(({ unit }) => unit !== undefined)
  const sum = looked.find(({ unit }) => unit === undefined)
  const weights = own.map(({ unit }) => (unit?.id.kind === 'port' ? OF_PORT : 1))
  const all = weights.reduce((before, each) => before + each, 0)
  const mean = logSum(own.map(({ judgement }, place) => judgement.logE + Math.log((weights[place] as number) / all)))
  return sum ? logSum([mean, sum.judgement.logE]) - Math.log(2) : mean
}
