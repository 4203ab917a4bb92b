import {
  type BundledReceipt,
  bundledReceipt,
  bundleOf,
  eachSecret,
  json,
  type KeptReceipt,
  makeSealer,
  type Sealer,
  shownSeal,
} from '#evidence'
import { Problem } from '#http'
import type { Deps } from '#service'
import { type CaseState, contentOf } from './domain/case-state.ts'
import type { NoticeState } from './domain/notice.ts'
import type { KnownCharge } from './domain/victims.ts'
import { contentOfFile } from './files.ts'
import { provedCharges } from './proved-charges.ts'
import { caseParams, findCase } from './routes.ts'
import { sealsOf } from './seals.ts'
import { iso } from './shown.ts'

const README = (number: string): string => `Case ${number} of Quadzero: what a regulator checks without the operator.

quadzero verify bundle FILE --key KEY      KEY: /public/seal-key.pem of the operator's site, kept from before;
                                           FILE: this archive, what it was unpacked to, or a zip of that

manifest.json    every file with its SHA-256, signed (Ed25519) with the key of public-key.pem
case.json        the case: findings as they were then, notes, verdict, appeal; with its version and digest
charges.json     the charges that its findings name; subscribers under names that hold in this file only. whole: amount, time,
                 service and partner are those of the account in which it was judged, and that is as it was sealed,
                 sealedAt: since when, absent where the account changed minutes before; no whole: the account keeps the
                 charge no more, so that its amount is the word of who signed this file. rule and refund_fen are how it
                 stood when this was made, and that word everywhere
receipts.json    consent receipts of these subscribers with these services: prompt and answer, each with the salted
                 digest of its content; whole: it was chained and sealed as it is when this was made, sealedAt:
                 since when, absent where it changed minutes before. Chains and seals are the same wherever a
                 subscriber stands: they are not in here.
seals.json       what was signed of the case when it changed, before this file was asked for; of other cases only digests
notice.json      the public notice, each version
files/           letters to the partner and what was attached; their digests are in case.json

With nothing but Node, the signed list and each file: node verify.mjs KEY FOLDER, with KEY and verify.mjs (/public/verify.mjs
of the operator's site, some seventy lines to be read first) kept from before, and FOLDER what this was unpacked to. Neither is in
here: whoever changes an archive would change them too.

Neither needs the network. Without a key of one's own neither proves who signed: anybody can put another one in here. What
became of the case since (an appeal, say) is not in here: look when it was made.

By hand: sha256sum of each file is in manifest.json; the key's name is the first 16 hex digits of the SHA-256 of its DER.
`

const PAGE = 100
const MINUTE = 60_000

type Stores = Pick<Deps, 'store'>

/** The consents of one tenure to one of these services, by their keys. */
async function receiptsOf(
  { store }: Stores,
  chain: string,
  services: ReadonlySet<string>,
): Promise<{ readonly key: string; readonly receipt: KeptReceipt }[]> {
  const receipts: { key: string; receipt: KeptReceipt }[] = []
  for (let after = `${chain}.`; ; ) {
    const page = await store.find('consents', { after, limit: PAGE })
    const own = page.filter(({ key }) => key.startsWith(`${chain}.`))
    for (const { key, body } of own) {
      const receipt = body as KeptReceipt
      const service = (receipt.content as { serviceId?: string } | undefined)?.serviceId
      if (service === undefined || services.has(service)) receipts.push({ key, receipt })
    }
    const last = own.at(-1)
    if (!last || own.length < PAGE) return receipts
    after = last.key
  }
}

/** `GET /v1/cases/{number}/bundle`: everything about a case that a regulator verifies offline. */
export function bundleRoutes(deps: Deps): void {
  const { http, store, clock, ids, secrets, policy } = deps
  const sealers = eachSecret(secrets.sealKeys, makeSealer)
  const publicKeys = () =>
    sealers()
      .map((each) => each.publicKey)
      .join('')

  const filesOf = async (state: CaseState) => {
    const { number, findings, version } = state
    const named = [...new Set(findings.flatMap(({ charges }) => charges))]
    const found = await store.load('case-charges', named)
    // What is signed leaves out nothing that is there.
    if ([...found.values()].some(({ changed }) => changed)) throw new Problem('record.changed')
    const { partnerId } = state.subject
    // Who opens a case by hand may name any charge: another partner's is nothing of it.
    const charges = named
      .flatMap((id) => (found.get(id)?.body as KnownCharge | undefined) ?? [])
      .filter((each) => partnerId === undefined || each.partnerId === partnerId)
    const known = new Set(charges.map(({ chargeId }) => chargeId))
    const services = new Set(charges.map(({ serviceId }) => serviceId))
    // Other names in each case: two bundles cannot be joined by whom they are about.
    const name = (kind: string, id: string): string => ids.seal(kind, `bundle ${number}`, id)
    const tenures = new Map(
      charges.flatMap(({ subscriber, tenure }) =>
        tenure ? [[`${subscriber}.${tenure}`, name('subscriber', `${subscriber}|${tenure}`)] as const] : [],
      ),
    )
    // As auditors count: what is older and was not signed is a flaw.
    const now = clock.now()
    const unsealed = { from: now - (2 * policy.policy.evidence.sealMinutes + 1) * MINUTE, now }
    const receipts: BundledReceipt[] = []
    for (const [chain, subscriber] of tenures) {
      const kept = await receiptsOf(deps, chain, services)
      const heads = kept.map(({ key, receipt }) => ({
        chain: key,
        digest: receipt.version.digest,
        at: receipt.version.at,
      }))
      const sealed = await sealsOf(deps, publicKeys(), 'receipts', heads)
      for (const { key, receipt } of kept)
        receipts.push(bundledReceipt({ id: name('receipt', key), subscriber }, receipt, sealed.get(key)?.at, unsealed))
    }
    const own = version ? [{ chain: number, digest: version.digest, at: version.at }] : []
    const seals = [...(await sealsOf(deps, publicKeys(), 'cases', own)).values()].map((seal) =>
      shownSeal(seal, (chain) => chain === number),
    )
    const proved = await provedCharges(deps, publicKeys(), charges, unsealed)
    const notice = (await store.load('notices', [number])).get(number)?.body as NoticeState | undefined
    const shown = charges.map(({ chargeId, subscriber, tenure, serviceId, amountFen, chargedAt, ...each }) => ({
      charge: chargeId,
      subscriber: name('subscriber', `${subscriber}|${tenure ?? ''}`),
      service: serviceId,
      amount_fen: amountFen,
      charged_at: iso(chargedAt),
      ...(each.kind ? { kind: each.kind } : {}),
      ...(each.rule ? { rule: each.rule } : {}),
      refund_fen: each.refundFen,
      ...proved.get(chargeId),
    }))
    const kept = await Promise.all(
      (state.files ?? []).map(async ({ name }) => ({
        name: `files/${name}`,
        bytes: (await contentOfFile(deps, state, name)).bytes,
      })),
    )
    return [
      { name: 'README.txt', bytes: Buffer.from(README(number)) },
      { name: 'case.json', bytes: json({ content: contentOf(state), version }) },
      { name: 'charges.json', bytes: json({ items: shown, missing: named.filter((id) => !known.has(id)) }) },
      { name: 'receipts.json', bytes: json(receipts) },
      { name: 'seals.json', bytes: json(seals) },
      { name: 'notice.json', bytes: json(notice ? [...notice.former, notice.notice] : []) },
      ...kept,
    ]
  }

  http.get(
    '/v1/cases/:number/bundle',
    {
      config: { needs: ['look', 'case_file'], problems: ['not-found', 'evidence.changed'] },
      schema: {
        summary: 'Everything about a case that a regulator verifies offline, as a signed archive (tar)',
        description:
          'The case with findings, verdict and appeal, charges and consent receipts under names that hold in this archive only, what was signed of the case at the time, letters, the notice, and a signed list of digests. `quadzero verify bundle FILE --key seal-key.pem` proves it without a gateway; the key is at `/public/seal-key.pem`.',
        tags: ['cases'],
        params: caseParams,
      },
    },
    async (request, reply) => {
      const { number } = request.params
      const state = await findCase(deps, number)
      request.noted = { target: `case ${number}`, reason: 'evidence bundle' }
      const archive = bundleOf(number, await filesOf(state), sealers()[0] as Sealer, clock.now())
      return reply
        .header('content-disposition', `attachment; filename="case-${number}.tar"`)
        .type('application/x-tar')
        .send(archive)
    },
  )
}
