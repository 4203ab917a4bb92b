import type { Command } from 'commander'
import { type Begun, type evidenceBaselines, type MessageOf, shardOf } from '#contracts'
import type { Client } from './client.ts'
import { pages } from './pages.ts'
import type { Kept, Proof } from './seals.ts'

type Made = Extract<MessageOf<typeof evidenceBaselines>, { type: 'baseline.made' }>['data']

interface Fact extends Kept {
  readonly id: string
  readonly whole: boolean
  readonly begun?: Begun
  readonly made?: Made
  readonly again?: number
}

/** From when on states of a kind are held against what their lanes left. */
export interface Since {
  readonly at: number
  readonly number: number
  /** What stood there before was taken as it was. */
  readonly taken: number
  readonly by?: string | undefined
  readonly reason?: string | undefined
  readonly proposal?: string | undefined
  /** What was changed between seals of before, and people took with it. */
  readonly between?: number
}

/**
 * Proves the baselines as what they are, signed facts, and gives that of one kind: since when it holds, and until when seals tell
 * of what people took as it stood.
 */
export async function baselineOf(
  client: Client,
  proof: Proof,
  process: string,
): Promise<{ since?: Since; takenUntil?: number }> {
  const begun: Begun[] = []
  const made: Made[] = []
  const flawed = new Set<string>()
  const facts = async function* (): AsyncGenerator<Fact> {
    for await (const fact of pages<Fact>(client, '/v1/baselines', 500)) if (proof.isReadable(fact)) yield fact
  }
  await proof.prove('baselines', (key) => shardOf('baselines', key), facts(), {
    each({ chain, whole, again, number, digest, ...fact }, signed) {
      if (!whole) proof.flaws.push({ id: chain, flaw: 'content' })
      if (again !== undefined) proof.flaws.push({ id: chain, flaw: 'anew' })
      if (!whole || signed?.number !== number || signed.digest !== digest) flawed.add(chain)
      if (fact.begun?.process === process && !flawed.has(chain)) begun.push(fact.begun)
      if (fact.made?.process === process && !flawed.has(chain)) made.push(fact.made)
    },
  })
  const last = begun
    .toSorted((a, b) => a.number - b.number)
    .findLast(({ nothing, takes }) => !nothing && takes.includes('seal'))
  if (!last) return {}
  const lanes = made.filter(({ number }) => number === last.number)
  const since: Since = {
    at: Math.max(last.at, ...lanes.map(({ at }) => at)),
    number: last.number,
    taken: lanes.reduce((sum, { taken }) => sum + taken, 0),
    by: last.by,
    reason: last.reason,
    proposal: last.proposal,
  }
  const ordered = begun.filter(({ by }) => by !== undefined).map(({ number }) => number)
  const orderedAt = made.filter(({ number }) => ordered.includes(number)).map(({ at }) => at)
  return { since, ...(orderedAt.length > 0 ? { takenUntil: proof.signedBy(Math.max(...orderedAt)) } : {}) }
}

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** Since when it holds, where what stood there before was taken as it was. */
export function toldOfSince({ at, number, taken, by, reason, proposal, between = 0 }: Since): string {
  const why =
    by === undefined ? 'the first start of a build that signs them' : `order of ${by} (${reason}; ${proposal})`
  return [
    `holds since ${new Date(at).toISOString()}`,
    `baseline ${number}: ${many(taken, 'state')} taken as they stood, by ${why}; what was changed before is not known`,
    ...(between > 0 ? [`${many(between, 'change')} between seals of before`] : []),
  ].join('; ')
}

/** `quadzero evidence baseline`. */
export function evidenceCommands(program: Command, client: () => Client): void {
  program
    .command('evidence')
    .description('what is held against what was signed')
    .command('baseline <kind>')
    .description(
      'takes what stands there of one kind (as verify lists names it: subscriber) as it is from now on, after a build that signs less ran on the store; two people, on the audit, and told by each verify',
    )
    .requiredOption('--reason <text>', 'why, for who approves it and for auditors')
    .action(async (process: string, { reason }: { reason: string }) => {
      const done = (await client().json('POST', '/v1/baselines', { process, reason })) as {
        proposal: string
        status: string
      }
      if (program.opts<{ json?: boolean }>().json) console.log(JSON.stringify(done))
      else
        console.log(
          done.status === 'open'
            ? `It waits for a second person: ${done.proposal}.`
            : 'It is being done; verify says when it holds.',
        )
    })
}
