import { type CampaignMember, parseMessage, topicByName } from '#contracts'
import { defaultPolicy } from '#policy'
import type { Emit } from '#process'
import { Play } from '#process/kit'
import { campaigns } from './campaign.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
const refs = { policy: defaultPolicy, policyVersion: 'test', keyOf: (number: string) => `key-of-${number.length}` }
export const campaign = 'cabc1234def567'
export const play = (key = campaign) => new Play(campaigns, { key, refs })

/** The report of one of many reporters, of the same text from the same port. */
export function member(n: number, more: Partial<CampaignMember> & { at: number }): CampaignMember {
  return {
    reporter: `reporter-${n}`,
    tenure: 1,
    number: String(100_000_000 + n),
    again: false,
    first: false,
    weight: 1,
    beside: [],
    sender: { kind: 'port', port: '10661234' },
    kind: 'loan',
    honest: false,
    text: '急用钱不求人！凭身份证即可办理',
    of: campaign,
    variant: 'r1',
    ...more,
  }
}
export const types = (emits: readonly Emit[]) => emits.map(({ type }) => type)
export const only = (emits: readonly Emit[], type: string) => emits.filter((each) => each.type === type)
/** Everything that was emitted is what its contract says. */
export function whole(emits: readonly Emit[]): readonly Emit[] {
  for (const { topic, type, data } of emits)
    parseMessage(topicByName.get(topic)!, { id: 'x', type, v: 1, at: 1, corr: 'x', data })
  return emits
}
