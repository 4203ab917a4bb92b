import { readFileSync } from 'node:fs'
import { type BundleFlaw, type BundleFound, verifyBundle } from '#evidence'
import { CliError } from './client.ts'

const words: Readonly<Record<BundleFlaw['flaw'], string>> = {
  archive: 'the archive is not as it was made',
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

/** Proves a bundle of evidence, offline. @param keyFile the auditor’s own copy of the public key */
export function bundleFile(file: string, keyFile: string | undefined): BundleFound & { readonly told: string[] } {
  const key = keyFile === undefined ? undefined : read(keyFile).toString()
  const found = verifyBundle(read(file), key)
  return {
    ...found,
    unsealed: found.unsealed.map(plain),
    unproved: found.unproved.map(plain),
    told: found.flaws.map(({ of, flaw }) => `${plain(of)}: ${words[flaw]}`),
  }
}
