import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'

/*
 * `npm run check`: everything that can be known without running the product. All are run, some at once, so that one look shows
 * all; the longest first.
 */
const checks: [what: string, command: string[]][] = [
  [
    'types',
    [
      'node_modules/typescript/bin/tsc',
      '-p',
      '.',
      '--incremental',
      '--tsBuildInfoFile',
      'node_modules/.cache/tsc.json',
    ],
  ],
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  [
    'boundaries',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'libs',
      'services',
      'tools',
      'scripts',
    ],
  ],
  ['unused code', ['node_modules/knip/bin/knip.js', '--no-progress']],
  ['OpenAPI', ['scripts/openapi.ts']],
  ['generated files', ['scripts/generate.ts', '--check']],
  ['files and lock', ['scripts/tidy.ts']],
  ['dependencies', ['scripts/dependencies.ts']],
]

async function passes([what, [program, ...args]]: (typeof checks)[number]): Promise<boolean> {
  const began = Date.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program as string, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  const isWell = code === 0
  process.stdout.write(
    `${out}${err}${isWell ? 'ok    ' : 'FAILED'} ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`,
  )
  return isWell
}

const waiting = [...checks]
let failed = 0
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!(await passes(next))) failed++
  }),
)
process.exit(failed === 0 ? 0 : 1)
