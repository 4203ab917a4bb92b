import { caseEvents, caseLetters, type MessageOf } from '#contracts'
import { type Effect, EffectWork } from '#process'
import { type Deps, decides, refuseRecord, type Service } from '#service'
import { appealRoutes } from './appeals.ts'
import { bundleRoutes } from './bundle.ts'
import { caseChargeRoutes } from './case-charges.ts'
import { cases } from './domain/case.ts'
import { files } from './domain/files.ts'
import { hearers } from './domain/hearers.ts'
import { looks } from './domain/looks.ts'
import { notices } from './domain/notice.ts'
import { standings } from './domain/standing.ts'
import { subjects } from './domain/subjects.ts'
import { chargeIndex, chargeSorter, redressed } from './domain/victims.ts'
import { evidenceRoutes } from './evidence.ts'
import { fileRoutes } from './files.ts'
import { letterRoutes } from './letter-routes.ts'
import { letters } from './letters/write.ts'
import { monthRoutes } from './months.ts'
import { noticeRoutes } from './notices.ts'
import { PublishedNotices } from './notices-kept.ts'
import { openingRoute } from './opening.ts'
import { ownCaseRoutes } from './own-cases.ts'
import { caseRoutes } from './routes.ts'
import { standingRoutes } from './standings.ts'
import { stepRoutes } from './steps.ts'
import { verdictRoutes } from './verdicts.ts'
import { victimWalk } from './walk.ts'

/** Partners that charge maliciously: cases, verdicts, penalties, every victim’s refund, public notices. See README.md beside. */
export function casesService(deps: Deps): Service {
  const refs = { policy: deps.policy.policy, policyAt: deps.policy.policyAt }
  return {
    name: 'cases',
    lanes: () => ({
      assignments: [
        decides(subjects, deps, () => undefined),
        decides(looks, deps, () => undefined),
        decides(cases, deps, () => refs),
        decides(standings, deps, () => refs),
        decides(chargeSorter, deps, () => undefined),
        decides(chargeIndex, deps, () => refs),
        decides(redressed, deps, () => undefined),
        decides(hearers, deps, () => ({ policy: refs.policy, catalogue: deps.catalogue })),
        decides(notices, deps, () => deps),
        decides(files, deps, () => undefined),
        { name: 'case-letters', inputs: [caseLetters.name], work: () => new EffectWork(letters(deps)) },
        victimWalk(deps),
        { name: 'case-alarms', inputs: [caseEvents.name], work: () => new EffectWork(alarms(deps)) },
      ],
    }),
    edges() {
      const published = new PublishedNotices(deps)
      caseRoutes(deps)
      openingRoute(deps)
      stepRoutes(deps)
      ownCaseRoutes(deps)
      caseChargeRoutes(deps)
      standingRoutes(deps)
      evidenceRoutes(deps)
      verdictRoutes(deps)
      appealRoutes(deps)
      fileRoutes(deps)
      letterRoutes(deps)
      bundleRoutes(deps)
      monthRoutes(deps)
      noticeRoutes(deps, published)
      return published
    },
  }
}

/** Counts, and says aloud what a person must look at. */
const alarms = (deps: Deps): Effect => ({
  name: 'case-alarms',
  inputs: [caseEvents],
  carryOut: async (each) => {
    const { data } = each.message as MessageOf<typeof caseEvents>
    const { number, change } = data
    deps.metrics.cases.inc({ change })
    if (change === 'due-soon') deps.log.warn({ case: number }, 'a case is not decided yet and is due soon')
    if (change === 'overdue')
      deps.log.error({ case: number }, 'a case was not decided in time; what is frozen stays frozen')
    return []
  },
  refuse: (record, reason) => refuseRecord(deps, 'case-alarms', record, reason),
})
