import { hostsIn } from '#clues'
import type { BlockTarget, MessageOf, networkBlocks } from '#contracts'
import { portsBehind } from '#sms'
import { MOST_DIGITS, type Span, SpanTable } from './span-table.ts'

type Message = MessageOf<typeof networkBlocks>
type Kind = BlockTarget['kind']

export type NetworkRule = 'network.all' | 'network.marketing' | 'network.domain'

/** What decisions see of it. */
export interface NetworkBlocksView {
  /** The rule that stops a sender then, or the port that it is an extension of; undefined: nothing does. */
  stops(sender: string, isMarketing: boolean, at: number): NetworkRule | undefined
  /** The same of a text: a link in it leads to a domain that is blocked then. */
  stopsText(text: string, at: number): NetworkRule | undefined
}

const kinds: Readonly<Record<Kind, number>> = { port: 0, number: 1, prefix: 2, domain: 3 }
const DOMAIN = 'domain '
/** What held before the latest change is asked about for moments only. */
const MOST_FORMER = 100_000
const seconds = (ms: number): number => Math.floor(ms / 1000)

/**
 * Blocks for everybody and the white list, in memory, fed from the compacted topic: digits in 16 octets a place, the rest
 * by name. A sender under a blocked prefix that is on the white list is not stopped by it.
 */
export class NetworkBlocks implements NetworkBlocksView {
  readonly #digits = new SpanTable()
  /** Few, and asked about for each sender: by themselves they stay near the processor. */
  readonly #prefixes = new SpanTable()
  readonly #names = new Map<string, Span>()
  readonly #former = new Map<string, Span>()
  readonly #white = new SpanTable()
  readonly #whiteNames = new Set<string>()
  /** Domains above those on the white list, and above how many each is. */
  readonly #aboveWhite = new Map<string, number>()
  readonly #own: ReadonlySet<string>
  readonly #portOf: (sender: string, at: number) => string
  readonly #isRegistered: (sender: string) => boolean
  /** Lengths of prefixes that there are, a bit each. */
  #lengths = 0
  /** Changes with each block of a domain; 0 while there was none. */
  domainsVersion = 0
  /** When it was last told that it is current, ms. */
  currentAt = 0

  /**
   * @param own numbers that are on the white list without being put there: short codes, emergency numbers
   * @param portOf the port that a sender is an extension of
   * @param isRegistered whether a sender has a record of its own
   */
  constructor(
    own: readonly string[] = [],
    portOf: (sender: string, at: number) => string = (sender) => sender,
    isRegistered: (sender: string) => boolean = () => false,
  ) {
    this.#own = new Set(own)
    this.#portOf = portOf
    this.#isRegistered = isRegistered
  }

  apply(message: Message): void {
    this.currentAt = Math.max(this.currentAt, message.at)
    if (message.type === 'blocks.current') return
    const { target } = message.data
    const digits = digitsOf(target.value)
    if (message.type === 'white.set') {
      const { retired } = message.data
      if (digits)
        this.#white.set(kinds[target.kind], digits.length, digits.value, { all: true, from: 0, until: retired ? 1 : 0 })
      else this.#listName(target, retired !== true)
      return
    }
    const { before } = message.data
    const span = spanOf(message.data)
    if (target.kind === 'domain') this.domainsVersion++
    if (before) this.#keepFormer(nameOf(target), spanOf(before))
    if (!digits) this.#names.set(nameOf(target), span)
    else {
      if (target.kind === 'prefix') this.#lengths |= 1 << digits.length
      this.#tableOf(target.kind).set(kinds[target.kind], digits.length, digits.value, span)
    }
  }

  stops(sender: string, isMarketing: boolean, at: number): NetworkRule | undefined {
    const own = this.#stopsItself(sender, isMarketing, at)
    if (own === 'network.all') return own
    const port = this.#portOf(sender, at)
    if (port === sender || this.#isListed('port', sender)) return own
    return this.#stopsItself(port, isMarketing, at) ?? own
  }

  #stopsItself(sender: string, isMarketing: boolean, at: number): NetworkRule | undefined {
    const second = seconds(at)
    let value = 0
    let prefix = 0
    const { length } = sender
    for (let i = 0; i < length; i++) {
      const digit = sender.charCodeAt(i) - 48
      if (digit < 0 || digit > 9 || i >= MOST_DIGITS) return this.#nameStops(sender, isMarketing, at, prefix)
      value = value * 10 + digit
      if ((this.#lengths & (1 << (i + 1))) !== 0) {
        const found = this.#stop('prefix', i + 1, value, sender, second)
        if (found === 2 || (found === 1 && prefix === 0)) prefix = found
      }
    }
    if (length === 0) return undefined
    const own = Math.max(
      this.#stop('port', length, value, sender, second),
      this.#stop('number', length, value, sender, second),
    )
    return this.#ruled(sender, own, prefix, isMarketing, at)
  }

  stopsText(text: string, at: number): NetworkRule | undefined {
    if (this.domainsVersion === 0) return undefined
    return hostsIn(text).some((host) => this.stopsDomain(host, at)) ? 'network.domain' : undefined
  }

  /** Whether links to this name, or to one above it, are blocked then; what is on the white list is not by a name above it. */
  stopsDomain(name: string, at: number): boolean {
    for (const each of namesFrom(name)) {
      if (holdsIn(this.#names.get(`${DOMAIN}${each}`), seconds(at))) return true
      if (this.#whiteNames.has(`${DOMAIN}${each}`)) return false
    }
    return false
  }

  /**
   * Names that are blocked then with all below them, in order (without those above one on the white list: who is told the name
   * alone would stop that as well), and until when that is so if nothing is said meanwhile, ms.
   */
  domains(at: number): { names: string[]; until: number } {
    const second = seconds(at)
    const names: string[] = []
    let until = Number.POSITIVE_INFINITY
    for (const [name, span] of this.#names) {
      if (!name.startsWith(DOMAIN)) continue
      const value = name.slice(DOMAIN.length)
      if (holdsIn(span, second) && !this.#aboveWhite.has(value)) names.push(value)
      for (const time of [span.from, span.until]) if (time > second) until = Math.min(until, time * 1000)
    }
    return { names: names.sort(), until }
  }

  /**
   * Protected then: nothing blocks it unless two people do. A sender is, whether it was listed as a port or as a number, and so is
   * what has digits behind a listed port, but for who has a port of their own there; a prefix, when a protected sender begins so; a domain with all names below it, and one above a protected name, for it means that, too.
   */
  isWhite({ kind, value }: BlockTarget, at: number): boolean {
    if (kind === 'prefix')
      return [...this.#own].some((each) => each.startsWith(value)) || this.#isListed('prefix', value)
    if (kind !== 'domain') return this.#isWhiteSender(value, at)
    return this.#aboveWhite.has(value) || namesFrom(value).some((each) => this.#whiteNames.has(`${DOMAIN}${each}`))
  }

  /** Whether the latest word on this very target is a block of that scope and end which holds at `from`, ms. */
  isBlocked({ kind, value }: BlockTarget, said: Parameters<typeof spanOf>[0]): boolean {
    const { all, from, until } = spanOf(said)
    const digits = digitsOf(value)
    if (!digits) {
      const held = this.#names.get(nameOf({ kind, value }))
      return held?.all === all && held.until === until && holdsIn(held, from)
    }
    const table = this.#tableOf(kind)
    const place = table.place(kinds[kind], digits.length, digits.value)
    return place >= 0 && table.isAll(place) === all && table.ends(place) === until && table.holds(place, from)
  }

  /** Whether it stands on the white list by itself. */
  isListed({ kind, value }: BlockTarget): boolean {
    return this.#isListed(kind, value)
  }

  /** Entries, those that are over among them. */
  get size(): number {
    return this.#digits.size + this.#prefixes.size + this.#names.size
  }

  #listName(target: BlockTarget, isListed: boolean): void {
    const name = nameOf(target)
    if (this.#whiteNames.has(name) === isListed) return
    if (isListed) this.#whiteNames.add(name)
    else this.#whiteNames.delete(name)
    if (target.kind !== 'domain') return
    if (this.domainsVersion > 0) this.domainsVersion++
    for (const above of namesFrom(target.value).drop(1)) {
      const count = (this.#aboveWhite.get(above) ?? 0) + (isListed ? 1 : -1)
      if (count > 0) this.#aboveWhite.set(above, count)
      else this.#aboveWhite.delete(above)
    }
  }

  #tableOf(kind: Kind): SpanTable {
    return kind === 'prefix' ? this.#prefixes : this.#digits
  }

  #isListed(kind: Kind, value: string): boolean {
    const digits = digitsOf(value)
    if (!digits) return this.#whiteNames.has(`${kind} ${value}`)
    const place = this.#white.place(kinds[kind], digits.length, digits.value)
    return place >= 0 && this.#white.holds(place, 2)
  }

  #isWhiteSender(sender: string, at: number): boolean {
    if (this.#isWhitePort(sender) || this.#isListed('number', sender)) return true
    const port = this.#portOf(sender, at)
    if (port !== sender) return this.#isWhitePort(port)
    return !this.#isRegistered(sender) && portsBehind(sender).some((each) => this.#isWhitePort(each))
  }

  #isWhitePort(port: string): boolean {
    return this.#own.has(port) || this.#isListed('port', port)
  }

  /** 0 nothing, 1 marketing, 2 all. */
  #stop(kind: Kind, length: number, value: number, sender: string, second: number): number {
    const table = this.#tableOf(kind)
    const place = table.place(kinds[kind], length, value)
    if (place < 0) return 0
    if (table.holds(place, second)) return table.isAll(place) ? 2 : 1
    return this.#formerStop(kind, sender.slice(0, length), second)
  }

  #formerStop(kind: Kind, value: string, second: number): number {
    const former = this.#former.size === 0 ? undefined : this.#former.get(`${kind} ${value}`)
    return holdsIn(former, second) ? (former?.all ? 2 : 1) : 0
  }

  #nameStops(sender: string, isMarketing: boolean, at: number, prefix: number): NetworkRule | undefined {
    const second = seconds(at)
    const span = this.#names.get(`port ${sender}`)
    const own = holdsIn(span, second) ? (span?.all ? 2 : 1) : this.#formerStop('port', sender, second)
    return this.#ruled(sender, own, prefix, isMarketing, at)
  }

  #ruled(sender: string, own: number, prefix: number, isMarketing: boolean, at: number): NetworkRule | undefined {
    const stop = prefix > own && !this.#isWhiteSender(sender, at) ? prefix : own
    if (stop === 2) return 'network.all'
    return stop === 1 && isMarketing ? 'network.marketing' : undefined
  }

  #keepFormer(name: string, span: Span): void {
    this.#former.delete(name)
    this.#former.set(name, span)
    if (this.#former.size > MOST_FORMER) this.#former.delete(this.#former.keys().next().value as string)
  }
}

/** A name, and those above it. */
function* namesFrom(name: string): Generator<string> {
  for (let rest = name; rest !== ''; ) {
    yield rest
    const dot = rest.indexOf('.')
    if (dot === -1) return
    rest = rest.slice(dot + 1)
  }
}

const nameOf = ({ kind, value }: BlockTarget): string => `${kind} ${value}`

const spanOf = ({
  scope,
  from,
  until,
}: {
  scope: 'all' | 'marketing'
  from: number
  until?: number | undefined
}): Span => ({
  all: scope === 'all',
  from: seconds(from),
  until: until === undefined ? 0 : Math.max(1, seconds(until)),
})

const holdsIn = (span: Span | undefined, second: number): boolean =>
  span !== undefined && span.from <= second && (span.until === 0 || second < span.until)

function digitsOf(text: string): { length: number; value: number } | undefined {
  return text.length <= MOST_DIGITS && /^\d+$/.test(text) ? { length: text.length, value: Number(text) } : undefined
}
