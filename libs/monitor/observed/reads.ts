import { z } from 'zod'
import { allTopics, type Topic } from '#contracts'
import { observe, observed } from './observe.ts'

/** What is read of the messages of one type. */
export interface Reads {
  readonly topic: string
  readonly type: string
  /** What it is counted as. */
  readonly kinds: readonly string[]
  /** Fields of its `data`, by their path; `[]`: of each in a list. */
  readonly fields: readonly string[]
  /** Touched as well, though its contract has none: what is read of several types alike. */
  readonly beyond: readonly string[]
}

const topics: readonly Topic[] = allTopics

type Schema = Readonly<Record<string, unknown>>

/** How often each type is read, with other values in its fields each time: until every branch was taken. */
const TIMES = 1500
/** Values that readers tell apart: a word of the contract, a time, an amount, and what holds others. */
const values = ['word', 'word', 'time', 'amount', 'yes', 'none', 'object', 'object', 'list'] as const

/**
 * What the monitor reads of each message, found by watching it read: what it touches of messages in whose fields stands now
 * this, now that. So it says what the code does, whoever changes that.
 */
export function reads(): readonly Reads[] {
  return observed.map(({ topic, type }) => {
    const [kinds, fields] = [new Set<string>(), new Set<string>()]
    const contract = topics.find(({ name }) => name === topic)?.messages[type]
    const schema: Schema = contract ? z.toJSONSchema(contract, { io: 'input' }) : {}
    const known = knownOf(schema)
    const made = { fields, words: known.words, next: numbersOf(`${topic} ${type}`) }
    for (let time = 0; time < TIMES; time++) {
      const data = watched('', made)
      const seen = observe(topic, 'key', { type, at: 1_800_000_000_000, data })
      if (typeof seen !== 'string') for (const { kind } of seen) kinds.add(kind)
    }
    // Of what holds others only these are told.
    const isLeaf = (path: string) =>
      ![...fields].some((each) => each.startsWith(`${path}.`) || each.startsWith(`${path}[]`))
    const paths = [...fields].filter(isLeaf).sort()
    return {
      ...{ topic, type, kinds: [...kinds].sort() },
      fields: paths.filter((path) => known.paths.has(path)),
      beyond: paths.filter((path) => !known.paths.has(path)),
    }
  })
}

interface Made {
  readonly fields: Set<string>
  readonly words: readonly string[]
  readonly next: () => number
}

/** Something with any field, each of which says that it was read. */
function watched(path: string, made: Made): object {
  const known = new Map<string, unknown>()
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === 'symbol') return undefined
        const own = path === '' ? name : `${path}.${name}`
        made.fields.add(own)
        if (!known.has(name)) known.set(name, anyOf(own, made))
        return known.get(name)
      },
    },
  )
}

function anyOf(path: string, made: Made): unknown {
  const { next, words } = made
  switch (values[next() % values.length]) {
    case 'word':
      return words[next() % words.length]
    case 'time':
      return 1_700_000_000_000
    case 'amount':
      return 5
    case 'yes':
      return true
    case 'object':
      return watched(path, made)
    case 'list':
      return [watched(`${path}[]`, made)]
    default:
      return undefined
  }
}

/** Every path that the contract of a message has, and its words: readers do this for one of them and that for another. */
function knownOf(schema: Schema): { readonly paths: ReadonlySet<string>; readonly words: readonly string[] } {
  const paths = new Set<string>()
  const words = new Set(['a word'])
  const walk = (node: Schema, path: string): void => {
    for (const each of [...((node['enum'] ?? []) as unknown[]), node['const']])
      if (typeof each === 'string') words.add(each)
    for (const some of ['anyOf', 'oneOf', 'allOf']) for (const each of (node[some] ?? []) as Schema[]) walk(each, path)
    if (node['items']) walk(node['items'] as Schema, `${path}[]`)
    for (const [name, each] of Object.entries((node['properties'] ?? {}) as Record<string, Schema>)) {
      const own = path === '' ? name : `${path}.${name}`
      paths.add(own)
      walk(each, own)
    }
  }
  walk(schema, '')
  return { paths, words: [...words] }
}

/** The same numbers for the same name, whenever and wherever: what is generated is compared. */
function numbersOf(name: string): () => number {
  let state = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7)
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 16
  }
}
