import type { Bus } from '#bus'
import { Campaigns, type Match, read } from '#campaigns'
import { campaignExemplars, type MessageOf, type SortedReport } from '#contracts'
import { followTopic } from '#reference'
import type { Part } from '#service'
import { campaignOf, type Placing, type TextIndex } from '../domain/campaigns/placing.ts'

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
  /** By exemplar: the campaign that it is of, and its report. */
  readonly #names: (string | undefined)[] = []
  readonly #reports: (string | undefined)[] = []
  readonly #handles = new Map<string, number>()
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
    const { honest: _own, ...reading } = read(sorted.text, { clues: sorted })
    const placed = this.#campaigns.place(sorted.honest ? { ...reading, honest: sorted.honest } : reading, this.#day)
    if (placed.kind === 'apart') return this.#remember(report, undefined)
    if (placed.kind === 'new') {
      const campaign = campaignOf(report)
      this.#handles.set(campaign, placed.campaign)
      this.#name(placed.exemplar, campaign, report)
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
    const campaign = this.#nameOf(match.exemplar)
    if (exemplar !== undefined) this.#name(exemplar, campaign, report)
    const like = this.#reports[match.exemplar]!
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
    const { honest: _own, ...reading } = read(data.text, { clues: data })
    const handle = this.#handles.get(data.campaign)
    const { campaign, exemplar } = this.#campaigns.learn(reading, this.#day, handle)
    if (handle === undefined) this.#handles.set(data.campaign, campaign)
    this.#name(exemplar, data.campaign, data.report)
  }

  #move({ campaign, report, into }: { campaign: string; report?: string | undefined; into: string }): void {
    if (report === undefined) return void this.#moved.set(campaign, into)
    for (const each of [campaign, into]) this.#apart.add(each)
    const exemplar = this.#reports.lastIndexOf(report)
    if (exemplar !== -1) this.#names[exemplar] = into
  }

  #nameOf(exemplar: number): string {
    let name = this.#names[exemplar]!
    for (let steps = 0; this.#moved.has(name) && steps < 20; steps++) name = this.#moved.get(name)!
    return name
  }

  /** Campaigns that this text shows to be one with its own, each asked for once, and none that staff took apart. */
  #alike(campaign: string, matches: readonly Match[]): string[] {
    if (this.#apart.has(campaign)) return []
    const others = new Set(matches.map(({ exemplar }) => this.#nameOf(exemplar)))
    return [...others].filter((other) => {
      const pair = [campaign, other].sort().join()
      if (other === campaign || this.#apart.has(other) || this.#asked.has(pair)) return false
      this.#asked.add(pair)
      return true
    })
  }

  #name(exemplar: number, campaign: string, report: string): void {
    this.#names[exemplar] = campaign
    this.#reports[exemplar] = report
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
    this.#campaigns.forget(day - KEPT_DAYS, (exemplar) => {
      this.#handles.delete(this.#names[exemplar]!)
      this.#names[exemplar] = this.#reports[exemplar] = undefined
    })
  }
}

const figures = ({ score, overlap, evidence }: Match) => ({
  score: Math.round(score * 100) / 100,
  share: Math.round(Math.max(overlap.mine, overlap.theirs) * 100),
  evidence: evidence.map(({ kind, value }) => `${kind} ${value}`.slice(0, 120)),
})
