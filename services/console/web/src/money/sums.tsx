import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCalled } from '../shell/called.ts'
import { yuan } from '../shell/format.ts'
import { Table } from '../shell/table.tsx'
import { useWords } from './words.ts'

export interface Settlement {
  readonly partner: string
  readonly month: string
  readonly partner_zh?: string
  readonly partner_en?: string
  readonly closed_at?: string
  readonly owed_fen: number
  readonly lines: readonly {
    readonly service: string
    readonly kind: string
    readonly correction_of?: string
    readonly count: number
    readonly moved_fen: number
    readonly amount_fen: number
  }[]
}

export const monthScreen = ({ partner, month }: Pick<Settlement, 'partner' | 'month'>): string =>
  `/console/settlements/${encodeURIComponent(partner)}/${month}`

/** A partner’s name in the reader’s language. */
export function useNameOf(): (of: Pick<Settlement, 'partner' | 'partner_zh' | 'partner_en'>) => string {
  const { i18n } = useTranslation()
  return (of) => (i18n.language === 'zh' ? of.partner_zh : of.partner_en) || of.partner
}

/** A service as one reads it; its id for who looks closer. */
export function ServiceName({ id }: { id: string }) {
  const called = useCalled()
  return <span title={id}>{called.service(id)}</span>
}

/** A partner’s month, row by row; each row leads to its lines. */
export function SettlementSums({ settlement }: { settlement: Settlement }) {
  const t = useWords()
  const count = settlement.lines.reduce((all, each) => all + each.count, 0)
  return (
    <Table
      rows={settlement.lines}
      rowKey={({ service, kind, correction_of }) => `${service}|${kind}|${correction_of}`}
      empty={t('linesNone')}
      columns={[
        { name: 'service', title: t('service'), render: ({ service }) => <ServiceName id={service} /> },
        {
          name: 'kind',
          title: t('kind'),
          render: ({ service, kind, correction_of }) => (
            <>
              <Link
                className="row-link"
                to={`${monthScreen(settlement)}/lines`}
                search={{ service, kind, ...(correction_of ? { correction_of } : {}) } as never}
              >
                {t.of('kinds', kind)}
              </Link>
              {correction_of && <span className="soft"> · {t('correction', { month: correction_of })}</span>}
            </>
          ),
        },
        { name: 'count', title: t('count'), figure: true, render: (line) => line.count, total: count },
        { name: 'moved', title: t('moved'), figure: true, render: ({ moved_fen }) => yuan(moved_fen) },
        {
          name: 'amount',
          title: t('amount'),
          figure: true,
          render: ({ amount_fen }) => yuan(amount_fen),
          total: <strong>{yuan(settlement.owed_fen)}</strong>,
        },
      ]}
      total={t('total')}
    />
  )
}
