import { Monitor } from '#monitor'
import { defaultPolicy } from '#policy'
import { houses } from '../population/houses.ts'
import type { Line } from '../population/partner.ts'
import { Population, type PopulationOptions } from '../population/population.ts'
import { type Score, score } from '../population/score.ts'
import { report, spread } from './print.ts'

interface Watched {
  readonly score: Score
  readonly events: number
  /** Seconds of processor that the monitor took. */
  readonly seconds: number
  /** The same, with the lines read as JSON first. */
  readonly replaySeconds: number
  readonly bytes: number
  readonly units: number
}

/** The monitor over a population; what making the population takes is not counted. */
function watch(options: PopulationOptions): Watched {
  const population = new Population(options)
  const monitor = new Monitor(defaultPolicy.monitor, defaultPolicy.timeZone)
  let [events, seconds, parsing] = [0, 0, 0]
  const timed = (work: () => void) => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1e6
  }
  for (const lines of population.days()) {
    const texts = lines.map((line) => JSON.stringify(line))
    let parsed: Line[] = []
    parsing += timed(() => {
      parsed = texts.map((text) => JSON.parse(text) as Line)
    })
    seconds += timed(() => {
      for (const { topic, key, message } of parsed) monitor.read(topic, key, message)
    })
    events += lines.length
  }
  seconds += timed(() => monitor.end())
  const flags = monitor.raised().map((each) => each.flag)
  const units = monitor.units
  return {
    score: score(population.labels, flags),
    events,
    seconds,
    replaySeconds: seconds + parsing,
    bytes: monitor.bytes / Math.max(1, units),
    units,
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

/** How well the monitor finds who is malicious, on populations that it was not tuned on, and how fast it is. */
export function monitorOverPopulations({ partners, days }: { partners: number; days: number }): void {
  const reported = watch({ seed: 2001, partners, days })
  report(
    `monitor, reported-on half (${partners} partners, ${days} days), recall`,
    percent(reported.score.recall),
    '≥ 95 %',
  )
  report('  precision', percent(reported.score.precision), '≥ 98 %')
  byKind(reported.score)
  const unseen = watch({ seed: 3001, partners, days, heldOut: true })
  report('monitor, with kinds that nothing was tuned on, recall', percent(unseen.score.recall))
  report('  precision', percent(unseen.score.precision))
  byKind(unseen.score)
  const other = houses.elsewhere
  const foreign = watch({ seed: 6001, partners, days, ...other })
  report('monitor, of another house (its kinds and habits), recall', percent(foreign.score.recall))
  report('  precision', percent(foreign.score.precision))
  byKind(foreign.score)
  const third = watch({ seed: 8001, partners: Math.ceil(partners / 4), days, malicious: 0.6, ...houses.abroad })
  report('monitor, of a third house (few, large, 60 % malicious), recall', percent(third.score.recall))
  report('  precision', percent(third.score.precision))
  byKind(third.score)
  const mild = watch({ seed: 4001, partners: Math.ceil(partners / 2), days, intensity: 0.6 })
  report(
    'monitor, malice at 0.6 of its strength, recall / precision',
    `${percent(mild.score.recall)} / ${percent(mild.score.precision)}`,
  )
  const honest = watch({ seed: 5001, partners, days, malicious: 0, heldOut: true })
  report(
    'monitor, honest partners alone: flagged in all the days',
    `${honest.score.falseFlags.length} of ${partners}`,
    '≤ 2 %',
  )
  const honestElsewhere = watch({ seed: 7001, partners: Math.ceil(partners / 2), days, malicious: 0, ...other })
  report(
    'monitor, honest partners of another house alone: flagged in all the days',
    `${honestElsewhere.score.falseFlags.length} of ${Math.ceil(partners / 2)}`,
    '≤ 2 %',
  )
  const all = [reported, unseen, foreign, third, mild, honest, honestElsewhere]
  report('monitor, events/s a core', spread(all.map((each) => each.events / each.seconds)), '≥ 20,000')
  report(
    'replay, events/s a core with reading JSON',
    spread(all.map((each) => each.events / each.replaySeconds)),
    '≥ 50,000',
  )
  report('monitor, octets a partner’s service', spread(all.map((each) => each.bytes)))
}

function byKind({ kinds, falseFlags }: Score): void {
  for (const { kind, malicious, loud, soon, partners, flagged, days, within24h, within48h } of kinds.toSorted(
    (a, b) => Number(b.malicious) - Number(a.malicious),
  )) {
    if (malicious)
      report(
        `  ${kind}${loud ? ' (loud)' : soon ? ' (soon)' : ''}: found, of; middle of the days to the flag`,
        `${flagged} of ${partners}; ${days.toFixed(1)}${loud ? `; ${within24h} within 24 h` : soon ? `; ${within24h} within 24 h, ${within48h} within 48 h` : ''}`,
      )
    else report(`  ${kind}: flagged falsely, of`, `${flagged} of ${partners}`)
  }
  for (const { partner, kind, by } of falseFlags) console.log(`    ${partner} (${kind}): ${by}`)
}
