import { expect, it } from 'vitest'
import { behind, flawsOfPackage } from './dependencies.ts'

const good = { version: '1.0.0', integrity: `sha512-${'a'.repeat(86)}==`, license: 'MIT' }
const flaws = (more: object, license?: string) =>
  flawsOfPackage({ ...good, ...more }, 'left-pad', { node: true }, license)

it('takes a package of the registry, by its digest, with a licence that may be carried', () => {
  expect(flaws({})).toEqual([])
  expect(flaws({ license: '(MIT OR CC0-1.0)', resolved: 'https://registry.npmjs.org/x/-/x-1.0.0.tgz' })).toEqual([])
  expect(flaws({ license: 'MPL-2.0', dev: true })).toEqual([])
  expect(flaws({ license: undefined }, 'ISC')).toEqual([])
})

it.each([
  ['without a digest', { integrity: undefined }, 'has no SHA-512'],
  ['by a weak digest', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'has no SHA-512'],
  ['from a repository', { resolved: 'git+ssh://git@github.com/x/y.git#1' }, 'is no registry'],
  ['with a script that nobody allowed', { hasInstallScript: true }, 'runs a script at install'],
  ['that was given up', { deprecated: 'use another' }, 'is given up by its makers (use another)'],
  ['with a licence of another kind', { license: 'GPL-3.0-only' }, 'has the licence GPL-3.0-only'],
  ['that is shipped under the licence of a tool', { license: 'MPL-2.0' }, 'has the licence MPL-2.0'],
  ['with one licence beside another', { license: 'MIT AND SSPL-1.0' }, 'has the licence SSPL-1.0'],
  ['without a licence', { license: undefined }, 'names no licence'],
  ['from a folder', { link: true }, 'is a link'],
])('refuses one %s', (_name, more, flaw) => {
  expect(flaws(more)).toEqual([expect.stringContaining(flaw)])
})

it('names what is installed and stands behind a release that its range takes, once', () => {
  const outdated = {
    'fast-uri': [
      { current: '4.2.9', wanted: '4.2.10', latest: '5.0.0' },
      { current: '4.2.9', wanted: '4.2.10', latest: '5.0.0' },
    ],
    // Of another system, and one whose newest is of another range.
    fsevents: { wanted: '2.3.3', latest: '2.3.3' },
    ajv: { current: '8.20.0', wanted: '8.20.0', latest: '9.0.0' },
    forked: { current: '8.20.0', wanted: '8.18.3', latest: '8.18.3' },
  }
  expect(behind(outdated)).toEqual(['fast-uri 4.2.9 → 4.2.10'])
  expect(behind({})).toEqual([])
})
