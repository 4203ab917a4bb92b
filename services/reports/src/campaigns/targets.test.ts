import { expect, it } from 'vitest'
import { defaultPolicy, LivePolicy, versionPolicy } from '#policy'
import { Catalogue, NetworkBlocks } from '#reference'
import type { Deps } from '#service'
import type { Campaign } from '../domain/campaigns/standing.ts'
import { nothing } from '../domain/campaigns/tally.ts'
import { targetsOf } from './targets.ts'

const NOW = Date.parse('2026-11-27T12:00:00+08:00')

/** What a campaign of reports of these senders can be blocked by: kind, value and how many reports name it. */
async function targets(
  senders: readonly (readonly [kind: string, address: string, withdrawn?: true])[],
  id = 'cabc1234def567',
) {
  const cases = senders.map(([kind, address, withdrawn], n) => ({
    key: `r${n}`,
    body: {
      ...{ subscriber: `s${n}`, number: String(n), sorted: { sender: { kind, address }, text: 'x' } },
      ...(withdrawn ? { closed: { withdrawn } } : {}),
    },
  }))
  const deps = {
    ids: { seal: (_kind: string, _whom: string, value: string) => value },
    keyOf: (value: string) => value,
    catalogue: new Catalogue(),
    clock: { now: () => NOW },
    network: new NetworkBlocks(),
    policy: new LivePolicy(versionPolicy(defaultPolicy)),
    store: {
      load: async () => new Map(),
      find: async (process: string, { tag, limit }: { tag: string; limit: number }) =>
        process === 'report-cases' && tag === `campaign=${id}` ? cases.slice(0, limit) : [],
    },
  } as unknown as Deps
  const unknown = senders.filter(([kind]) => kind === 'unknown').length
  const campaign = { tally: { ...nothing, size: senders.length, senders: { unknown } }, variants: [] }
  const found = await targetsOf(deps, id, campaign as unknown as Campaign)
  return found.map(({ kind, value, reports }) => [kind, value, reports])
}
const of = (address: string, times: number, kind = 'unknown') =>
  Array.from({ length: times }, () => [kind, address] as const)

it('a port that is no partner’s can be blocked by whom its campaign is put before, the most reported first', async () => {
  expect(await targets([...of('10660077', 2), ...of('10660088', 3)])).toEqual([
    ['port', '10660088', 3],
    ['port', '10660077', 2],
  ])
})

it('of more reports than are looked at nobody says how many name it', async () => {
  expect(await targets(of('10660088', 201))).toEqual([['port', '10660088', undefined]])
})

it.each([
  ['that one report names', of('10660088', 1)],
  ['that is a bank’s or the police’s number', [...of('95588', 5), ...of('110', 5)]],
  ['that is a name', of('ICBC', 5)],
  ['of reports that were taken back', [...of('10660088', 1), ['unknown', '10660088', true] as const]],
])('but not one %s', async (_what, senders) => {
  expect(await targets(senders)).toEqual([])
})
