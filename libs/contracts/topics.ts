import { accountSessions } from './account.ts'
import {
  campaignCommands,
  campaignEvents,
  campaignExemplars,
  campaignMembers,
  campaignPlacings,
  campaignRolls,
} from './campaigns.ts'
import { carriedAsks, networkCarried, networkCurrency, networkPlaces, stationSightings } from './carried.ts'
import { caseFiles, caseLetters } from './case-files.ts'
import { caseOutcomes, caseSubjects, victimWalks } from './case-walks.ts'
import { caseCharges, caseCommands, caseEvents, partnerPenalties, partnerStandings } from './cases.ts'
import { catalogueTopic, subscriberCommands } from './catalogue.ts'
import {
  billingCharges,
  charges,
  chargingCommands,
  chargingEvents,
  disputeCases,
  ledgerLines,
  ledgerPostings,
  subscriberCharges,
} from './charging.ts'
import { complaintCases, complaintCommands, complaintEvents } from './complaints.ts'
import { confirmationEvents, confirmationRequests, consentReceipts, requestOutcomes } from './consent.ts'
import { deadLetters } from './dead-letters.ts'
import { enforcementCommands, enforcementEvents, networkBlocks } from './enforcement.ts'
import { chainHeads, evidenceBaselines, evidenceSeals } from './evidence.ts'
import { apiKeys } from './keys.ts'
import { clockProbes, laneProgress } from './lanes.ts'
import { guardianships, lineCases } from './lines.ts'
import { monitorFlags, monitorObservations, monitorStandings, serviceUsage } from './monitor.ts'
import { noticeCommands, publicNotices } from './notices.ts'
import { processes, traffic } from './operation.ts'
import { recordsOver, recordsRead } from './over.ts'
import { policyCommands, policyDrafts, policyReplays, policyVersions } from './policy.ts'
import { reportCases, reportCommands, reportEvents, reportOutcomes, reportRewards, sortedReports } from './reports.ts'
import { mtWaiting, portTraffic, sendingAsks, sendingShares } from './sending.ts'
import {
  mtRequests,
  smsBulk,
  smsMo,
  smsOutbound,
  smsReplies,
  smsReports,
  smsRetry,
  smsSegments,
  smsSent,
} from './sms.ts'
import {
  auditEntries,
  auditRecords,
  proposalPages,
  staffCommands,
  staffProposals,
  staffRoster,
  staffSessions,
} from './staff.ts'
import { mtDecisions, subscriberBlocks, subscriberEvents, subscriberTenures } from './subscriptions.ts'
import { surgeAlarms, surgeCounts } from './surges.ts'
import { webhookCalls, webhookDeliveries, webhooks } from './webhooks.ts'

/** Every topic there is. Each stands in the file of what it is about. */
export const allTopics = [
  smsSegments,
  smsMo,
  smsReplies,
  smsReports,
  smsOutbound,
  smsBulk,
  smsSent,
  smsRetry,
  mtRequests,
  mtDecisions,
  subscriberCommands,
  subscriberEvents,
  subscriberTenures,
  subscriberBlocks,
  confirmationRequests,
  confirmationEvents,
  requestOutcomes,
  guardianships,
  lineCases,
  consentReceipts,
  chainHeads,
  evidenceSeals,
  billingCharges,
  charges,
  subscriberCharges,
  chargingCommands,
  chargingEvents,
  disputeCases,
  ledgerPostings,
  ledgerLines,
  complaintCommands,
  complaintEvents,
  complaintCases,
  reportCommands,
  sortedReports,
  reportOutcomes,
  reportRewards,
  reportEvents,
  reportCases,
  campaignExemplars,
  campaignPlacings,
  campaignMembers,
  campaignCommands,
  campaignEvents,
  campaignRolls,
  caseCommands,
  caseEvents,
  caseOutcomes,
  caseSubjects,
  partnerPenalties,
  partnerStandings,
  caseCharges,
  caseLetters,
  caseFiles,
  victimWalks,
  noticeCommands,
  publicNotices,
  webhooks,
  webhookDeliveries,
  webhookCalls,
  accountSessions,
  catalogueTopic,
  apiKeys,
  staffCommands,
  staffRoster,
  staffSessions,
  staffProposals,
  proposalPages,
  auditEntries,
  auditRecords,
  deadLetters,
  evidenceBaselines,
  recordsOver,
  recordsRead,
  laneProgress,
  clockProbes,
  traffic,
  processes,
  serviceUsage,
  monitorObservations,
  monitorFlags,
  monitorStandings,
  policyDrafts,
  policyCommands,
  policyVersions,
  policyReplays,
  enforcementCommands,
  enforcementEvents,
  networkBlocks,
  sendingAsks,
  sendingShares,
  mtWaiting,
  portTraffic,
  networkCarried,
  networkCurrency,
  carriedAsks,
  stationSightings,
  networkPlaces,
  surgeCounts,
  surgeAlarms,
] as const

export const topicByName: ReadonlyMap<string, (typeof allTopics)[number]> = new Map(
  allTopics.map((each) => [each.name, each]),
)
