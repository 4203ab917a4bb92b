import { profiles } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'

/**
 * Kinds of another house (`elsewhere`), by who had not tuned the monitor, written before it was run over any of them. They
 * are only reported on.
 */
export const outsiders: readonly Kind[] = [
  honest('plain', () => ({})),
  honest('bills on the first', (usual, day) =>
    day % 30 === 0 ? { lateDays: 2, lateShare: 0.8, dispute: usual.dispute * 1.5 } : {},
  ),
  honest('staff of one company', () => ({
    from: 'range',
    fromShare: 0.35,
    cells: 20,
    addresses: 10,
    yes: 0.7,
    uses: 0.7,
  })),
  honest('terms said again', (usual, day) =>
    day >= 25 && day < 32
      ? { perDay: usual.perDay * 5, yes: 0.25, refuse: 0.2, cancel: usual.cancel * 3, again: 0.2 }
      : {},
  ),
  honest('quick thumbs', () => ({ answer: { median: 7, sigma: 0.45 }, yes: 0.6, pages: 1 })),
  honest('a cause for giving', (_, day) =>
    day >= 37 && day < 40 ? { perDay: 60, hours: profiles.night, yes: 0.75, purchases: 1, quick: 0.02 } : {},
  ),
  honest('whales', () => ({ purchases: 3, from: 'own', fromShare: 0.12, uses: 0.8 })),
  honest('free first month', (usual) => ({
    quick: 0.1,
    cancel: usual.cancel * 2.2,
    yes: 0.55,
    complain: usual.complain * 1.3,
  })),
  honest('a rumour', (usual, day) =>
    day >= 48 && day < 50 ? { complain: usual.complain * 6, cancel: usual.cancel * 5, dispute: usual.dispute * 3 } : {},
  ),
  honest('forty users', (usual) => ({ perDay: usual.perDay * 0.4, most: 40 })),
  honest('one morning of wrong rows', (usual, day) =>
    day === 52 ? { wrong: { ...usual.wrong, 'above.tariff': 0.5 } } : {},
  ),

  malicious('forty users, a third of them charged', (usual, _, more) => ({
    perDay: Math.max(4, usual.perDay),
    most: 40,
    unasked: 0.6 * more,
    dispute: 0.01,
  })),
  malicious('one of a hundred', (usual, _, more) => ({
    perDay: Math.max(20, usual.perDay),
    wrong: { ...usual.wrong, 'no.consent': 0.012 * more },
  })),
  malicious('silent elderly payers', (usual, _, more) => ({
    imported: usual.perDay * 20,
    from: 'elderly',
    unasked: 0.5 * more,
    uses: 0.05,
    complain: usual.complain * 0.3,
    dispute: usual.dispute * 0.3,
  })),
  malicious('two percent a month', (_, day) => ({ priceTimes: 1.02 ** Math.floor(1 + day / 30) })),
  malicious('a yes at leisure', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    yes: 0.92,
    refuse: 0.01,
    answer: { median: 22, sigma: 0.9 },
    uses: 0.06,
    cancel: usual.cancel * (1 + 2 * more),
    complain: usual.complain + 0.02 * more,
    dispute: usual.dispute + 0.015 * more,
  })),
  malicious(
    'at week-ends only',
    (usual, day, more) =>
      day % 7 >= 5
        ? { unasked: Math.max(3, usual.perDay * 0.5 * more), dispute: 0.02, complain: usual.complain * 2 }
        : {},
    { loud: 'acts', acts: (day) => day % 7 >= 5 },
  ),
  malicious('another app each day', (usual, day, more, _, partner) => ({
    perDay: Math.max(10, usual.perDay),
    app: `cn.lamp${partner % 3}.v${day}`,
    appShare: Math.min(0.95, 0.75 * more),
    yes: 0.8,
    answer: { median: 4.5, sigma: 0.35 },
    uses: usual.uses * 0.2,
    ...angry(usual, 0.5 * more),
  })),
  malicious(
    'another port each week',
    (usual, _, more) => ({
      perDay: Math.max(6, usual.perDay),
      rotates: 7,
      unasked: Math.max(1, usual.perDay * 0.25 * more),
      ...angry(usual, 0.3),
    }),
    { services: 12 },
  ),
  malicious('one bad service of six', (_, __, more) => ({ unaskedOnFirst: true, unasked: 0.8 * more }), {
    services: 6,
  }),
  malicious('a slow beginning', (usual, day, more) => ({
    perDay: Math.max(8, usual.perDay),
    wrong: {
      ...usual.wrong,
      'too.often': Math.min(0.06, (day / 90) ** 2 * 0.12 * more),
      'no.consent': (day / 90) * 0.01 * more,
    },
  })),
  malicious('a bit of three', (usual, _, more, __, partner) => ({
    perDay: Math.max(12, usual.perDay),
    ...(partner % 2 === 0
      ? { quick: 0.18, complain: usual.complain + 0.012 * more, wrong: { ...usual.wrong, 'above.tariff': 0.01 * more } }
      : {
          refuse: 0.35,
          unwanted: 0.15 * more,
          dispute: usual.dispute + 0.012 * more,
          answer: { median: 6, sigma: 0.5 },
        }),
  })),
  malicious(
    'two days and gone',
    (usual, day, more) =>
      day >= 40 && day < 42 ? { unasked: Math.max(10, usual.perDay * 2 * more), dispute: 0.05 } : {},
    { loud: 'acts', acts: (day) => day >= 40 && day < 42 },
  ),
  malicious(
    'charges who left',
    (usual, _, more) => ({
      perDay: Math.max(8, usual.perDay),
      afterCancel: Math.min(0.8, 0.3 * more),
      cancel: usual.cancel * 1.5,
    }),
    { loud: { second: 'after.cancel' } },
  ),
]
