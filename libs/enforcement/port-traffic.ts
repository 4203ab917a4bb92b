import type { PortClass } from '#contracts'

export type PortCounts = Readonly<Partial<Record<PortClass, { readonly allowed: number; readonly refused: number }>>>

/** What a port sent and was refused of late, by day of the operator’s zone and class. */
export interface PortTraffic {
  readonly days: Readonly<Record<string, PortCounts>>
}

/** What it sent from a day on, by class. */
export function sentSince({ days }: PortTraffic, since: string): Record<PortClass, number> {
  const sent = { service: 0, otp: 0, marketing: 0 }
  for (const [day, counts] of Object.entries(days))
    if (day >= since)
      for (const kind of ['service', 'otp', 'marketing'] as const) sent[kind] += counts[kind]?.allowed ?? 0
  return sent
}
