import { profiles } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'
import { strangers } from './strangers.ts'

/** Honest ones that look odd. */
const odd: readonly Kind[] = [
  honest('plain', () => ({})),
  honest('television campaign', (usual, day) =>
    day % 30 < 4 && day > 10 ? { perDay: usual.perDay * 12, hours: profiles.evening, quick: 0.1, yes: 0.5 } : {},
  ),
  honest('seasonal game', (usual, day) => ({
    perDay: usual.perDay * (day > 40 && day < 65 ? 6 : 0.5),
    hours: profiles.evening,
    purchases: 0.5,
    again: 0.06,
  })),
  honest('billing correction', (usual, day) =>
    day === 45 ? { wrong: { ...usual.wrong, 'too.often': 0.35 }, lateDays: 6, lateShare: 0.5 } : {},
  ),
  honest('tiny', (usual) => ({ perDay: usual.perDay * 0.06 })),
  honest('elderly clientele', (usual) => ({
    answer: { median: 120, sigma: 1.2 },
    refuse: 0.3,
    complain: usual.complain * 2.5,
    dispute: usual.dispute * 2,
    from: 'elderly',
    fromShare: 0.9,
    uses: 0.45,
  })),
  honest('price raised properly', (usual, day) =>
    day >= 40 ? { cancel: usual.cancel * (day < 50 ? 4 : 1.2), complain: usual.complain * 1.5 } : {},
  ),
  honest('outage that delays charges', (_, day) => (day >= 50 && day < 53 ? { lateDays: 5, lateShare: 0.95 } : {})),
  honest('night owls', (usual) => ({
    hours: profiles.evening.map((each, hour) => (hour < 3 ? each * 3 : each)),
    complain: usual.complain,
  })),
  honest('migration', (usual) => ({ imported: usual.perDay * 30 }), { heldOut: true }),
  honest('one campus', () => ({ cells: 12, addresses: 6 }), { heldOut: true }),
  honest('slow support', () => ({ unsolved: 0.16, slow: 0.12 }), { heldOut: true }),
]

const bad: readonly Kind[] = [
  malicious(
    'silent subscription',
    (usual, _, more) => ({ unasked: Math.max(1, usual.perDay * 0.6 * more), ...angry(usual, more) }),
    { loud: 'acts' },
  ),
  malicious(
    'faked yes',
    (usual, _, more) => ({
      answer: { median: 1.6, sigma: 0.15 },
      yes: 0.9,
      ...angry(usual, 0.6 * more),
    }),
    { loud: 'acts' },
  ),
  malicious(
    'charge after stop',
    (usual, _, more) => ({ afterCancel: Math.min(0.9, 0.4 * more), cancel: usual.cancel * 1.5, ...angry(usual, 0.5) }),
    { loud: { second: 'after.cancel' } },
  ),
  malicious('slow drip above tariff', (usual, _, more) => ({ wrong: { ...usual.wrong, 'above.tariff': 0.03 * more } })),
  malicious(
    'night bursts',
    (usual, day, more) =>
      day % 3 === 0
        ? {
            perDay: usual.perDay * 5 * more,
            hours: profiles.night,
            yes: 0.8,
            answer: { median: 6, sigma: 0.5 },
            ...angry(usual, 0.6),
          }
        : angry(usual, 0.4),
    { loud: 'acts', acts: (day) => day % 3 === 0 },
  ),
  malicious('re-subscribing', (_, __, more) => ({ again: Math.min(0.9, 0.5 * more), cancel: 0.02 })),
  malicious(
    'number ranges',
    (usual, _, more) => ({ from: 'range', fromShare: Math.min(0.95, 0.6 * more), yes: 0.7, ...angry(usual, 0.3) }),
    { soon: true },
  ),
  malicious('self-consumption', (_, __, more) => ({
    from: 'own',
    fromShare: Math.min(0.95, 0.7 * more),
    yes: 0.95,
    purchases: 2,
    cells: 400,
  })),
  malicious('good turned bad', (usual, day, more) =>
    day >= 45
      ? {
          ...angry(usual, 1.5 * more),
          quick: 0.25,
          wrong: { 'no.consent': 0.04 * more, 'after.cancel': 0.02 * more },
          complainAfter: { from: 1, to: 15 },
        }
      : {},
  ),
  malicious('owner sharing victims', (usual, _, more) => ({
    from: 'shared',
    fromShare: Math.min(0.95, 0.7 * more),
    yes: 0.6,
    ...angry(usual, 0.15),
  })),
  malicious('misleading wording', (usual, _, more) => ({
    quick: 0.3 * more,
    complain: 0.05 * more,
    dispute: 0.025 * more,
    yes: usual.yes * 1.4,
    complainAfter: { from: 0, to: 20 },
  })),
  malicious('refunds dragged out', (_, __, more) => ({
    dispute: 0.02,
    slow: Math.min(0.95, 0.8 * more),
    unsolved: Math.min(0.9, 0.6 * more),
    complain: 0.01,
  })),
  malicious('handset software', (usual, _, more, __, partner) => ({
    app: `cn.torch.free${partner % 2}`,
    appShare: Math.min(0.95, 0.7 * more),
    yes: 0.75,
    answer: { median: 4, sigma: 0.3 },
    hours: profiles.night,
    complain: 0.05 * more,
    complainAfter: { from: 20, to: 60 },
    uses: usual.uses * 0.3,
  })),
  malicious(
    'charges in the free period',
    (usual, _, more) => ({ wrong: { ...usual.wrong, 'free.period': 0.04 * more } }),
    { heldOut: true },
  ),
  malicious('twice a period', (usual, _, more) => ({ wrong: { ...usual.wrong, 'too.often': 0.04 * more } }), {
    heldOut: true,
  }),
  malicious(
    'asks who refused',
    (usual, _, more) => ({ unwanted: Math.min(0.9, 0.45 * more), refuse: 0.35, complain: usual.complain * 4 }),
    { heldOut: true },
  ),
  malicious(
    'dated back',
    (usual, _, more) => ({ lateDays: 20, lateShare: Math.min(0.9, 0.35 * more), ...angry(usual, 0.4) }),
    { heldOut: true },
  ),
  malicious(
    'silent payers',
    (usual, _, more) => ({ imported: usual.perDay * 25, uses: 0.04 / more, complain: usual.complain * 3 }),
    { heldOut: true },
  ),
  malicious(
    'stops when watched',
    (usual, day, more) => {
      const works = day % 14 < 5
      return works ? { unasked: usual.perDay * 0.3 * more, ...angry(usual, 0.5) } : {}
    },
    { heldOut: true },
  ),
  malicious(
    'slow start',
    (usual, day, more) => ({
      wrong: { ...usual.wrong, 'no.consent': Math.min(0.08, (day / 90) * 0.08 * more) },
      ...angry(usual, (day / 90) * more),
    }),
    { heldOut: true },
  ),
  malicious(
    'a little of everything',
    (usual, _, more) => ({
      wrong: {
        'no.consent': 0.006 * more,
        'above.tariff': 0.006 * more,
        'after.cancel': 0.006 * more,
        'too.often': 0.004 * more,
      },
      quick: 0.12,
      ...angry(usual, 0.35 * more),
      answer: { median: 14, sigma: 0.9 },
    }),
    { heldOut: true },
  ),
  malicious(
    'weekend machine',
    (usual, day, more) =>
      day % 7 >= 5
        ? { perDay: usual.perDay * 3 * more, answer: { median: 9, sigma: 0.06 }, yes: 0.85, ...angry(usual, 0.4) }
        : {},
    { heldOut: true },
  ),
  malicious(
    'price creep',
    (usual, day, more) => ({ priceTimes: day > 15 ? 1 + 0.1 * Math.floor(day / 15) * more : 1, ...angry(usual, 0.2) }),
    { heldOut: true },
  ),
  malicious(
    'one phone farm',
    (usual, _, more) => ({
      cells: 1,
      addresses: 1,
      fromShare: Math.min(0.95, 0.7 * more),
      from: 'own',
      yes: 0.95,
      purchases: 1,
      ...angry(usual, 0),
    }),
    { heldOut: true },
  ),
]

export const kinds: readonly Kind[] = [...odd, ...bad, ...strangers]
