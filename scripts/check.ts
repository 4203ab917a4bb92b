import { spawnSync } from 'node:child_process'

/* `npm run check`: everything that can be known without running the product. All are run, so that one look shows all. */
const checks: [what: string, command: string[]][] = [
  ['lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
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

const failed = checks.filter(([what, [program, ...args]]) => {
  const began = Date.now()
  const { status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program as string, ...args],
    { stdio: 'inherit' },
  )
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  return status !== 0
})
process.exit(failed.length === 0 ? 0 : 1)
