import { csvRow } from '#csv'
import type { Deps } from '#service'
import { tellHours } from './imports.ts'
import { type Kind, kinds } from './kinds.ts'

const PAGE = 500

interface Owner {
  readonly msisdn: string
  readonly subscriptions: readonly { serviceId: string; package?: string; since: number }[]
}

/** The same CSV that an import takes, read page by page. */
export async function* exportCsv(kind: Exclude<Kind, 'numbers'>, deps: Deps): AsyncGenerator<string> {
  const now = deps.clock.now()
  yield csvRow(kinds[kind])
  if (kind === 'partners') {
    for (const { partnerId, nameZh, nameEn, kind: sort, legalId } of deps.catalogue.partners(now))
      yield csvRow([partnerId, nameZh, nameEn, sort, legalId ?? ''])
    return
  }
  if (kind === 'services') {
    for (const s of deps.catalogue.services(now))
      yield csvRow([
        s.serviceId,
        s.partnerId,
        s.port,
        s.nameZh,
        s.nameEn,
        s.tariffFen,
        s.period,
        s.window,
        s.code,
        s.trialDays ?? '',
        s.perWeek ?? '',
        s.months ?? '',
      ])
    return
  }
  if (kind === 'ports') {
    for (const { port, partnerId, category, classes, hours, perMinute, from } of deps.catalogue.approvals(now))
      yield csvRow([
        port,
        partnerId,
        category,
        classes.join(' '),
        tellHours(hours),
        perMinute ?? '',
        new Date(from).toISOString(),
      ])
    return
  }
  let after = ''
  for (;;) {
    const page = await deps.store.find('subscriber', { after, limit: PAGE })
    for (const { body } of page) {
      const { msisdn, subscriptions } = body as Owner
      for (const each of subscriptions)
        yield csvRow([msisdn, each.serviceId, each.package ?? '', new Date(each.since).toISOString()])
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.key
  }
}
