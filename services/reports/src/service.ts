import { complaintEvents, type MessageOf } from '#contracts'
import { type Effect, EffectWork } from '#process'
import { type Deps, decides, refuseRecord, type Service } from '#service'
import { accountRoutes } from './account.ts'
import { caseRoutes } from './cases.ts'
import { complaints } from './domain/complaint.ts'
import { complaintCaseList } from './domain/complaint-case.ts'
import { complaintRoutes } from './routes.ts'

/** What subscribers report: complaints now; spam reports come here as well. */
export function reports(deps: Deps): Service {
  const refs = { policy: deps.policy.policy }
  return {
    name: 'reports',
    lanes: () => ({
      assignments: [
        decides(complaints, deps, () => refs),
        decides(complaintCaseList, deps, () => deps),
        { name: 'complaint-alarms', inputs: [complaintEvents.name], work: () => new EffectWork(alarms(deps)) },
      ],
    }),
    edges() {
      accountRoutes(deps)
      complaintRoutes(deps)
      caseRoutes(deps)
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
