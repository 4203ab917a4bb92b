import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { UNDERSTOOD } from './dictionary-examples.ts'
import { NOT_UNDERSTOOD } from './dictionary-nothing.ts'
import { type Command, commandParser, normalizeText, replyParser } from './index.ts'

const parse = commandParser(defaultPolicy.words)
const reply = replyParser(defaultPolicy.words)

/** A command in one word: `numbers 2,3`, `undo 12`, `refund 1`, `list`. */
function tell(command: Command): string {
  switch (command.kind) {
    case 'numbers':
      return `numbers ${command.numbers.join()}`
    case 'undo':
      return command.code ? `undo ${command.code}` : 'undo'
    case 'language':
      return command.to ? `language ${command.to}` : 'language'
    case 'lock':
    case 'unlock':
    case 'guardian':
    case 'no-guardian':
      return command.number ? `${command.kind} ${command.number}` : command.kind
    case 'refund':
    case 'complain':
      return command.rest ? `${command.kind} ${command.rest}` : command.kind
    default:
      return command.kind
  }
}

describe('what people type to 10086 and to ports', () => {
  for (const [meaning, texts] of Object.entries({ ...UNDERSTOOD, unknown: NOT_UNDERSTOOD }))
    it.each(texts.map((text) => [text]))(`%j is understood as ${meaning}`, (text) => {
      expect(tell(parse(text))).toBe(meaning)
    })
})

describe('whatever is typed', () => {
  const words = Object.values(defaultPolicy.words).flat()
  const numbers = ['2', '3', '１０', '三', '第二个', '1-3', '2和3']
  const piece = fc.constantFrom(
    ...words,
    ...numbers,
    ' ',
    '\n',
    '，',
    '。',
    '！',
    '😊',
    '请',
    '谢谢',
    '我要',
    '帮我',
    '到',
  )
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
  )

  it('parsing never throws, and a shape is its own shape', () => {
    fc.assert(
      fc.property(typed, (text) => {
        parse(text)
        reply(text)
        const shape = normalizeText(text)
        expect(normalizeText(shape)).toBe(shape)
      }),
      { numRuns: 2000, examples: [['薴'], ['乾圖'], ['一 坏']] },
    )
  })

  const NOTHING = ['list', 'more', 'proof', 'help', 'status', 'empty', 'unknown', 'no', 'reopen']
  it('a negation does nothing', () => {
    const negation = fc.constantFrom(
      '不要',
      '不',
      '别',
      '没有',
      '我没',
      '勿',
      '不想',
      '请不要',
      "don't ",
      'do not ',
      'never ',
    )
    const acting = fc.constantFrom(
      ...[
        '退订',
        '退订2',
        '2退订',
        '取消第二个',
        '1-3',
        '00000',
        '11111',
        '1111',
        '全部退订',
        '全部屏蔽',
        '恢复',
        '恢复12',
      ],
      ...['锁定', '解锁', '监护13800138000', '取消监护', 'lock', 'unlock', 'guardian 13800138000'],
      ...['退费', '退款1', '投诉', 'stop', 'cancel 2', 'undo', 'T', '是', 'yes', '1', '确认'],
    )
    fc.assert(
      fc.property(negation, acting, (no, word) => {
        expect([`${no}${word}`, tell(parse(`${no}${word}`))]).toEqual([`${no}${word}`, expect.toBeOneOf(NOTHING)])
        expect(reply(`${no}${word}`).kind).not.toBe('yes')
      }),
      { numRuns: 500 },
    )
  })

  it('a question does nothing either, and no emoji, space, width or letter of politeness changes what is understood', () => {
    const known = Object.entries(UNDERSTOOD).flatMap(([meaning, texts]) =>
      meaning === 'unknown' || meaning === 'empty' ? [] : texts.map((text) => [meaning, text] as const),
    )
    const around = fc.constantFrom<(text: string) => string>(
      (text) => ` ${text}\n`,
      (text) => `${text}😊`,
      (text) => `${text}。`,
      (text) => `${text}！！`,
      (text) => `请${text}`,
      (text) => `${text}，谢谢`,
      (text) => text.toUpperCase(),
      (text) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
    )
    const harmless = /^(?:list|more|proof|help|status|language|cancel-all|complain)/
    fc.assert(
      fc.property(fc.constantFrom(...known), around, ([meaning, text], typed) => {
        expect([typed(text), tell(parse(typed(text)))]).toEqual([typed(text), meaning])
        const asked = tell(parse(`${text}？`))
        if (!harmless.test(meaning) && !text.endsWith('？'))
          expect([`${text}？`, asked]).toEqual([`${text}？`, 'unknown'])
      }),
      { numRuns: 2000 },
    )
  })
})
