import type { Purpose, Resource } from '#access'

/** What the console’s screens are renewed by, each for whoever may see it. */
export interface News {
  /** What is told; queries of the page begin with it. */
  readonly name: string
  readonly needs: readonly [purpose: Purpose, resource: Resource]
  /** The topic that says so, and the types of its messages that do; all when there are none. */
  readonly topic: string
  readonly types?: readonly string[]
}

export const news: readonly News[] = [
  { name: 'complaints', needs: ['look', 'complaint'], topic: 'complaint.events' },
  { name: 'complaints', needs: ['look', 'complaint'], topic: 'complaint.commands', types: ['complaint.taken'] },
  { name: 'reports', needs: ['look', 'report'], topic: 'report.events' },
  { name: 'reports', needs: ['look', 'report'], topic: 'report.commands', types: ['report.taken'] },
  { name: 'campaigns', needs: ['look', 'campaign'], topic: 'campaign.events' },
  {
    name: 'disputes',
    needs: ['look', 'dispute'],
    topic: 'charging.events',
    types: ['dispute.opened', 'dispute.decided', 'dispute.waiting'],
  },
  { name: 'cases', needs: ['look', 'case_file'], topic: 'case.events' },
  { name: 'cases', needs: ['look', 'case_file'], topic: 'case.commands' },
  { name: 'standings', needs: ['look', 'case_file'], topic: 'partner.standings' },
  { name: 'notices', needs: ['look', 'case_file'], topic: 'public.notices' },
  { name: 'monitor', needs: ['look', 'monitor'], topic: 'monitor.flags' },
  { name: 'monitor', needs: ['look', 'monitor'], topic: 'monitor.standings' },
  { name: 'blocks', needs: ['read', 'block'], topic: 'enforcement.events' },
  { name: 'alarms', needs: ['read', 'block'], topic: 'surge.alarms' },
  { name: 'proposals', needs: ['decide', 'proposal'], topic: 'staff.proposals' },
  { name: 'people', needs: ['admin', 'person'], topic: 'staff.roster' },
  { name: 'keys', needs: ['admin', 'key'], topic: 'api-keys' },
  { name: 'dead-letters', needs: ['read', 'dead_letter'], topic: 'dead-letters' },
  { name: 'catalogue', needs: ['read', 'catalogue'], topic: 'catalogue' },
  { name: 'audit', needs: ['audit', 'audit_log'], topic: 'audit.records' },
  { name: 'traffic', needs: ['watch', 'system'], topic: 'traffic' },
  { name: 'processes', needs: ['watch', 'system'], topic: 'processes' },
]

/** The topics that are read for it, each once. */
export const newsTopics: readonly string[] = [...new Set(news.map((each) => each.topic))]

/** What a message says there is news of. */
export const newsOf = (topic: string, type: string): readonly News[] =>
  news.filter((each) => each.topic === topic && (each.types?.includes(type) ?? true))
