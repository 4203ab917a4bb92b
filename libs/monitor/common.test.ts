import { expect, it } from 'vitest'
import { DAY, days, HOUR, type Line, run, START } from './fixtures.ts'

const disputed = (partner: string, index: number, at: number): Line[] => {
  const data = { subscriber: `k${index}`, chargeId: `${partner}-${index}`, serviceId: `${partner}-comics` }
  const line = (type: string, after: number, more: object): Line => ({
    topic: 'charging.events',
    key: `k${index}`,
    message: { type, at: at + after, data: { ...data, partnerId: partner, ...more } },
  })
  return [
    line('dispute.opened', 0, { amountFen: 800, instant: false, channel: 'sms' }),
    line('dispute.waiting', 2 * DAY, { change: 'overdue' }),
  ]
}

/** Seven of each one's charges of one day are disputed, and dragged out. */
const dragging = (partners: readonly string[]) =>
  days(9, (day) =>
    day === 5
      ? partners.flatMap((partner, p) =>
          Array.from({ length: 7 }, (_, i) =>
            disputed(partner, p * 1000 + i + day * 17, START + day * DAY + HOUR),
          ).flat(),
        )
      : [],
  ).sort((a, b) => a.message.at - b.message.at)

it('what all of a house do for the first time on one day is no sign against the first of whom it is told', () => {
  const all = Array.from({ length: 20 }, (_, p) => `honest${p}`)
  const flagged = (partners: readonly string[]) => run(dragging(partners)).flags.map(({ flag }) => flag.partner)
  expect(flagged(all)).toEqual([])
  expect(flagged(all.slice(0, 1))).toEqual(['honest0'])
})
