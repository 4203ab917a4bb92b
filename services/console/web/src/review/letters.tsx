import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DataList } from '../lists/data-list.tsx'
import { useDay } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { useSearchState } from '../shell/search-state.ts'
import { State } from '../shell/state.tsx'
import type { ListedLetter } from './api.ts'
import { LetterLinks, letterNames } from './files.tsx'
import { LetterSent } from './letter-acts.tsx'
import { useWords } from './words.ts'
import './review.css'

/** Letters that people must send: their partners can read the reasons of the verdict, or of what became of their appeal, nowhere else. */
export function Letters() {
  const t = useWords()
  const day = useDay()
  const me = useMe()
  const [search] = useSearchState()
  const isZh = useTranslation().i18n.language === 'zh'
  return (
    <Screen title={t('letters')} about={t('lettersAbout')}>
      <DataList<ListedLetter>
        title={t('letters')}
        topic="cases"
        path="/v1/letters"
        // What waits longest to be sent is the most urgent: the time to appeal runs from the verdict.
        order={search['status'] === 'sent' ? 'desc' : 'asc'}
        rowKey={({ number, of, nth }) => `${number} ${of} ${nth}`}
        empty={t('lettersNone')}
        filters={[
          {
            name: 'status',
            label: t('state'),
            usual: 'due',
            options: (['due', 'sent'] as const).map((value) => ({ value, label: t.of('letterStates', value) })),
          },
          { name: 'partner', label: t('partner'), kind: 'partner' },
        ]}
        columns={[
          {
            name: 'partner',
            title: t('partner'),
            render: (each) => (
              <>
                <Link to="/console/cases/$number" params={{ number: each.number } as never} className="row-link">
                  {(isZh ? each.partner_zh : each.partner_en) || each.partner}
                </Link>
                <span className="case-about">
                  {t.of('letterTells', each.of)} · {t('caseNumber', { number: each.number })}
                </span>
              </>
            ),
          },
          {
            name: 'heard',
            title: t('letterHeard'),
            render: ({ heard, key_now }) => (
              <>
                {heard && t.of('unheard', heard)}
                {key_now && <span className="case-about">{t('keyNow')}</span>}
              </>
            ),
          },
          { name: 'decided', title: t('decidedAt'), sorted: true, short: true, render: (each) => day(each.decided_at) },
          {
            name: 'until',
            title: t('appealUntilDay'),
            short: true,
            render: ({ appeal_until }) => (appeal_until ? day(Date.parse(appeal_until) - 1) : ''),
          },
          {
            name: 'letter',
            title: t('letterPdf'),
            render: ({ number, made_at, ...which }) =>
              made_at ? (
                <LetterLinks number={number} names={letterNames(which)} />
              ) : (
                <span className="soft">{t('letterComes')}</span>
              ),
          },
          {
            name: 'sent',
            title: t('letterGone'),
            render: (each) => (
              <span className="tags">
                {each.sent.map(({ at, on, way }) => (
                  <State key={at} tone="good">
                    {`${day(`${on}T12:00:00Z`)} · ${t.of('letterWays', way)}`}
                  </State>
                ))}
                {me.purposes.includes('judge') && (
                  <LetterSent of={{ ...each, decided_at: each.told_at }} tells={each} again={each.sent.length > 0} />
                )}
              </span>
            ),
          },
        ]}
      />
    </Screen>
  )
}
