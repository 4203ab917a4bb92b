import { createHash } from 'node:crypto'
import { dayOf } from '#calendar'
import { publicNotices } from '#contracts'
import { followTopic, Likely } from '#reference'
import type { Deps, Part } from '#service'
import type { PublicNotice } from './domain/notice.ts'
import { namesIn, plainly } from './notice-names.ts'
import type { Published } from './notice-page.ts'

/** Notices of one partner that are told at once. */
const MOST_SHOWN = 500
/** Notices on a page, and in a feed before its next one. */
const PAGE = 100

export const etagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`

const newest = (all: readonly Published[]): readonly Published[] =>
  all.toSorted((a, b) => b.notice.publishedAt - a.notice.publishedAt || (a.notice.number < b.notice.number ? 1 : -1))

/**
 * All notices, in memory as they were published: pages are made once a change and given from there, so that a flood reads no
 * store and waits for nothing.
 */
export class PublishedNotices implements Part {
  readonly #deps: Pick<Deps, 'bus' | 'policy' | 'config'>
  readonly #notices = new Map<string, { notice: PublicNotice; former: PublicNotice[] }>()
  readonly #made = new Map<string, { body: string; etag: string }>()
  /** Numbers of notices by what they call a partner, a service or software, however it is typed. */
  readonly #named = new Map<string, Set<string>>()
  /** What notices call somebody or something, by a part of it. */
  readonly #likely = new Likely()
  /** Partners and services that were warned of, until something changes. */
  #warned: { readonly partners: ReadonlySet<string>; readonly services: ReadonlySet<string> } | undefined
  /** The newest first, until something changes. */
  #sorted: readonly Published[] | undefined
  #stop: (() => Promise<void>) | undefined

  constructor(deps: Pick<Deps, 'bus' | 'policy' | 'config'>) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    this.#stop = await followTopic(this.#deps.bus, publicNotices, ({ data }) => this.#apply(data))
  }

  async stop(): Promise<void> {
    await this.#stop?.()
  }

  /** Versions may come in any order: the highest is what holds. */
  #apply(notice: PublicNotice): void {
    const known = this.#notices.get(notice.number)
    const versions = [...(known ? [...known.former, known.notice] : []), notice]
      .filter((each, at, all) => all.findIndex(({ version }) => version === each.version) === at)
      .sort((a, b) => a.version - b.version)
    for (const name of namesIn(notice)) {
      const key = plainly(name)
      this.#named.set(key, (this.#named.get(key) ?? new Set()).add(notice.number))
      this.#likely.add(name, name)
    }
    this.#notices.set(notice.number, { notice: versions.at(-1) as PublicNotice, former: versions.slice(0, -1) })
    this.#made.clear()
    this.#sorted = undefined
    this.#warned = undefined
  }

  /** A page of them, the newest on the first; undefined where there is none of this number. */
  page(
    number: number,
  ): { readonly shown: readonly Published[]; readonly number: number; readonly last: number } | undefined {
    this.#sorted ??= newest([...this.#notices.values()])
    const last = Math.max(1, Math.ceil(this.#sorted.length / PAGE))
    if (!Number.isInteger(number) || number < 1 || number > last) return undefined
    return { shown: this.#sorted.slice((number - 1) * PAGE, number * PAGE), number, last }
  }

  one(number: string): Published | undefined {
    return this.#notices.get(number)
  }

  /** Of one partner, the newest first. */
  of(partnerId: string): readonly Published[] {
    return newest(
      [...this.#notices.values()].filter(({ notice }) => notice.subject.partnerId === partnerId && !notice.withdrawn),
    ).slice(0, MOST_SHOWN)
  }

  /** About a service, whoever had it when it was warned of. */
  about(serviceId: string): readonly Published[] {
    return newest(
      [...this.#notices.values()].filter(({ notice }) => notice.subject.serviceId === serviceId && !notice.withdrawn),
    ).slice(0, MOST_SHOWN)
  }

  /** That call somebody or something so, then: whoever was renamed since is found as well. */
  named(name: string): readonly Published[] {
    const numbers = [...(this.#named.get(plainly(name)) ?? [])]
    return newest(numbers.flatMap((number) => this.#notices.get(number) ?? []))
      .filter(({ notice }) => !notice.withdrawn)
      .slice(0, MOST_SHOWN)
  }

  /** What those that were warned of are called, or were, where what is typed may mean that. */
  likely(typed: string): string[] {
    return [...this.#likely.find(typed)].filter((name) => this.named(name).length > 0)
  }

  /** Whether a partner, or its service whoever had it, was warned of. */
  isWarned(partnerId: string, serviceId = ''): boolean {
    this.#warned ??= this.#warnedOf()
    return this.#warned.partners.has(partnerId) || this.#warned.services.has(serviceId)
  }

  #warnedOf() {
    const subjects = [...this.#notices.values()].filter(({ notice }) => !notice.withdrawn).map((each) => each.notice)
    return {
      partners: new Set(subjects.flatMap(({ subject }) => subject.partnerId ?? [])),
      services: new Set(subjects.flatMap(({ subject }) => subject.serviceId ?? [])),
    }
  }

  readonly day = (at: number): string => dayOf(at, this.#deps.policy.policy.timeZone)

  /** A page by its name, made once until something changes. */
  made(name: string, make: () => string): { body: string; etag: string } {
    const known = this.#made.get(name)
    if (known) return known
    const body = make()
    const fresh = { body, etag: etagOf(body) }
    this.#made.set(name, fresh)
    return fresh
  }
}
