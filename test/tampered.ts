import { linkAfter, makeSealer, placeOf, Stamps, start, versionAfter } from '#evidence'
import { contentOf } from '../services/cases/src/domain/case-state.ts'
import { bookedOf } from '../services/charging/src/domain/settlement.ts'
import { moneyOf } from '../services/charging/src/domain/signed.ts'
import { contentOf as baselineOf } from '../services/confirmations/src/domain/baselines.ts'
import { lifeOf } from '../services/confirmations/src/domain/records.ts'
import { sealKey } from '../services/confirmations/src/domain/seals.ts'
import { contentOf as blockOf } from '../services/enforcement/src/domain/block.ts'
import { contentOf as rewardOf } from '../services/reports/src/domain/reward.ts'
import { auditKey } from '../services/staff/src/domain/audit.ts'
import { contentOf as subscriberOf } from '../services/subscriptions/src/domain/signed.ts'
import { verifyAudit, verifyLedger, verifyReceipts } from '../tools/cli/verify.ts'
import { verifyCases } from '../tools/cli/verify-cases.ts'
import { verifyBlocks, verifyPoints, verifySubscribers } from '../tools/cli/verify-kept.ts'
import type { Editable } from './edits.ts'
import type { Body, Rows } from './rows.ts'

/** What proves each kind of evidence. */
export const commands = {
  receipts: verifyReceipts,
  ledger: verifyLedger,
  audit: verifyAudit,
  cases: verifyCases,
  points: verifyPoints,
  blocks: verifyBlocks,
  subscribers: verifySubscribers,
}
export type Command = keyof typeof commands

interface Kind extends Editable {
  /** Which `quadzero verify` finds what is done to it. */
  readonly by: Command
  /** Names that the finding may give it, besides its key. */
  readonly names?: (body: Body, key: string) => readonly string[]
  /** What cuts off its end is found by what was proved before, or minutes later. */
  readonly remembered?: true
}

const partners = ({ charges = [] }: Body) => charges.flatMap((each: Body) => [each.partnerId, each.id].filter(Boolean))
const share = ({ shard }: Body, key: string) => [shard, key.split('.')[0] as string].filter(Boolean)
/** Long enough ago to have been signed since, had it been. */
const ago = () => Date.now() - 180_000
const attacker = { sealer: makeSealer('a secret of whoever it is'), stamps: new Stamps(['another'], 'waiting-heads') }
/** The version anew, by what the record holds now. */
const versioned = (body: Body, content: object): Body => ({
  ...body,
  version: { ...body.version, digest: placeOf(body.version, content).digest },
})
const relinked = (body: Body): Body => ({
  ...body,
  ...linkAfter({ number: body.number - 1, digest: body.before }, body.salt, body.content),
})
const first = (rows: Rows) => [...rows][0] as [string, Body]
const last = (rows: Rows) => [...rows].at(-1) as [string, Body]

const proven = (body: Body, content: object): Body => ({
  ...body,
  proof: { ...body.proof, digest: placeOf(body.proof, content).digest },
})

/** Stored kinds whose states are evidence. */
export const evidence: Readonly<Record<string, Kind>> = {
  consents: {
    by: 'receipts',
    working: {},
    remade: (body) => {
      const link = relinked(body)
      return versioned(link, lifeOf(link))
    },
    invented: (rows) => {
      const { salt, content } = first(rows)[1]
      const made = { subscriber: 'stranger', tenure: 1, ...linkAfter(undefined, salt, content), salt, content }
      return [ago(), Date.now() + 86_400_000].map((at, n) => [
        `stranger.1.${n}`,
        { ...made, version: versionAfter(start, lifeOf(made), at) },
      ])
    },
  },
  account: {
    by: 'ledger',
    working: {},
    names: partners,
    only: (_, { charges }) => charges?.length > 0,
    remade: (body) => versioned(body, moneyOf(body)),
    invented: (rows) => {
      const { charges, ...more } = first(rows)[1]
      const made = { ...more, charges: [{ ...charges[0], id: 'never-was' }], archived: undefined }
      return [['stranger', { ...made, version: versionAfter(start, moneyOf(made), ago()) }]]
    },
  },
  settlement: {
    by: 'ledger',
    working: {},
    names: (_, key) => [key.replace('|', ' '), key.split('|')[0] as string],
    remade: (body) => versioned(body, bookedOf(body)),
    invented: () => {
      const [partnerId, month, at] = ['sp-nobody', '2031-01', ago()]
      const made = { partnerId, month, lines: {}, accounts: {}, closed: { at, by: 'wang.fang' } }
      return [
        [`${partnerId}|${month}`, { ...made, version: versionAfter(start, made, at) }],
        [
          `${partnerId}|${month}`,
          { ...made, untold: { since: start, before: '', at: Date.now(), dueAt: Date.now(), stamp: '' } },
        ],
      ]
    },
  },
  'audit-records': {
    by: 'audit',
    working: {},
    remade: relinked,
    invented: (rows) => {
      const { salt, content, ...head } = last(rows)[1]
      const never = { ...content, actor: 'wang.fang', id: 'never-was' }
      return [[auditKey(head.number + 1), { ...linkAfter(head, salt, never), salt, content: never }]]
    },
  },
  'seal-records': {
    by: 'receipts',
    working: {},
    names: share,
    only: (key) => key.startsWith('receipts-'),
    remembered: true,
    remade: ({ digest: _, keyId: __, signature: ___, ...seal }) => attacker.sealer.seal(seal),
    invented: (rows) => {
      const { number, digest, ...seal } = last(rows)[1]
      const made = attacker.sealer.seal({ ...seal, number: number + 1, before: digest, at: Date.now() })
      return [[sealKey(made), made]]
    },
  },
  cases: {
    by: 'cases',
    working: {},
    names: ({ subject = {} }) => [subject.partnerId],
    remade: (body) => versioned(body, contentOf(body)),
    invented: (rows) => {
      const { version: _, ...body } = first(rows)[1]
      const made = { ...body, number: '99999999' }
      return [['99999999', { ...made, version: versionAfter(start, contentOf(made), ago()) }]]
    },
  },
  'partner-standings': {
    by: 'cases',
    working: {},
    names: ({ penalties = [] }, key) => [key, ...penalties.map((each: Body) => each.case)],
    invented: (rows) => [['sp-nobody', { ...first(rows)[1], partnerId: 'sp-nobody' }]],
  },
  'report-rewards': {
    by: 'points',
    working: {},
    remade: (body) => proven(body, rewardOf(body)),
    invented: (rows) => {
      const { proof: _, exported: __, ...body } = first(rows)[1]
      const made = { ...body, campaign: 'never' }
      const key = `never.${body.subscriber}.${body.tenure}`
      return [[key, { ...made, proof: versionAfter(start, rewardOf(made), ago()) }]]
    },
  },
  'network-blocks': {
    by: 'blocks',
    working: {},
    remade: (body) => proven(body, blockOf(body)),
    invented: (rows) => {
      const { proof: _, ...body } = first(rows)[1]
      const made = { ...body, target: { kind: 'port', value: '10669999' } }
      return [['port 10669999', { ...made, proof: versionAfter(start, blockOf(made), ago()) }]]
    },
  },
  subscriber: {
    by: 'subscribers',
    working: {
      lists: 'as they were sent; their numbers hold two hours, and mean what is subscribed, which is signed',
      question: 'whether all is cancelled, for minutes',
      refundTold: 'which refund `满意` means',
      nextCode: 'by which the next action is called',
      helped: 'when help was sent',
      answers: 'how many answers went in this hour',
      acted: 'what is not done a second time, for a while',
      heard: 'the last message of a link',
    },
    only: (_, { proof }) => proof !== undefined,
    converses: true,
    remade: (body) => proven(body, subscriberOf(body)),
    invented: (rows) => {
      const { proof: _, ...made } = first(rows)[1]
      return [['stranger', { ...made, proof: versionAfter(start, subscriberOf(made), ago()) }]]
    },
  },
  baselines: {
    by: 'subscribers',
    working: {},
    only: (key) => key.startsWith('s'),
    remade: (body) => proven(body, baselineOf(body as never)),
    invented: (rows) => {
      const { proof: _, ...body } = first(rows)[1]
      const made = { ...body, number: 9 }
      return [['subscriber 9', { ...made, proof: versionAfter(start, baselineOf(made as never), ago()) }]]
    },
  },
  seals: {
    by: 'receipts',
    working: { dueAt: 'when the next seal is made: what waits for longer is not signed, and told' },
    only: (key) => key.startsWith('receipts-'),
    remade: (body) => ({ ...body, stamp: attacker.stamps.of(body) }),
    invented: () => [
      ['receipts-~', { number: 0, digest: 'genesis', chains: 0, records: 0, told: [], stamp: attacker.stamps.of([]) }],
    ],
  },
}

/**
 * Kinds of which no roll is kept, though what is decided or shown follows from them: by what a row that was taken away is named
 * (docs/decisions/0091).
 */
export const unrolled: Readonly<Record<string, Pick<Kind, 'by' | 'names'>>> = {
  charge: { by: 'ledger' },
  'case-charges': { by: 'ledger' },
  'ledger-lines': {
    by: 'ledger',
    names: ({ partnerId, month, serviceId, kind }) => [[partnerId, month, serviceId, kind].join(' ')],
  },
}
