import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes long, the longest first: so no worker is left with one of them while the others have nothing more to do. A fresh
 * clone has measured nothing yet; a file that is not named here takes some seconds at most.
 */
const LONG = [
  'test/faults',
  'test/cluster',
  'test/late',
  'test/two-processes',
  'test/tampering',
  'test/console-dialogs',
  'test/charging',
  'test/kill',
  'test/kill-reports',
  'test/log-lost',
  'test/repetition',
  'test/verdicts',
  'test/kill-lines',
  'test/account-page',
  'test/kill-verdict',
  'test/partners-money-messages',
  'test/kill-acting',
  'test/case-files',
  'test/rights',
  'test/held',
  'libs/process/simulation/simulation',
  'test/secrets',
  'test/kill-money',
  'test/console-watch',
  'test/kill-decision',
  'test/console-cases',
  'test/account',
  'test/carried',
  'test/cases',
  'test/tls',
  'test/policy',
  'test/campaign-pages',
  'test/webhooks',
  'test/confirmations',
  'test/lock',
  'test/console-states',
  'test/live',
  'test/put-back',
  'test/policy-page',
  'test/reports',
  'test/console-tasks',
  'test/restore',
  'test/rollback',
  'test/one-address',
  'test/files',
  'test/rotate',
  'test/complaints',
  'test/counter',
  'test/e2e',
  'test/frozen',
  'test/report-pages',
  'test/monitor',
  'test/acting',
  'test/bombing',
  'test/oidc',
  'tools/cli/ends',
  'test/campaigns',
  'test/console-hostile',
  'libs/bus/kafka/group',
  'services/catalogue/src/held',
  'test/believed',
  'test/web',
  'test/people-two-processes',
  'test/risk-pages',
  'test/staff',
  'test/canary',
  'test/canary-services',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) => {
      const found = LONG.findIndex((each) => moduleId.endsWith(`/${each}.test.ts`))
      // Those that share a process stand beside one another: who comes between would end it.
      return found < 0 ? LONG.length + (project.config.isolate ? 0 : 1) : found
    }
    return files.toSorted((one, other) => place(one) - place(other) || (one.moduleId < other.moduleId ? -1 : 1))
  }
}
