import { profiles } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'

/** The whole evening in two hours before midnight and one after it. */
const late = profiles.evening.map((each, hour) => (hour >= 22 ? each * 3 : hour === 0 ? each * 8 : each * 0.5))
/** Two of five at night, all year round. */
const nightShift = profiles.day.map((each, hour) => (hour < 6 ? each + 9 : each))

/**
 * Kinds of a third house (`abroad` in world.ts), written on the evening of 26 November before the monitor was changed for
 * that day’s misses, and before it was run over any of them. Nothing is tuned on them: they are only reported on.
 */
export const abroadKinds: readonly Kind[] = [
  honest('plain', () => ({})),
  honest('a tune of the week', (usual, day) =>
    day % 7 === 4 ? { perDay: usual.perDay * 4, hours: late, pages: 1, yes: usual.yes * 1.4 } : {},
  ),
  honest('for the night shift', (usual) => ({ hours: nightShift, uses: 0.9, cancel: usual.cancel * 0.7 })),
  honest('dormitories', (usual) => ({
    cells: 5,
    addresses: 4,
    answer: { median: 10, sigma: 0.6 },
    yes: 0.5,
    quick: usual.quick * 2.5,
  })),
  honest('a fan club', (usual) => ({ from: 'own', fromShare: 0.25, purchases: 3, yes: 0.6, again: usual.again * 3 })),
  honest('a works council', () => ({ from: 'range', fromShare: 0.5, addresses: 2, cells: 8, yes: 0.8, uses: 0.85 })),
  honest('reminders of a hospital', (usual) => ({
    from: 'elderly',
    answer: { median: 110, sigma: 1.3 },
    refuse: 0.35,
    uses: 0.5,
    complain: usual.complain * 3,
    quick: usual.quick * 2,
  })),
  honest('another billing system', (usual, day) =>
    day >= 30 && day < 36
      ? { lateDays: 6, lateShare: 0.6, conflicts: 3, dispute: usual.dispute * 4, complain: usual.complain * 2 }
      : {},
  ),
  honest('hard to sell', () => ({ yes: 0.07, refuse: 0.48 })),
  honest('bad press', (usual, day) =>
    day >= 41 && day < 46 ? { cancel: usual.cancel * 8, complain: usual.complain * 5, dispute: usual.dispute * 3 } : {},
  ),
  honest('taken over from another operator', (usual) => ({ imported: usual.perDay * 12, uses: 0.6 })),
  honest('closes down', (usual, day) =>
    day >= 50 ? { perDay: 0, cancel: usual.cancel * 12, purchases: 0, again: 0 } : {},
  ),

  malicious(
    'a raid on who left, each third week',
    (usual, day, more) => ({
      cancel: usual.cancel * 2,
      ...(day % 21 === 20 ? { lapsed: Math.min(0.8, 0.25 * more) } : {}),
    }),
    { loud: { second: 'after.cancel' } },
  ),
  malicious('consents that are bought', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    yes: 0.94,
    refuse: 0.01,
    answer: { median: 12, sigma: 0.3 },
    uses: 0.03,
    cancel: usual.cancel * (1 + 5 * more),
    complain: usual.complain + 0.008 * more,
  })),
  malicious('hard to leave', (usual, _, more) => ({
    cancel: usual.cancel * 2,
    afterCancel: Math.min(0.7, 0.15 * more),
    unsolved: 0.4,
    complain: usual.complain + 0.006 * more,
  })),
  malicious('twice at the turn of the month', (usual, day, more) =>
    day % 30 < 3 ? { wrong: { ...usual.wrong, 'too.often': Math.min(0.6, 0.2 * more) } } : {},
  ),
  malicious('a tenth more for some', (usual, _, more) => ({
    wrong: { ...usual.wrong, 'above.tariff': 0.02 * more },
  })),
  malicious('prompts by the thousand', (usual, _, more) => ({
    perDay: Math.min(300, usual.perDay * 5),
    yes: 0.05,
    refuse: 0.42,
    unwanted: Math.min(0.6, 0.12 * more),
    complain: usual.complain * 5,
  })),
  malicious('a trial of minutes', (usual, _, more) => ({ wrong: { ...usual.wrong, 'free.period': 0.015 * more } })),
  malicious('a torch', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    app: 'cn.torch.bright',
    appShare: Math.min(0.9, 0.5 * more),
    answer: { median: 5, sigma: 0.3 },
    yes: 0.6,
    hours: nightShift,
    uses: usual.uses * 0.3,
    complain: usual.complain + 0.02 * more,
    dispute: usual.dispute + 0.008 * more,
    complainAfter: { from: 8, to: 40 },
  })),
  malicious('sleeps, then wakes', (usual, day, more) =>
    day >= 48 ? { unasked: Math.max(1.5, usual.perDay * 0.12 * more), dispute: 0.01 } : {},
  ),
  malicious('hushes who complains', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    wrong: { ...usual.wrong, 'no.consent': 0.01 * more },
    dispute: 0.02,
    slow: 0,
    unsolved: 0,
    complain: usual.complain * 0.3,
  })),
  malicious('numbers from a list', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    from: 'range',
    fromShare: Math.min(0.95, 0.55 * more),
    yes: 0.5,
    uses: 0.12,
    cancel: usual.cancel * 4,
    ...angry(usual, 0.4 * more),
  })),
  malicious('one a day', (usual, _, more) => ({ unasked: 0.9 * more, complain: usual.complain * 1.5 })),
  malicious('own cards', (usual, _, more) => ({
    perDay: Math.max(5, usual.perDay),
    from: 'own',
    fromShare: Math.min(0.95, 0.65 * more),
    purchases: 3,
    cells: 4,
    addresses: 3,
    yes: 0.9,
    uses: 0.05,
  })),
  malicious('no money back', (usual, _, more) => ({
    dispute: 0.02,
    slow: Math.min(0.9, 0.6 * more),
    overdue: Math.min(0.8, 0.35 * more),
    unsolved: Math.min(0.9, 0.5 * more),
    complain: usual.complain + 0.006,
  })),
  malicious('nobody uses it', (usual, _, more) => ({
    imported: usual.perDay * 15,
    importedDaily: usual.perDay * 0.2,
    uses: 0.06,
    cancel: usual.cancel * (1 + more),
    complain: usual.complain * 2,
  })),
]
