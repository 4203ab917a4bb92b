import { z } from 'zod'
import { roles } from '#access'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/** Sign-in name of a person of the operator; it stands in the audit, never a subscriber’s number. */
export const personId = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/)
export const staffRole = z.enum(roles)
const by = personId
const digest = z.string().max(100)

const passkey = z.object({
  id: z.string().max(400),
  publicKey: z.string().max(2000),
  counter: z.number().int().min(0),
  name: z.string().min(1).max(60),
})

/** What is done to a person’s account. Secrets come sealed or as digests; nothing here opens anything by itself. */
export const staffCommands = topic({
  name: 'staff.commands',
  key: 'person',
  owner: 'staff',
  summary: 'Accounts of the operator’s people: made, changed, credentials set, sign-ins tried.',
  keep: 7,
  messages: {
    'person.set': z.object({
      name: z.string().min(1).max(60),
      role: staffRole,
      /** Partners that this person has an interest in: kept out of what is decided about them. */
      interests: z.array(z.string().max(60)).max(50),
      disabled: z.boolean(),
      /** Of a new account: somebody else than its maker has still to say whose it is. */
      unknown: z.literal(true).optional(),
      by,
    }),
    /** An administrator said who somebody is: a person of their own, or one who has another account. */
    'person.vouched': z.object({
      interests: z.array(z.string().max(60)).max(50),
      /** The account that stands for the human. */
      human: personId.optional(),
      by,
    }),
    'password.set': z.object({
      /** argon2id, in PHC form. */
      hash: z.string().max(400),
      /** Must be changed at the next sign-in. */
      temporary: z.boolean(),
      /** Reset: somebody else has to say anew whose account it is. */
      unknown: z.literal(true).optional(),
      by,
    }),
    'totp.set': z.object({
      /** The secret, sealed with a key that is in no database; absent: taken away. */
      box: z.string().max(400).optional(),
      by,
    }),
    'recovery.set': z.object({ digests: z.array(digest).max(20), by }),
    'passkey.added': z.object({ passkey, by }),
    'passkey.removed': z.object({ id: z.string().max(400), by }),
    'sign-in.tried': z.object({
      how: z.enum(['password', 'totp', 'recovery', 'passkey']),
      ok: z.boolean(),
      /** Digest of the session’s secret, when it shall be opened. */
      session: digest.optional(),
      /** Digest of a recovery code that is used up by it. */
      recovery: digest.optional(),
      passkey: z.object({ id: z.string().max(400), counter: z.number().int().min(0) }).optional(),
      address: z.string().max(60),
    }),
    /** The provider that people sign in with (OIDC) said who somebody is. Their account is bound to issuer and subject. */
    'provider.vouched': z.object({
      issuer: z.string().max(300),
      subject: z.string().min(1).max(255),
      name: z.string().min(1).max(60),
      /** What they are there now; absent: nothing that has a role here. */
      role: staffRole.optional(),
      /** Digest of the session’s secret. */
      session: digest,
      address: z.string().max(60),
    }),
    'signed-out': z.object({ by }),
  },
})

/** Who works here, for every process that serves staff’s routes. */
export const staffRoster = topic({
  name: 'staff.roster',
  key: 'person',
  owner: 'staff',
  summary: 'The operator’s people as they are now: role, interests, since when their sessions hold.',
  keep: 'compact',
  messages: {
    'person.changed': z.object({
      id: personId,
      /** Of the account: who reads an older one than this reads what somebody put back. */
      version: z.number().int().min(0).optional(),
      name: z.string(),
      role: staffRole,
      interests: z.array(z.string()),
      disabled: z.boolean(),
      madeBy: personId.optional(),
      resetBy: personId.optional(),
      vouchedBy: personId.optional(),
      /** All who did, the last one as well. */
      vouchers: z.array(personId).optional(),
      /** What they could decide until it was taken away, by role: for a while they count as there. */
      formerly: z.array(z.object({ role: staffRole, interests: z.array(z.string()), until: time })).optional(),
      /** Nobody said yet who this is: decides nothing, and proposes nothing. */
      unknown: z.literal(true).optional(),
      /** The account that stands for the human, where they have several. */
      human: personId.optional(),
      /** Signs in with the provider, which says the role. */
      byProvider: z.literal(true).optional(),
      /** Sessions that were opened before this time hold no longer, ms. */
      signedOutBefore: time,
    }),
  },
})

export const staffSessions = topic({
  name: 'staff.sessions',
  key: 'session',
  owner: 'staff',
  summary: 'Sessions of people who signed in, by the digest of their secret.',
  keep: 7,
  messages: {
    'session.opened': z.object({ personId, how: z.string().max(20), mustChange: z.boolean() }),
    'session.seen': z.object({}),
    'session.changed': z.object({ mustChange: z.literal(false) }),
    'session.ended': z.object({}),
  },
})

const note = z.object({
  /** A person, a key, or the system itself. */
  actor: z.string().max(60),
  role: z.string().max(30),
  action: z.string().max(80),
  /** Kind and id of what was touched. */
  target: z.string().max(200),
  outcome: z.enum(['done', 'refused', 'failed']),
  /** Why, in the actor’s words or the rule’s. */
  reason: z.string().max(500).optional(),
  address: z.string().max(60).optional(),
})

/** What somebody did, saw or was refused. Never a number or a text of a subscriber. */
export const auditEntries = topic({
  name: 'audit.entries',
  key: 'shard',
  owner: 'staff',
  summary: 'Actions, sights of masked numbers, sign-ins and refusals, to be chained; one key, for one order.',
  keep: 30,
  messages: { 'audit.noted': note },
})

export const auditRecords = topic({
  name: 'audit.records',
  key: 'any',
  owner: 'staff',
  summary: 'Links of the audit’s chain, to be kept and read.',
  keep: 30,
  messages: {
    'audit.chained': z.object({
      number: z.number().int().min(1),
      before: z.string(),
      salt: z.string(),
      contentDigest: z.string(),
      digest: z.string(),
      content: note.extend({ at: time, id: z.string() }),
    }),
  },
})

const record = z.object({
  topic: z.string().max(100),
  key: z.string().max(200),
  type: z.string().max(60),
  data: z.unknown(),
})
const decider = z.object({
  id: personId,
  role: staffRole,
  interests: z.array(z.string()),
  unknown: z.literal(true).optional(),
  /** The human behind the account, and those who made, reset and vouched for it, by the accounts that stand for them. */
  human: personId,
  madeBy: personId.optional(),
  resetBy: personId.optional(),
  vouchedBy: personId.optional(),
  vouchers: z.array(personId).optional(),
})

/** What waits for a second person. */
export const staffProposals = topic({
  name: 'staff.proposals',
  key: 'proposal',
  owner: 'staff',
  summary: 'Proposals: made, approved, rejected, withdrawn. An approved one’s messages go to their topics.',
  keep: 30,
  messages: {
    'proposal.made': z.object({
      kind: z.string().max(40),
      /** Purpose and resource that whoever decides must have as well. */
      needs: z.array(z.string().max(40)).length(2),
      /** What it is about, for people. */
      title: z.string().min(1).max(200),
      /** Partners that it concerns: nobody with an interest in one decides. */
      partners: z.array(z.string().max(60)).max(2000),
      /** Humans who took part in what it undoes: they do not decide it. */
      apart: z.array(z.string().max(60)).max(20).optional(),
      /** Digest of content, preview and policy version: what the second person says yes to. */
      digest,
      /** How many pages of records are held beside it, for what is too much for one state. */
      pages: z.number().int().min(0).max(2000),
      preview: z.unknown(),
      /** Counts that may move without making it stale. */
      live: z.unknown().optional(),
      policyVersion: z.string().max(100),
      records: z.array(record).max(500),
      by: decider,
      /** True when nobody else could approve it: it is applied at once, and the audit says so. */
      alone: z.boolean(),
    }),
    'proposal.approved': z.object({
      by: decider,
      /** The digest as it is now: another than the proposed one means that the world has changed. */
      digest,
    }),
    'proposal.rejected': z.object({ by: decider, reason: z.string().min(1).max(500) }),
    'proposal.withdrawn': z.object({ by: decider }),
  },
})

/** Pages of a proposal lie side by side, in their order. */
export const pageKey = (proposal: string, page: number): string => `${proposal}.${String(page).padStart(5, '0')}`

/** Records of large proposals, a page each, by the proposal’s id and the page’s number. */
export const proposalPages = topic({
  name: 'staff.pages',
  key: 'proposal',
  owner: 'staff',
  summary: 'Pages of what a large proposal would send: held, then released or dropped.',
  keep: 30,
  messages: {
    'page.held': z.object({ records: z.array(record).min(1).max(100) }),
    'page.released': z.object({}),
    'page.dropped': z.object({}),
  },
})
