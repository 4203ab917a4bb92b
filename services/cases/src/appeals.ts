import { z } from 'zod'
import { caseCommands, MOST_VOIDED } from '#contracts'
import { believed, type Caller, callerOf, Problem } from '#http'
import { actorOf, type Deps, isAlone, propose, proposed } from '#service'
import type { CaseState } from './domain/case-state.ts'
import { refuseNumbers } from './read-outside.ts'
import { caseParams, findCase, refuseInterested, tellCase } from './routes.ts'
import { showWhole, wholeCase } from './shown.ts'
import { partiesOf, tookPart } from './took-part.ts'
import { GRANT, refuseWaiting } from './waits.ts'

const NEEDS = ['judge', 'case_file'] as const
const decision = z.object({
  granted: z.boolean(),
  void: z
    .literal(true)
    .optional()
    .describe('What was entered on paper is not the partner’s, or is no appeal; it is not granted then'),
  reason: z.string().trim().min(1).max(2000),
})

/** What the second person is shown: what the partner says, why it is granted, and what that takes back. */
const shownOf = ({ number, subject, appeal, decided, redress }: CaseState, reason: string) => ({
  case: number,
  subject,
  said: [appeal?.text, appeal?.own?.text].filter((each) => each !== undefined),
  reason,
  verdict: decided?.verdict,
  // Becomes the operator’s to pay as far as nothing else found it wrong: what went back before may have been by a verdict that is gone.
  refunded: redress ? { subscribers: redress.subscribers, fen: redress.refundFen + redress.beforeFen } : undefined,
  answered: appeal?.decided !== undefined,
})

/** `POST /v1/cases/{number}/appeal-decision`. */
export function appealRoutes(deps: Deps): void {
  deps.previews.set(GRANT, async ({ preview, records: [record] }) => {
    const state = record && (await believed<CaseState>(deps.store, 'cases', record.key))
    return record && state ? shownOf(state, (record.data as { reason: string }).reason) : preview
  })
  deps.http.post(
    '/v1/cases/:number/appeal-decision',
    {
      config: {
        needs: NEEDS,
        problems: [
          'not-found',
          'decided',
          'appeal.over',
          'appeal.same',
          'case.interest',
          'verdict.invalid',
          'case.nothing',
          'case.waits',
          'proposal.key',
          'proposal.refused',
          'record.changed',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Decide an appeal: granted, the penalty is taken back and the notice says so',
        description:
          'By somebody else than who gave the verdict, approved it, or entered the appeal. What two people decided two others take back: granting is a proposal then, where there is a second one who took no part. What went back to subscribers stays, and what did by the verdict alone is the operator’s to bear. What was entered and is not the partner’s, or is no appeal, is taken out (`void`): it stays as a note, the partner hears of it with the reason, by letter where nothing else tells it, and may appeal as if there had been none.',
        tags: ['cases'],
        params: caseParams,
        body: decision,
        response: { 200: wholeCase, 202: proposed },
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const state = await findCase(deps, number)
      if (!state.appeal || state.appeal.decided)
        throw new Problem('appeal.over', 'Nobody waits for an answer to an appeal.')
      const caller = callerOf(request)
      const by = actorOf(caller)
      refuseInterested(deps, caller, { ...state, owner: by })
      refuseNumbers(request.body.reason)
      if (await tookPart(deps, state, by)) throw new Problem('appeal.same')
      const { granted, void: isVoid, reason } = request.body
      if (isVoid) {
        request.noted = { target: `case ${number}`, reason: 'appeal void' }
        return showWhole(deps, await voided(deps, state, { granted, by, reason }, request.id))
      }
      request.noted = { target: `case ${number}`, reason: granted ? 'appeal granted' : 'appeal rejected' }
      const apart = granted ? await seconds(deps, caller, state) : undefined
      if (apart) {
        request.noted = { target: `case ${number}`, reason: 'appeal to be granted by two' }
        await refuseWaiting(deps, state)
        return reply.code(202).send(await grant(deps, caller, state, { apart, reason }, request.id))
      }
      const after = await tellCase(
        deps,
        number,
        'appeal.decided',
        { by, granted, reason },
        request.id,
        ({ appeal }) => appeal?.decided !== undefined,
      )
      const first = after.appeal?.decided
      if (first?.by !== by || first.granted !== granted)
        throw new Problem('decided', 'Somebody else was first.', { by: first?.by ?? '' })
      return showWhole(deps, after)
    },
  )
}

/**
 * What two people decided is taken back by two, else one undid what took two, and had the operator pay for it: who may not be
 * the second; undefined where one decides, for it was one person’s verdict, or nobody else took no part.
 */
async function seconds(deps: Deps, caller: Caller, state: CaseState): Promise<readonly string[] | undefined> {
  if (state.decided?.proposal === undefined) return undefined
  const apart = await partiesOf(deps, state)
  return isAlone(deps, caller, { needs: NEEDS, apart }) ? undefined : apart
}

function grant(
  deps: Deps,
  caller: Caller,
  state: CaseState,
  { apart, reason }: { readonly apart: readonly string[]; readonly reason: string },
  corr: string,
) {
  const { number, subject } = state
  const partners = subject.partnerId === undefined ? [] : [subject.partnerId]
  const data = { number, by: actorOf(caller), granted: true, reason }
  return propose(
    deps,
    caller,
    {
      kind: GRANT,
      needs: NEEDS,
      title: `${number} ${partners.join('')}`,
      partners,
      apart,
      preview: shownOf(state, reason),
      records: [{ topic: caseCommands.name, key: number, type: 'appeal.decided', data }],
    },
    corr,
  )
}

/** What was entered is none: it goes. @throws Problem `verdict.invalid`, `case.nothing`, `decided` */
async function voided(
  deps: Deps,
  { number, appeal, voided = [] }: CaseState,
  { granted, ...data }: { readonly granted: boolean; readonly by: string; readonly reason: string },
  corr: string,
): Promise<CaseState> {
  if (granted || appeal?.by === undefined)
    throw new Problem('verdict.invalid', 'Only what was entered for a partner is taken out, and is not granted.', {
      why: 'void',
    })
  if (voided.length >= MOST_VOIDED)
    throw new Problem('case.nothing', `${MOST_VOIDED} appeals were taken out of this case: decide this one.`)
  const isOut = (now: CaseState) => now.appeal?.by === undefined || now.appeal.decided !== undefined
  const without = await tellCase(deps, number, 'appeal.voided', data, corr, isOut)
  if (without.appeal?.decided)
    throw new Problem('decided', 'Somebody else was first.', { by: without.appeal.decided.by })
  return without
}
