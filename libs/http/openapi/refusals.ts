import type { Needs } from '../access.ts'
import { Problem, type ProblemCode, problems } from '../problem.ts'

/** What a call may be refused with whatever it asks for. */
export function usualProblems(needs: Needs | undefined, hasBody: boolean, hasParameters: boolean): ProblemCode[] {
  return [
    ...(needs?.[0] === 'open'
      ? []
      : ([
          'auth.missing',
          'auth.unknown',
          'auth.purpose',
          'rate.limited',
          'store.unavailable',
          'record.changed',
          'not-ready',
        ] as const)),
    ...(hasBody || hasParameters ? (['request.invalid'] as const) : []),
    ...(hasBody ? (['request.not-json', 'request.media-type', 'request.too-large'] as const) : []),
    ...(needs?.[1] === 'health' ? [] : (['internal'] as const)),
  ]
}

const problemExample = (code: ProblemCode) => ({
  ...new Problem(code).toJSON(),
  corr: '0b8a4c1e-5f0d-4b7e-9a51-3c2a54d1f6aa',
})

/** The refusals of an operation, by their status. */
export function refusalsOf(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(new Set(codes), (code) => String(problems[code][0]))
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      status,
      {
        description: some.map((code) => `\`${code}\`: ${problems[code][1]}`).join('; '),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(
              some.map((code) => [code, { summary: problems[code][1], value: problemExample(code) }]),
            ),
          },
        },
      },
    ]),
  )
}

/** RFC 9457, as every refusal is answered. */
export const problemSchema = {
  type: 'object',
  description: 'RFC 9457: why it was refused, and what to do. Never holds a number or a text of a subscriber.',
  properties: {
    type: { type: 'string', description: '`urn:quadzero:problem:` and the code' },
    title: { type: 'string', description: 'What is wrong, in a sentence' },
    status: { type: 'integer', description: 'The HTTP status' },
    code: { type: 'string', enum: Object.keys(problems), description: 'What programs tell errors apart by' },
    todo: { type: 'string', description: 'What to do' },
    detail: { type: 'string', description: 'What is wrong with this very call' },
    errors: {
      type: 'array',
      description: 'Where the request does not fit its schema',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'JSON pointer' },
          rule: { type: 'string', description: 'What it does not keep to' },
          message: { type: 'string', description: 'In words' },
        },
      },
    },
    corr: { type: 'string', description: 'Id of this call, for support' },
  },
  required: ['type', 'title', 'status', 'code', 'todo'],
}
