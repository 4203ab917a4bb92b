import { describe, expect, it } from 'vitest'
import {
  canonical,
  flawOfSeal,
  genesis,
  type Link,
  linkAfter,
  makeSealer,
  placeOf,
  type Seal,
  type Shown,
  saltOf,
  start,
  verifyChain,
  versionAfter,
} from './index.ts'

/** Three yeses of one subscriber. */
function chain(): { links: Link[]; head: { number: number; digest: string } } {
  const links: Link[] = []
  for (const service of ['joke', 'ring', 'weather']) {
    const salt = saltOf('secret', service)
    const content = { serviceId: service, answer: '是' }
    links.push({ id: `r-${service}`, salt, content, ...linkAfter(links.at(-1), salt, content) })
  }
  return { links, head: links.at(-1) as Link }
}
const change = (links: Link[], at: number, change: Partial<Link>): Link[] =>
  links.map((link, index) => (index === at ? { ...link, ...change } : link))

describe('a chain of evidence', () => {
  it('is whole as it was made, in whatever order it is read', () => {
    const { links, head } = chain()
    expect(verifyChain(links.toReversed(), head)).toBeUndefined()
  })

  it('names the record whose content was changed', () => {
    const { links, head } = chain()
    expect(verifyChain(change(links, 1, { content: { serviceId: 'ring', answer: '否' } }), head)).toEqual({
      id: 'r-ring',
      flaw: 'content',
    })
  })

  it('names the record that was changed and given a digest that fits', () => {
    const { links, head } = chain()
    const content = { serviceId: 'ring', answer: '否' }
    const forged = linkAfter(links[0], links[1]?.salt as string, content)
    expect(verifyChain(change(links, 1, { content, ...forged }), head)).toEqual({ id: 'r-weather', flaw: 'order' })
  })

  it('notices a record that was taken out, from the middle or the end', () => {
    const { links, head } = chain()
    expect(verifyChain(links.toSpliced(1, 1), head)?.flaw).toBe('missing')
    expect(verifyChain(links.slice(0, 2), head)).toEqual({ id: 'r-ring', flaw: 'head' })
  })

  it('stays whole when a content and its salt are erased', () => {
    const { links, head } = chain()
    const { salt: _, content: __, ...erased } = links[1] as Link
    expect(verifyChain(links.toSpliced(1, 1, { ...erased, erased: true } as Shown), head)).toBeUndefined()
  })

  it('names the record that lost its content or its salt without a signed erasure, whatever its content is then', () => {
    const { links, head } = chain()
    const { salt: _, ...unsalted } = { ...(links[1] as Link), content: { serviceId: 'ring', answer: '否' } }
    expect(verifyChain(links.toSpliced(1, 1, unsalted), head)).toEqual({ id: 'r-ring', flaw: 'content' })
    const { content: __, ...erased } = unsalted
    expect(verifyChain(links.toSpliced(1, 1, erased), head)).toEqual({ id: 'r-ring', flaw: 'erased' })
  })
})

it('the same content has one form, whatever the order of its names', () => {
  expect(canonical({ b: [1, { d: undefined, c: '是' }], a: null })).toBe('{"a":null,"b":[1,{"c":"是"}]}')
})

describe('a seal', () => {
  const sealer = makeSealer('a secret that is in no database')
  const heads = [{ chain: 'lin.1', number: 3, digest: 'd3', since: start }]
  const content = { shard: 'receipts-l', number: 1, before: genesis, at: 1, heads, chains: 1, records: 3 }
  const made = sealer.seal(content)

  it('holds as it was made, and the same secret makes the same', () => {
    expect(flawOfSeal(made, sealer.publicKey)).toBeUndefined()
    const again = makeSealer('a secret that is in no database')
    expect(again.seal(content)).toEqual(made)
  })

  it.each<[string, Partial<Seal>, string]>([
    ['a head was changed', { heads: [{ chain: 'lin.1', number: 3, digest: 'other', since: start }] }, 'content'],
    ['it counts fewer', { records: 2 }, 'content'],
    ['a head was taken out', { heads: [] }, 'content'],
    ['it was dated back', { at: 0 }, 'content'],
    ['another key signed it', makeSealer('another secret').seal({ ...made, heads }), 'key'],
    ['its signature was made up', { signature: 'AAAA' }, 'signature'],
  ])('does not when %s', (_what, change, flaw) => {
    expect(flawOfSeal({ ...made, ...change }, sealer.publicKey)).toBe(flaw)
  })
})

describe('versions of a record', () => {
  const first = versionAfter(start, { lines: { joke: 500 } }, 1)

  it('name the one before them, and stand by what they hold, whatever the names’ order', () => {
    expect(placeOf(first, { lines: { joke: 500 } })).toEqual({ number: 1, digest: first.digest })
    const second = versionAfter(placeOf(first, { lines: { joke: 500 } }), { lines: { ring: 1, joke: 500 } }, 2)
    expect(second).toMatchObject({ number: 2, before: first.digest })
    expect(placeOf(second, { lines: { joke: 500, ring: 1 } }).digest).toBe(second.digest)
  })

  it('do not take over what was changed in the store: the next one names what no seal has', () => {
    const next = versionAfter(placeOf(first, { lines: { joke: 999 } }), { lines: { joke: 1499 } }, 2)
    expect(next.before).not.toBe(first.digest)
  })
})
