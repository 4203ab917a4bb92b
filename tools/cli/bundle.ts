import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type BundleFlaw, type BundleFound, type Packed, verifyBundle, withoutFolder } from '#evidence'
import { CliError } from './client.ts'

const words: Readonly<Record<BundleFlaw['flaw'], string>> = {
  archive: 'it is no archive that can be read in one way alone: tar, zip, or the folder that it was unpacked to',
  manifest: 'the list of files is not what was signed',
  key: 'it was signed with another key',
  signature: 'its signature is not that of the key',
  file: 'it is not the file that was signed, or is missing, or was added',
  case: 'it is not what its digest says',
  seal: 'the seal is not what was signed',
  receipt: 'it is not what was chained',
  charge: 'the findings name it and it is not there once, or they do not name it',
  amount: 'its amount or time is not what was sealed when it was judged',
  letter: 'its digest is not the one in the evidence of the case',
}

/** What others wrote, so that it moves nothing on a screen. */
const plain = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)

const read = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CliError(2, `${file} cannot be read: ${(error as Error).message}`)
  }
}

/** What an archive was unpacked to, be it with a folder of its own. @throws CliError of one that it does not lie in */
function lying(folder: string): readonly Packed[] {
  const [inner] = readdirSync(folder)
  if (![folder, join(folder, inner ?? '')].some((each) => existsSync(join(each, 'manifest.json'))))
    throw new CliError(2, `${folder} cannot be read: no manifest.json lies in it`)
  const list = (at: string): Packed[] =>
    readdirSync(at, { withFileTypes: true }).flatMap((each) => {
      const path = join(at, each.name)
      if (each.isDirectory()) return list(path)
      return [{ name: relative(folder, path).split(sep).join('/'), bytes: read(path) }]
    })
  return withoutFolder(list(folder))
}

const isFolder = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true

/** Proves a bundle of evidence, offline: the archive, packed by whatever tool, or the folder that it lies in. @param keyFile the auditor’s own copy of the public key */
export function bundleFile(file: string, keyFile: string | undefined): BundleFound & { readonly told: string[] } {
  const key = keyFile === undefined ? undefined : read(keyFile).toString()
  const found = verifyBundle(isFolder(file) ? lying(file) : read(file), key)
  return {
    ...found,
    unsealed: found.unsealed.map(plain),
    unproved: found.unproved.map(plain),
    told: found.flaws.map(({ of, flaw }) => `${plain(of)}: ${words[flaw]}`),
  }
}
