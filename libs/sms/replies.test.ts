import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { replyParser } from './index.ts'

const reply = replyParser(defaultPolicy.words)

describe('what people answer to a prompt', () => {
  const told = (text: string) => {
    const answer = reply(text)
    return 'code' in answer && answer.code ? `${answer.kind} ${answer.code}` : answer.kind
  }
  it.each([
    [
      'yes',
      [
        '是',
        '是。',
        '是,',
        'Y',
        'ｙ',
        'YES!',
        'Y E S',
        '1',
        '１',
        '1,',
        '1。',
        '是😊',
        '是👍🏻',
        '是🙏',
        '是❤️',
        '✅是',
        ' 是\n',
        '请是谢谢',
      ],
    ],
    ['yes 10', ['10', '１０', '1O', '10,', '是10', '是，１０', 'Y 10', 'Y1O', '10 是', '“10”']],
    ['no', ['否', 'N', 'no', 'Ｎ', '否。', 'N O', '否😡', 'N 😤', '否❌', '否😠', 'N？', '否\ud83d']],
    ['no 10', ['否10', 'N10', '10 否', '否１０。', '否10❌']],
    [
      'other',
      [
        '是？',
        'Y?',
        'Ｙ？',
        '10?',
        '１０？',
        '1?',
        '是吗',
        '是嘛',
        '是么？',
        'yes?',
        '是10吗',
        '是好吗',
        '是❓',
        '是👎',
        ...['✘', '🛑', '✗', '🚷', '🤷', '🙄', '☠', '✕', '🙃', '❎', '\ud83d'].map((each) => `是${each}`),
        ...['请问是', '请问10', '您好请问是', '麻烦请问 1', '请问Y', '請問是', '请 问是', '请😊问是', '请.问 Y'],
        ...['是好不好', '是好吗谢谢', '是可以吗 thanks', '想问下是'],
        '是❌',
        '10❌',
        ...['锁定？', '锁定吗'],
        '是的',
        '确认',
        '好的',
        'ok',
        '不是',
        '是不是',
        'Y N',
        'y/n',
        '是否',
        '1 0',
        '11是22',
        '2',
        'O',
        '0000',
        '',
        '😀',
        '行',
        '①⓪',
      ],
    ],
    ['help', ['帮助', 'HELP', '帮助🆘']],
    ['lock', ['锁定', '锁定🔒', '锁定‼']],
  ] as const)('%s', (meaning, texts) => {
    expect(texts.map((text) => [text, told(text)])).toEqual(texts.map((text) => [text, meaning]))
  })
})
