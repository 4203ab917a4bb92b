import { describe, expect, it } from 'vitest'
import { OpaqueIds } from './opaque.ts'

const ids = new OpaqueIds(['a-secret-of-sixteen'])
const internal = 'confirmation@hmac-of-a-number@1764000000000/confirmation.0'

describe('an opaque id', () => {
  it('opens to what it stands for, and to whom it was given', () => {
    const sealed = ids.seal('request', 'sp-huayu', internal)
    expect(ids.open('request', sealed)).toEqual({ audience: 'sp-huayu', id: internal })
  })

  it('is the same each time, another for another partner, and holds nothing of what it stands for', () => {
    const huayu = ids.seal('request', 'sp-huayu', internal)
    expect(ids.seal('request', 'sp-huayu', internal)).toBe(huayu)
    const mellow = ids.seal('request', 'sp-mellow', internal)
    expect(mellow).not.toBe(huayu)
    for (let length = 4; length <= 8; length++)
      for (let at = 0; at + length <= huayu.length; at++) expect(mellow).not.toContain(huayu.slice(at, at + length))
    expect(Buffer.from(huayu, 'base64url').toString('latin1')).not.toContain('hmac-of-a-number')
  })

  it('of another kind, changed, cut, spelt otherwise, or made with another secret is none', () => {
    const sealed = ids.seal('request', 'sp-huayu', internal)
    const flipped = (sealed[20] === 'A' ? 'B' : 'A') + sealed.slice(1)
    for (const each of [flipped, sealed.slice(0, -3), `${sealed}A`, `${sealed}=`, '', internal, 'AAAA'])
      expect([each, ids.open('request', each)]).toEqual([each, undefined])
    expect(ids.open('receipt', sealed)).toBeUndefined()
    expect(new OpaqueIds(['another-secret-1234']).open('request', sealed)).toBeUndefined()
  })

  it('made with the former secret still opens while that is rotated', () => {
    const sealed = ids.seal('request', 'sp-huayu', internal)
    const rotated = new OpaqueIds(['the-new-secret-12345', 'a-secret-of-sixteen'])
    expect(rotated.open('request', sealed)?.id).toBe(internal)
    expect(rotated.seal('request', 'sp-huayu', internal)).not.toBe(sealed)
  })
})
