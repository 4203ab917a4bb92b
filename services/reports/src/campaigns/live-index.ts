import type { Bus } from '#bus'
import { Campaigns, type Match, Postings, read } from '#campaigns'
import { campaignExemplars, type MessageOf, type SortedReport } from '#contracts'
import { followTopic } from '#reference'
import type { Part } from '#service'
import { campaignOf, type Placing, type TextIndex } from '../domain/campaigns/placing.ts'
import { isFromPerson } from '../domain/sender.ts'
import { hashOf, Names } from './names.ts'

const DAY = 86_400_000
/** Reports that were placed of late: asked again, they are placed the same. */
const REMEMBERED = 50_000
const KEPT_DAYS = campaignExemplars.keep as number

/**
 * The texts that reports are compared with, in memory: those of the last days out of `campaign.exemplars`, which every process
 * reads to its end before it takes work, and what this one places itself, at once.
 */
export class LiveIndex implements TextIndex, Part {
  readonly #bus: Bus
  readonly #campaigns = new Campaigns()
  /** The report of each exemplar, the name of each campaign, and which campaign has a name. */
  readonly #reports = new Names()
  readonly #names = new Names()
  readonly #named = new Postings()
  /** Exemplars that staff took out of their campaign. */
  readonly #taken = new Map<number, string>()
  readonly #remembered = new Map<string, Placing | undefined>()
  /** Where all of a campaign went, and those that staff took apart: likeness brings them together no more. */
  readonly #moved = new Map<string, string>()
  readonly #apart = new Set<string>()
  readonly #asked = new Set<string>()
  #day = 0
  #stop: (() => Promise<void>) | undefined

  constructor(bus: Bus) {
    this.#bus = bus
  }

  async start(): Promise<void> {
    this.#stop = await followTopic(this.#bus, campaignExemplars, (message) => this.learn(message))
  }

  async stop(): Promise<void> {
    await this.#stop?.()
  }

  place(report: string, sorted: SortedReport): Placing | undefined {
    if (this.#remembered.has(report)) return this.#remembered.get(report)
    this.#until(sorted.at)
    // Whether it is honest was judged where its sender is known.
    const placed = this.#campaigns.place(
      read(sorted.text, {
        clues: sorted,
        judged: sorted.honest ?? 'none',
        fromPerson: isFromPerson(sorted.sender),
      }),
      this.#day,
    )
    if (placed.kind === 'apart') return this.#remember(report, undefined)
    if (placed.kind === 'new') {
      const campaign = campaignOf(report)
      this.#nameNew(placed.campaign, campaign)
      this.#reports.add(report)
      return this.#remember(report, {
        campaign,
        kind: 'first',
        variant: report,
        why: { evidence: [] },
        isExemplar: true,
        alike: [],
      })
    }
    const { match, exemplar } = placed
    const campaign = this.#nameOf(match)
    if (exemplar !== undefined) {
      this.#reports.add(report)
      if (this.#taken.has(match.exemplar)) this.#taken.set(exemplar, this.#taken.get(match.exemplar)!)
    }
    const like = this.#reports.at(match.exemplar)!
    return this.#remember(report, {
      campaign,
      kind: 'joined',
      variant: exemplar === undefined ? like : report,
      why: { with: like, ...figures(match) },
      isExemplar: exemplar !== undefined,
      alike: this.#alike(campaign, placed.alike),
    })
  }

  /** What another process placed, or this one before it started; and what staff moved. */
  learn({ type, data, at }: MessageOf<typeof campaignExemplars>): void {
    if (type === 'exemplar.moved') return this.#move(data)
    if (this.#remembered.has(data.report)) return
    this.#until(at)
    const known = this.#known(data.campaign)
    const reading = read(data.text, { clues: data, judged: 'none', fromPerson: data.fromPerson ?? false })
    const { campaign } = this.#campaigns.learn(reading, this.#day, known)
    if (known === undefined) this.#nameNew(campaign, data.campaign)
    this.#reports.add(data.report)
  }

  /** Octets of all that grows with the texts. */
  get bytes(): number {
    return this.#campaigns.bytes + this.#reports.bytes + this.#names.bytes + this.#named.bytes
  }

  #move({ campaign, report, into }: { campaign: string; report?: string | undefined; into: string }): void {
    if (report === undefined) return void this.#moved.set(campaign, into)
    for (const each of [campaign, into]) this.#apart.add(each)
    const exemplar = this.#reports.lastOf(report)
    if (exemplar !== -1) this.#taken.set(exemplar, into)
  }

  #nameOf({ campaign, exemplar }: Match): string {
    let name = this.#taken.get(exemplar) ?? this.#names.at(campaign)!
    for (let steps = 0; this.#moved.has(name) && steps < 20; steps++) name = this.#moved.get(name)!
    return name
  }

  /** Campaigns that this text shows to be one with its own, each asked for once, and none that staff took apart. */
  #alike(campaign: string, matches: readonly Match[]): string[] {
    if (this.#apart.has(campaign)) return []
    const others = new Set(matches.map((each) => this.#nameOf(each)))
    return [...others].filter((other) => {
      const pair = [campaign, other].sort().join()
      if (other === campaign || this.#apart.has(other) || this.#asked.has(pair)) return false
      this.#asked.add(pair)
      if (this.#asked.size > REMEMBERED) this.#asked.delete(this.#asked.values().next().value!)
      return true
    })
  }

  /** Campaigns are counted as their names are. */
  #nameNew(campaign: number, name: string): void {
    if (this.#names.add(name) !== campaign) throw new Error('a campaign has no name')
    this.#named.add(hashOf(name), campaign)
  }

  #known(name: string): number | undefined {
    const found = this.#named.find(hashOf(name))
    return this.#named.met.subarray(0, found).find((campaign) => this.#names.at(campaign) === name)
  }

  #remember(report: string, placing: Placing | undefined): Placing | undefined {
    this.#remembered.set(report, placing)
    if (this.#remembered.size > REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value!)
    return placing
  }

  /** Days only go on; what is older than is kept is forgotten. */
  #until(at: number): void {
    const day = Math.floor(at / DAY)
    if (day <= this.#day) return
    this.#day = day
    this.#campaigns.forget(day - KEPT_DAYS, (exemplar, campaign, isLast) => {
      this.#reports.forget(exemplar)
      this.#taken.delete(exemplar)
      if (!isLast) return
      this.#named.remove(hashOf(this.#names.at(campaign)!), campaign)
      this.#names.forget(campaign)
    })
  }
}

const figures = ({ score, overlap, evidence }: Match) => ({
  score: Math.round(score * 100) / 100,
  share: Math.round(Math.max(overlap.mine, overlap.theirs) * 100),
  evidence: evidence.map(({ kind, value }) => `${kind} ${value}`.slice(0, 120)),
})
