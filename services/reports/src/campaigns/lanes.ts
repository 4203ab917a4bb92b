import { type Deps, decides, type Lanes } from '#service'
import { campaigns } from '../domain/campaigns/campaign.ts'
import { campaignPlacing } from '../domain/campaigns/placing.ts'
import { campaignReporters } from '../domain/campaigns/reporter.ts'
import { rolls } from '../domain/campaigns/roll.ts'
import { reportCaseList } from '../domain/report-case.ts'
import { LiveIndex } from './live-index.ts'

const DAY = 86_400_000

/** Campaigns of reported texts: placed, counted, proposed, decided, told. */
export function campaignLanes(deps: Deps): Lanes {
  const index = new LiveIndex(deps.bus)
  return {
    start: () => index.start(),
    stop: () => index.stop(),
    assignments: [
      decides(reportCaseList, deps, () => ({ index })),
      decides(campaignPlacing, deps, ({ policy }) => ({ index, keepMs: policy.campaigns.days * DAY })),
      decides(campaignReporters, deps, ({ policy }) => ({ days: policy.campaigns.days })),
      decides(campaigns, deps, ({ policy, version }) => ({ policy, policyVersion: version, keyOf: deps.keyOf })),
      decides(rolls, deps, () => ({})),
    ],
  }
}
