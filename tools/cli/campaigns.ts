import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import { SingleBar } from 'cli-progress'
import { z } from 'zod'
import { type GroupedText, groupTexts } from '#campaigns'
import { CliError } from './client.ts'

/** What came of a file: texts that were grouped, campaigns of more than one text, lines that were none. */
export interface Grouped {
  readonly texts: number
  readonly campaigns: number
  readonly refused: number
}

const id = z.union([z.string().min(1), z.number()], { error: 'is missing, or neither text nor number' })
const line = z.object({
  id,
  text: z.string({ error: 'is no text' }),
  sender: z.union([z.string(), z.number()], { error: 'is neither a number nor a name' }).nullish(),
})

/**
 * Groups the texts of a file (`-`: standard input), NDJSON `{id,text,sender?}`, by the code that groups reports. Writes
 * `{id,campaign,why}` to stdout in the order of the file; says on stderr which lines are no text, and goes on.
 * @throws CliError when it is no file
 */
export async function groupFile(file: string, { bar: wantsBar }: { bar: boolean }): Promise<Grouped> {
  if (file !== '-' && statSync(file).isDirectory()) throw new CliError(2, `${file} is a folder. Name a file of NDJSON.`)
  const texts: { id: string; text: string; sender?: string | undefined }[] = []
  const ids: (string | number)[] = []
  const lines = new Map<string | number, number>()
  let refused = 0
  let at = 0
  for await (const each of linesOf(file === '-' ? process.stdin : createReadStream(file))) {
    at++
    if (each.trim() === '') continue
    const found = readLine(each, lines)
    if (typeof found === 'string') {
      console.error(`line ${at}: ${found}`)
      refused++
      continue
    }
    lines.set(found.id, at)
    // Within the engine an id is the place of its text: `1` and `"1"` are two.
    texts.push({
      id: String(ids.length),
      text: found.text,
      sender: found.sender == null ? undefined : String(found.sender),
    })
    ids.push(found.id)
  }
  const bar = wantsBar ? new SingleBar({ format: '{bar} {percentage}% | {eta_formatted} left' }) : undefined
  bar?.start(texts.length * 3, 0)
  const grouped = groupTexts(texts, { told: (done) => bar?.update(done) })
  bar?.stop()
  const own = (place: string) => ids[Number(place)]!
  for (const { id: place, campaign, why } of grouped)
    await write({
      id: own(place),
      campaign: own(campaign),
      why: why.with === undefined ? why : { ...why, with: own(why.with) },
    })
  return { texts: texts.length, campaigns: sharedCampaigns(grouped), refused }
}

async function write(result: object): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(result)}\n`)) await once(process.stdout, 'drain')
}

function readLine(text: string, known: ReadonlyMap<string | number, number>): z.infer<typeof line> | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is no JSON. Give one object a line: {"id":"1","text":"..."}'
  }
  const parsed = line.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.join('.')
    return where ? `${where} ${issue?.message}` : 'is no object with id and text'
  }
  const before = known.get(parsed.data.id)
  return before === undefined ? parsed.data : `its id stands on line ${before} already; each text needs its own`
}

function sharedCampaigns(grouped: readonly GroupedText[]): number {
  const sizes = new Map<string, number>()
  for (const { campaign } of grouped) sizes.set(campaign, (sizes.get(campaign) ?? 0) + 1)
  return [...sizes.values()].filter((size) => size > 1).length
}

/** Lines end with \n alone: a text may hold any other separator. A mark of byte order is none of the first. */
async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop()!
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
