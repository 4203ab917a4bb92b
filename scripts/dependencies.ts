import { existsSync, readFileSync } from 'node:fs'

/*
 * Part of `npm run check`: what is known about every locked package without asking anybody. Each comes from the registry by
 * its SHA-512, runs no script at install that was not allowed by name, is not given up by its makers, and has a licence that
 * this product may carry. Known vulnerabilities are asked of the registry by `npm audit` (CONTRIBUTING.md, .ci/run); of one that
 * tells none, `npm outdated --all --omit=dev --json | node scripts/dependencies.ts behind` says which packages stand behind a
 * release that their range takes: that is where a vulnerability that was mended would be.
 */
const LICENSES = new Set(
  // OFL-1.1 is that of type: it may be shipped with any program, and lie in any document.
  '0BSD,Apache-2.0,BlueOak-1.0.0,BSD-2-Clause,BSD-3-Clause,CC0-1.0,ISC,MIT,OFL-1.1,PSF-2.0,Unlicense,Zlib'.split(','),
)
/** Copyleft of single files: in tools that are not shipped. */
const TOOLS_ONLY = new Set(['MPL-2.0'])

export interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly deprecated?: string
  readonly license?: string
}

/** Why one package of the lock is not taken. @param license of its own package.json, for those whose lock entry has none */
export function flawsOfPackage(
  locked: LockedPackage,
  name: string,
  allowScripts: Readonly<Record<string, boolean>>,
  license: string | undefined,
): string[] {
  const ids = (locked.license ?? license ?? '').split(/[()\s]+|\b(?:AND|OR)\b/).filter(Boolean)
  const bad = ids.filter((id) => !LICENSES.has(id) && !(locked.dev && TOOLS_ONLY.has(id)))
  return [
    ...(locked.link ? ['is a link to a folder; name a version of the registry'] : []),
    ...(/^sha512-[\w+/]{86}==/.test(locked.integrity ?? '')
      ? []
      : ['has no SHA-512 in the lock; run `npm install --package-lock-only`']),
    ...(/^(https:\/\/registry\.npmjs\.org\/|$)/.test(locked.resolved ?? '')
      ? []
      : [`comes from ${locked.resolved}, which is no registry`]),
    ...(locked.hasInstallScript && !(name in allowScripts)
      ? ['runs a script at install; read it, then name it in allowScripts of package.json (false: it is not run)']
      : []),
    ...(locked.deprecated ? [`is given up by its makers (${locked.deprecated}); replace it`] : []),
    ...(ids.length === 0 ? ['names no licence; read its LICENSE, and replace it if there is none'] : []),
    ...bad.map((id) => `has the licence ${id}, which nobody has judged; see scripts/dependencies.ts`),
  ]
}

/** The licence that an installed package names in its own words, old ways included. */
function licenseOf(path: string): string | undefined {
  if (!existsSync(`${path}/package.json`)) return undefined
  const { license, licenses } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as {
    license?: string
    licenses?: { type: string }[]
  }
  return license ?? licenses?.map(({ type }) => type).join(' OR ')
}

interface Outdated {
  readonly current?: string
  readonly wanted: string
}

/** Installed packages that stand behind what their range takes, of what `npm outdated --json` said. */
export const behind = (outdated: Readonly<Record<string, Outdated | readonly Outdated[]>>): string[] =>
  Object.entries(outdated).flatMap(([name, of]) => {
    const newer = [of].flat().filter(({ current, wanted }) => current !== undefined && isOlder(current, wanted))
    const wanted = new Set(newer.map((each) => `${name} ${each.current} → ${each.wanted}`))
    return [...wanted]
  })

const isOlder = (one: string, two: string): boolean => one.localeCompare(two, 'en', { numeric: true }) < 0

if (import.meta.main && process.argv[2] === 'behind') {
  const said = JSON.parse(readFileSync(0, 'utf8') || '{"error":"nothing was said"}')
  const found = 'error' in said ? ['not known: the registry was not reached'] : behind(said)
  console.log(found.join('\n') || 'none is')
} else if (import.meta.main) {
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
  const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> }
  const { allowScripts = {} } = read('package.json') as { allowScripts?: Record<string, boolean> }
  const locked = Object.entries(packages).filter(([path]) => path !== '')
  const nameOf = (path: string) => path.replace(/^.*node_modules\//, '')
  const flaws = locked.flatMap(([path, each]) =>
    flawsOfPackage(each, nameOf(path), allowScripts, licenseOf(path)).map(
      (flaw) => `${nameOf(path)} ${each.version} ${flaw}`,
    ),
  )
  const scripted = new Set(locked.filter(([, each]) => each.hasInstallScript).map(([path]) => nameOf(path)))
  for (const name of Object.keys(allowScripts))
    if (!scripted.has(name)) flaws.push(`allowScripts names ${name}, which has no script any more: take it out`)
  for (const flaw of flaws) console.error(flaw)
  process.exit(flaws.length === 0 ? 0 : 1)
}
