import { describe, expect, it } from 'vitest'
import {
  approved,
  cancelled,
  charge,
  complaint,
  consent,
  DAY,
  findingsOf,
  HOUR,
  isOne,
  type Line,
  line,
  message,
  outcome,
  person,
  reported,
  spread,
  subscribed,
} from './told-fixtures.ts'

describe('reports of spam', () => {
  const port = (more: (i: number, at: number) => Line[]) =>
    findingsOf((i, at, day) => [...(i === 0 && day === 0 ? [approved] : []), message(i, at, true), ...more(i, at)])

  it('one who forwards thirty texts a day is one reporter', () => {
    expect(port((i, at) => [reported(i, at, { reporter: 'k1' })])).not.toContain('spam')
    expect(port((i, at) => [reported(i, at, { reporter: person(i) })])).toContain('spam')
  })

  it('of whom a fake station sent it, nothing is counted any more', () => {
    const sender = { kind: 'port', port: '10661' }
    const again = (i: number, at: number) =>
      line('reports.sorted', `s${i}`, 'report.resorted', at, {
        sender: { kind: 'fake' },
        former: sender,
        reporter: person(i),
      })
    const by = (i: number, at: number) => reported(i, at, { reporter: person(i) })
    expect(port((i, at) => [by(i, at), again(i, at + 7 * HOUR)])).not.toContain('spam')
    // Of two of theirs one is still of that port.
    expect(port((i, at) => [by(i, at), by(i, at + HOUR), again(i, at + 7 * HOUR)])).toContain('spam')
  })

  it('of what its reporters took back, nothing is counted any more', () => {
    const sender = { kind: 'port', port: '10661' }
    const by = (i: number, at: number) => reported(i, at, { reporter: person(i) })
    const back = (i: number, at: number) =>
      line('reports.sorted', `s${i}`, 'report.withdrawn', at, { sender, reporter: person(i) })
    expect(port((i, at) => [by(i, at)])).toContain('spam')
    expect(port((i, at) => [by(i, at), back(i, at + HOUR)])).not.toContain('spam')
  })
})

describe('complaints of no service', () => {
  const against = (i: number, at: number, partnerId: string) =>
    line('complaint.events', person(i), 'complaint.changed', at, { subscriber: person(i), change: 'opened', partnerId })
  const lines = (partnerId: string) => (i: number, at: number) => [
    charge(i, at, isOne(i, 2) ? { serviceId: 'jokes' } : {}),
    ...(isOne(i, 5) ? [against(i, at, partnerId)] : []),
  ]

  it('are of the partner as a whole, beside the users of all its services; of whom nothing is known, of nobody', () => {
    expect(findingsOf(lines('huayu'))).toEqual(['complaints'])
    expect(findingsOf(lines('another'))).toEqual([])
  })

  it.each([
    ['cn.torch', 'cn.torch'],
    ['cn.torch#5e1f', 'cn.torch'],
    ['Cn.Torch#5E1F', 'cn.torch'],
  ])(
    'that name only an app are of %s, beside those that it brought; of one that nobody knows, of nobody',
    (app, named) => {
      const [name, signature] = app.split('#')
      const origin = { app: { package: name, ...(signature ? { signature } : {}) } }
      const of = (app: string) =>
        findingsOf((i, at) => {
          const said = { subscriber: person(i), change: 'opened', app }
          const told = line('complaint.events', person(i), 'complaint.changed', at, said)
          return [consent(i, at, spread(i), origin), ...(isOne(i, 5) ? [told] : [])]
        })
      expect(of(named)).toContain('complaints')
      expect(of('cn.lamp')).not.toContain('complaints')
    },
  )
})

describe('what comes on the days after', () => {
  /** A day of a campaign, ten times as many as on others. */
  const campaign = (day: number) => (day === 10 ? 10 : 1)
  const times = (count: number, each: (n: number) => Line[]) => Array.from({ length: count }, (_, n) => each(n)).flat()

  it('of prompts refused a day later, after a campaign, is none of that day’s', () => {
    const names = findingsOf((i, at, day) =>
      times(campaign(day), (n) => [
        outcome(i * 10 + n, at, 'asked'),
        ...(isOne(i * 7 + n * 3, 4) ? [outcome(i * 10 + n, at + 23 * HOUR, 'refused')] : []),
      ]),
    )
    expect(names).not.toContain('prompts.refused')
  })

  it('of outcomes that solved nothing, days after many were closed, is none of these days’', () => {
    const names = findingsOf((i, at, day) =>
      times(campaign(day), (n) => [
        complaint(i * 10 + n, at, 'closed'),
        ...(isOne(i * 7 + n * 3, 10) ? [complaint(i * 10 + n, at + 60 * HOUR, 'reopened')] : []),
      ]),
    )
    expect(names).not.toContain('unsolved')
  })

  it('of who left at the end of a season and comes back in the next, is no loop', () => {
    const names = findingsOf(
      (i, at, day) => [
        subscribed(i, at),
        ...(day >= 10 && day < 15 ? times(3, (n) => [cancelled((i - 200) * 3 + n, at, at - 9 * DAY)]) : []),
        ...(day >= 15 && isOne(i, 10) ? [cancelled(i, at + 2 * HOUR, at)] : []),
        ...(day >= 30 && isOne(i, 3) ? [subscribed((i - 600) / 3, at + HOUR)] : []),
      ],
      45,
    )
    expect(names).not.toContain('resubscribed')
  })
})
