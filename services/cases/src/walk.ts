import type { OutRecord } from '#bus'
import { caseCharges, caseCommands, caseOutcomes, chargingCommands, type MessageOf, victimWalks } from '#contracts'
import { believed, Problem } from '#http'
import { type Effect, EffectWork } from '#process'
import { type Deps, edgeRecord, refuseRecord } from '#service'
import { isAloneRefund, refundedBy, tooLargeAlone } from './alone.ts'
import { chargesOf } from './charges.ts'
import type { CaseState } from './domain/case-state.ts'
import { hearerTag } from './domain/hearers.ts'
import { backBy } from './domain/victims.ts'

type Walk = MessageOf<typeof victimWalks>
type Page<T extends Walk['type']> = Extract<Walk, { type: T }>['data']
type Said = (topic: Parameters<typeof edgeRecord>[0], key: string, id: string, type: string, data: object) => OutRecord

/**
 * Walks over the charges of a verdict’s rule, a page a message: each is put to its account, which gives it back once; the
 * case counts what was named. A later walk names what was told late; once an appeal was granted none names more, and one
 * goes over them for who bears what went back. Then over
 * those who complained, who hear of it. A kill repeats the page that was not committed, and nothing of it twice.
 */
export const victimWalk = (deps: Deps) => ({
  name: 'victim-walk',
  inputs: [victimWalks.name],
  work: () => new EffectWork(walk(deps)),
})

const walk = (deps: Deps): Effect => ({
  name: 'victim-walk',
  inputs: [victimWalks],
  carryOut: async (each) => {
    const message = each.message as Walk
    const said =
      (cause: string): Said =>
      (topic, key, id, type, data) =>
        edgeRecord(topic, deps.bus, key, { id: `${cause}-${id}`, at: message.at, corr: message.corr, type, data })
    const { number, page } = message.data
    if (message.type === 'acquit.page') return acquitted(deps, message.data, said(`acquit-${number}-${page}`))
    return message.type === 'walk.page'
      ? condemned(deps, message.data, said(`walk-${number}-${message.data.round}-${page}`))
      : told(deps, message.data, said(`tell-${number}-${message.data.withdrawn}-${page}`))
  },
  refuse: (record, reason) => refuseRecord(deps, 'victim-walk', record, reason),
})

async function condemned(
  deps: Deps,
  { after, fen: named, ...walk }: Page<'walk.page'>,
  said: Said,
): Promise<OutRecord[]> {
  const { number, rule, times, page } = walk
  // While its case cannot be believed nothing is named by it: it is tried again.
  const state = await believed<CaseState>(deps.store, 'cases', number)
  // What went back stays, and no more does.
  if (state?.appeal?.decided?.granted)
    return [said(caseCommands, number, 'named', 'victims.named', { number, charges: 0, done: true })]
  const { found, next } = await chargesOf(deps, rule, after)
  const fresh = found.filter(({ cases = [] }) => !cases.includes(number))
  const back = fresh.reduce((sum, each) => sum + backBy(each, times, deps.policy.policy), 0)
  const fen = (named ?? state?.redress?.refundFen ?? 0) + back
  if (state && (await isHeld(deps, state, fen)))
    return [said(caseCommands, number, 'named', 'victims.named', { number, charges: 0, done: true, held: true })]
  return [
    ...fresh.flatMap(({ chargeId, subscriber }) => [
      said(chargingCommands, subscriber, chargeId, 'charge.condemned', { chargeId, case: number, times }),
      said(caseCharges, chargeId, `${chargeId}-named`, 'charge.named', { chargeId, case: number }),
    ]),
    said(caseCommands, number, 'named', 'victims.named', { number, charges: fresh.length, done: next === undefined }),
    ...(next === undefined
      ? []
      : [said(victimWalks, number, 'next', 'walk.page', { ...walk, fen, page: page + 1, after: next })]),
  ]
}

/**
 * Whether a page goes beyond what one person’s verdict may refund, by what was told since, or by others that were given in
 * the same moment: each sees the other here, for both are decided by now.
 */
async function isHeld(deps: Deps, state: CaseState, fen: number): Promise<boolean> {
  if (!isAloneRefund(state) || fen === 0) return false
  const own = { subscribers: refundedBy(state).subscribers, fen }
  return (await tooLargeAlone(deps, state, state.decided?.by ?? '', own, deps.clock.now())) !== undefined
}

/** After an appeal was granted: whether a charge was this verdict’s alone its account knows, whatever is known here by now. */
async function acquitted(
  deps: Deps,
  { number, rule, page, after }: Page<'acquit.page'>,
  said: Said,
): Promise<OutRecord[]> {
  const { found, next } = await chargesOf(deps, rule, after)
  const done = next === undefined
  return [
    ...found.map(({ chargeId, subscriber }) =>
      said(chargingCommands, subscriber, chargeId, 'charge.acquitted', { chargeId, case: number }),
    ),
    said(caseCommands, number, 'acquitted', 'victims.acquitted', { number, charges: found.length, done }),
    ...(done ? [] : [said(victimWalks, number, 'next', 'acquit.page', { number, rule, page: page + 1, after: next })]),
  ]
}

/**
 * Whoever complained about the partner, a page of them; who hears what is decided for each by itself.
 * @throws Problem `record.changed` where one of them cannot be believed now: nobody is passed over, it is tried again
 */
async function told(
  deps: Deps,
  { after, page, byApp, ...outcome }: Page<'tell.page'>,
  said: Said,
): Promise<OutRecord[]> {
  const { number, subject } = outcome
  const { partnerId, app } = subject
  const limit = deps.policy.policy.cases.pageCharges
  const of = byApp ? app !== undefined && { app } : partnerId !== undefined && { partnerId }
  const found =
    of === false
      ? []
      : await deps.store.find('case-hearers', {
          tag: hearerTag(of),
          limit,
          ...(after === undefined ? {} : { after }),
          asStored: true,
        })
  if (found.some(({ changed }) => changed)) throw new Problem('record.changed')
  const last = found.at(-1)
  const next =
    last && found.length === limit
      ? { after: last.cursor, ...(byApp ? { byApp } : {}) }
      : byApp || app === undefined
        ? undefined
        : { byApp: true }
  return [
    ...found.map(({ key }) => said(caseOutcomes, key, key, 'outcome.due', outcome)),
    ...(next ? [said(victimWalks, number, 'next', 'tell.page', { ...outcome, page: page + 1, ...next })] : []),
  ]
}
