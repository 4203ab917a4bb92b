import { z } from 'zod'
import {
  type CaseFinding,
  type CaseSubject,
  caseSubjects,
  chargeId,
  packageName,
  serviceId,
  signerDigest,
} from '#contracts'
import { believed, callerOf, Problem } from '#http'
import { actorOf, type Deps, edgeRecord, patiently, publishFromEdge } from '#service'
import { FINDINGS_KEPT } from './domain/case.ts'
import type { CaseState } from './domain/case-state.ts'
import { openFor, type SubjectState } from './domain/subjects.ts'
import { refuseNumbers } from './read-outside.ts'
import { refuseInterested } from './routes.ts'

/** What a verdict may publish: a package, and who signed it behind a `#`. Nobody’s number is one. */
const namedApp = z
  .string()
  .max(240)
  .refine(
    (app) => {
      const [name, signer] = app.split(/#(.*)/s)
      return packageName.safeParse(name).success && (signer === undefined || signerDigest.safeParse(signer).success)
    },
    { error: 'a package name such as com.example.app, who signed it behind #' },
  )

/** The case that a finding came to, once it has: where many come at once, newer ones may have taken its place there. */
async function caseWith(
  { store }: Pick<Deps, 'store'>,
  suspected: { readonly subject: CaseSubject & { readonly partnerId: string }; readonly pattern: string },
  finding: Pick<CaseFinding, 'id' | 'at'>,
): Promise<CaseState | undefined> {
  const { partnerId } = suspected.subject
  const known = (await store.load('case-subjects', [partnerId])).get(partnerId)?.body as SubjectState | undefined
  for (const number of known ? openFor(known, suspected) : []) {
    const state = await believed<CaseState>(store, 'cases', number)
    const [, ...later] = state?.findings ?? []
    const isPast = later.length === FINDINGS_KEPT - 1 && later.every(({ at }) => at >= finding.at)
    if (isPast || state?.findings.some(({ id }) => id === finding.id)) return state
  }
  return undefined
}

/** `POST /v1/cases`: one that somebody of the staff opens. */
export function openingRoute(deps: Deps): void {
  const { http, bus, clock, policy, catalogue } = deps
  http.post(
    '/v1/cases',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: ['not-found', 'case.interest', 'verdict.invalid', 'not-ready'],
      },
      schema: {
        summary: 'Open a case by hand',
        description: 'A case of the same partner and pattern that is open gets it as a finding: one is open at a time.',
        tags: ['cases'],
        body: z.object({
          partner: z.string().max(40),
          service: serviceId.optional(),
          app: namedApp.optional().describe('Handset software that asks for it: a verdict can bar that for everybody'),
          pattern: z.string().trim().min(1).max(100).describe('What it is suspected of, in a few words'),
          text: z.string().trim().min(1).max(2000).describe('What was found'),
          charges: z.array(chargeId).max(10).default([]).describe('Charges that show it'),
        }),
        response: { 202: z.object({ number: z.string().describe('Number of the case') }) },
      },
    },
    async (request, reply) => {
      const { partner, service, app, pattern, text, charges } = request.body
      if (!catalogue.partner(partner, clock.now())) throw new Problem('not-found', 'No partner has this id.')
      refuseNumbers(pattern, text)
      const caller = callerOf(request)
      const by = actorOf(caller)
      const subject = { partnerId: partner, ...(service ? { serviceId: service } : {}), ...(app ? { app } : {}) }
      refuseInterested(deps, caller, { subject })
      const at = clock.now()
      const finding = {
        id: request.id,
        at,
        by,
        signals: [],
        charges,
        clears: '',
        text,
        policyVersion: policy.version,
      }
      const data = { subject, pattern: `${partner} ${pattern}`, finding, stopFirst: false }
      await publishFromEdge(bus, [
        edgeRecord(caseSubjects, bus, partner, { id: request.id, at, corr: request.id, type: 'case.wanted', data }),
      ])
      const opened = await patiently(
        () => caseWith(deps, data, finding),
        (each) => each !== undefined,
      )
      request.noted = { target: `case ${opened?.number}`, reason: pattern }
      return reply.code(202).send({ number: opened?.number ?? '' })
    },
  )
}
