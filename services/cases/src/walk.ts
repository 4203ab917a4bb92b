import type { OutRecord } from '#bus'
import { caseCommands, chargingCommands, type MessageOf, victimWalks } from '#contracts'
import { type Effect, EffectWork } from '#process'
import { type Deps, edgeRecord, refuseRecord } from '#service'
import { chargesOf } from './charges.ts'

/**
 * Walks over the charges of a verdict’s rule, a page a message: each is put to its account, which gives it back once; the
 * case counts what was named. A kill repeats the page that was not committed, and nothing of it twice.
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
    const message = each.message as MessageOf<typeof victimWalks>
    const { number, rule, times, page, after } = message.data
    const { found, next } = await chargesOf(deps, rule, after)
    const cause = `walk-${number}-${page}`
    const record = (
      topic: Parameters<typeof edgeRecord>[0],
      key: string,
      id: string,
      type: string,
      data: object,
    ): OutRecord =>
      edgeRecord(topic, deps.bus, key, { id: `${cause}-${id}`, at: message.at, corr: message.corr, type, data })
    return [
      ...found.map(({ chargeId, subscriber }) =>
        record(chargingCommands, subscriber, chargeId, 'charge.condemned', { chargeId, case: number, times }),
      ),
      record(caseCommands, number, 'named', 'victims.named', {
        number,
        charges: found.length,
        done: next === undefined,
      }),
      ...(next === undefined
        ? []
        : [record(victimWalks, number, 'next', 'walk.page', { number, rule, times, page: page + 1, after: next })]),
    ]
  },
  refuse: (record, reason) => refuseRecord(deps, 'victim-walk', record, reason),
})
