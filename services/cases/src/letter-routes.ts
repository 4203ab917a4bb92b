import { z } from 'zod'
import { dayOf } from '#calendar'
import { letterWay, unheard } from '#contracts'
import { callerOf, Problem } from '#http'
import { queueTag } from '#process'
import { actorOf, type Deps, lastFirst, listPage, listQuery, listWays } from '#service'
import { letterOf, MOST_SENT, sentAs, tellsSince } from './domain/case-letter.ts'
import { appealUntil, type CaseState, lettersOf, type WhichLetter } from './domain/case-state.ts'
import { attach, attached, LARGEST_BODY } from './files.ts'
import { letterName } from './letters/write.ts'
import { caseParams, findCase, refuseInterested, tellCase } from './routes.ts'
import { iso, nthVoided, ofLetter, partnerNames, sentLetter, showLetter, showWhole, wholeCase } from './shown.ts'
import { tookPart } from './took-part.ts'

const listed = z.object({
  number: z.string().describe('Number of the case'),
  of: ofLetter.describe('What it tells: the verdict, what became of its appeal, or that one on paper was taken out'),
  nth: z.number().optional().describe('Of appeals that were taken out: which'),
  told_at: z.iso.datetime().describe('Since when there is that to be told'),
  partner: z.string(),
  partner_zh: z.string(),
  partner_en: z.string(),
  decided_at: z.iso.datetime(),
  made_at: z.iso.datetime().optional().describe('When the letter was written; absent: it is a moment away'),
  heard: unheard
    .optional()
    .describe(
      'Why its partner heard nothing: `nobody`: neither webhook nor key; `failed`: no webhook took it for a day',
    ),
  key_now: z.boolean().describe('It has a key by now by which it can look'),
  sent: z.array(sentLetter).describe('When and how it was sent, each time'),
  appeal_until: z.iso.datetime().optional(),
})
const aDay = z.iso.date().describe('A day in the operator’s zone').meta({ example: '2026-11-27' })

/** Where a case has none of these letters. */
const NO_LETTER = {
  verdict: 'Nothing was decided against a partner: there is no letter.',
  appeal: 'No appeal of this case was decided: there is no letter.',
  voided: 'No such appeal was taken out of this case: there is no letter.',
} as const
/** As the audit says it. */
const NAMES = { verdict: 'letter', appeal: 'answer to its appeal', voided: 'letter of an appeal taken out' } as const

/** `/v1/letters`: penalty letters and answers to appeals that people send to partners whom nobody else can tell; what comes back from them in writing. */
export function letterRoutes(deps: Deps): void {
  const { http, clock, policy, keys } = deps
  const { timeZone } = policy.policy
  const show = (state: CaseState, status: 'due' | 'sent'): z.infer<typeof listed>[] => {
    const { number, subject, decided, appeal, files = [] } = state
    const { partnerId } = subject
    if (!decided || partnerId === undefined) return []
    const until = appealUntil(state, { policy: policy.policy })
    return lettersOf(state, status).map(({ of, nth, letter }) => {
      const made = files.find(({ name }) => name === letterName('zh', { of, nth }))
      return {
        number,
        of,
        ...(nth === undefined ? {} : { nth }),
        told_at: iso(tellsSince(state, { of, nth }) ?? decided.at),
        partner: partnerId,
        ...partnerNames(deps, partnerId),
        decided_at: iso(decided.at),
        ...(made ? { made_at: iso(made.at) } : {}),
        ...showLetter(deps, letter),
        key_now: keys.answersFor(partnerId),
        ...(until === undefined || appeal ? {} : { appeal_until: iso(until) }),
      }
    })
  }
  /** A day between then and now. @throws Problem `letter.day` */
  const dayIn = (since: number, day: string): number => {
    const now = clock.now()
    if (day < dayOf(since, timeZone) || day > dayOf(now, timeZone)) throw new Problem('letter.day')
    return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds
  }
  /** A case with a letter, for somebody who may say what went or came of it on a day. */
  const writtenOf = async (request: Parameters<typeof callerOf>[0], number: string, on: string, which: WhichLetter) => {
    const state = await findCase(deps, number)
    const caller = callerOf(request)
    refuseInterested(deps, caller, { subject: state.subject })
    const since = tellsSince(state, which)
    if (since === undefined || state.subject.partnerId === undefined)
      throw new Problem('case.nothing', NO_LETTER[which.of ?? 'verdict'])
    return { state, by: actorOf(caller), day: dayIn(since, on) }
  }

  http.get(
    '/v1/letters',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Letters to partners that people send, and have sent',
        description:
          'Of verdicts, of what became of appeals, and that one on paper was taken out, which their partners heard by nobody. The letters: `GET /v1/cases/{number}/files/letter-zh.pdf`, `letter-en.pdf`; of an appeal `answer-zh.pdf`, `answer-en.pdf`; of one that was taken out `voided-1-zh.pdf`, `voided-1-en.pdf`.',
        tags: ['cases'],
        querystring: listQuery(200, 50).extend({
          order: lastFirst,
          status: z.enum(['due', 'sent']).default('due'),
          partner: z.string().max(40).optional().describe('Of this partner only'),
        }),
        response: { 200: z.object({ items: z.array(listed), ...listWays }) },
      },
    },
    async (request) => {
      const { status, partner, ...page } = request.query
      const { found, ways } = await listPage(deps, 'cases', {
        ...page,
        tag: queueTag(`letter-${status}`, { partner }),
      })
      return { items: found.flatMap(({ body }) => show(body as CaseState, status)), ...ways }
    },
  )
  http.post(
    '/v1/cases/:number/letter-sent',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: ['not-found', 'case.nothing', 'case.interest', 'letter.day', 'not-ready'],
      },
      schema: {
        summary: 'Say that a letter to a partner was sent, when and how',
        description:
          'A partner that heard of its verdict by nobody else may appeal within ten working days of that day. From the other letters no time runs.',
        tags: ['cases'],
        params: caseParams,
        body: z.object({
          on: aDay,
          way: letterWay.describe('How it was sent'),
          of: ofLetter
            .default('verdict')
            .describe('What it tells: the verdict, what became of its appeal, or that one on paper was taken out'),
          nth: nthVoided.describe('Of appeals that were taken out: which'),
        }),
        response: { 200: wholeCase },
      },
    },
    async (request) => {
      const { number } = request.params
      const { on, way, of, nth } = request.body
      const which = of === 'voided' ? { of, nth } : { of }
      const { state, by, day } = await writtenOf(request, number, on, which)
      const { sent = [] } = letterOf(state, which) ?? {}
      if (sentAs(sent, { on: day, way }))
        throw new Problem('case.nothing', 'It was said already that it went that day, that way.')
      if (sent.length >= MOST_SENT)
        throw new Problem('case.nothing', `A case keeps ${MOST_SENT} ways of its letter: note it.`)
      request.noted = { target: `case ${number}`, reason: `${NAMES[of]} sent on ${on} by ${way}` }
      const data = { by, on: day, way, ...(of === 'verdict' ? {} : which) }
      const sentNow = (now: CaseState) => sentAs(letterOf(now, which)?.sent ?? [], data)
      const isSent = (now: CaseState) => sentNow(now) !== undefined
      const after = await tellCase(deps, number, 'letter.sent', data, request.id, isSent)
      if (sentNow(after)?.by !== by) throw new Problem('case.nothing', 'Somebody else said so at the same time.')
      return showWhole(deps, after)
    },
  )
  http.post(
    '/v1/cases/:number/written-appeal',
    {
      bodyLimit: LARGEST_BODY,
      config: {
        needs: ['judge', 'case_file'],
        problems: [
          'not-found',
          'case.nothing',
          'case.interest',
          'appeal.over',
          'appeal.same',
          'letter.day',
          'file.type',
          'file.size',
          'file.many',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Enter an appeal that the partner made in writing',
        description:
          'With its paper, which is attached to the case and is evidence. Within the time to appeal by the day on which it came, once, as one that the partner makes itself. By somebody else than who gave the verdict, or approved it; who enters it does not decide it, and a webhook tells the partner.',
        tags: ['cases'],
        params: caseParams,
        body: z.object({
          text: z.string().trim().min(1).max(4000).describe('What it says'),
          on: aDay,
          paper: attached.describe('The paper, scanned: a PDF, PNG or JPEG of at most 512 KB, known by its content'),
        }),
        response: { 200: wholeCase },
      },
    },
    async (request) => {
      const { number } = request.params
      const { text, on, paper } = request.body
      const { state, by, day: came } = await writtenOf(request, number, on, { of: 'verdict' })
      const until = appealUntil(state, { policy: policy.policy }) as number
      if (state.appeal) throw new Problem('appeal.over', 'It was appealed against already.')
      if (await tookPart(deps, state, by)) throw new Problem('appeal.same')
      if (came >= until) throw new Problem('appeal.over', `The time to appeal ended at ${iso(until)}.`)
      request.noted = { target: `case ${number}`, reason: `appeal in writing of ${on}` }
      // What was believed as it was entered is held by what came: the case has it before the appeal.
      const { name } = await attach(deps, state, paper, by, request.id, true)
      const written = { on: came, by, paper: name }
      const data = { partnerId: state.subject.partnerId, text, written }
      const isMade = ({ appeal }: CaseState) => appeal !== undefined
      const after = await tellCase(deps, number, 'appeal.made', data, request.id, isMade)
      if (after.appeal?.by !== written.by || after.appeal.text !== data.text)
        throw new Problem('appeal.over', 'It was appealed against at the same time.')
      return showWhole(deps, after)
    },
  )
}
