import { Readable } from 'node:stream'
import type { Command } from 'commander'
import { bundleFile } from './bundle.ts'
import type { Client } from './client.ts'
import { pages } from './pages.ts'
import { monthNamed } from './settlements.ts'

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

/** What is done with cases from the command line: a bundle is verified, a month’s verdicts are exported. */
export function caseCommands(program: Command, verify: Command, client: () => Client): void {
  const json = () => program.opts<{ json?: boolean }>().json === true
  verify
    .command('bundle <file>')
    .description(
      'a case’s archive (GET /v1/cases/{number}/bundle), offline: every file, every digest, every signature; also when it was unpacked (its folder) or packed again (zip, tar). No gateway is needed. Exit code 0: proved; 1: it has flaws; 2: no key was given, so nobody knows who signed it',
    )
    .option(
      '--key <file>',
      'your own copy of the operator’s public key (/public/seal-key.pem of its site); else the one in the archive, which anybody can put there',
    )
    .action((file: string, { key }: { key?: string }) => {
      const { told, ...found } = bundleFile(file, key)
      for (const flaw of told) console.log(json() ? JSON.stringify({ flaw }) : flaw)
      const { case: number, keyId, files, charges, receipts, seals, unsealed, unproved, flaws } = found
      if (json()) console.log(JSON.stringify({ ...found, flaws: flaws.length, ownKey: key !== undefined }))
      else {
        const counts = [
          many(files, 'file'),
          many(charges, 'charge'),
          many(receipts, 'receipt'),
          many(seals, 'seal'),
        ].join(', ')
        const waiting = unsealed.length > 0 ? `; ${many(unsealed.length, 'record')} without a seal in it` : ''
        const words =
          unproved.length > 0 ? `; amounts of ${many(unproved.length, 'charge')} by the signed list alone` : ''
        const again = found.asMade ? '' : '; packed again since: what counts is each file'
        const whole = key === undefined ? 'whole in itself' : 'all whole'
        const by =
          key === undefined
            ? `; NOT PROVED: anybody can have signed it with key ${keyId}. Give your own copy of the operator’s with --key`
            : ''
        console.log(
          `case ${number}, made ${new Date(found.at).toISOString()}: ${counts}: ${flaws.length === 0 ? whole : many(flaws.length, 'flaw')}${waiting}${words}${again}${by}`,
        )
      }
      process.exitCode = flaws.length > 0 ? 1 : key === undefined ? 2 : 0
    })

  program
    .command('verdicts')
    .description('verdicts on partners, with penalties, refunds and appeals')
    .command('export <month>')
    .description('those of a month, such as 2026-11, as CSV to stdout; with --json as NDJSON')
    .action(async (month: string) => {
      const path = `/v1/verdicts/${monthNamed(month)}`
      if (json()) {
        for await (const each of pages(client(), path, 200)) process.stdout.write(`${JSON.stringify(each)}\n`)
        return
      }
      const response = await client().call('GET', `${path}/csv`)
      for await (const chunk of Readable.fromWeb(response.body as never)) process.stdout.write(chunk as Buffer)
    })
}
