import { createHash } from 'node:crypto'
import { dayOf } from '#calendar'
import { type AnswerFacts, caseCommands, caseFiles, caseLetters, type LetterFacts, type MessageOf } from '#contracts'
import type { Effect } from '#process'
import { type Deps, edgeRecord, refuseRecord } from '#service'
import type { OfLetter } from '../domain/case-letter.ts'
import { ITSELF } from '../domain/case-state.ts'
import { fileKey } from '../domain/files.ts'
import { answerOf } from './answer.ts'
import { type LetterLanguage, type LetterNames, letterOf } from './letter.ts'
import { Press } from './press.ts'

/** Of a verdict, or of what became of its appeal. */
export const letterName = (language: LetterLanguage, of: OfLetter = 'verdict'): string =>
  `${of === 'appeal' ? 'answer' : 'letter'}-${language}.pdf`

/** Names as they were when the verdict was given, or the appeal answered: a letter that is written again after a kill is the same. */
function namesOf(
  { catalogue, policy }: Deps,
  { subject, decidedAt, sanctions, ...given }: AnswerFacts | LetterFacts,
): LetterNames {
  const at = 'answeredAt' in given ? given.answeredAt : decidedAt
  const partner = catalogue.partner(subject.partnerId ?? '', at)
  const ids = [
    subject.serviceId,
    ...(('refund' in given && given.refund?.rule.services) || []),
    ...sanctions.map(({ serviceId }) => serviceId),
  ]
  const services = ids.flatMap((id) => {
    const service = id === undefined ? undefined : catalogue.service(id, at)
    return service ? [[service.serviceId, { zh: service.nameZh, en: service.nameEn }] as const] : []
  })
  const { issuedBy, startPoints, appealWorkingDays: appealDays } = policy.policy.cases
  return {
    partner: { zh: partner?.nameZh ?? '', en: partner?.nameEn ?? '' },
    services: Object.fromEntries(services),
    issuedBy,
    startPoints,
    appealDays,
  }
}

/** Writes the penalty letter of a verdict, or the answer to its appeal, in both languages, keeps it, and has its digest put into the case. */
export function letters(deps: Deps): Effect {
  const press = new Press()
  const day = (at: number): string => dayOf(at, deps.policy.policy.timeZone)
  return {
    name: 'case-letters',
    inputs: [caseLetters],
    carryOut: async (each) => {
      const { id, at, corr, ...wanted } = each.message as MessageOf<typeof caseLetters>
      const { number } = wanted.data
      const names = namesOf(deps, wanted.data)
      const of = wanted.type === 'answer.wanted' ? 'appeal' : 'verdict'
      const letterIn = (language: LetterLanguage) =>
        wanted.type === 'answer.wanted'
          ? answerOf(wanted.data, names, language, day)
          : letterOf(wanted.data, names, language, day)
      const written = await Promise.all(
        (['zh', 'en'] as const).map(async (language) => {
          const pdf = await press.print(letterIn(language))
          const sha256 = createHash('sha256').update(pdf).digest('hex')
          const file = { name: letterName(language, of), type: 'application/pdf', bytes: pdf.length, sha256 }
          const said = { at, corr, id: `${id}-${language}` }
          const content = pdf.toString('base64')
          return [
            edgeRecord(caseFiles, deps.bus, fileKey(number, file.name), {
              ...said,
              type: 'file.kept',
              data: { ...file, number, content },
            }),
            edgeRecord(caseCommands, deps.bus, number, {
              ...said,
              type: 'file.added',
              data: { ...file, number, by: ITSELF },
            }),
          ]
        }),
      )
      return written.flat()
    },
    refuse: (record, reason) => refuseRecord(deps, 'case-letters', record, reason),
  }
}
