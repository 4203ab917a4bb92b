import { z } from 'zod'
import { scopeOf } from '#access'
import { callerOf, Problem } from '#http'
import { actorOf, type Deps } from '#service'
import { fullFor } from './domain/case-notes.ts'
import type { CaseState } from './domain/case-state.ts'
import { refuseNumbers } from './read-outside.ts'
import { caseParams, findCase, isInterested, refuseInterested, tellCase } from './routes.ts'
import { showWhole, wholeCase } from './shown.ts'
import { tookPart } from './took-part.ts'

const CLOSED = 'It is closed.'
const reason = z.string().trim().min(1).max(500)

/** `POST /v1/cases/{number}/…`: what people do with a case but deciding. */
export function stepRoutes(deps: Deps): void {
  const { http, clock } = deps
  const step = <Body extends z.ZodType>(
    name: string,
    type: string,
    summary: string,
    body: Body,
    given: {
      readonly data: (body: z.infer<Body>) => object
      readonly refuse?: (
        state: CaseState,
        by: string,
        body: z.infer<Body>,
      ) => string | undefined | Promise<string | undefined>
      readonly isDone: (state: CaseState, before: CaseState) => boolean
    },
  ) =>
    http.post(
      `/v1/cases/:number/${name}`,
      {
        config: {
          needs: ['judge', 'case_file'],
          problems: ['not-found', 'case.taken', 'case.interest', 'case.nothing', 'verdict.invalid', 'not-ready'],
        },
        schema: { summary, tags: ['cases'], params: caseParams, body, response: { 200: wholeCase } },
      },
      async (request) => {
        const { number } = request.params as z.infer<typeof caseParams>
        const before = await findCase(deps, number)
        const caller = callerOf(request)
        const isTakenOver = name === 'take' && before.escalated !== undefined && caller.kind === 'administrator'
        refuseInterested(deps, caller, isTakenOver ? { subject: before.subject } : before)
        const by = actorOf(caller)
        const { text = '', reason: why = '' } = request.body as { text?: string; reason?: string }
        refuseNumbers(text, why)
        const nothing = await given.refuse?.(before, by, request.body as z.infer<Body>)
        if (nothing) throw new Problem('case.nothing', nothing)
        request.noted = { target: `case ${number}`, reason: name }
        const data = { by, ...given.data(request.body as z.infer<Body>) }
        const after = await tellCase(deps, number, type, data, request.id, (state) => given.isDone(state, before))
        if (after.owner !== undefined && after.owner !== by && name === 'take')
          throw new Problem('case.taken', undefined, { by: after.owner })
        return showWhole(deps, after)
      },
    )

  /** While an appeal waits nobody has the case who cannot answer it. */
  const mayHave = async (state: CaseState, who: string): Promise<boolean> =>
    !state.appeal || state.appeal.decided !== undefined || !(await tookPart(deps, state, who))

  step('take', 'case.taken', 'Take a case: it is yours until it is closed', z.object({}).default({}), {
    data: () => ({}),
    refuse: async (state, by) => {
      if (state.closedAt !== undefined && state.owner !== by) return CLOSED
      return (await mayHave(state, by))
        ? undefined
        : 'You took part in the verdict, or entered its appeal: somebody else answers that.'
    },
    isDone: ({ owner, escalated }) => owner !== undefined && !escalated,
  })
  step('escalate', 'case.escalated', 'Hand it up a step: an administrator takes it over', z.object({ reason }), {
    data: (body) => body,
    refuse: ({ decided, appeal }) => (decided && (!appeal || appeal.decided) ? 'It was decided.' : undefined),
    isDone: ({ escalated }, before) => escalated !== undefined && escalated.at !== before.escalated?.at,
  })
  step(
    'hand-over',
    'case.handed-over',
    'Hand it over to somebody else, with a reason',
    z.object({ to: z.string().min(1).max(60), reason }),
    {
      data: (body) => body,
      refuse: async (state, by, { to }) => {
        const { owner, subject, closedAt } = state
        if (closedAt !== undefined) return CLOSED
        if (!(await mayHave(state, to)))
          return 'They took part in the verdict, or entered its appeal: somebody else answers that.'
        if (owner !== by) return 'Nobody has it yet: take it first.'
        if (to === by) return 'You have it already.'
        const person = deps.staff.get(to)
        if (!person || person.disabled || scopeOf(person.role, 'judge', 'case_file') === undefined)
          return 'Nobody of that name works on cases; GET /v1/staff lists people.'
        return isInterested(deps, to, subject) ? 'They have an interest in this partner.' : undefined
      },
      isDone: ({ owner }, before) => owner !== before.owner,
    },
  )
  step('notes', 'case.noted', 'Note something', z.object({ text: z.string().trim().min(1).max(2000) }), {
    data: ({ text }) => ({ text }),
    refuse: ({ notes }, by) => fullFor(notes, by),
    isDone: ({ notes }, before) => notes.length > before.notes.length || notes.at(-1)?.at !== before.notes.at(-1)?.at,
  })
  step(
    'snooze',
    'case.snoozed',
    'Put it off for some days, never beyond its deadline',
    z.object({ until: z.iso.datetime({ offset: true }), reason }),
    {
      data: ({ until, reason }) => ({ until: Date.parse(until), reason }),
      refuse: ({ decided, dueAt }, _by, { until }) => {
        if (decided) return 'It was decided.'
        if (dueAt <= clock.now()) return 'It is overdue: decide it.'
        return Date.parse(until) <= clock.now() ? 'That is past: name a time to come.' : undefined
      },
      isDone: ({ snoozedUntil, notes }, before) =>
        snoozedUntil !== undefined && notes.at(-1)?.at !== before.notes.at(-1)?.at,
    },
  )
  step('lift-freeze', 'freeze.lifted', 'Let charging go on before a verdict, with a reason', z.object({ reason }), {
    data: (body) => body,
    refuse: ({ frozen }) => (frozen ? undefined : 'Charging is not stopped by this case.'),
    isDone: ({ frozen }) => !frozen,
  })
}
