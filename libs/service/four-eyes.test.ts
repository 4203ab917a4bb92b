import { expect, it } from 'vitest'
import { digestOfWish } from './four-eyes.ts'

it('what the second person approves is content, preview and policy; a live count that moved beside it changes nothing', () => {
  const record = { topic: 'catalogue', key: 'port 1066', type: 'port.set', data: { category: 'business' } }
  const wish = { kind: 'block', preview: { port: '1066' }, records: [record], live: { stopped: 12 } }
  const digest = digestOfWish(wish, 'policy-1')
  expect(digestOfWish({ ...wish, ...{ live: { stopped: 13 } } }, 'policy-1')).toBe(digest)
  const others = [
    digestOfWish({ ...wish, kind: 'lift' }, 'policy-1'),
    digestOfWish({ ...wish, preview: { port: '1067' } }, 'policy-1'),
    digestOfWish({ ...wish, records: [{ ...record, key: 'port 1067' }] }, 'policy-1'),
    digestOfWish(wish, 'policy-2'),
  ]
  expect(new Set([digest, ...others]).size).toBe(5)
})
