import { at, COUNTERS, type Counter } from './counters.ts'
import { middleOf } from './small.ts'

/** Own days before that tell what is usual, and fewer than which tell nothing. */
const BEFORE = 56
const LEAST = 7
/** As few as this share of them had. */
const FEW = 0.2
/** An order comes beside those who come anyway: from so many times the middle day, and so many more, there was one. */
const ORDER = 1.5
const MORE = 4
/** Neighbours that come on days like these as well are its usual people: so many times as on four of five of them. */
const USUAL_NEIGHBOURS = 1.5

/** Counts by day, and of a day until a step that is about to be closed. */
interface Counted {
  day(day: number, counts?: Float32Array): Float32Array | undefined
  until(counter: Counter, day: number, step: number): number
}

/** Who was asked on a day, and how many of them were neighbours of some who were asked shortly before. */
interface Asked {
  readonly all: number
  readonly neighbours: number
}

/**
 * How many neighbours came in the place of the usual people on a day: as many as others were missing. Of a company’s order,
 * of whatever size, hardly any do: on that day more are asked. Who goes through numbers asks them instead.
 */
export function instead(today: Asked, before: readonly Asked[]): number {
  if (today.neighbours === 0 || before.length < LEAST) return 0
  if (today.all > ORDER * middleOf(before.map(({ all }) => all)) + MORE) return 0
  const others = before.map(({ all, neighbours }) => all - neighbours).sort((a, b) => a - b)
  const usual = others[Math.floor(others.length * FEW)] as number
  const near = before.map(({ neighbours }) => neighbours).sort((a, b) => b - a)
  const more = today.neighbours - USUAL_NEIGHBOURS * (near[Math.floor(near.length * FEW)] as number)
  return Math.max(0, Math.min(more, usual - (today.all - today.neighbours)))
}

/** Used again for each day. */
const used = new Float32Array(COUNTERS)

/** The same of a day that is over with this step, beside the days before on which nobody did. */
export function insteadOn(counts: Counted, day: number, step: number): number {
  const asked = (counter: Counter) => counts.until(counter, day, step)
  const today = { all: asked('requests'), neighbours: asked('beside') }
  if (today.neighbours === 0) return 0
  const before: Asked[] = []
  for (let back = 1; back <= BEFORE; back++) {
    const of = counts.day(day - back, used)
    if (of && of[at.instead] === 0) before.push({ all: of[at.requests] as number, neighbours: of[at.beside] as number })
  }
  return instead(today, before)
}
