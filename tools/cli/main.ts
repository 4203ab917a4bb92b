import { userInfo } from 'node:os'
import { Readable } from 'node:stream'
import { Command } from 'commander'
import type { Restoration } from '#evidence'
import { evidenceCommands, type Since, toldOfSince } from './baselines.ts'
import { groupFile } from './campaigns.ts'
import { caseCommands } from './case-commands.ts'
import { CliError, Client } from './client.ts'
import { endOf } from './ends.ts'
import { importFile } from './import.ts'
import { keyCommands } from './keys.ts'
import { pages } from './pages.ts'
import { type Proved, readRemembered, remember } from './proved.ts'
import type { RestoreOptions } from './restore.ts'
import { type Given, publicKeyOf, type Told, words } from './seals.ts'
import { closeMonth, exportMonth, monthNamed, settlementCsv } from './settlements.ts'
import { verifyAudit, verifyLedger, verifyReceipts } from './verify.ts'
import { verifyCases } from './verify-cases.ts'
import { verifyBlocks, verifyPoints, verifySubscribers } from './verify-kept.ts'
import { listsCommand } from './verify-lists.ts'

/* The command line speaks HTTP to the running gateway: HTTP_HOST, HTTP_PORT and ADMIN_KEY as the gateway has them. */
const program = new Command('quadzero')
  // Before any command is added: each takes it over.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .description(
    'Works on the running gateway. Address and key: QUADZERO_URL or HTTP_HOST and HTTP_PORT; ADMIN_KEY, or what an embedded gateway keeps in DATA_DIR.',
  )
  .option('--json', 'prints results as JSON')
  .addHelpText(
    'after',
    '\nExit codes: 0 done; 1 done in part (rows refused); 2 wrong use; 3 the gateway refused or cannot be reached; 4 a fault of quadzero itself; 5 the result could not be written (a full disk).',
  )

const importKinds = [
  ...['partners', 'services', 'ports', 'subscriptions', 'numbers', 'usage', 'charges'],
  ...['blocks', 'white-list', 'domains', 'places'],
]
const client = () => new Client(process.env)
const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
const json = () => program.opts<{ json?: boolean }>().json === true

program
  .command('import <kind> <file>')
  .description(
    'imports partners, services, ports, subscriptions, numbers, usage, charges, blocks, white-list, domains or places (where districts and cells are) from a CSV or NDJSON file; bad rows are named, the rest is taken. One that was stopped goes on where it stood',
  )
  .option('--restart', 'begins again from the first row')
  .option('--proposal <id>', 'of blocks, white-list and domains: the same file, which a second person has approved')
  .action(async (kind: string, file: string, { restart, proposal }: { restart?: boolean; proposal?: string }) => {
    if (!importKinds.includes(kind)) throw new CliError(2, `There is no kind ${kind}: ${importKinds.join(', ')}.`)
    const summary = await importFile(client(), kind, file, {
      restart: restart === true || proposal !== undefined,
      ...(proposal === undefined ? {} : { proposal }),
      bar: !json() && process.stderr.isTTY,
    })
    if (json()) console.log(JSON.stringify(summary))
    else
      console.log(
        `${summary.rows} rows: ${summary.taken} taken, ${summary.unchanged} unchanged, ${summary.refused} refused`,
      )
    process.exitCode = summary.refused > 0 ? 1 : 0
  })

program
  .command('export <kind>')
  .description(
    'writes partners, services, subscriptions, blocks, white-list or domains as CSV to stdout, or the audit as NDJSON',
  )
  .action(async (kind: string) => {
    if (kind === 'audit') {
      for await (const record of pages(client(), '/v1/audit', 200)) process.stdout.write(`${JSON.stringify(record)}\n`)
      return
    }
    const response = await client().call('GET', `/v1/export/${kind}`)
    for await (const chunk of Readable.fromWeb(response.body as never)) process.stdout.write(chunk as Buffer)
  })

const blocks = program.command('blocks').description('what is blocked for everybody')
blocks
  .command('export')
  .description('as the CSV that an import takes, to stdout')
  .option('--proposal <id>', 'with the numbers of persons: by which two people agreed to show them')
  .action(async ({ proposal }: { proposal?: string }) => {
    const query = proposal === undefined ? '' : `?proposal=${encodeURIComponent(proposal)}`
    const response = await client().call('GET', `/v1/export/blocks${query}`)
    for await (const chunk of Readable.fromWeb(response.body as never)) process.stdout.write(chunk as Buffer)
  })

const letters = program.command('dead-letters').description('what could not be handled, with reasons')

interface Letter {
  id: string
  at: string
  process: string
  topic: string
  reason: string
  status: string
  replayable: boolean
}

async function* allLetters(status: string): AsyncGenerator<Letter> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = (await client().json(
      'GET',
      `/v1/dead-letters?status=${status}&limit=500&after=${encodeURIComponent(after)}`,
    )) as { items: Letter[]; next?: string }
    yield* page.items
    after = page.next
  }
}

letters
  .command('list')
  .description('the open ones; without content')
  .option('--replayed', 'those that were replayed')
  .action(async ({ replayed }: { replayed?: boolean }) => {
    let count = 0
    for await (const letter of allLetters(replayed ? 'replayed' : 'open')) {
      count++
      console.log(
        json()
          ? JSON.stringify(letter)
          : `${letter.at}  ${letter.id}\n  ${letter.process} · ${letter.topic || 'no topic'} · ${letter.reason}${letter.replayable ? '' : ' · cannot be replayed'}`,
      )
    }
    if (count === 0 && !json()) console.log(replayed ? 'No dead letter was replayed.' : 'No open dead letters.')
  })

letters
  .command('show <id>')
  .description('one with its content, which may be personal data; that it was shown is on the audit')
  .option('--reason <text>', 'why, for the audit', 'quadzero dead-letters show')
  .action(async (id: string, { reason }: { reason: string }) => {
    const path = `/v1/dead-letters/${encodeURIComponent(id)}`
    const letter = (await client().json('GET', path)) as object
    const content = (await client().json('POST', `${path}/content`, { reason })) as object
    console.log(JSON.stringify({ ...letter, ...content }, null, 2))
  })

letters
  .command('replay [id]')
  .description('puts one, or with --all every open one that can be, back into its topic as a new input')
  .option('--all', 'all open ones')
  .action(async (id: string | undefined, { all }: { all?: boolean }) => {
    if ((id === undefined) === (all !== true)) throw new CliError(2, 'Name one dead letter, or say --all.')
    const ids: string[] = id === undefined ? [] : [id]
    if (all) for await (const letter of allLetters('open')) if (letter.replayable) ids.push(letter.id)
    for (const each of ids) await client().json('POST', `/v1/dead-letters/${encodeURIComponent(each)}/replay`)
    console.log(json() ? JSON.stringify({ replayed: ids.length }) : `${ids.length} replayed`)
  })

program
  .command('backup <folder>')
  .description('copies the data of an embedded gateway (DATA_DIR), which may be running, into a new folder')
  .action(async (folder: string) => {
    const { backUpData } = await import('./restore.ts')
    backUpData(process.env, folder)
    console.log(json() ? JSON.stringify({ backup: folder }) : `${folder} holds log, states and secrets as they are now`)
  })

program
  .command('restore')
  .description(
    'after the store was restored from a backup, and before the first start: what the log tells of the time since is done again, and told once. Runs without a gateway, with the environment of one',
  )
  .requiredOption('--from <text>', 'what it was restored from; signed, for auditors')
  .option('--by <name>', 'who did it', userInfo().username)
  .option('--log-lost', 'the log is another one, or lost what the store had not read: go on with what it holds')
  .option(
    '--as-it-stands',
    'somebody wrote the database and there is no backup: believe what lanes say in it; signed too',
  )
  .action(async ({ from, by, logLost = false, asItStands = false }: RestoreOptions) => {
    const { restoreStore } = await import('./restore.ts')
    const made = await restoreStore(process.env, { from, by, logLost, asItStands })
    console.log(json() ? JSON.stringify({ restored: made }) : `restored; the store’s life ${made.incarnation} begins`)
  })

interface Proving {
  readonly key?: string
  readonly remember?: string
}
interface Outcome {
  readonly seals: number
  readonly waiting: number
  readonly flaws: readonly Told[]
  readonly wrong?: readonly string[]
  readonly last: Proved
  readonly restorations: readonly Restoration[]
  readonly since?: Since | undefined
}

const verify = program.command('verify').description('proves that what is stored was not changed')

/** A kind of evidence that is proved: flaws are told one a line, then what was looked at; exit code 1 when there is a flaw. */
function proves<O extends Outcome>(
  name: string,
  what: string,
  run: (client: Client, given: Given) => Promise<O>,
  counts: (found: O) => Readonly<Record<string, number>>,
): void {
  verify
    .command(name)
    .description(what)
    .option('--key <file>', 'your own copy of the public key (quadzero seal-key); else the gateway is asked for it')
    .option('--remember <file>', 'what is proved is written there, and must still be there the next time')
    .action(async ({ key: keyFile, remember: file }: Proving) => {
      const { key, own } = await publicKeyOf(client(), keyFile)
      const remembered = file === undefined ? {} : readRemembered(file)
      const found = await run(client(), { publicKey: key, remembered: remembered[name] })
      for (const flaw of found.wrong ?? []) console.log(json() ? JSON.stringify({ flaw }) : flaw)
      for (const flaw of found.flaws) console.log(json() ? JSON.stringify(flaw) : `${flaw.id}: ${words[flaw.flaw]}`)
      for (const made of found.restorations)
        console.log(
          json()
            ? JSON.stringify({ restored: made })
            : `restored from a backup at ${new Date(made.at).toISOString()}, by ${made.by}, from ${made.from}${made.asItStands ? '; what somebody had written into the database was believed' : ''}`,
        )
      if (found.since) console.log(json() ? JSON.stringify({ since: found.since }) : toldOfSince(found.since))
      const flaws = found.flaws.length + (found.wrong?.length ?? 0)
      const { seals, waiting } = found
      if (json()) console.log(JSON.stringify({ ...counts(found), seals, waiting, flaws, ownKey: own }))
      else
        console.log(
          `${Object.entries({ ...counts(found), seals })
            .map(([word, count]) => many(count, word.replace(/s$/, '')))
            .join(
              ', ',
            )}: ${flaws === 0 ? 'all whole' : many(flaws, 'flaw')}${waiting > 0 ? `; ${waiting} not signed yet` : ''}`,
        )
      if (flaws > 0) process.exitCode = 1
      else if (file !== undefined) remember(file, { ...remembered, [name]: found.last })
    })
}

proves(
  'receipts',
  'the hash chains of the consent receipts, and what was signed of them; names the record that was changed',
  verifyReceipts,
  ({ receipts, chains }) => ({ receipts, chains }),
)
proves(
  'ledger',
  'that every settlement balances, comes to what the charges themselves come to, and is what was signed',
  verifyLedger,
  ({ postings, settlements }) => ({ postings, settlements }),
)
proves(
  'audit',
  'the chain of the audit; names the first record that was changed, removed, put elsewhere, or cut off at the end',
  verifyAudit,
  ({ records }) => ({ records }),
)
proves(
  'cases',
  'that cases about partners are what was signed of them, and that partners are kept from what their verdicts say',
  verifyCases,
  ({ cases }) => ({ cases }),
)
proves(
  'points',
  'that points for proven reports are what was signed of them, each given once and handed over once',
  verifyPoints,
  ({ records }) => ({ rewards: records }),
)
proves(
  'blocks',
  'that blocks for everybody and the white list, with who did what to them, are what was signed',
  verifyBlocks,
  ({ records }) => ({ blocks: records }),
)
proves(
  'subscribers',
  'that what subscribers pay for, blocked, agreed to hear of and can bring back is what was signed',
  verifySubscribers,
  ({ records }) => ({ subscribers: records }),
)

program
  .command('seal-key')
  .description('the public key that seals are checked with, as PEM to stdout: keep a copy apart from the gateway')
  .action(async () => {
    const { key } = await publicKeyOf(client(), undefined)
    process.stdout.write(key)
  })

const replaying = program
  .command('replay [file]')
  .description(
    'the monitor over a file of messages, NDJSON, a line each as on the log, in order of arrival: flags to stdout, NDJSON. Offline: no gateway is needed, but for its archive. The archive gives the flags that were live, byte for byte; other topics do where the file has them in the order in which the monitor observed them, and the catalogue before what it is of',
  )
  .option('--from <archive>', '`archive` instead of a file: what the running gateway observed')
  .option('--policy <file>', 'a policy to try, a JSON file like POLICY_FILE; else what held, or the defaults')
  .option('--against <file>', 'the policy in force: says whom only the one flags, and whom only the other')
  .action(async (file: string | undefined, given: { from?: string; policy?: string; against?: string }) => {
    const { from, policy, against } = given
    if (from !== undefined && from !== 'archive') throw new CliError(2, '--from takes archive and nothing else.')
    if ((file === undefined) === (from === undefined)) throw new CliError(2, 'Name a file, or --from archive.')
    const { replay } = await import('./replay.ts')
    const archived = async () => (await client().call('GET', '/v1/monitor/archive/ndjson')).body ?? []
    const done = await replay(file ?? ((await archived()) as AsyncIterable<Uint8Array>), {
      policy,
      against,
      out: (flag) => {
        if (!process.stdout.write(`${JSON.stringify(flag)}\n`))
          return new Promise<void>((ready) => process.stdout.once('drain', ready))
      },
      say: (text) => console.error(text),
      bar: !json() && process.stderr.isTTY,
    })
    const { lines, counted, bad, unknown, late, flags, flagged, partners, named, beside } = done
    console.error(
      json()
        ? JSON.stringify(done)
        : `${many(lines, 'line')}: ${counted} counted, ${unknown} of no topic or type that is counted, ${bad} bad, ${late} later than their window; ${many(flags, 'flag')} on ${flagged} of ${many(partners, 'partner')} of whom anything was counted (${named} named)`,
    )
    if (beside && !json())
      console.error(
        `Newly flagged: ${beside.newly.join(', ') || 'nobody'}. No longer: ${beside.noLonger.join(', ') || 'nobody'}. By both: ${beside.both}.`,
      )
    process.exitCode = bad > 0 ? 1 : 0
  })
// It is worked out by the monitor itself, which takes a moment to load.
if (process.argv.includes('replay')) replaying.addHelpText('after', (await import('./replay-help.ts')).replayHelp)

const settlements = program.command('settlement').description('what is owed to partners, month by month')
settlements
  .command('export <partner> <month>')
  .description('a partner’s month, such as 2026-11, as CSV with totals to stdout; of `all`, a file each into a folder')
  .option('--to <folder>', 'where the files of all partners go, with one that says what is owed to whom')
  .action(async (partner: string, month: string, { to }: { to?: string }) => {
    if (partner !== 'all') return void process.stdout.write(await settlementCsv(client(), partner, monthNamed(month)))
    if (to === undefined) throw new CliError(2, 'Name a folder for the files of all partners: --to FOLDER.')
    const partners = await exportMonth(client(), monthNamed(month), to)
    console.log(json() ? JSON.stringify({ partners }) : `${many(partners, 'partner')} written to ${to}`)
  })
settlements
  .command('close <partner> <month>')
  .description(
    'closes a month that is over, of one partner or of `all`: what comes for it later is an entry of the next',
  )
  .action(async (partner: string, month: string) => {
    const { closed, waiting } = await closeMonth(client(), partner, monthNamed(month))
    if (json()) return console.log(JSON.stringify({ closed, waiting }))
    if (closed > 0 || waiting.length === 0) console.log(`${month} of ${many(closed, 'partner')} is being closed`)
    if (waiting.length > 0)
      console.log(`${many(waiting.length, 'proposal')} for a second person, see /v1/proposals: ${waiting.join(', ')}`)
  })

program
  .command('campaigns')
  .description('campaigns of spam: reports of the same text, however it was varied')
  .command('group <file>')
  .description(
    'groups the texts of an NDJSON file, {id,text,sender?} a line (- is standard input), into {id,campaign,why} on stdout, by the code that groups reports. Runs without a gateway; lines that are none are named, the rest is grouped',
  )
  .action(async (file: string) => {
    const { texts, campaigns, refused } = await groupFile(file, { bar: process.stderr.isTTY })
    console.error(
      `${many(texts, 'text')}, ${many(campaigns, 'campaign')} of more than one, ${many(refused, 'line')} refused`,
    )
    process.exitCode = refused > 0 ? 1 : 0
  })

const secrets = program
  .command('secrets')
  .description(
    'secrets in SECRETS_DIR, or of an embedded gateway (DATA_DIR), all of which may be running: session, id, seal, exchange, admin',
  )
for (const [word, forget, about] of [
  ['rotate', false, 'makes a new one; what the former made goes on to hold'],
  ['forget', true, 'forgets all but the newest: what the former made holds no more'],
] as const) {
  const command = secrets.command(`${word} <name>`).description(about)
  if (!forget) command.option('--first', 'in SECRETS_DIR, of exchange and admin: there is none yet')
  command.action(async (name: string, { first = false }: { first?: boolean }) => {
    const { rotateSecret } = await import('./secrets.ts')
    const rotation = await rotateSecret(process.env, name, { forget, first, say: console.error })
    if (json()) return console.log(JSON.stringify(rotation))
    const { believed, newest, told, withinSeconds } = rotation
    const when = told ? 'by the running gateway' : `within ${many(withinSeconds, 'second')} by each process that runs`
    console.log(`${many(believed, 'secret')} believed ${when}, the newest (SHA-256 ${newest}…) makes`)
  })
}
keyCommands(program, client)
caseCommands(program, verify, client)
listsCommand(program, verify, client)
evidenceCommands(program, client)

process.stdout.on('error', end)
process.on('uncaughtException', end)
await program.parseAsync().catch(end)

function end(error: unknown): never {
  const { exitCode, message } = endOf(error)
  if (message) console.error(message)
  process.exit(exitCode)
}
