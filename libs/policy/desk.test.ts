import { describe, expect, it } from 'vitest'
import {
  deskContradictions,
  deskOf,
  digestOfTuned,
  LivePolicy,
  defaultPolicy as policy,
  tunedChanged,
  tunedFrom,
  tunedOf,
  versionPolicy,
} from './index.ts'

const held = tunedOf(policy)
const wrongOf = (changes: object) => tunedChanged(held, changes as never, policy).problems.map(({ name }) => name)

describe('figures of the desk', () => {
  it('change one by one, beside those of the monitor', () => {
    const changes = { falseFlags: 0.02, campaigns: { reporters: 7 }, enforcement: { falseAlarmsPerMonth: 2 } }
    const { figures, problems } = tunedChanged(held, changes, policy)
    expect(problems).toEqual([])
    expect(figures).toMatchObject({ falseFlags: 0.02, campaigns: { reporters: 7, days: 10 } })
    expect(figures.enforcement).toEqual({ ...deskOf(policy).enforcement, falseAlarmsPerMonth: 2 })
    expect(digestOfTuned(figures)).not.toBe(digestOfTuned(held))
  })

  it('that no schema allows, or that cannot hold with others, are told by their names', () => {
    expect(wrongOf({ campaigns: { reporters: 0, days: 61 } })).toEqual(['campaigns.reporters', 'campaigns.days'])
    expect(wrongOf({ enforcement: { falseAlarmsPerMonth: 0, urgentPercent: 91 } })).toEqual([
      'enforcement.falseAlarmsPerMonth',
      'enforcement.urgentPercent',
    ])
    expect(wrongOf({ campaigns: { reporters: 301 } })).toEqual(['campaigns.reporters'])
    expect(wrongOf({ campaigns: { reporters: 30, againPercent: 1001 } })).toEqual(['campaigns.againPercent'])
    expect(wrongOf({ enforcement: { falseAlarmsPerMonth: 21_600 } })).toEqual(['enforcement.falseAlarmsPerMonth'])
    expect(wrongOf({ enforcement: { stationReporters: 501, stationMinutes: 200_000 } })).toEqual([
      'enforcement.stationMinutes',
      'enforcement.stationReporters',
    ])
    expect(wrongOf({ enforcement: { aloneMessages: 100_001 } })).toEqual(['enforcement.aloneMessages'])
    // Nobody would be warned; what was promised in public.
    expect(wrongOf({ reports: { warnHours: 48 }, cases: { decideDays: 2 } })).toEqual([
      'reports.warnHours',
      'cases.warnDays',
    ])
    expect(wrongOf({ complaints: { answerHours: 49 }, disputes: { decideHours: 72 } })).toEqual([
      'complaints.answerHours',
      'disputes.decideHours',
    ])
    // What people type, words and ports stay in the file.
    expect(wrongOf({ enforcement: { protected: [] }, campaigns: { endDays: 10 } })).toEqual([
      'campaigns',
      'enforcement',
    ])
    const short = { ...policy, campaigns: { ...policy.campaigns, endDays: 10 } }
    const longer = { ...deskOf(policy), campaigns: { ...deskOf(policy).campaigns, days: 20 } }
    expect(deskContradictions(longer, short).map(({ name }) => name)).toEqual(['campaigns.days'])
  })

  it('are told why they cannot hold in both languages, bounds too', () => {
    const [rule] = policy.monitor.stopFirst
    const charges = { ...policy.monitor.signals['charges.wrong'], alone: true, cap: 0 }
    const each = [
      { campaigns: { reporters: 301, days: 61 }, disputes: { warnHours: 72 }, complaints: { answerHours: 49 } },
      { campaigns: { reporters: 30, againPercent: 1001 }, enforcement: { protected: [] } },
      { enforcement: { falseAlarmsPerMonth: 21_600, stationReporters: 501, stationMinutes: 200_000 } },
      { reports: { answerHours: 1.5 }, cases: { decideDays: 0 }, campaigns: { days: 'ten' } },
      { clearBelow: 20, nightHours: { from: 6, to: 2 }, signals: { 'charges.wrong': charges } },
      { stepHours: 5, windowsDays: [], falseFlags: 0, tail: 2, groupsNeeded: 10 },
      { groupCaps: Object.fromEntries(Object.keys(policy.monitor.groupCaps).map((name) => [name, 0])) },
      { stopFirst: [rule, { ...rule, atLeast: 1, share: 0.01, on: 'live' }] },
      { stopFirst: [{ ...rule, name: '', on: 'maybe' }] },
    ].flatMap((changes) => tunedChanged(held, changes as never, policy).problems)
    expect(each.length).toBeGreaterThan(25)
    expect(each.filter(({ message, messageZh }) => !/[一-鿿]/.test(messageZh) || !/^[ -~’]+$/.test(message))).toEqual(
      [],
    )
    const why = (name: string) => each.find((one) => one.name === name)
    expect(why('campaigns.days')).toMatchObject({ message: 'must be 60 or less', messageZh: '不得大于60' })
    expect(why('falseFlags')).toMatchObject({ message: 'must be above 0', messageZh: '必须大于0' })
  })

  it('that the file says are no fault of a draft that leaves them', () => {
    const file = { ...policy, reports: { ...policy.reports, answerHours: 72 } }
    const draft = (changes: object) =>
      tunedChanged(tunedOf(file), changes as never, file).problems.map(({ name }) => name)
    expect(draft({ campaigns: { reporters: 6 } })).toEqual([])
    expect(draft({ reports: { answerHours: 60 } })).toEqual(['reports.answerHours'])
  })

  it('that the file says are a fault of whoever releases others beside them, or the same with another figure', () => {
    const file = { ...policy, campaigns: { ...policy.campaigns, endDays: 15, days: 20 } }
    const draft = (changes: object) =>
      tunedChanged(tunedOf(file), changes as never, file).problems.map(({ name }) => name)
    expect(draft({ reports: { answerHours: 36 } })).toEqual([])
    expect(draft({ campaigns: { days: 30 } })).toEqual(['campaigns.days'])
    // Released under another file: nobody who drafts beside it is excused.
    const live = new LivePolicy({
      ...versionPolicy(policy),
      policy: { ...policy, campaigns: { ...policy.campaigns, endDays: 15 } },
    })
    live.apply({ number: 1, name: 'm1-x', at: 0, figures: { campaigns: { days: 20 } } })
    expect(live.contradictions.map(({ name }) => name)).toEqual(['campaigns.days'])
  })

  it('that were never released are as the file has them, and so is all else', () => {
    const file = { ...policy, campaigns: { ...policy.campaigns, reporters: 9 } }
    expect(tunedFrom(undefined, file).campaigns.reporters).toBe(9)
    expect(tunedFrom({ falseFlags: 0.01 }, file)).toMatchObject({ falseFlags: 0.01, campaigns: { reporters: 9 } })
    const stored = { campaigns: { reporters: 4 } }
    expect(tunedFrom(stored, file)).toMatchObject({ ...file.monitor, campaigns: { reporters: 4, days: 10 } })
  })
})

it('figures of the desk that another build released are left out by name, each where it cannot be read', () => {
  const file = versionPolicy({ ...policy, campaigns: { ...policy.campaigns, reporters: 9 } })
  const live = new LivePolicy(file)
  const figures = { campaigns: { reporters: 'many', days: 20, ofNextYear: 1 }, reports: 7, cases: { warnDays: 2 } }
  live.apply({ number: 1, name: 'm1-x', at: 0, figures })
  expect(live.unread).toEqual(['campaigns.reporters', 'campaigns.ofNextYear', 'reports'])
  expect(live.latest.policy).toMatchObject({
    ...{ campaigns: { reporters: 9, days: 20 }, reports: file.policy.reports, cases: { warnDays: 2 } },
  })
  live.apply({ number: 2, name: 'm2-x', at: 1, figures: { campaigns: { reporters: 7 } } })
  expect([live.number, live.unread]).toEqual([2, []])
})

describe('what is decided at a time', () => {
  const file = versionPolicy(policy)
  const release = (number: number, at: number, reporters: number) => ({
    ...{ number, name: `m${number}-abc`, at },
    figures: { campaigns: { reporters } },
  })
  const reporters = (live: LivePolicy, at: number) => live.at(at).policy.campaigns.reporters

  it('is decided by the version of that time, which says its name and that of the file', () => {
    const live = new LivePolicy(file)
    expect([live.at(0), live.latest]).toEqual([file, file])
    live.apply(release(1, 1000, 7))
    live.apply(release(2, 2000, 3))
    expect([999, 1000, 1999, 2000, 9000].map((at) => reporters(live, at))).toEqual([5, 7, 7, 3, 3])
    expect(live.at(1500).version).toBe(`m1-abc+${file.version}`)
    expect(live.at(1500).policy.enforcement).toEqual(policy.enforcement)
    expect(live.latest.policy.campaigns.endDays).toBe(policy.campaigns.endDays)
  })

  it('is decided so whatever order the versions were read in, and however often', () => {
    const live = new LivePolicy(file)
    for (const each of [release(2, 2000, 3), release(1, 1000, 7), release(2, 2000, 3)]) live.apply(each)
    expect([999, 1500, 2000].map((at) => reporters(live, at))).toEqual([5, 7, 3])
  })
})
