/** What somebody wants to do. A key is made with some of them; each route names the one that it needs. */
export const purposes = {
  open: 'what everybody may: health, documents, pages, asking for a code',
  own: 'a subscriber’s own page, in a session that a code to the phone opened',
  messages:
    'act for a subscriber: query, cancel, block, complain, report; never confirm. For systems: no person has it',
  send: 'send from a port',
  check: 'ask whether a message may be sent, without sending',
  subscribe: 'ask for subscriptions, and have it told to webhooks what became of them',
  charge: 'ask whether a charge is allowed, and record charges',
  read: 'look at services, settlements, and what became of requests and messages; nothing of a subscriber',
  settle: 'close a month, hand over the points of proven reports',
  review: 'decide disputes, work on complaints and spam reports',
  look: 'look at complaints, disputes, spam reports, campaigns, cases, and how partners and apps stand',
  block: 'block and unblock senders and domains for everybody, keep the white list, decide campaigns',
  see: 'see what is known of a subscriber; numbers stay masked until opened with a reason',
  counter: 'act at the counter for the subscriber of a number that was looked up; never confirm',
  audit: 'verify receipts, seals and the ledger',
  judge: 'work on cases about partners: open, take, note, decide, correct notices',
  answer: 'answer a case about oneself: look at it, appeal',
  admit: 'apply for partners, services and ports, one by one',
  import: 'partners, services, ports, subscriptions, number changes, cases of the regulator, by file and one by one',
  operate: 'see the content of dead letters, with a reason, and replay them',
  admin: 'make and revoke keys and accounts, order that evidence begins from what stands there',
  self: 'one’s own account of staff: password, second factors, sessions',
  watch: 'see how the gateway does: traffic, lanes, links, versions, the policy in force, its versions and drafts',
  tune: 'draft figures of the monitor and of the desk, try them on the archive and in shadow, and propose their release',
  decide: 'approve, reject or withdraw what needs two people; the kind of thing says which roles',
} as const
export type Purpose = keyof typeof purposes

/** What routes touch. Things of a `partner` have an owner, and rights to them may end at one’s own. */
export const resources = {
  page: 'nobody',
  health: 'nobody',
  sign_in: 'nobody',
  account: 'subscriber',
  subscriber: 'nobody',
  port: 'partner',
  decision: 'partner',
  service: 'partner',
  request: 'partner',
  webhook: 'partner',
  delivery: 'partner',
  charge: 'partner',
  settlement: 'partner',
  case: 'partner',
  case_file: 'nobody',
  monitor: 'nobody',
  complaint: 'nobody',
  report: 'nobody',
  reward: 'nobody',
  dispute: 'nobody',
  consent: 'subscriber',
  sight: 'nobody',
  subject: 'nobody',
  receipt: 'nobody',
  seal: 'nobody',
  ledger: 'nobody',
  catalogue: 'nobody',
  number: 'nobody',
  key: 'nobody',
  dead_letter: 'nobody',
  person: 'nobody',
  own_account: 'nobody',
  proposal: 'nobody',
  audit_log: 'nobody',
  system: 'nobody',
  block: 'nobody',
  campaign: 'nobody',
  policy: 'nobody',
} as const satisfies Record<string, 'nobody' | 'partner' | 'subscriber'>
export type Resource = keyof typeof resources

/** Whose things: all, or those of the partner that a key speaks for (of the subscriber who is signed in). */
export type Scope = 'any' | 'own'
export type Grants = Partial<Record<Purpose, Partial<Record<Resource, Scope>>>>

const open: Grants = { open: { page: 'any', health: 'any', sign_in: 'any' } }
const forSubscribers: Grants = { messages: { subscriber: 'any' } }
const readSettlements: Grants = { read: { settlement: 'any' } }
const reading: Grants = {
  read: {
    settlement: 'any',
    catalogue: 'any',
    service: 'any',
    request: 'any',
    decision: 'any',
    dead_letter: 'any',
    webhook: 'any',
    delivery: 'any',
    block: 'any',
  },
}
const blocking: Grants = { block: { block: 'any', campaign: 'any' } }
const sending: Grants = { send: { port: 'any' }, check: { port: 'any' } }
const charging: Grants = { charge: { charge: 'any' } }
const settling: Grants = { settle: { settlement: 'any', reward: 'any' } }
const reviewing: Grants = { review: { complaint: 'any', dispute: 'any', report: 'any' } }
const seeing: Grants = { see: { sight: 'any', subject: 'any' } }
const looking: Grants = {
  look: { complaint: 'any', dispute: 'any', report: 'any', case_file: 'any', monitor: 'any', campaign: 'any' },
  ...seeing,
}
const judging: Grants = { judge: { case_file: 'any' } }
const serving: Grants = { ...seeing, counter: { subject: 'any' } }
const auditing: Grants = {
  audit: { receipt: 'any', seal: 'any', ledger: 'any', audit_log: 'any', case_file: 'any', monitor: 'any' },
}
const oneself: Grants = { self: { own_account: 'any' } }
const watching: Grants = { watch: { system: 'any', policy: 'any' } }
const tuning: Grants = { tune: { policy: 'any' } }
const deciding: Grants = { ...oneself, decide: { proposal: 'any' } }
const admitting: Grants = { admit: { catalogue: 'any' } }
const operating: Grants = { operate: { dead_letter: 'any' } }
const importing: Grants = { import: { catalogue: 'any', number: 'any', report: 'any' } }

/**
 * Who may do what: the one place. A person with a role and a key of that kind (a service account is a key of a person)
 * have the same rights, but for what is for systems. `docs/rights.md` shows it route by route, and a test tries each cell.
 */
export const rights = {
  anybody: open,
  // A yes is nobody else’s: no role, no key and no channel has it (docs/rules.md, "Double confirmation").
  subscriber: { own: { account: 'own', consent: 'own' } },
  partner: {
    send: { port: 'own' },
    check: { port: 'own' },
    subscribe: { service: 'own', webhook: 'own', delivery: 'own' },
    charge: { charge: 'own' },
    answer: { case: 'own' },
    read: { service: 'own', request: 'own', settlement: 'own', decision: 'own', webhook: 'own', delivery: 'own' },
  },
  billing: { ...charging, ...readSettlements, ...settling },
  web: forSubscribers,
  voice: forSubscribers,
  counter: { ...forSubscribers, ...serving, ...oneself },
  app: forSubscribers,
  operator: { ...importing, ...sending, read: { catalogue: 'any', decision: 'any', block: 'any' } },
  operations: {
    ...watching,
    ...reviewing,
    ...looking,
    ...reading,
    ...admitting,
    ...operating,
    ...blocking,
    ...settling,
    ...deciding,
    check: { port: 'any' },
    subscribe: { delivery: 'any' },
  },
  reviewer: { ...watching, ...tuning, ...reviewing, ...judging, ...looking, ...reading, ...deciding },
  auditor: { ...watching, ...auditing, ...looking, ...reading, ...oneself },
  administrator: {
    ...forSubscribers,
    ...sending,
    subscribe: { service: 'any', webhook: 'any', delivery: 'any' },
    ...charging,
    ...settling,
    ...reviewing,
    ...judging,
    ...serving,
    ...looking,
    ...reading,
    ...admitting,
    ...operating,
    ...blocking,
    ...auditing,
    ...importing,
    ...deciding,
    ...watching,
    ...tuning,
    admin: { key: 'any', person: 'any', seal: 'any' },
  },
} as const satisfies Record<string, Grants>
export type Holder = keyof typeof rights

/** What people who sign in can be. */
export const roles = ['operations', 'reviewer', 'auditor', 'counter', 'administrator'] as const satisfies Holder[]

/** What a key can be made for: systems by what they are, and persons’ service accounts by their role. */
export const keyKinds = [
  'partner',
  'billing',
  'web',
  'voice',
  'counter',
  'app',
  'operator',
  'operations',
  'reviewer',
  'auditor',
  'administrator',
] as const satisfies Holder[]
export type KeyKind = (typeof keyKinds)[number]

/** Kinds whose keys reach everybody’s things: two people make one. */
export const wideKinds: readonly KeyKind[] = keyKinds.filter((kind) => kind !== 'partner' && kind !== 'auditor')

/** What keys of a kind may be made with, at most. */
export const purposesOf = (kind: Holder): Purpose[] => Object.keys(rights[kind]) as Purpose[]

/** What only systems have: a person acts for a subscriber whom they looked up, with a reason (`counter`). */
const forSystems: readonly Purpose[] = ['messages']

/** What a person of a role has, and at most a service account of theirs. */
export const purposesOfPerson = (role: Holder): Purpose[] =>
  purposesOf(role).filter((purpose) => !forSystems.includes(purpose))

/** Whose things a holder may touch for a purpose; undefined: nobody’s. */
export const scopeOf = (holder: Holder, purpose: Purpose, resource: Resource): Scope | undefined =>
  (rights[holder] as Grants)[purpose]?.[resource]
