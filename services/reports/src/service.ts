import { complaintEvents, type MessageOf, reportEvents } from '#contracts'
import { type Effect, EffectWork } from '#process'
import { type Deps, decides, refuseRecord, type Service } from '#service'
import { accountRoutes } from './account.ts'
import { campaignEffect } from './campaigns/effect.ts'
import { campaignLanes } from './campaigns/lanes.ts'
import { campaignRoutes } from './campaigns/routes.ts'
import { caseRoutes } from './cases.ts'
import { complaints } from './domain/complaint.ts'
import { complaintCaseList } from './domain/complaint-case.ts'
import { reporters } from './domain/report.ts'
import type { ReporterRefs } from './domain/reporter.ts'
import { rewards } from './domain/reward.ts'
import { exchangeRoutes } from './exchange.ts'
import { regulatorRoutes } from './regulator.ts'
import { reportAccountRoutes } from './report-account.ts'
import { reportCaseRoutes } from './report-cases.ts'
import { reportRoutes } from './report-routes.ts'
import { rewardRoutes } from './rewards.ts'
import { complaintRoutes } from './routes.ts'
import { satisfactionRoutes } from './satisfaction.ts'

/** What subscribers report: complaints, and spam. */
export function reports(deps: Deps): Service {
  const { policy } = deps.policy
  const { policyAt } = deps.policy
  const refs = { policy, policyAt, catalogue: deps.catalogue }
  const reporterRefs: ReporterRefs = {
    policy,
    policyAt,
    catalogue: deps.catalogue,
    keyOf: deps.keyOf,
    parse: deps.parse,
    country: deps.config.COUNTRY,
    proofOf: deps.keyOf,
  }
  return {
    name: 'reports',
    lanes: () => {
      const ofCampaigns = campaignLanes(deps)
      return {
        ...ofCampaigns,
        assignments: [
          ...ofCampaigns.assignments,
          decides(complaints, deps, () => refs),
          decides(complaintCaseList, deps, () => deps),
          { name: 'complaint-alarms', inputs: [complaintEvents.name], work: () => new EffectWork(alarms(deps)) },
          decides(reporters, deps, () => reporterRefs),
          decides(rewards, deps, () => ({})),
          { name: 'report-alarms', inputs: [reportEvents.name], work: () => new EffectWork(reportAlarms(deps)) },
        ],
      }
    },
    edges() {
      accountRoutes(deps)
      complaintRoutes(deps)
      caseRoutes(deps)
      reportRoutes(deps)
      reportCaseRoutes(deps)
      satisfactionRoutes(deps)
      reportAccountRoutes(deps)
      regulatorRoutes(deps)
      rewardRoutes(deps)
      exchangeRoutes(deps, reporterRefs)
      campaignRoutes(deps)
      deps.effects.set('campaigns', campaignEffect(deps))
      return {}
    },
  }
}

/** Counts, and says aloud what runs out of time. */
const alarms = (deps: Deps): Effect => ({
  name: 'complaint-alarms',
  inputs: [complaintEvents],
  carryOut: async ({ message }) => {
    const event = message as MessageOf<typeof complaintEvents>
    if (event.type === 'refund.rated') {
      deps.metrics.complaints.inc({ change: event.data.solved ? 'refund-solved' : 'refund-not-solved' })
      return []
    }
    const { number, change } = event.data
    deps.metrics.complaints.inc({ change })
    if (change === 'due-soon') deps.log.warn({ number }, 'a complaint has no answer yet and is due soon')
    if (change === 'overdue') deps.log.error({ number }, 'a complaint was not answered in time')
    return []
  },
  refuse: (record, reason) => refuseRecord(deps, 'complaint-alarms', record, reason),
})

const reportAlarms = (deps: Deps): Effect => ({
  name: 'report-alarms',
  inputs: [reportEvents],
  carryOut: async ({ message }) => {
    const { number, change } = (message as MessageOf<typeof reportEvents>).data
    deps.metrics.reports.inc({ change })
    if (change === 'due-soon') deps.log.warn({ number }, 'a report has no answer yet and is due soon')
    if (change === 'overdue') deps.log.error({ number }, 'a report was not answered in time')
    return []
  },
  refuse: (record, reason) => refuseRecord(deps, 'report-alarms', record, reason),
})
