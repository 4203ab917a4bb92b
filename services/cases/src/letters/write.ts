import { createHash } from 'node:crypto'
import { dayOf } from '#calendar'
import {
  type AnswerFacts,
  caseCommands,
  caseFiles,
  caseLetters,
  type LetterFacts,
  type MessageOf,
  type VoidedFacts,
} from '#contracts'
import type { Effect } from '#process'
import { type Deps, edgeRecord, refuseRecord } from '#service'
import { ITSELF, type WhichLetter } from '../domain/case-state.ts'
import { fileKey } from '../domain/files.ts'
import type { DayOf } from '../notice-page.ts'
import { answerOf } from './answer.ts'
import { type Letter, type LetterLanguage, type LetterNames, letterOf } from './letter.ts'
import { Press } from './press.ts'
import { voidedOf } from './voided.ts'

/** Of a verdict, of what became of its appeal, or of one that was taken out. */
export const letterName = (language: LetterLanguage, { of, nth }: WhichLetter = {}): string =>
  `${of === 'voided' ? `voided-${nth}` : of === 'appeal' ? 'answer' : 'letter'}-${language}.pdf`

type Wanted = { [T in keyof Letters]: { readonly type: T; readonly data: Letters[T] } }[keyof Letters]
interface Letters {
  readonly 'letter.wanted': LetterFacts
  readonly 'answer.wanted': AnswerFacts
  readonly 'voided.wanted': VoidedFacts
}

/** Which letter is wanted, and of when its names are. */
function whichOf({ type, data }: Wanted): WhichLetter & { readonly at: number } {
  if (type === 'voided.wanted') return { of: 'voided', nth: data.nth, at: data.voidedAt }
  if (type === 'answer.wanted') return { of: 'appeal', at: data.answeredAt }
  return { of: 'verdict', at: data.decidedAt }
}

function setOf({ type, data }: Wanted, names: LetterNames, language: LetterLanguage, day: DayOf): Letter {
  if (type === 'voided.wanted') return voidedOf(data, names, language, day)
  if (type === 'answer.wanted') return answerOf(data, names, language, day)
  return letterOf(data, names, language, day)
}

/** Names as they were when the verdict was given, the appeal answered, or taken out: a letter that is written again after a kill is the same. */
function namesOf({ catalogue, policy }: Deps, { data }: Wanted, at: number): LetterNames {
  const { subject } = data
  const partner = catalogue.partner(subject.partnerId ?? '', at)
  const sanctions = 'sanctions' in data ? data.sanctions : []
  const ids = [
    subject.serviceId,
    ...(('refund' in data && data.refund?.rule.services) || []),
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

/** Writes the penalty letter of a verdict, the answer to its appeal, or that one was taken out, in both languages, keeps it, and has its digest put into the case. */
export function letters(deps: Deps): Effect {
  const press = new Press()
  const day = (at: number): string => dayOf(at, deps.policy.policy.timeZone)
  return {
    name: 'case-letters',
    inputs: [caseLetters],
    carryOut: async (each) => {
      const { id, at, corr, ...said } = each.message as MessageOf<typeof caseLetters>
      const wanted = said as Wanted
      const { number } = wanted.data
      const which = whichOf(wanted)
      const names = namesOf(deps, wanted, which.at)
      const written = await Promise.all(
        (['zh', 'en'] as const).map(async (language) => {
          const pdf = await press.print(setOf(wanted, names, language, day))
          const sha256 = createHash('sha256').update(pdf).digest('hex')
          const file = { name: letterName(language, which), type: 'application/pdf', bytes: pdf.length, sha256 }
          const edge = { at, corr, id: `${id}-${language}` }
          const content = pdf.toString('base64')
          return [
            edgeRecord(caseFiles, deps.bus, fileKey(number, file.name), {
              ...edge,
              type: 'file.kept',
              data: { ...file, number, content },
            }),
            edgeRecord(caseCommands, deps.bus, number, {
              ...edge,
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
