import { z } from 'zod'
import { dayOf } from '#calendar'
import { letterWay, unheard } from '#contracts'
import { callerOf, Problem } from '#http'
import { queueTag } from '#process'
import { actorOf, type Deps, lastFirst, listPage, listQuery, listWays } from '#service'
import { MOST_SENT, sentAs } from './domain/case-letter.ts'
import { appealUntil, type CaseState } from './domain/case-state.ts'
import { letterName } from './letters/write.ts'
import { caseParams, findCase, refuseInterested, tellCase } from './routes.ts'
import { iso, partnerNames, sentLetter, showLetter, showWhole, wholeCase } from './shown.ts'
import { tookPart } from './took-part.ts'

const listed = z.object({
  number: z.string().describe('Number of the case'),
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

/** `/v1/letters`: penalty letters that people send to partners whom nobody else can tell; what comes back from them in writing. */
export function letterRoutes(deps: Deps): void {
  const { http, clock, policy, keys } = deps
  const { timeZone } = policy.policy
  const show = (state: CaseState): z.infer<typeof listed>[] => {
    const { number, subject, decided, letter, files = [] } = state
    if (!decided || subject.partnerId === undefined) return []
    const made = files.find(({ name }) => name === letterName('zh'))
    const until = appealUntil(state, { policy: policy.policy })
    return [
      {
        number,
        partner: subject.partnerId,
        ...partnerNames(deps, subject.partnerId),
        decided_at: iso(decided.at),
        ...(made ? { made_at: iso(made.at) } : {}),
        ...showLetter(deps, letter ?? {}),
        key_now: keys.answersFor(subject.partnerId),
        ...(until === undefined ? {} : { appeal_until: iso(until) }),
      },
    ]
  }
  /** A day between the verdict and now. @throws Problem `letter.day` */
  const dayIn = ({ decided }: CaseState, day: string): number => {
    const now = clock.now()
    if (!decided || day < dayOf(decided.at, timeZone) || day > dayOf(now, timeZone)) throw new Problem('letter.day')
    return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds
  }
  /** A case with a letter, for somebody who may say what went or came of it on a day. */
  const writtenOf = async (request: Parameters<typeof callerOf>[0], number: string, on: string) => {
    const state = await findCase(deps, number)
    const caller = callerOf(request)
    refuseInterested(deps, caller, { subject: state.subject })
    if (state.decided?.verdict.outcome !== 'proven' || state.subject.partnerId === undefined)
      throw new Problem('case.nothing', 'Nothing was decided against a partner: there is no letter.')
    return { state, by: actorOf(caller), day: dayIn(state, on) }
  }

  http.get(
    '/v1/letters',
    {
      config: { needs: ['look', 'case_file'] },
      schema: {
        summary: 'Penalty letters that people send, and have sent',
        description:
          'Of verdicts that their partners heard by nobody. The letters: `GET /v1/cases/{number}/files/letter-zh.pdf`, `letter-en.pdf`.',
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
      return { items: found.flatMap(({ body }) => show(body as CaseState)), ...ways }
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
        summary: 'Say that a penalty letter was sent, when and how',
        description: 'A partner that heard by nobody else may appeal within ten working days of that day.',
        tags: ['cases'],
        params: caseParams,
        body: z.object({ on: aDay, way: letterWay.describe('How it was sent') }),
        response: { 200: wholeCase },
      },
    },
    async (request) => {
      const { number } = request.params
      const { on, way } = request.body
      const { state, by, day } = await writtenOf(request, number, on)
      const { sent = [] } = state.letter ?? {}
      if (sentAs(sent, { on: day, way }))
        throw new Problem('case.nothing', 'It was said already that it went that day, that way.')
      if (sent.length >= MOST_SENT)
        throw new Problem('case.nothing', `A case keeps ${MOST_SENT} ways of its letter: note it.`)
      request.noted = { target: `case ${number}`, reason: `letter sent on ${on} by ${way}` }
      const data = { by, on: day, way }
      const isSent = ({ letter }: CaseState) => sentAs(letter?.sent ?? [], data) !== undefined
      const after = await tellCase(deps, number, 'letter.sent', data, request.id, isSent)
      if (sentAs(after.letter?.sent ?? [], data)?.by !== by)
        throw new Problem('case.nothing', 'Somebody else said so at the same time.')
      return showWhole(deps, after)
    },
  )
  http.post(
    '/v1/cases/:number/written-appeal',
    {
      config: {
        needs: ['judge', 'case_file'],
        problems: [
          'not-found',
          'case.nothing',
          'case.interest',
          'appeal.over',
          'appeal.same',
          'letter.day',
          'not-ready',
        ],
      },
      schema: {
        summary: 'Enter an appeal that the partner made in writing',
        description:
          'Within the time to appeal by the day on which it came, once, as one that the partner makes itself. By somebody else than who gave the verdict, or approved it; who enters it does not decide it, and a webhook tells the partner.',
        tags: ['cases'],
        params: caseParams,
        body: z.object({ text: z.string().trim().min(1).max(4000).describe('What it says'), on: aDay }),
        response: { 200: wholeCase },
      },
    },
    async (request) => {
      const { number } = request.params
      const { text, on } = request.body
      const { state, by, day: came } = await writtenOf(request, number, on)
      const until = appealUntil(state, { policy: policy.policy }) as number
      if (state.appeal) throw new Problem('appeal.over', 'It was appealed against already.')
      if (await tookPart(deps, state, by)) throw new Problem('appeal.same')
      if (came >= until) throw new Problem('appeal.over', `The time to appeal ended at ${iso(until)}.`)
      request.noted = { target: `case ${number}`, reason: `appeal in writing of ${on}` }
      const written = { on: came, by }
      const data = { partnerId: state.subject.partnerId, text: text.toWellFormed(), written }
      const isMade = ({ appeal }: CaseState) => appeal !== undefined
      const after = await tellCase(deps, number, 'appeal.made', data, request.id, isMade)
      if (after.appeal?.by !== written.by || after.appeal.text !== data.text)
        throw new Problem('appeal.over', 'It was appealed against at the same time.')
      return showWhole(deps, after)
    },
  )
}
