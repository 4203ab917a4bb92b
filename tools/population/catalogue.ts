/** What the catalogue says of a partner and its services. */
export function catalogueOf<Line>(
  {
    partner: partnerId,
    services,
    ports,
    tariffFen,
  }: {
    readonly partner: string
    readonly services: readonly string[]
    readonly ports: readonly string[]
    readonly tariffFen: number
  },
  line: (key: string, type: string, data: object) => Line,
): Line[] {
  const set = { version: 1, nameZh: partnerId, nameEn: partnerId }
  return [
    line(partnerId, 'partner.set', { ...set, partnerId, kind: 'content' }),
    ...services.map((serviceId, i) =>
      line(serviceId, 'service.set', {
        ...set,
        serviceId,
        partnerId,
        port: ports[i],
        tariffFen,
        period: 'month',
        window: '24h',
        code: `C${i}`,
      }),
    ),
  ]
}
