import { readSync } from 'node:fs'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import {
  type AboutWays,
  buffersOfColumns,
  type Columns,
  ColumnsOut,
  CountedWays,
  type Heard,
  heardIn,
  type Observation,
  type Orders,
} from '#monitor'
import type { MonitorPolicy } from '#policy'
import { Lines, MOST_LINE, parsed } from './replay-lines.ts'

/*
 * A thread of its own beside a replay: it reads the lines, hands over what is observed in them, and counts the ways by which
 * people come, by the orders of whoever takes the observations.
 */

/** Octets that are read at once. */
const PIECE = 1 << 18

/** What a line is that brings no observations. */
export type OddLine =
  | { readonly is: 'bad' | 'unreadable'; readonly why: string }
  | { readonly is: 'blank' | 'unknown' }
  | { readonly is: 'set' | 'erased'; readonly text: string }

/** Some lines, one after the other. */
export interface Batch {
  readonly batch: number
  /** Of the file; 0: there are no more. */
  readonly octets: number
  readonly lines: number
  /** Of each line when its message came, and how many observations it brings. */
  readonly at: Float64Array<ArrayBuffer>
  readonly observations: Uint16Array<ArrayBuffer>
  /** Lines that bring none, by their place. */
  readonly odd: ReadonlyMap<number, OddLine>
  readonly columns: Columns
}

/** What is to be read next: a piece of a file that somebody else reads, or the next one of the file itself. */
export type Wanted = { readonly piece: Uint8Array | undefined } | 'more'
export type Asked = { readonly orders: Orders } | { readonly about: AboutWays }
export type Answered = { readonly ways: ReturnType<CountedWays['look']> } | { readonly failed: unknown }

export interface ThreadData {
  readonly policy: MonitorPolicy
  /** An open file; undefined: its pieces are given. */
  readonly file: number | undefined
  /** Where it is told of ways, and answers; and how many answers there were, to be waited for. */
  readonly orders: MessagePort
  readonly answered: Int32Array<SharedArrayBuffer>
}

const { policy, file, orders, answered } = workerData as ThreadData
/** The end of the file was read. */
let isOver = false
/** Used again for each piece. */
const room = file === undefined ? undefined : Buffer.allocUnsafeSlow(PIECE)
const lines = new Lines()
const out = new ColumnsOut()
const ways = new CountedWays(policy)
/** Of each batch that was handed over and is not over. */
const held = new Map<number, readonly Observation[]>()
let batches = 0

function batchOf(piece: Uint8Array | undefined): Batch {
  const texts = piece ? lines.add(piece) : lines.end()
  const batch = batches++
  const [at, observations] = [new Float64Array(texts.length), new Uint16Array(texts.length)]
  const odd = new Map<number, OddLine>()
  const seen: Observation[] = []
  for (const [place, text] of texts.entries()) {
    const line = lineOf(text)
    if ('is' in line) {
      odd.set(place, line)
      continue
    }
    at[place] = line.at
    observations[place] = line.seen.length
    for (const each of line.seen) seen.push(each)
  }
  held.set(batch, seen)
  return { batch, octets: piece?.length ?? 0, lines: texts.length, at, observations, odd, columns: out.of(seen) }
}

function lineOf(text: string | undefined): OddLine | { readonly at: number; readonly seen: readonly Observation[] } {
  if (text === undefined) return { is: 'bad', why: `is longer than ${MOST_LINE} octets` }
  if (text.trim() === '') return { is: 'blank' }
  const line = parsed(text)
  if (typeof line === 'string') return { is: 'bad', why: line }
  const { topic, key, message } = line
  const heard: Heard = heardIn(topic, key, message)
  if (heard === 'unreadable') {
    const why = 'without the fields that it is counted by, or of a time that is none'
    return { is: heard, why: `${topic.slice(0, 60)}: ${why}` }
  }
  if (heard === 'unknown') return { is: heard }
  if (heard === 'erased') return { is: heard, text }
  return 'set' in heard ? { is: 'set', text } : { at: message.at, seen: heard }
}

function follow(asked: Asked): void {
  if ('about' in asked) return answer({ ways: ways.look(asked.about) })
  const { batch, isOver } = asked.orders
  ways.hear(asked.orders, batch === undefined ? [] : (held.get(batch) ?? []))
  if (isOver && batch !== undefined) held.delete(batch)
}

function pieceOf(wanted: Wanted): Uint8Array | undefined {
  if (wanted !== 'more') return wanted.piece
  // Of a pipe or a terminal there may be more after its end, or somebody who is waited for.
  const octets = isOver ? 0 : readSync(file as number, room as Buffer)
  isOver = octets === 0
  return octets === 0 ? undefined : room?.subarray(0, octets)
}

function read(wanted: Wanted): void {
  // What somebody may wait for comes first.
  for (let next = receiveMessageOnPort(orders); next; next = receiveMessageOnPort(orders)) follow(next.message as Asked)
  const batch = batchOf(pieceOf(wanted))
  const { columns, at, observations } = batch
  parentPort?.postMessage(batch, [...buffersOfColumns(columns), at.buffer, observations.buffer])
}

function answer(answer: Answered): void {
  orders.postMessage(answer)
  Atomics.add(answered, 0, 1)
  Atomics.notify(answered, 0)
}

/** Whoever waits for an answer hears of nothing else: it is told what went wrong. */
const orTell =
  <T>(work: (message: T) => void) =>
  (message: T) => {
    try {
      work(message)
    } catch (failed) {
      answer({ failed })
      throw failed
    }
  }

orders.on('message', orTell(follow))
parentPort?.on('message', orTell(read))
