import { campaignsScreens } from './campaigns/screens.ts'
import { casesScreens } from './cases/screens.ts'
import { counterScreens } from './counter/screens.ts'
import { enforcementScreens } from './enforcement/screens.ts'
import { messagesScreens } from './messages/screens.ts'
import { moneyScreens } from './money/screens.ts'
import { overviewScreens } from './overview/screens.ts'
import { partnersScreens } from './partners/screens.ts'
import { policyScreens } from './policy/screens.ts'
import { reportsScreens } from './reports/screens.ts'
import { reviewScreens } from './review/screens.ts'
import type { Screen } from './shell/screens.ts'
import { systemScreens } from './system/screens.ts'

/** All screens, in the order in which they stand in the rail within their group. Each area gives its own. */
export const screens: readonly Screen[] = [
  //
  ...overviewScreens,
  ...casesScreens,
  ...reviewScreens,
  ...reportsScreens,
  ...campaignsScreens,
  ...enforcementScreens,
  ...counterScreens,
  ...partnersScreens,
  ...moneyScreens,
  ...messagesScreens,
  ...policyScreens,
  ...systemScreens,
]
