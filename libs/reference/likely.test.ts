import { expect, it } from 'vitest'
import { Likely } from './likely.ts'

const names = new Likely()
for (const [name, id] of [
  ['华娱互动（北京）科技有限公司', 'huayu'],
  ['每日笑话', 'joke'],
  ['Daily Jokes', 'joke'],
  ['天象万通', 'sky'],
  ['123', 'n'],
  ['短信', 'sms'],
] as const)
  names.add(name, id)

it.each([
  ['a part of it', '华娱', ['huayu']],
  ['the whole of it, without its brackets', '华娱互动北京科技', ['huayu']],
  ['spaces between', '每 日  笑话', ['joke']],
  ['traditional characters', '華娛互動', ['huayu']],
  ['capitals and full width', 'ＤＡＩＬＹ', ['joke']],
  ['the text of a message', '【天象万通】您已订购每日笑话，5元/月', ['joke', 'sky']],
  ['more than it is called', '天象万通公司', ['sky']],
  ['a word that anybody uses', '收到一条短信', []],
  ['one character', '华', []],
  ['digits', '123', []],
  ['nothing', ' ', []],
  ['what nobody is called', '星光传媒', []],
])('finds by %s: %s', (_, typed, ids) => {
  expect([...names.find(typed)].sort()).toEqual(ids)
})

it('finds what was added since, and not more than anybody reads of a common word', () => {
  const many = new Likely()
  many.add('气象一号', 'a')
  expect([...many.find('气象')]).toEqual(['a'])
  for (let n = 0; n < 500; n++) many.add(`气象${n}号`, String(n))
  expect(many.find('气象499').has('499')).toBe(true)
  expect(many.find('气象').size).toBe(60)
})
