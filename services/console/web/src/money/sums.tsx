import { Link } from '@tanstack/react-router'
import { useWords, useYuan } from './words.ts'

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

/** A partner’s month, row by row; each row leads to its lines. */
export function SettlementSums({ settlement }: { settlement: Settlement }) {
  const t = useWords()
  const yuan = useYuan()
  const sum = settlement.lines.reduce((all, each) => all + each.count, 0)
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('service')}</th>
            <th scope="col">{t('kind')}</th>
            <th scope="col" className="end">
              {t('count')}
            </th>
            <th scope="col" className="end">
              {t('moved')}
            </th>
            <th scope="col" className="end">
              {t('amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {settlement.lines.map(({ service, kind, correction_of, count, moved_fen, amount_fen }) => (
            <tr key={`${service}|${kind}|${correction_of}`}>
              <td>
                <code>{service}</code>
              </td>
              <td>
                <Link
                  className="row-link"
                  to={`${monthScreen(settlement)}/lines`}
                  search={{ service, kind, ...(correction_of ? { correction_of } : {}) } as never}
                >
                  {t.of('kinds', kind)}
                </Link>
                {correction_of && <span className="soft"> · {t('correction', { month: correction_of })}</span>}
              </td>
              <td className="end">{count}</td>
              <td className="end">{yuan(moved_fen)}</td>
              <td className="end">{yuan(amount_fen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('total')}
            </th>
            <td className="end">{sum}</td>
            <td />
            <td className="end">
              <strong>{yuan(settlement.owed_fen)}</strong>
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
