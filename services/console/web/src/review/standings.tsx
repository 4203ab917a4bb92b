import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataList } from '../lists/data-list.tsx'
import { useCalled } from '../shell/called.ts'
import { useDay } from '../shell/format.ts'
import { useMe } from '../shell/me.ts'
import { Screen } from '../shell/screen.tsx'
import { State } from '../shell/state.tsx'
import { localOf } from '../shell/zone.ts'
import type { Kept, Standing } from './api.ts'
import { Points } from './bits.tsx'
import { useWords } from './words.ts'
import './review.css'

/** A month’s verdicts as a file: what regulators and the books ask for. */
function MonthExport() {
  const t = useWords()
  const now = localOf(Date.now(), useMe().zone).slice(0, 7)
  const [month, setMonth] = useState(now)
  return (
    <span className="tags">
      <Input
        type="month"
        className="month"
        value={month}
        max={now}
        onChange={({ target }) => setMonth(target.value)}
        aria-label={t('monthExport')}
      />
      <Button
        disabled={month === ''}
        href={`/v1/verdicts/${month}/csv`}
        download={`verdicts-${month}.csv`}
        title={t('monthExportAbout')}
      >
        {t('monthExport')}
      </Button>
    </span>
  )
}

/** Partners with penalties: credit points that are left this year, what each is kept from, and by which cases. */
export function Standings() {
  const t = useWords()
  const day = useDay()
  const isZh = useTranslation().i18n.language === 'zh'
  const called = useCalled()
  const kept = ({ what, service }: Kept) =>
    [t.of('restraints', what), service && called.service(service)].filter(Boolean).join(' · ')
  return (
    <Screen title={t('standings')} about={t('standingsAbout')} extra={<MonthExport />}>
      <DataList<Standing>
        title={t('standings')}
        topic="standings"
        path="/v1/standings"
        csv="/v1/standings/csv"
        rowKey={({ partner }) => partner}
        empty={t('standingsNone')}
        filters={[{ name: 'partner', label: t('partner'), kind: 'partner' }]}
        columns={[
          {
            name: 'partner',
            title: t('partner'),
            sorted: true,
            render: (each) => (
              <Link to="/console/partners/$id" params={{ id: each.partner } as never} className="row-link">
                {(isZh ? each.partner_zh : each.partner_en) || each.partner}
              </Link>
            ),
          },
          { name: 'points', title: t('points'), render: ({ points }) => <Points left={points} /> },
          {
            name: 'kept',
            title: t('keptFrom'),
            render: ({ restraints, banned_until }) =>
              restraints.length === 0 && !banned_until ? (
                <span className="soft">{t('none')}</span>
              ) : (
                <span className="tags">
                  {restraints.map((each) => (
                    <State key={kept(each)} tone={each.what === 'ended' ? 'bad' : 'warn'}>
                      {kept(each)}
                    </State>
                  ))}
                  {banned_until && <span className="soft">{t('bannedUntil', { day: day(banned_until) })}</span>}
                </span>
              ),
          },
          {
            name: 'penalties',
            title: t('penalties'),
            render: ({ penalties }) => (
              <ul className="plain">
                {penalties.slice(0, 5).map((each) => (
                  <li key={each.case}>
                    <Link className="text-link" to="/console/cases/$number" params={{ number: each.case } as never}>
                      {day(each.at)}
                    </Link>{' '}
                    {each.frozen ? t('frozen') : each.points > 0 ? t('minusPoints', { points: each.points }) : ''}{' '}
                    <span className="soft">
                      {each.sanctions.map(({ what }) => t.of('sanctions', what)).join(t('listed'))}
                    </span>
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Screen>
  )
}
