import { type Envelope, type MessageOf, noticeCommands, type publicNotices } from '#contracts'
import type { Context, Decision, ProcessDefinition, Wake } from '#process'
import type { CatalogueView } from '#reference'

/** A notice as the public reads it. */
export type PublicNotice = MessageOf<typeof publicNotices>['data']

export interface NoticeState {
  readonly notice: PublicNotice
  /** What it said before, each version. */
  readonly former: readonly PublicNotice[]
}

export interface NoticeRefs {
  readonly catalogue: Pick<CatalogueView, 'partner' | 'service'>
}

const KEPT = 20

/**
 * Public notices (公示): partner, service, app, what was done, penalty, number refunded, date. Published once a verdict is
 * given; whatever changes is a new version, and corrections say what they correct (docs/rules.md, "Partners").
 */
function decide(
  state: NoticeState | undefined,
  message: Envelope | Wake,
  { now, key, refs }: Context<NoticeRefs>,
): Decision<NoticeState> {
  if (message.type === 'wake') return { state }
  const input = message as MessageOf<typeof noticeCommands>
  if (input.data.number !== key) return { state, deadLetter: 'its key is not the number of its case' }
  if (input.type === 'notice.wanted') return publish(state, worded(state, input.data, now, refs))
  if (!state) return { state, deadLetter: 'nothing was published of this case' }
  const { reasonZh, reasonEn, correctionZh, correctionEn } = input.data
  return publish(state, { ...state.notice, reasonZh, reasonEn, correctionZh, correctionEn, correctedAt: now })
}

type Wanted = Extract<MessageOf<typeof noticeCommands>, { type: 'notice.wanted' }>['data']

/** With the names that were registered when the verdict was given: they stay, whatever the partner calls itself later. */
export function worded(
  state: NoticeState | undefined,
  wanted: Wanted,
  now: number,
  { catalogue }: NoticeRefs,
): PublicNotice {
  const { number, subject, points, sanctions, refunds, withdrawn } = wanted
  const before = state?.notice.refunds
  const isSame =
    before?.subscribers === refunds?.subscribers && before?.fen === refunds?.fen && before?.done === refunds?.done
  const since = isSame && before?.at !== undefined ? before.at : now
  const changing = { points, sanctions, withdrawn, ...(refunds ? { refunds: { ...refunds, at: since } } : {}) }
  if (state) return { ...state.notice, ...changing, ...(withdrawn ? { correctedAt: now } : {}) }
  const partner = subject.partnerId === undefined ? undefined : catalogue.partner(subject.partnerId, now)
  const service = subject.serviceId === undefined ? undefined : catalogue.service(subject.serviceId, now)
  const { partnerId = '', app = '' } = subject
  return {
    number,
    version: 0,
    publishedAt: now,
    subject,
    partnerZh: partner?.nameZh ?? (partnerId || app),
    partnerEn: partner?.nameEn ?? (partnerId || app),
    ...(service ? { serviceZh: service.nameZh, serviceEn: service.nameEn } : {}),
    reasonZh: wanted.reasonZh,
    reasonEn: wanted.reasonEn,
    ...changing,
  }
}

function publish(state: NoticeState | undefined, next: PublicNotice): Decision<NoticeState> {
  const before = state?.notice
  if (before && JSON.stringify(before) === JSON.stringify(next)) return { state }
  const notice = { ...next, version: (before?.version ?? 0) + 1 }
  return {
    state: { notice, former: before ? [...(state?.former ?? []), before].slice(-KEPT) : [] },
    emit: [
      { topic: 'public.notices', key: `${notice.number}-${notice.version}`, type: 'notice.published', data: notice },
    ],
  }
}

export const notices: ProcessDefinition<NoticeState, Envelope, NoticeRefs> = {
  name: 'notices',
  inputs: [noticeCommands],
  decide,
  index: () => ({ all: '' }),
  sort: ({ notice }) => new Date(notice.publishedAt).toISOString(),
}
