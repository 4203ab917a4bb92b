import { z } from 'zod'
import { changesBetween, type LivePolicy, type TunedFigures, tunedChanged, tunedFrom } from '#policy'
import type { Draft } from '../domain/drafts.ts'
import type { PolicyVersion } from '../domain/releases.ts'

export const iso = (at: number): string => new Date(at).toISOString()

/** Figures as a POLICY_FILE has them: the monitor’s under `monitor`, the desk’s by their groups. */
export const figures = z
  .record(z.string(), z.unknown())
  .meta({ example: { falseFlags: 0.02, enforcement: { falseAlarmsPerMonth: 2 } } })
  .describe(
    'Figures of the monitor, as a POLICY_FILE has them under `monitor`; and of the desk, under their groups as there (`campaigns`, `enforcement`, `reports`, `complaints`, `disputes`, `cases`)',
  )

export const change = z.object({
  name: z.string().describe('The figure, by its path'),
  from: z.unknown().optional().describe('As it is in force; absent where there is none'),
  to: z.unknown().optional().describe('As it would be; absent where it goes'),
})

export const checked = z.object({
  wrong: z
    .array(
      z.object({
        name: z.string().describe('The figure, by its path'),
        message: z.string().describe('Why'),
        message_zh: z.string().describe('The same in Chinese'),
      }),
    )
    .describe('What cannot hold; empty when it can'),
  changes: z.array(change).describe('What would be another figure than is in force'),
})

/** What changes would come to, on top of what is in force. */
export function check(held: TunedFigures, changes: Record<string, unknown>, { file }: LivePolicy) {
  const { figures: after, problems } = tunedChanged(held, changes, file.policy)
  const wrong = problems.map(({ name, message, messageZh }) => ({ name, message, message_zh: messageZh }))
  return { wrong, changes: [...changesBetween(held, after)], after }
}

export const draftShown = checked.extend({
  id: z.string(),
  title: z.string(),
  note: z.string().describe('What its makers say of it'),
  figures: figures.describe('What it changes'),
  revision: z.number().int().describe('Goes up with each saving; say it when you save'),
  by: z.string().describe('Who saved it last'),
  by_name: z.string().describe('What they are called'),
  at: z.iso.datetime().describe('When that was'),
})

/** What somebody of the staff is called; what is none of them, by its id. */
export type Named = (id: string) => string

export function showDraft(
  id: string,
  draft: Draft,
  held: TunedFigures,
  named: Named,
  policy: LivePolicy,
): z.infer<typeof draftShown> {
  const { title, note, changes, revision, by, at } = draft
  const { after: _, ...looked } = check(held, changes, policy)
  return { id, title, note, figures: changes, revision, by, by_name: named(by), at: iso(at), ...looked }
}

export const versionShown = z.object({
  number: z.number().int(),
  name: z.string().describe('As flags name it'),
  title: z.string(),
  why: z.string().describe('Why it was released, by who proposed it'),
  by: z.string().describe('Who proposed it'),
  by_name: z.string().describe('What they are called'),
  approved_by: z.string().optional().describe('The second person; absent where nobody else could approve it'),
  approved_by_name: z.string().optional().describe('What they are called'),
  at: z.iso.datetime().describe('Since when it held'),
  back_to: z.number().int().optional().describe('The version that it went back to; 0: the installation’s own file'),
  changes: z.array(change).describe('What it changed'),
})

/** @param before the version that held until then; undefined: the file */
export function showVersion(
  version: PolicyVersion,
  before: PolicyVersion | undefined,
  approvedBy: string | undefined,
  named: Named,
  { file }: LivePolicy,
): z.infer<typeof versionShown> {
  const { number, name, title, why, by, at, backTo } = version
  return {
    ...{ number, name, title, why, by, by_name: named(by), at: iso(at) },
    ...(approvedBy === undefined || approvedBy === by
      ? {}
      : { approved_by: approvedBy, approved_by_name: named(approvedBy) }),
    ...(backTo === undefined ? {} : { back_to: backTo }),
    changes: [...changesBetween(tunedFrom(before?.figures, file.policy), tunedFrom(version.figures, file.policy))],
  }
}
