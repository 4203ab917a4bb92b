import { z } from 'zod'
import { time } from './parts.ts'
import { topic } from './topic.ts'

/**
 * Figures of the monitor, of the shape that stands under `monitor` in a POLICY_FILE, and of the desk by their groups
 * (`campaigns` …); libs/policy says what they may be.
 */
const figures = z.record(z.string(), z.unknown())
const digest = z.string().max(40)
const words = z.string().min(1).max(1000)
const title = z.string().min(1).max(120)
const who = z.string().max(120)
const draftId = z.string().max(60)
/** Partners that a policy flags and the other does not, or stops first: more than these nobody looks at one by one. */
export const MOST_TOUCHED = 2000
const names = z.array(z.string().max(40)).max(MOST_TOUCHED)
const number = z.number().int().min(0)

/** What people are working on: figures that differ from those in force. */
export const policyDrafts = topic({
  name: 'policy.drafts',
  key: 'draft',
  owner: 'monitor',
  summary: 'Drafts of the monitor’s and the desk’s figures: saved, dropped.',
  keep: 30,
  messages: {
    /** `revision` is that which it becomes: of two who save at once, one is told that it changed. */
    'draft.saved': z.object({
      title,
      note: z.string().max(2000),
      changes: figures,
      revision: z.number().int().min(1),
      by: who,
    }),
    'draft.dropped': z.object({ revision: z.number().int().min(1), by: who }),
  },
})

/** What two people decided. */
const release = {
  /** The version that was in force when it was shown: another one meanwhile, and it is not released. */
  over: number,
  title,
  why: words,
  by: who,
  /** GET /v1/proposals/{id}: who approved it. */
  proposal: z.string().max(120),
  draft: draftId.optional(),
  /** The version that it goes back to; 0: that of the installation’s own file. */
  backTo: number.optional(),
  /** Partners that it flags, clears, stops first or lets go on: nobody with an interest in one releases it, or goes back from it. */
  partners: names.default([]),
  /** Those that were ever released, the monitor’s, the desk’s or both; the others are as each process’s file has them. */
  figures,
}

/** What holds: one key, so that releases have one order. */
export const policyCommands = topic({
  name: 'policy.commands',
  key: 'any',
  owner: 'monitor',
  summary: 'Figures of the monitor and of the desk are released or rolled back, by two people.',
  keep: 400,
  messages: {
    /** `adopts: false`: none of the monitor’s figures is another, so it takes up nothing. */
    'policy.released': z.object({ ...release, digest, adopts: z.boolean().optional() }),
  },
})

/** Each version that was ever released, whole. */
export const policyVersions = topic({
  name: 'policy.versions',
  key: 'draft',
  owner: 'monitor',
  summary:
    'Versions of the figures that were released, each whole, by its number; each process decides by the version of the time.',
  keep: 'compact',
  messages: {
    'version.released': z.object({
      number: z.number().int().min(1),
      name: z.string().max(40),
      at: time,
      ...release,
    }),
  },
})

const flagged = z.object({
  what: z.enum(['newly', 'no-longer', 'missed']),
  partner: z.string().max(40),
  at: time.optional(),
  service: z.string().max(400).optional(),
  app: z.string().max(500).optional(),
  signals: z
    .array(z.object({ name: z.string().max(60), figure: z.number(), baseline: z.number(), evidence: z.number() }))
    .max(3)
    .optional(),
  stopFirst: z.boolean().optional(),
})
const count = z.number().int().min(0)
/** What a draft came to over the archive, or since it is in shadow. */
const found = z.object({
  messages: count,
  from: time.optional(),
  until: time.optional(),
  erased: count,
  partners: count,
  flagged: count,
  flaggedBefore: count,
  flags: count,
  flagsBefore: count,
  stops: count,
  stopsBefore: count,
  both: count,
  newly: count,
  noLonger: count,
  missed: count,
  nearlyAll: z.boolean(),
  /** By name, each list as far as `MOST_TOUCHED`; the counts have all. */
  names: z.object({ newly: names, noLonger: names, stopped: names, goesOn: names }),
  samples: z.array(flagged).max(150),
})

/** A draft over the archive, beside what is in force: asked for, how far it is, what came of it. */
export const policyReplays = topic({
  name: 'policy.replays',
  key: 'draft',
  owner: 'monitor',
  summary:
    'Drafts over the archive, or in shadow, side by side with what is in force: asked, moved on, found, done, failed, stopped.',
  keep: 30,
  messages: {
    'replay.asked': z.object({
      draft: draftId,
      revision: z.number().int().min(1),
      title,
      by: who,
      over: number,
      digest,
      proposed: figures,
      held: figures,
      /** In shadow: it goes on with what is observed until then. */
      until: time.optional(),
    }),
    'replay.moved': z.object({ messages: count, share: z.number().min(0).max(1) }),
    /** What it came to so far, of one in shadow. */
    'replay.found': found,
    'replay.done': found,
    'replay.stopped': z.object({ by: who }),
    'replay.failed': z.object({ why: z.string().max(200) }),
  },
})
