import { profiles } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'

/**
 * Kinds of a fifth house (`border` in world.ts): who sells to people whose numbers lie side by side, honest and malicious, and
 * partners that know how the monitor works. Written with the signal `numbers.apart`, and before either was run.
 */
export const borderKinds: readonly Kind[] = [
  honest('plain', () => ({})),
  honest('one order, staff all over the country', (_, day) =>
    day === 35 ? { perDay: 160, from: 'range', fromShare: 0.95, yes: 0.9, refuse: 0.02, uses: 0.85 } : {},
  ),
  honest('couriers, in three days', (usual, day) =>
    day >= 22 && day < 25
      ? { perDay: usual.perDay * 5, from: 'range', fromShare: 0.8, yes: 0.85, refuse: 0.03, uses: 0.9 }
      : {},
  ),
  honest('a factory, hired month by month', (usual) => ({
    from: 'range',
    fromShare: 0.6,
    cells: 24,
    addresses: 4,
    yes: 0.75,
    uses: usual.uses * 1.2,
  })),
  honest('a shop that sells new numbers', () => ({ from: 'range', fromShare: 0.8, cells: 6, addresses: 3, yes: 0.6 })),
  honest('pairs of numbers', () => ({ from: 'range', fromShare: 0.3, gap: 50 })),
  honest('a club', (usual) => ({ from: 'own', fromShare: 0.3, purchases: 2, again: usual.again * 2 })),
  honest('lottery on Sundays', (usual, day) =>
    day % 7 === 4 ? { perDay: usual.perDay * 7, hours: profiles.evening, quick: usual.quick * 2 } : {},
  ),
  honest('cheap trial month', (usual) => ({ yes: 0.5, quick: usual.quick * 2, cancel: usual.cancel * 2 })),

  malicious('walks all numbers', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    from: 'range',
    fromShare: Math.min(0.95, 0.85 * more),
  })),
  malicious('each seventh number', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    from: 'range',
    fromShare: Math.min(0.95, 0.5 * more),
    gap: 7,
    uses: usual.uses * 0.4,
  })),
  malicious('a quarter from a list', (usual, _, more) => ({
    perDay: Math.max(8, usual.perDay),
    from: 'range',
    fromShare: Math.min(0.6, 0.25 * more),
    gap: 3,
    ...angry(usual, 0.15),
  })),
  malicious('numbers for three weeks, then gone', (usual, day, more) =>
    day >= 32 && day < 53
      ? { perDay: Math.max(10, usual.perDay), from: 'range', fromShare: Math.min(0.95, 0.7 * more), yes: 0.6 }
      : {},
  ),
  malicious('a box of new cards', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    from: 'range',
    fromShare: Math.min(0.95, 0.8 * more),
    cells: 1,
    addresses: 1,
    answer: { median: 9, sigma: 0.2 },
    yes: 0.96,
    refuse: 0,
    uses: 0.02,
  })),
  malicious('one charge in fifty', (usual, _, more) => ({
    perDay: Math.max(10, usual.perDay),
    wrong: { ...usual.wrong, 'no.consent': 0.02 * more },
  })),
  malicious(
    'another service every fourth day',
    (usual, _, more) => ({ rotates: 4, unasked: Math.max(0.7, usual.perDay * 0.06 * more) }),
    { services: 20 },
  ),
  malicious('two, and a rest of four days', (_, day, more) => ({ unasked: day % 5 === 0 ? 2 * more : 0 })),
  malicious('one app of many, thirty days later', (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    app: 'cn.alarm.clock',
    appShare: Math.min(0.9, 0.5 * more),
    yes: 0.5,
    uses: usual.uses * 0.25,
    complain: usual.complain + 0.03 * more,
    complainAfter: { from: 30, to: 60 },
  })),
]
