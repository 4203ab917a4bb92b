import type { Flag } from '#contracts'
import type { Identity } from '../counted/moment.ts'
import type { Stop } from '../stop.ts'
import { clearAt, type Finding, type Judgement } from './judge.ts'
import { type SignalDefinition, signals } from './signals.ts'

/** Four digits: what is printed is what is compared. */
export const round = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(4)) : 0)

/** Signals as a flag shows them, the strongest first. */
const signalsOf = (findings: readonly Finding[]): Flag['signals'] =>
  findings.map(({ name, figure, baseline, evidence }) => ({
    name,
    figure: round(figure),
    baseline: round(baseline),
    evidence: round(evidence),
  }))

/** Signals that are told what would clear them. */
const TOLD = 4

/** What it would take: each strong signal’s figure that would say nothing any more, and for how long. */
export function clearsOf({ findings }: Judgement, days: number): string {
  const parts = findings.slice(0, TOLD).map((finding) => {
    const { name, figure } = finding
    const { words, perUsers } = signals[name] as SignalDefinition
    const say = (rate: number) => (perUsers ? `${round(rate * 10_000)} of 10,000` : `${round(rate * 100)} %`)
    return `${words}: at most ${say(clearAt(finding))} (now ${say(figure)})`
  })
  return `${parts.join('; ')}; for ${days} days`
}

/** By signals, of a service, an app, a port, or all of a partner (`undefined`). */
export const findingFlag = (
  at: number,
  partner: string,
  of: Identity | undefined,
  judgement: Judgement,
  { shadow, clearDays }: { readonly shadow: boolean; readonly clearDays: number },
): Flag => ({
  at,
  partner,
  ...(of?.kind === 'service' ? { service: of.name } : {}),
  ...(of?.kind === 'way' ? { service: of.service as string, way: wayOf(of) } : {}),
  ...(of?.kind === 'app' ? { app: of.name } : {}),
  signals: signalsOf(judgement.findings),
  stop_first: false,
  shadow,
  clears: clearsOf(judgement, clearDays),
})

/** A way without its service, as it is told. */
const wayOf = ({ name, service = '' }: Identity): string => name.slice(service.length + 1)

const words: Readonly<Record<string, string>> = {
  'no.consent': 'charges without consent',
  'after.cancel': 'charges after unsubscribing',
  'free.period': 'charges in the free period',
  'above.tariff': 'charges above tariff',
  'too.often': 'charges twice in a period',
}

const told = ({ counts, hours, atLeast, share, of }: Stop['rule'], count: number): string =>
  `${count} ${words[counts]} within ${hours} h; below ${atLeast} or ${round(share * 100)} % of ${of === 'cancels' ? 'who had paid and unsubscribed' : 'all charges'}`

/** By a rule of plain counts. */
export const stopFlag = (
  at: number,
  { partner, service }: { readonly partner: string; readonly service: string | undefined },
  { rule, count, share }: Stop,
  clearDays: number,
): Flag => ({
  at,
  partner,
  ...(service === undefined ? {} : { service }),
  signals: [
    {
      name: rule.name,
      figure: round(share),
      baseline: rule.share,
      evidence: round(count * Math.log(1 + share / rule.share)),
    },
  ],
  stop_first: rule.freezes && rule.on === 'live',
  shadow: rule.on === 'shadow',
  clears: rule.freezes
    ? `A person decides: ${told(rule, count)} it would not have stopped`
    : `None more for ${clearDays} days: ${told(rule, count)} nothing would have been said`,
})
