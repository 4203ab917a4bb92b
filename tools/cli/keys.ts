import type { Command } from 'commander'
import { keyKinds } from '#access'
import { CliError, type Client } from './client.ts'

/** `quadzero keys`: lists, makes and revokes the keys of the API. */
export function keyCommands(program: Command, client: () => Client): void {
  const keys = program.command('keys').description('API keys')
  keys.command('list').action(async () => console.log(JSON.stringify(await client().json('GET', '/v1/keys'), null, 2)))
  keys
    .command('make <name>')
    .requiredOption('--kind <kind>', keyKinds.join(', '))
    .requiredOption(
      '--purposes <list>',
      'comma-separated, of those that its kind may have (docs/rights.md): messages, send, check, subscribe, charge, read, settle, review, audit, import, admin',
    )
    .option('--partner <id>', 'the partner that the key speaks for')
    .option('--per-minute <n>', 'items a minute', wholeNumber)
    .action(
      async (
        name: string,
        {
          kind,
          purposes,
          partner,
          perMinute,
        }: { kind: string; purposes: string; partner?: string; perMinute?: number },
      ) => {
        const made = await client().json('POST', '/v1/keys', {
          name,
          kind,
          purposes: purposes.split(','),
          ...(partner ? { partnerId: partner } : {}),
          ...(perMinute ? { perMinute } : {}),
        })
        console.log(JSON.stringify(made, null, 2))
      },
    )
  keys
    .command('revoke <id>')
    .action(async (id: string) =>
      console.log(JSON.stringify(await client().json('DELETE', `/v1/keys/${encodeURIComponent(id)}`), null, 2)),
    )
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new CliError(2, `${text} is not a whole number of items a minute.`)
  return Number(text)
}
