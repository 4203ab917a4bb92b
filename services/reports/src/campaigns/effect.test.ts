import { expect, it } from 'vitest'
import { defaultPolicy as policy } from '#policy'
import { cursorAt, type Query } from '#store'
import { HOUR, member, play } from '../domain/campaigns/fixtures.ts'
import { type Campaign, sortOf } from '../domain/campaigns/standing.ts'
import { campaignEffect } from './effect.ts'

const NOW = Date.parse('2026-11-26T12:00:00+08:00')

/** A campaign of two who reported. */
const campaign = (() => {
  const played = play()
  for (const n of [1, 2]) played.say('report.joined', member(n, { at: NOW - HOUR }))
  return played.state as Campaign
})()

it('looks at each campaign once, however many pages they are', async () => {
  const rows = Array.from({ length: 450 }, (_, n) => {
    const key = `c${String(n).padStart(4, '0')}`
    return { key, body: campaign, wakeAt: undefined, cursor: cursorAt(sortOf(campaign), key) }
  })
  const find = async (_: string, { tag = '', after = '', limit }: Query) =>
    tag.includes('growing') ? rows.filter(({ cursor }) => cursor > after).slice(0, limit) : []
  const newestApproval = (port: string) => ({ partnerId: `sp of ${port}` })
  const catalogue = { newestApproval, portOf: (sender: string) => sender }
  const { look } = campaignEffect({ store: { find }, clock: { now: () => NOW }, catalogue } as never)
  const two = { ...policy, campaigns: { ...policy.campaigns, reporters: 2 } }
  expect(await look(policy, two)).toMatchObject({
    ...{ looked: 450, all: true, held: 0, after: 450, newly: 450 },
    // Whoever has an interest in the sender decides of no threshold that puts it before people.
    partners: ['sp of 10661234'],
  })
  expect(await look(two, two)).toMatchObject({ newly: 0, partners: [] })
})
