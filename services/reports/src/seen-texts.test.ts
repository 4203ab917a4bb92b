import { expect, it } from 'vitest'
import { cluesIn } from '#clues'
import { asSeen } from './seen-texts.ts'

const LIN = '8613800138000'
const filed = (text: string) => ({
  text,
  ...cluesIn(text),
  reasons: [{ rule: 'fraud.asks', words: text.slice(0, 80) }],
})

it('what an earlier build found in a text with its reporter’s number shows it to nobody: numbers, links and ids', () => {
  for (const text of [
    '13800138000的机主，点 dwz.cn/13800138000 领取',
    '加微信13800138000领取，点 http://13800138000.top/a',
    '请转账到 6222021234567890128，回电 13800138000',
  ]) {
    const seen = asSeen(filed(text), LIN)
    expect(JSON.stringify(seen)).not.toContain('13800138000')
    expect(seen.text).toContain('•')
  }
})

it('and what of others is found in it stays', () => {
  const text = '13800138000的机主，请转账到 6222021234567890128，点 dwz.cn/a1，回电13900139000'
  const seen = asSeen(filed(text), LIN)
  expect(seen).toMatchObject({ ...cluesIn(text.slice(11)), phones: ['8613900139000'] })
  const other = filed('请点 dwz.cn/13900139000')
  expect(asSeen(other, LIN)).toBe(other)
})
