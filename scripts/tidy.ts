import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { brokenLinks } from './links.ts'

/*
 * Part of `npm run check`: what lies in the repository is source, a picture or a document, files are short enough to be read
 * at one sitting, what documents and comments point at is there, and the lock names the optional binaries of every platform (else `npm ci` refuses it).
 */
const KINDS = /\.(ts|tsx|mjs|cjs|css|html|md|json|yml|yaml|tpl|csv|png|svg|typ)$/
const NAMED = [
  '.ci/run',
  '.ci/servers',
  '.ci/try-it',
  '.ci/try-partners',
  '.dockerignore',
  '.gitignore',
  '.npmrc',
  'LICENSE',
  'deploy/Dockerfile',
]
const MOST_OCTETS = 900_000
const MOST_LINES = 500
const LOCK = 'package-lock.json'

/** Files that git would commit: known ones and new ones that no .gitignore hides. */
function filesOfTheRepository(): string[] {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  // An archive without git has nothing that could be committed by mistake.
  return status === 0 ? stdout.split('\0').filter((path) => path !== '' && exists(path)) : []
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function flawOf(path: string): string | undefined {
  if (!KINDS.test(path) && !NAMED.includes(path))
    return 'is no source, picture or document; remove it, or name its kind in scripts/tidy.ts'
  const { size } = statSync(path)
  if (size > MOST_OCTETS && path !== LOCK) return `has ${size} octets, more than ${MOST_OCTETS}`
  if (!/\.tsx?$/.test(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n').length - 1
  return lines > MOST_LINES
    ? `has ${lines} lines, more than ${MOST_LINES}; one file does one thing and is read at one sitting`
    : undefined
}

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Optional packages (binaries of other platforms, mostly) that a package of the lock names and the lock does not hold. */
function missingFromLock(): string[] {
  const { packages } = JSON.parse(readFileSync(LOCK, 'utf8')) as { packages: Record<string, Locked> }
  const held = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  return Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !held.has(name)),
  )
}

/**
 * Selectors that two style sheets of the console set. Each comes with its area, when somebody goes there, and stays: a page
 * would look otherwise after another was visited.
 */
function styledTwice(paths: readonly string[]): string[] {
  const files = new Map<string, Set<string>>()
  for (const path of paths.filter((each) => /^services\/console\/web\/.*\.css$/.test(each)))
    for (const [, selector = ''] of readFileSync(path, 'utf8').matchAll(/^([^@\s}/][^{,]*) \{$/gm))
      files.set(selector, (files.get(selector) ?? new Set()).add(path))
  return [...files].flatMap(([selector, own]) =>
    own.size > 1 ? [`${selector} is styled by ${[...own].join(' and ')}: name one of them otherwise`] : [],
  )
}

const files = filesOfTheRepository()
const flaws = files.flatMap((path) => {
  const flaw = flawOf(path)
  return flaw ? [`${path} ${flaw}`] : []
})
const missing = missingFromLock()
if (missing.length > 0)
  flaws.push(`${LOCK} lacks ${missing.join(', ')}: run \`npm install --package-lock-only\`, else \`npm ci\` refuses it`)
flaws.push(...styledTwice(files), ...files.filter((path) => /\.(md|tsx?)$/.test(path)).flatMap(brokenLinks))
for (const flaw of flaws) console.error(flaw)
process.exit(flaws.length === 0 ? 0 : 1)
