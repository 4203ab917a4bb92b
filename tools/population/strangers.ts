import { profiles } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'

const heldOut = { heldOut: true } as const

/** Kinds that came after the monitor was tuned: nothing is tuned on them, they are only reported on. */
export const strangers: readonly Kind[] = [
  honest(
    'a viral week',
    (usual, day) => (day >= 33 && day < 40 ? { perDay: usual.perDay * 20, yes: 0.45, quick: 0.08 } : {}),
    heldOut,
  ),
  honest(
    'rows dated twice, corrected',
    (usual, day) =>
      day === 38
        ? { wrong: { ...usual.wrong, 'too.often': 0.5 }, conflicts: usual.perDay, lateDays: 8, lateShare: 0.3 }
        : {},
    heldOut,
  ),
  honest('new', (usual, day) => ({ perDay: day < 60 ? 0 : usual.perDay * Math.min(3, (day - 59) / 5) }), heldOut),
  honest(
    'moved to another id',
    (usual, day) =>
      day >= 30 && day < 33
        ? { imported: 0, importedDaily: usual.perDay * 8, cancel: 0.01, perDay: usual.perDay / 2 }
        : {},
    heldOut,
  ),
  honest(
    'shops with an assistant',
    () => ({ cells: 25, addresses: 20, answer: { median: 11, sigma: 0.7 }, yes: 0.6, refuse: 0.08 }),
    heldOut,
  ),
  honest('end of a season', (_, day) => (day >= 55 && day < 62 ? { cancel: 0.06 } : {}), heldOut),
  honest(
    'an outage that annoys',
    (usual, day) => (day >= 44 && day < 47 ? { dispute: usual.dispute * 10, complain: usual.complain * 4 } : {}),
    heldOut,
  ),
  honest('listeners at night', (usual) => ({ hours: profiles.evening, uses: usual.uses * 0.8, again: 0.05 }), heldOut),
  malicious(
    'a trial that turns paid',
    (usual, _, more) => ({
      yes: usual.yes * 1.6,
      cancel: 0.05,
      complain: usual.complain + 0.03 * more,
      complainAfter: { from: 4, to: 25 },
      dispute: 0.02 * more,
      uses: usual.uses * 0.4,
    }),
    heldOut,
  ),
  malicious(
    'rounded up by fen',
    (usual, _, more) => ({ wrong: { ...usual.wrong, 'above.tariff': 0.1 * more } }),
    heldOut,
  ),
  malicious(
    'one page that farms consents',
    (usual, _, more) => ({
      pages: 1,
      addresses: 3,
      yes: 0.85,
      answer: { median: 3.2, sigma: 0.35 },
      uses: usual.uses * 0.3,
      ...angry(usual, 0.6 * more),
    }),
    heldOut,
  ),
  malicious(
    'refunds past their deadline',
    (_, __, more) => ({
      dispute: 0.025,
      slow: 0.9,
      overdue: Math.min(0.9, 0.7 * more),
      unsolved: 0.4,
      complain: 0.006,
    }),
    heldOut,
  ),
  malicious('charges the lapsed', (usual, _, more) => ({ lapsed: 0.01 * more, ...angry(usual, 0.15) }), {
    ...heldOut,
    loud: { second: 'after.cancel' },
  }),
  malicious(
    'silent payers, some more each day',
    (usual, _, more) => ({ importedDaily: usual.perDay * 0.5 * more, uses: 0.05, complain: usual.complain * 2 }),
    heldOut,
  ),
  malicious(
    'victims of recycled numbers',
    (usual, _, more) => ({ unasked: usual.perDay * 0.08 * more, ...angry(usual, 0.5) }),
    heldOut,
  ),
  malicious(
    'nights of holidays alone',
    (usual, day, more) =>
      day % 30 >= 24 && day % 30 < 28
        ? {
            perDay: usual.perDay * 4 * more,
            hours: profiles.night,
            yes: 0.8,
            answer: { median: 5, sigma: 0.4 },
            ...angry(usual, 1),
          }
        : {},
    heldOut,
  ),
  malicious(
    'two-faced',
    (usual, _, more) => ({
      unasked: usual.perDay * 0.15 * more,
      complain: usual.complain * 0.5,
      dispute: 0.02,
      unsolved: 0,
      slow: 0,
    }),
    heldOut,
  ),
  malicious(
    'asks until they give in',
    (usual, _, more) => ({
      unwanted: Math.min(0.6, 0.25 * more),
      refuse: 0.45,
      yes: 0.15,
      complain: usual.complain * 3,
    }),
    heldOut,
  ),
  malicious(
    'spam from its port',
    (usual, _, more) => ({ spam: 2.5 * more, yes: usual.yes * 0.7, ...angry(usual, 0.2) }),
    heldOut,
  ),
]
