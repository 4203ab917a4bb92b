import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { Population } from '../population/population.ts'
import { type ReplayedFlag, replay } from './replay.ts'
import { replayHelp } from './replay-help.ts'

const folder = mkdtempSync(join(tmpdir(), 'quadzero-replay-'))
afterAll(() => rmSync(folder, { recursive: true }))

const population = new Population({ seed: 5, partners: 15, days: 10, malicious: 0.4, only: ['silent subscription'] })
const lines = [...population.days()].flat().map((line) => JSON.stringify(line))
const malicious = population.labels.filter((each) => each.malicious).map((each) => each.partner)

/** Every signal of the policy, switched off. */
const off = Object.fromEntries(Object.keys(defaultPolicy.monitor.signals).map((name) => [name, { on: 'off' }]))

const written = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

async function run(text: string, policy?: string, against?: string) {
  const flags: ReplayedFlag[] = []
  const said: string[] = []
  const file = written('log.ndjson', text)
  const done = await replay(file, {
    policy,
    against,
    out: (flag) => void flags.push(flag),
    say: (each) => said.push(each),
    bar: false,
  })
  return { done, flags, said }
}

describe('quadzero replay', () => {
  it('flags out of a file of messages; bad lines are told by their number, and the rest goes on', async () => {
    const odd = [...lines]
    odd.splice(
      100,
      0,
      '{"topic":',
      '{"topic":"charging.events","message":{"type":"charge.judged","at":-5,"data":{}}}',
      '',
    )
    const { done, flags, said } = await run(odd.join('\n'))
    expect(new Set(flags.map((each) => each.partner))).toEqual(new Set(malicious))
    expect(said).toEqual([
      'line 101: is no JSON',
      'line 102: charging.events: without the fields that it is counted by, or of a time that is none',
    ])
    expect(done).toMatchObject({ lines: lines.length + 3, bad: 2, partners: 15, flagged: malicious.length })
  })

  it('where subscribers were erased from an archive it says of which times it is not what was live', async () => {
    const at = Date.parse('2026-07-01T00:00:00Z')
    const message = { type: 'archive.erased', at, data: { observations: 4, until: at + 3_600_000 } }
    const odd = { ...message, data: { observations: 1e300, until: 'never' } }
    const told = [message, odd].map((each) =>
      JSON.stringify({ topic: 'monitor.observations', key: 'all', message: each }),
    )
    const { done, said, flags } = await run([...told, ...lines].join('\n'))
    expect(said).toEqual([
      expect.stringMatching(
        /^4 observations between 2026-07-01T00:00:00.000Z and 2026-07-01T01:00:00.000Z say of nobody/,
      ),
    ])
    expect(done).toMatchObject({ erased: 4, bad: 0, unknown: 0 })
    expect(new Set(flags.map((each) => each.partner))).toEqual(new Set(malicious))
  })

  it('figures that were released hold from where they stand in an archive, but where a policy is tried', async () => {
    const set = (figures: object) => {
      const message = { type: 'policy.set', at: Date.parse('2026-07-01T00:00:00Z'), data: { name: 'all', figures } }
      return JSON.stringify({ topic: 'monitor.observations', key: 'all', message })
    }
    const archive = [set({ signals: off, stopFirst: [] }), set({ stepHours: 5 }), ...lines].join('\n')
    const followed = await run(archive)
    expect(followed.flags).toEqual([])
    expect(followed.said).toEqual(['line 2: monitor.observations: figures that are none'])
    expect(followed.done).toMatchObject({ lines: lines.length + 2, bad: 1, unknown: 0 })
    const tried = await run(archive, written('as-it-is.json', '{}'))
    expect(new Set(tried.flags.map((each) => each.partner))).toEqual(new Set(malicious))
  })

  it('lines that no message is like are told, however deep they are, and end nothing', async () => {
    const of = (topic: string, type: string, data: string) =>
      `{"topic":"${topic}","key":"","message":{"type":"${type}","at":1780000000000,"data":${data}}}`
    const deep = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`
    const { said, done, flags } = await run(
      [
        of('monitor.observations', 'policy.set', `{"figures":${deep(3000, '{"monitor":', '}')}}`),
        of('monitor.observations', 'policy.set', deep(100_000, '[', ']')),
        of('monitor.observations', 'archive.erased', deep(100_000, '[', ']')),
        of('catalogue', 'constructor', '{}'),
        of('catalogue', 'toString', '{}'),
        of('constructor', 'keys', '{}'),
        ...lines,
      ].join('\n'),
    )
    expect(said).toEqual([1, 2].map((line) => `line ${line}: monitor.observations: figures that are none`))
    expect(done).toMatchObject({ bad: 2, unknown: 3, lines: lines.length + 6 })
    expect(new Set(flags.map((each) => each.partner))).toEqual(new Set(malicious))
  })

  it('a flag names charges that show it, as the live one does, and who has nothing counted is told apart', async () => {
    const silent = JSON.stringify({
      topic: 'catalogue',
      key: 'nothing-yet',
      message: { type: 'partner.set', at: 1_790_000_000_000, data: { partnerId: 'nothing-yet', kind: 'content' } },
    })
    const { done, flags } = await run([silent, ...lines].join('\n'))
    const own = new Map<string, string>()
    for (const day of lines) {
      const { message } = JSON.parse(day)
      if (message.type === 'charge.judged') own.set(message.data.chargeId, message.data.partnerId)
    }
    const named = flags.flatMap(({ partner, charges }) => charges.map((id) => own.get(id) === partner))
    expect(named.length).toBeGreaterThan(0)
    expect(named.every(Boolean)).toBe(true)
    expect(flags.every(({ charges }) => charges.length <= 10)).toBe(true)
    expect(done).toMatchObject({ partners: 15, named: 16 })
  })

  it('a policy is held against another: whom only the one flags, and whom only the other', async () => {
    const nobody = { signals: { ...off }, stopFirst: [] }
    const strict = written('strict.json', JSON.stringify(nobody))
    const inForce = written('in-force.json', '{}')
    const { done } = await run(lines.join('\n'), strict, inForce)
    expect(done.beside).toEqual({ newly: [], noLonger: malicious.toSorted(), both: 0 })
    const back = await run(lines.join('\n'), inForce, strict)
    expect(back.done.beside).toEqual({ newly: malicious.toSorted(), noLonger: [], both: 0 })
  })

  it('is the same for the same file, byte for byte', async () => {
    const text = lines.join('\r\n')
    expect(JSON.stringify((await run(text)).flags)).toBe(JSON.stringify((await run(text)).flags))
  })

  it('a line that never ends is told, and held by nobody', async () => {
    const { said, done } = await run(`${lines[0]}\n${'x'.repeat(9 * 1024 * 1024)}\n${lines[1]}\n`)
    expect(said).toEqual(['line 2: is longer than 8388608 octets'])
    expect(done).toMatchObject({ lines: 3, bad: 1 })
  })

  it('a policy is tried as a whole, or as its part of the monitor; one that would flag nearly everybody is told', async () => {
    const eager = {
      leastEvidence: 0,
      clearBelow: 0,
      falseFlags: 0.5,
      groupsNeeded: 1,
      groupSays: 0,
      stopFirst: [{ name: 'x', counts: 'no.consent', hours: 24, atLeast: 1, share: 0.06, on: 'live', source: 'test' }],
    }
    const few = lines.map((line) => line.replace('"refundFen":0,', '"refundFen":0,"rule":"no.consent",'))
    const { said } = await run(few.join('\n'), written('policy.json', JSON.stringify(eager)))
    expect(said).toEqual([expect.stringMatching(/flags 1\d of 15 partners: it would flag nearly everybody/)])
    await expect(run('', written('wrong.json', '{"monitor":{"clearBelow":99}}'))).rejects.toThrow(/clearBelow/)
  })
})

it('the command: flags to stdout, what was read to stderr, and an exit code', () => {
  const file = written('part.ndjson', `${lines.slice(0, 40).join('\n')}\nnothing\n`)
  const call = (...args: string[]) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/cli/main.ts', 'replay', ...args], {
      encoding: 'utf8',
    })
  const done = call(file)
  expect([done.status, done.stdout]).toEqual([1, ''])
  expect(done.stderr).toMatch(/line 41: is no JSON\n41 lines: 40 counted/)
  expect(call(join(folder, 'gone')).status).toBe(2)
  expect(call(file, '--policy', join(folder, 'gone')).stderr).toMatch(/is not there/)
})

it('the help says which messages are counted, and what is read of each', () => {
  const help = replayHelp()
  expect(help).toMatch(/^ {2}charging\.events charge\.judged: amountFen chargeId chargedAt /m)
  expect(help).toMatch(/^ {2}service\.usage usage\.told: serviceId$/m)
  expect(help).not.toMatch(/report\.changed|tenure\.ended/)
})
