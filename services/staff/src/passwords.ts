import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { Problem } from '#http'

/** OWASP's least for argon2id: 19 MiB, two passes. */
const ARGON2ID: Algorithm = 2
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** argon2id in PHC form. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), OPTIONS)

let nobody: Promise<string> | undefined

/** Whether it is the one. Nobody's password takes as long to be wrong as somebody's, so that names cannot be tried. */
export async function isPassword(known: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('of nobody')
  const right = await verify(known ?? (await nobody), password.normalize('NFKC'))
  return right && known !== undefined
}

/** @throws Problem `password.weak` for one that is short, one character over and over, or holds the person's own name */
export function checkPassword(password: string, person: string, least: number): void {
  const text = password.normalize('NFKC')
  const isPoor = [...text].length < least || new Set(text).size < 5 || text.toLowerCase().includes(person)
  if (isPoor || [...text].length > 200)
    throw new Problem('password.weak', `It needs ${least} to 200 characters, five different ones, and not your name.`)
}
