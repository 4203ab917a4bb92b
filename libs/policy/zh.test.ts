import { expect, it } from 'vitest'
import { z } from 'zod'
import { defaultPolicy, meaningZh, policySchema, sourcesZh } from './index.ts'

/** Each figure with what it, or its group, says of itself in English. */
function figures(schema: z.ZodType, name = '', group = ''): (readonly [name: string, what: string])[] {
  const what = schema.description ?? group
  if (!(schema instanceof z.ZodObject)) return [[name, what]]
  return Object.entries(schema.shape).flatMap(([key, each]) =>
    figures(each as z.ZodType, name === '' ? key : `${name}.${key}`, what),
  )
}

it('each figure of the policy says what it is, in both languages', () => {
  const all = figures(policySchema)
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter(([name, what]) => what === '' || !/[一-鿿]/.test(meaningZh(name)))).toEqual([])
  expect(meaningZh('words.list')).toBe(meaningZh('words'))
})

it('the source of each signal and rule is there in Chinese, and no other', () => {
  const { signals, stopFirst } = defaultPolicy.monitor
  const all = [...Object.values(signals), ...stopFirst].map(({ source }) => source)
  expect(all.length).toBeGreaterThan(60)
  expect(all.filter((each) => !/[一-鿿]/.test(sourcesZh[each] ?? ''))).toEqual([])
  // Nothing is translated that stands nowhere any more.
  expect(Object.keys(sourcesZh).filter((each) => !all.includes(each))).toEqual([])
})
