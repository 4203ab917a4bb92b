import { partitionOf } from '#contracts'
import { Stamps } from '#evidence'
import type { Assignment } from '#process'
import { STAMPED } from '../services/believed.ts'
import { assignmentsOf } from '../services/gateway.ts'
import type { Client } from '../tools/cli/client.ts'
import { verifyLists } from '../tools/cli/verify-lists.ts'
import { listEdits } from './edits.ts'
import type { TestGateway } from './gateway.ts'
import type { Outside } from './outside.ts'
import type { Body, Entries } from './rows.ts'

const at = Date.parse('2026-11-26T08:00:00Z')
const [partnerId, port] = ['sp-huayu', '10661234']

const tomorrow = Date.now() + 86_400_000
const weekOf = (time: number) => Math.floor(time / (7 * 86_400_000))

/**
 * A state of each kind that stands in lists, or is woken, and that nothing in the world of these tests makes, as far as lists and
 * times go by it.
 */
const samples: Readonly<Record<string, Body>> = {
  'mt-decisions': { port, allow: false, at },
  'line-cases': { subscriber: 'somebody', charges: [{ status: 'open' }], openedAt: at },
  'dispute-cases': { status: 'open', partnerId, channel: 'sms', dueAt: at },
  campaigns: { tally: { kinds: { fraud: 2 }, senders: { [port]: 2 }, reporters: 2 }, last: at },
  'complaint-cases': { partnerId, port, channel: 'sms', dueAt: at },
  'report-cases': { number: '12345678', sorted: { kind: 'fraud', sender: { kind: 'port', port } }, dueAt: at },
  'case-hearers': { said: [{ partnerId }] },
  surges: { alarm: { endedAt: at }, weeks: [{ week: weekOf(tomorrow), counts: [1] }], changedAt: at },
  stations: { clusters: [{}], changedAt: at },
  'port-rate': { at: tomorrow, given: [] },
  'port-traffic': { days: { '2026-11-26': {} } },
  'carried-messages': { carried: [at], asks: [] },
  'policy-replays': { draft: 'a draft', status: 'waiting', at },
  'monitor-standings': { subject: 'partner', risk: 0.5 },
  'policy-drafts': { at },
  'policy-versions': { number: 2 },
  deliveries: { partnerId, status: 'pending', madeAt: at },
  'dead-letters': { status: 'open', process: 'charge', at },
  'staff-sessions': { personId: 'wang.fang' },
  proposals: { status: 'open', kind: 'key' },
}

/** Row and entries as the kind’s lane would have written them, in the lane in which whoever writes beside it puts rows. */
async function putSample(
  on: TestGateway,
  outside: Outside,
  { name: kind, listing = () => undefined, wakes }: Assignment,
) {
  const { bus, keyOf } = on.gateway.deps
  const key =
    [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `sample-${n}`).find((each) => partitionOf(each, bus.partitions) === 0) ?? ''
  const state = samples[kind]
  const isStamped = [...STAMPED.absent, ...STAMPED.held, ...STAMPED.shown].some((each) => each === kind)
  const wake = wakes?.(state)
  const stamp = new Stamps([keyOf('states')], 'states').ofText(
    `${kind}\n${key}\n${wake ?? ''}\n${JSON.stringify(state)}`,
  )
  await outside.write(kind, new Map([[key, isStamped ? { ...state, stamp } : state]]))
  await outside.wake(kind, key, wake)
  const { tags, sort } = listing(state) ?? { tags: [], sort: '' }
  const entries: Entries = tags.map((tag) => [tag, sort])
  await outside.list(kind, key, entries)
  return { key, entries, wake }
}

/** What whoever writes the database changes of lists, of each kind that stands in some, and nothing names. */
export async function unseenInLists(on: TestGateway, outside: Outside, client: Client): Promise<string[]> {
  const unseen: string[] = []
  for (const assignment of assignmentsOf(on.gateway.deps)) {
    const { name: kind, listing } = assignment
    if (!listing) continue
    const toldOf = async (key: string) =>
      (await verifyLists(client, [kind])).wrong.filter((each) => each.startsWith(`${kind} ${key}: `))
    await outside.list(kind, 'never-was', [['never=was', '']])
    if ((await toldOf('never-was')).length === 0) unseen.push(`${kind}: a list has what is not there`)
    await outside.list(kind, 'never-was', [])
    if (!listing(undefined)) continue
    const known = [...(await outside.lists(kind))].find(([, each]) => each.length > 0)
    if (!known && !samples[kind]) unseen.push(`${kind}: there is none here; test/listed.ts has no sample of it`)
    const sample = known ? undefined : await putSample(on, outside, assignment)
    const [key, entries] = known ?? [sample?.key ?? '', sample?.entries ?? []]
    const asItIs = await toldOf(key)
    if (asItIs.length > 0) unseen.push(`${asItIs}, before anybody changed it`)
    for (const { how, entries: other } of listEdits(entries)) {
      await outside.list(kind, key, other)
      if ((await toldOf(key)).length === 0) unseen.push(`${kind} ${key}: ${how}`)
    }
    await outside.list(kind, key, known ? entries : [])
    if (!known) await outside.write(kind, new Map([[key, undefined]]))
  }
  return unseen
}

/** Kinds of which nothing tells when a row is woken. */
const UNTIMED: Readonly<Record<string, string>> = {
  seals: 'the next seal: what waits for it longer is not signed, and told',
}

/** What whoever writes the database does to when rows of any kind are woken, and nothing names. */
export async function unseenInWakes(on: TestGateway, outside: Outside, client: Client) {
  const unseen: string[] = []
  const tried: string[] = []
  for (const assignment of assignmentsOf(on.gateway.deps)) {
    const { name: kind, listing } = assignment
    if (!listing || kind in UNTIMED) continue
    // One that is not due meanwhile.
    const known = [...(await outside.wakes(kind))].find(([, each]) => each > Date.now() + 3_600_000)
    const sample = known || !samples[kind] ? undefined : await putSample(on, outside, assignment)
    const [key, at] = known ?? [sample?.key, sample?.wake]
    if (key === undefined || at === undefined) continue
    tried.push(kind)
    for (const [how, other] of [
      ['never', undefined],
      ['later', 4_000_000_000_000],
    ] as const) {
      await outside.wake(kind, key, other)
      const { wrong } = await verifyLists(client, [kind])
      if (!wrong.some((each) => each.startsWith(`${kind} ${key}: `))) unseen.push(`${kind} ${key}: is woken ${how}`)
    }
    await outside.wake(kind, key, at)
    if (!sample) continue
    await outside.list(kind, key, [])
    await outside.write(kind, new Map([[key, undefined]]))
  }
  return { unseen, tried }
}
