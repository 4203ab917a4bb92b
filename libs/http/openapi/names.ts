const pascal = (text: string): string =>
  text
    .split(/[-_/]/)
    .filter(Boolean)
    .map((each) => each[0]?.toUpperCase() + each.slice(1))
    .join('')

/** One of what a path segment names: `webhook-deliveries` → `WebhookDelivery`. */
export const singular = (noun: string): string => pascal(noun.replace(/ies$/, 'y').replace(/(?<!s)s$/, ''))

const verbs: Record<string, string> = { get: 'get', post: 'create', put: 'replace', patch: 'change', delete: 'remove' }

/** Where the path says less than the operation does. */
const own: Readonly<Record<string, string>> = {
  'post /v1/mo': 'sendMo',
  'post /v1/mt': 'sendMt',
  'get /v1/mt/{id}': 'getMtDecision',
  'post /v1/mt/check': 'checkMt',
  'post /v1/charges/authorize': 'authorizeCharges',
  'post /v1/charges': 'recordCharges',
  'post /v1/import/charges': 'importCharges',
  'post /v1/import/{kind}': 'importCatalogue',
  'get /v1/export/{kind}': 'exportCatalogue',
  'post /v1/export/subscriptions': 'askForSubscriptions',
  'post /v1/numbers': 'changeNumber',
  'post /v1/voice': 'stepVoiceMenu',
  'get /v1/ledger/recount': 'recountLedger',
  'post /v1/disputes/{id}/decision': 'decideDispute',
  'get /v1/staff': 'listPeople',
  'post /v1/staff': 'createPerson',
  'put /v1/staff/{id}': 'replacePerson',
  'post /v1/staff/{id}/reset': 'resetPerson',
  'get /v1/monitor/partners/{id}': 'getPartnerStanding',
  'get /v1/monitor/apps/{id}': 'getAppStanding',
  'get /v1/monitor/partners': 'rankPartners',
  'get /v1/monitor/apps': 'rankApps',
  'get /v1/audit': 'listAudit',
  'get /healthz': 'getLiveness',
  'get /readyz': 'getReadiness',
  'get /metrics': 'getMetrics',
}

/**
 * The name of an operation, which generators of clients make a function of: `GET /v1/complaints/{id}` → `getComplaint`,
 * `POST /v1/complaints/{id}/take` → `takeComplaint`, `GET /v1/complaints` → `listComplaints`. A route whose path says less
 * is named here (`own`).
 */
export function operationId(method: string, url: string): string {
  const named = own[`${method} ${url}`]
  if (named) return named
  const parts = url.split('/').filter((each) => each !== '' && each !== 'v1')
  const names = parts.filter((each) => !each.startsWith('{'))
  const last = parts.at(-1) as string
  const noun = names.at(-1) as string
  const verb = verbs[method] as string
  if (last.startsWith('{')) return verb + singular(noun)
  const owner = parts.length > 2 && parts.at(-2)?.startsWith('{') ? names.at(-2) : undefined
  if (owner && method === 'post') return noun.replace(/-(.)/g, (_, c: string) => c.toUpperCase()) + singular(owner)
  if (owner) return verb + singular(owner) + pascal(noun)
  if (method === 'get') return (noun.endsWith('s') ? 'list' : 'get') + pascal(names.join('/'))
  return verb + singular(noun)
}
