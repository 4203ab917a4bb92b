import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { Owned } from '#access'
import { type CaseFile, caseCommands, caseFile, caseFiles } from '#contracts'
import { accessOf, believed, callerOf, Problem } from '#http'
import { actorOf, type Deps, edgeRecord, publishFromEdge, settled } from '#service'
import { appealUntil, type CaseState, hasNoRoom, ITSELF } from './domain/case-state.ts'
import { type FileState, fileKey } from './domain/files.ts'
import { letterName } from './letters/write.ts'
import { caseParams, findCase, refuseInterested } from './routes.ts'
import { iso, nthVoided } from './shown.ts'

/** So that it is one record of the log, in base64. */
const MOST_BYTES = 512 * 1024
/** As JSON, with room for one that is too large to be told so. */
export const LARGEST_BODY = 3 * MOST_BYTES
const ENDINGS = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' } as const

export const attached = z.object({
  type: caseFile.shape.type.describe('What it is; what its content says counts'),
  content: z
    .base64()
    .max(2 * MOST_BYTES)
    .describe('The file, base64'),
})

/**
 * What somebody sent, by its content: a program that calls itself a picture is refused.
 * @throws Problem `file.type`, `file.size`
 */
async function fileOf({ type, content }: z.infer<typeof attached>): Promise<{ file: CaseFile; content: string }> {
  const bytes = Buffer.from(content, 'base64')
  if (bytes.length > MOST_BYTES) throw new Problem('file.size')
  const found = (await fileTypeFromBuffer(bytes))?.mime
  if (found !== type) throw new Problem('file.type', `It says ${type}, and is ${found ?? 'nothing that is known'}.`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const name = `file-${sha256.slice(0, 32)}.${ENDINGS[type]}`
  return { file: { name, type, bytes: bytes.length, sha256 }, content: bytes.toString('base64') }
}

/** Keeps a file with a case, and waits until the case has its digest; the paper of an appeal always has a place. @throws Problem */
export async function attach(
  deps: Deps,
  state: CaseState,
  given: z.infer<typeof attached>,
  by: string,
  corr: string,
  isPaper = false,
): Promise<CaseFile> {
  const { number, files = [] } = state
  const { file, content } = await fileOf(given)
  const before = files.find(({ sha256 }) => sha256 === file.sha256)
  // Its own letters are downloaded by those who would enter one as the partner’s.
  if (isPaper && before?.by === ITSELF)
    throw new Problem('file.type', 'It is a letter of this case, and no paper of its partner.')
  if (before) return before
  if (hasNoRoom(state, by, isPaper)) throw new Problem('file.many')
  const said = { at: deps.clock.now(), corr }
  await publishFromEdge(deps.bus, [
    edgeRecord(caseFiles, deps.bus, fileKey(number, file.name), {
      ...said,
      id: `${corr}-kept`,
      type: 'file.kept',
      data: { ...file, number, content },
    }),
    edgeRecord(caseCommands, deps.bus, number, {
      ...said,
      id: `${corr}-added`,
      type: 'file.added',
      data: { ...file, number, by, ...(isPaper ? { paper: true } : {}) },
    }),
  ])
  const isKnown = (all: CaseState['files']) => (all ?? []).some(({ name }) => name === file.name)
  const after = await settled<CaseState>(
    deps,
    'cases',
    number,
    (now) => isKnown(now?.files) || (now !== undefined && hasNoRoom(now, by, isPaper)),
  )
  if (!isKnown(after?.files)) throw new Problem('file.many')
  await settled(deps, 'case-files', fileKey(number, file.name), (state) => state !== undefined)
  return file
}

/** A file as it was when its digest came into the case. @throws Problem `not-found`, `evidence.changed` */
export async function contentOfFile(
  { store }: Pick<Deps, 'store'>,
  { number, files = [] }: CaseState,
  wanted: string,
): Promise<{ file: CaseFile; bytes: Buffer }> {
  const file = files.find(({ name }) => name === wanted)
  const key = fileKey(number, wanted)
  const record = file && (await store.load('case-files', [key])).get(key)
  if (record?.changed && !record.finding) throw new Problem('evidence.changed')
  const kept = record?.body as FileState | undefined
  if (!file || !kept) throw new Problem('not-found', 'This case has no such file, or not yet: look again in a second.')
  const bytes = Buffer.from(kept.content, 'base64')
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) throw new Problem('evidence.changed')
  return { file, bytes }
}

/** Never looked at in the page that asks for it: it is what others sent. */
const send = (reply: FastifyReply, { file, bytes }: { file: CaseFile; bytes: Buffer }, name = file.name) =>
  reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(file.type)
    .send(bytes)

/** Penalty letters and attachments: `/v1/cases/{number}/files`, `/v1/own-cases/{number}/letter`, `…/files`. */
export function fileRoutes(deps: Deps): void {
  const { http, store, clock, policy } = deps
  http.get(
    '/v1/cases/:number/files/:name',
    {
      config: { needs: ['look', 'case_file'], problems: ['not-found', 'evidence.changed'] },
      schema: {
        summary: 'A penalty letter, or what was attached',
        description:
          '`letter-zh.pdf` and `letter-en.pdf` are there a moment after a verdict that something was proven, `answer-zh.pdf` and `answer-en.pdf` after its appeal was decided. Nothing changes them: their digests are in the evidence of the case.',
        tags: ['cases'],
        params: caseParams.extend({ name: caseFile.shape.name }),
      },
    },
    async (request, reply) => {
      const { number, name } = request.params
      return send(reply, await contentOfFile(deps, await findCase(deps, number), name), `${number}-${name}`)
    },
  )
  http.post(
    '/v1/cases/:number/files',
    {
      bodyLimit: LARGEST_BODY,
      config: {
        needs: ['judge', 'case_file'],
        problems: ['not-found', 'case.taken', 'case.interest', 'file.type', 'file.size', 'file.many', 'not-ready'],
      },
      schema: {
        summary: 'Attach a file to a case',
        description:
          'A PDF, PNG or JPEG of at most 512 KB, known by its content. It stays as it is, its digest in the evidence.',
        tags: ['cases'],
        params: caseParams,
        body: attached,
        response: { 200: caseFile },
      },
    },
    async (request) => {
      const state = await findCase(deps, request.params.number)
      const caller = callerOf(request)
      refuseInterested(deps, caller, state)
      request.noted = { target: `case ${state.number}`, reason: 'attached' }
      return attach(deps, state, request.body, actorOf(caller), request.id)
    },
  )

  const own = async (request: Parameters<typeof accessOf>[0], number: string): Promise<CaseState> => {
    const kept = await believed<CaseState>(store, 'cases', number)
    return accessOf(request).open(
      kept?.decided && new Owned(kept.subject.partnerId ?? '', kept),
      new Problem('not-found', 'No case about you that was decided has this number.'),
    )
  }
  http.get(
    '/v1/own-cases/:number/letter',
    {
      config: { needs: ['answer', 'case'], problems: ['not-found', 'evidence.changed'] },
      schema: {
        summary:
          'The penalty letter of a case about you, the answer to your appeal, the paper that was entered as your appeal, or that one was taken out',
        tags: ['partners'],
        params: caseParams,
        querystring: z.object({
          language: z.enum(['zh', 'en']).default('zh'),
          of: z
            .enum(['verdict', 'appeal', 'paper', 'voided'])
            .default('verdict')
            .describe(
              'Of the verdict, or of what became of your appeal; `paper`: what was entered as your appeal; `voided`: that it was taken out',
            ),
          nth: nthVoided.describe('Which of those that were taken out (`appeals_voided`)'),
        }),
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const { language, of, nth } = request.query
      const state = await own(request, number)
      const name = of === 'paper' ? (state.appeal?.paper ?? '') : letterName(language, { of, nth })
      return send(reply, await contentOfFile(deps, state, name), `${number}-${name}`)
    },
  )
  http.post(
    '/v1/own-cases/:number/files',
    {
      bodyLimit: LARGEST_BODY,
      config: {
        needs: ['answer', 'case'],
        problems: ['not-found', 'appeal.over', 'file.type', 'file.size', 'file.many', 'not-ready'],
      },
      schema: {
        summary: 'Attach a file to your appeal',
        description: 'As long as you may appeal, or your appeal is not decided. A PDF, PNG or JPEG of at most 512 KB.',
        tags: ['partners'],
        params: caseParams,
        body: attached,
        response: { 200: caseFile },
      },
    },
    async (request) => {
      const { number } = request.params
      const state = await own(request, number)
      const until = appealUntil(state, { policy: policy.policy })
      const waits = state.appeal !== undefined && state.appeal.decided === undefined
      if (until === undefined) throw new Problem('appeal.over', 'Nothing was decided against you.')
      if (state.appeal?.decided) throw new Problem('appeal.over', 'Your appeal was decided.')
      if (!waits && clock.now() >= until) throw new Problem('appeal.over', `The time to appeal ended at ${iso(until)}.`)
      return attach(deps, state, request.body, state.subject.partnerId ?? '', request.id)
    },
  )
}
