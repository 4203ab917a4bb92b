import { queueTag } from '#process'
import type { Deps, DeskEffect } from '#service'
import { isOver } from '../domain/campaigns/proposing.ts'
import { type Campaign, portOf } from '../domain/campaigns/standing.ts'

/** Campaigns of each queue that are looked at, those with the most reporters first. */
const MOST = 2000
const PAGE = 200

/**
 * How many open campaigns would be before a person under other figures. Whoever reported with whom was weighed when it was
 * counted, so `together` changes nothing of it.
 */
export const campaignEffect = ({
  store,
  clock,
  catalogue,
}: Pick<Deps, 'store' | 'clock' | 'catalogue'>): DeskEffect => ({
  figures: ['campaigns.reporters', 'campaigns.days', 'campaigns.againPercent'],
  async look(held, after) {
    const now = clock.now()
    const sum = { looked: 0, all: true, held: 0, after: 0, newly: 0, noLonger: 0 }
    const partners = new Set<string>()
    for (const queue of ['proposed', 'growing', 'decided']) {
      const tag = queueTag(queue, {})
      for (let from: string | undefined = '', looked = 0; from !== undefined; ) {
        const found: Awaited<ReturnType<typeof store.find>> = await store.find('campaigns', {
          ...{ tag, limit: PAGE },
          ...(from === '' ? {} : { after: from }),
        })
        for (const { key, body } of found) {
          const campaign = body as Campaign
          const [was, would] = [held, after].map((policy) => isOver(campaign, now, policy))
          if (was !== would) {
            const port = portOf(key, campaign.tally)
            const owner =
              port === undefined ? undefined : catalogue.newestApproval(catalogue.portOf(port, now))?.partnerId
            if (owner !== undefined) partners.add(owner)
          }
          sum.looked++
          if (was) sum.held++
          if (would) sum.after++
          if (would && !was) sum.newly++
          if (was && !would) sum.noLonger++
        }
        looked += found.length
        const isMore = found.length === PAGE
        if (isMore && looked >= MOST) sum.all = false
        from = isMore && looked < MOST ? found.at(-1)?.cursor : undefined
      }
    }
    return { ...sum, partners: [...partners] }
  },
})
