import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes long, the longest first: so no worker is left with one of them while the others have nothing more to do. A fresh
 * clone has measured nothing yet; a file that is not named here takes some seconds at most.
 */
const LONG = [
  'test/faults',
  'test/cluster',
  'test/late',
  'test/kill',
  'test/charging',
  'libs/process/simulation/simulation',
  'test/tampering',
  'test/kill-lines',
  'test/log-lost',
  'test/console',
  'test/repetition',
  'test/partners-money-messages',
  'test/held',
  'test/kill-decision',
  'test/account-page',
  'test/kill-reports',
  'test/kill-verdict',
  'test/console-watch',
  'test/console-dialogs',
  'test/console-states',
  'test/report-pages',
  'test/carried',
  'test/secrets',
  'test/kill-acting',
  'test/kill-money',
  'test/tls',
  'test/console-cases',
  'test/rights',
  'test/campaign-pages',
  'test/console-tasks',
  'test/cases',
  'test/account',
  'test/confirmations',
  'test/case-files',
  'test/webhooks',
  'test/lock',
  'test/campaigns',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((each) => moduleId.endsWith(`/${each}.test.ts`))
      return found < 0 ? LONG.length : found
    }
    return files.toSorted((one, other) => place(one) - place(other) || (one.moduleId < other.moduleId ? -1 : 1))
  }
}
