import { profiles } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'

/** Around midnight, a tenth as much by day. */
const midnight = profiles.evening.map((each, hour) => (hour >= 22 || hour < 2 ? each * 5 : each * 0.5))

/**
 * Kinds of a fourth house (`inland` in world.ts), written from docs/rules.md before the monitor was changed for the recall of
 * its day, and before it was run over any of them. Nothing is tuned on them: they are only reported on.
 */
export const inlandKinds: readonly Kind[] = [
  honest('plain', () => ({})),
  honest('a school term', (usual, day) => ({
    perDay: usual.perDay * (day % 45 < 12 ? 3 : 0.8),
    from: 'range',
    fromShare: 0.2,
    cells: 6,
    quick: usual.quick * 1.6,
    again: usual.again * 2,
  })),
  honest('paid by the piece', () => ({ purchases: 2, uses: 0.9, again: 0.08 })),
  honest('joined from a smaller operator', (usual, day) =>
    day >= 20 && day < 30 ? { importedDaily: usual.perDay * 3, cancel: usual.cancel * 1.5 } : {},
  ),
  honest('a wrong price for a day', (usual, day) =>
    day === 33 ? { wrong: { ...usual.wrong, 'above.tariff': 0.4 }, dispute: usual.dispute * 4 } : {},
  ),
  honest('a heat wave', (usual, day) =>
    day >= 50 && day < 54
      ? { perDay: usual.perDay * 8, hours: profiles.evening, yes: usual.yes * 1.3, quick: usual.quick * 2 }
      : day >= 54 && day < 64
        ? { cancel: usual.cancel * 3 }
        : {},
  ),
  honest('files of a week', (_, day) => (day % 28 >= 21 ? { lateDays: 4, lateShare: 0.4 } : {})),
  honest('strict readers', (usual) => ({
    yes: 0.12,
    refuse: 0.42,
    answer: { median: 95, sigma: 0.9 },
    complain: usual.complain * 1.5,
  })),
  honest('another call centre', (usual, day) =>
    day >= 40 && day < 52 ? { slow: 0.3, unsolved: 0.2, complain: usual.complain * 1.5 } : {},
  ),
  honest('a radio at midnight', () => ({ hours: midnight, answer: { median: 11, sigma: 0.8 }, yes: 0.5, pages: 1 })),
  honest('read out by a granddaughter', (usual) => ({
    from: 'elderly',
    answer: { median: 70, sigma: 1.4 },
    uses: usual.uses * 0.75,
    dispute: usual.dispute * 2,
    complain: usual.complain * 2,
  })),

  malicious('a yes that takes its time', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    yes: 0.9,
    refuse: 0.02,
    answer: { median: 24, sigma: 0.22 },
    uses: usual.uses * 0.2,
    complain: usual.complain + 0.02 * more,
    complainAfter: { from: 15, to: 60 },
  })),
  malicious('once more each month', (usual, _, more) => ({
    wrong: { ...usual.wrong, 'too.often': 0.025 * more },
  })),
  malicious(
    'does not hear the stop',
    (usual, _, more) => ({ afterCancel: Math.min(0.8, 0.2 * more), cancel: usual.cancel * 2, dispute: usual.dispute }),
    { loud: { second: 'after.cancel' } },
  ),
  malicious('the free days are not free', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    wrong: { ...usual.wrong, 'free.period': 0.025 * more },
  })),
  malicious('sells to sleepers', (usual, _, more) => ({
    imported: usual.perDay * 18,
    importedDaily: usual.perDay * 0.15,
    uses: 0.08 / more,
    cancel: usual.cancel * 0.6,
  })),
  malicious('in and out again', (usual, _, more) => ({
    cancel: usual.cancel * 3,
    again: Math.min(0.8, 0.4 * more),
  })),
  malicious('two cells of a town', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    cells: 2,
    addresses: 2,
    yes: Math.min(0.9, 0.75 * more),
    refuse: 0.03,
    uses: usual.uses * 0.3,
    ...angry(usual, 0.3 * more),
  })),
  malicious('what the small print says', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    complain: usual.complain + 0.018 * more,
    dispute: usual.dispute + 0.012 * more,
    quick: Math.min(0.5, usual.quick + 0.1 * more),
  })),
  malicious('promises, and does not pay', (usual, _, more) => ({
    dispute: usual.dispute * 2,
    slow: Math.min(0.9, 0.5 * more),
    overdue: Math.min(0.6, 0.25 * more),
    unsolved: Math.min(0.8, 0.4 * more),
    complain: usual.complain * 2,
  })),
  malicious(
    'a raid each Sunday',
    (usual, day, more) =>
      day % 7 === 4 ? { unasked: Math.max(4, usual.perDay * 0.6 * more), dispute: usual.dispute * 3 } : {},
    { loud: 'acts', acts: (day) => day % 7 === 4 },
  ),
  malicious('a cent here, a charge there', (usual, _, more) => ({
    perDay: Math.max(10, usual.perDay),
    wrong: { ...usual.wrong, 'above.tariff': 0.008 * more, 'too.often': 0.006 * more, 'no.consent': 0.004 * more },
    unsolved: 0.25,
    complain: usual.complain + 0.005 * more,
  })),
]
