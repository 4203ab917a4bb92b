import { expect, it } from 'vitest'
import { z } from 'zod'
import { meaningZh, policySchema } from './index.ts'

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
