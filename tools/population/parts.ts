import type { Behaviour } from './behaviour.ts'
import { angry, honest, type Kind, malicious } from './kind.ts'

/**
 * Kinds of a house of which most business is honest (`--house parts`, in the world of `inland`): a part of the answers is made
 * up by a machine, at various times and more or less tightly; and numbers that are gone through by the hundred, beside orders
 * of hundreds. Thresholds were chosen by it.
 */
const made =
  (share: number, median: number, sigma: number): Kind['on'] =>
  (usual, _, more) => ({
    perDay: Math.max(6, usual.perDay),
    machine: { share: share * more, median, sigma },
    uses: usual.uses * (1 - share),
    complain: usual.complain + 0.003 * more,
  })

/** Goes through numbers by the hundred on one day in ten, of whom so many agree. */
const hundreds = (name: string, answers: Partial<Behaviour>): Kind =>
  malicious(
    name,
    (usual, day, more) =>
      day % 10 === 1
        ? {
            perDay: Math.max(120, usual.perDay * 8 * more),
            from: 'range',
            fromShare: 0.95,
            ...answers,
            ...angry(usual, 0.3),
          }
        : {},
    { loud: 'acts', acts: (day) => day % 10 === 1 },
  )

export const parts: readonly Kind[] = [
  honest('plain', () => ({})),
  honest('quick thumbs', () => ({ answer: { median: 7, sigma: 0.45 }, yes: 0.6 })),
  honest('readers alike', () => ({ answer: { median: 30, sigma: 0.55 } })),
  honest('two clienteles', (_, day) => ({
    answer: day % 2 === 0 ? { median: 9, sigma: 0.5 } : { median: 70, sigma: 0.6 },
  })),
  honest('an order of hundreds', (_, day) =>
    day === 31 ? { perDay: 300, from: 'range', fromShare: 0.95, yes: 0.88, refuse: 0.03, uses: 0.8 } : {},
  ),
  honest('a school term, to be agreed to at home', (_, day) =>
    day === 40
      ? { perDay: 240, from: 'range', fromShare: 0.9, yes: 0.75, refuse: 0.05, answer: { median: 3000, sigma: 1.1 } }
      : {},
  ),
  honest('a small order each month', (usual, day) =>
    day % 30 === 17 ? { perDay: usual.perDay + 40, from: 'range', fromShare: 0.8, yes: 0.8, refuse: 0.05 } : {},
  ),

  malicious('one in ten at two seconds', made(0.05, 2.2, 0.2)),
  malicious('one in ten at five seconds', made(0.06, 5, 0.12)),
  malicious('one in ten at nine seconds, to the beat', made(0.06, 9, 0.02)),
  malicious('one in five at twenty seconds', made(0.1, 20, 0.08)),
  malicious('one in ten at a minute', made(0.06, 55, 0.03)),
  hundreds('hundreds in a day, who did not ask', { yes: 0.25, refuse: 0.3 }),
  hundreds('hundreds in a day, answered by a machine', { yes: 0.9, answer: { median: 8, sigma: 0.15 } }),
]
