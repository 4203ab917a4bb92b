import { cluesIn } from '#clues'
import type { SortedReport, TextClues } from '#contracts'
import { withoutNumber } from '#sms'
import type { Store } from '#store'
import type { ReporterState } from './domain/reporter.ts'

/**
 * A report as others than its reporter see it. What earlier builds filed has its reporter’s number in the text, and in all that
 * was found in it: its numbers, links and ids (decision 114).
 */
export function asSeen<Of extends TextClues & Pick<SortedReport, 'text' | 'reasons'>>(sorted: Of, msisdn = ''): Of {
  if (msisdn === '') return sorted
  const text = withoutNumber(sorted.text, msisdn)
  if (text === sorted.text) return sorted
  const reasons = sorted.reasons.map((each) => ({ ...each, words: withoutNumber(each.words, msisdn) }))
  return { ...sorted, ...cluesIn(text), text, reasons }
}

/** Who made reports, by the reports’ keys: whose number is not to be read in them. */
export async function reportersOf(
  store: Pick<Store, 'load'>,
  reports: readonly string[],
): Promise<(report: string) => string | undefined> {
  const states = await store.load('reporters', [...new Set(reports.map(reporterIn))])
  return (report) => (states.get(reporterIn(report))?.body as ReporterState | undefined)?.msisdn
}

/** A report’s key is its reporter’s, and its number. */
const reporterIn = (report: string): string => report.slice(0, report.lastIndexOf('.'))
