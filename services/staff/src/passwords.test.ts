import { expect, it } from 'vitest'
import { hashPassword, isPassword } from './passwords.ts'

it('a password is kept by argon2id, with OWASP’s least, and no two alike', async () => {
  const [one, two] = await Promise.all([hashPassword('山高月小 水落石出'), hashPassword('山高月小 水落石出')])
  // 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
  expect([one, two]).toEqual(Array(2).fill(expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)))
  expect(one).not.toBe(two)
  expect([await isPassword(one, '山高月小 水落石出'), await isPassword(one, '山高月小')]).toEqual([true, false])
  expect(await isPassword(undefined, 'of nobody')).toBe(false)
})
