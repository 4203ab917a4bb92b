import { deskOf, type Policy, withDesk } from './desk.ts'
import type { VersionedPolicy } from './load.ts'
import type { WholePolicy } from './schema.ts'
import { contradictionsOf, deskFrom } from './tuned.ts'
import type { FigureProblem } from './wrong.ts'

/** The policy of a time: a deadline is by what held when it began. */
export type PolicyAt = (time: number) => WholePolicy

/** A version that was released, as far as it is read here. */
interface Release {
  readonly number: number
  readonly name: string
  /** From when on it holds. */
  readonly at: number
  readonly figures: unknown
}

interface Held {
  readonly number: number
  readonly at: number
  readonly held: VersionedPolicy
  readonly unread: readonly string[]
}

/**
 * The policy by which this process decides: its file, with the desk’s figures that were released on top, each version from its
 * time on. What is decided at a time is decided by the version of that time; whoever decides takes it from `at`.
 */
export class LivePolicy {
  /** What holds from the start of the process on. Figures that are released are not in its type: they have a time. */
  readonly policy: Policy
  /** Of the file. */
  readonly version: string
  readonly file: VersionedPolicy
  #versions: readonly Held[] = []

  constructor(file: VersionedPolicy) {
    this.file = file
    this.policy = file.policy
    this.version = file.version
  }

  /** What was in force then; of a time before the first release, the file. */
  at(time: number): VersionedPolicy {
    for (let n = this.#versions.length - 1; n >= 0; n--) {
      const version = this.#versions[n]
      if (version && version.at <= time) return version.held
    }
    return this.file
  }

  /** As `at`, for who needs the policy of more times than that which is decided at. */
  readonly policyAt: PolicyAt = (time) => this.at(time).policy

  get latest(): VersionedPolicy {
    return this.#versions.at(-1)?.held ?? this.file
  }

  /** Of the latest version; 0: none was released. */
  get number(): number {
    return this.#versions.at(-1)?.number ?? 0
  }

  /** Figures of the latest version that this build cannot read: it decides by its file’s. */
  get unread(): readonly string[] {
    return this.#versions.at(-1)?.unread ?? []
  }

  /** What of the released figures cannot hold together with this file, which may be another than they were released beside. */
  get contradictions(): readonly FigureProblem[] {
    return contradictionsOf(deskOf(this.latest.policy), this.file.policy)
  }

  /** A version of the topic of them; one that is read again is known. */
  apply({ number, name, at, figures }: Release): void {
    if (this.#versions.some((each) => each.number === number)) return
    const { desk, unread } = deskFrom(figures, this.file.policy)
    // The file’s words and other figures are part of what is decided by.
    const held = { version: `${name}+${this.version}`, policy: Object.freeze(withDesk(this.file.policy, desk)) }
    this.#versions = [...this.#versions, { number, at, held, unread }].sort((a, b) => a.number - b.number)
  }
}
