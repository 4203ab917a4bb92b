import { z } from 'zod'
import { topic } from './topic.ts'

/** Figures of the monitor, of the shape that stands under `monitor` in a POLICY_FILE; libs/policy says what they may be. */
const figures = z.record(z.string(), z.unknown())
const digest = z.string().max(40)
const words = z.string().min(1).max(1000)
const title = z.string().min(1).max(120)
const who = z.string().max(120)
const draftId = z.string().max(60)
const number = z.number().int().min(0)

/** What people are working on: figures that differ from those in force. */
export const policyDrafts = topic({
  name: 'policy.drafts',
  key: 'draft',
  owner: 'monitor',
  summary: 'Drafts of the monitor’s figures: saved, dropped.',
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

/** What holds: one key, so that releases have one order. */
export const policyCommands = topic({
  name: 'policy.commands',
  key: 'any',
  owner: 'monitor',
  summary: 'Figures of the monitor are released or rolled back, by two people.',
  keep: 400,
  messages: {
    'policy.released': z.object({
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
      digest,
      figures,
    }),
  },
})

/** Each version that was ever released, whole. */
export const policyVersions = topic({
  name: 'policy.versions',
  key: 'draft',
  owner: 'monitor',
  summary: 'Versions of the monitor’s figures, each whole, by its number.',
  keep: 'compact',
  messages: {
    'version.released': z.object({
      number: z.number().int().min(1),
      name: z.string().max(40),
      at: z.number().int(),
      over: number,
      title,
      why: words,
      by: who,
      proposal: z.string().max(120),
      draft: draftId.optional(),
      backTo: number.optional(),
      figures,
    }),
  },
})

const flagged = z.object({
  what: z.enum(['newly', 'no-longer', 'missed']),
  partner: z.string().max(40),
  at: z.number().int().optional(),
  service: z.string().max(400).optional(),
  app: z.string().max(500).optional(),
  signals: z
    .array(z.object({ name: z.string().max(60), figure: z.number(), baseline: z.number(), evidence: z.number() }))
    .max(3)
    .optional(),
  stopFirst: z.boolean().optional(),
})
const count = z.number().int().min(0)

/** A draft over the archive, beside what is in force: asked for, how far it is, what came of it. */
export const policyReplays = topic({
  name: 'policy.replays',
  key: 'draft',
  owner: 'monitor',
  summary: 'Replays of drafts over the archive, side by side with what is in force: asked, moved on, done, failed.',
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
    }),
    'replay.moved': z.object({ messages: count, share: z.number().min(0).max(1) }),
    'replay.done': z.object({
      messages: count,
      from: z.number().int().optional(),
      until: z.number().int().optional(),
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
      samples: z.array(flagged).max(150),
    }),
    'replay.failed': z.object({ why: z.string().max(200) }),
  },
})
