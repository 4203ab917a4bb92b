import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
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

/**
 * What people type, and what is understood: a newcomer's dictionary. Left what is understood, right how it was seen typed.
 */
const UNDERSTOOD: Record<string, readonly string[]> = {
  list: [
    '0000',
    '００００',
    'OOOO',
    'oO0o.',
    '0 0 0 0',
    '0000😊',
    '查询0000',
    '0000查询',
    '查 0000',
    '发送0000到10086',
    '“0000”',
    '*0000#',
    '请问0000，谢谢！',
    '零零零零',
    '四个0',
    '0000？',
    '查询业务',
    '0\n0\n0\n0',
  ],
  block: ['00000', '０００００', 'OOOOO', '00000屏蔽', '屏蔽00000', '回复00000', '00000。谢谢'],
  unblock: ['11111', '\n11111 ', '11111解除屏蔽', '解除 11111', '取消屏蔽', '请解除屏蔽', 'Unblock'],
  subscribe: ['1111', '１１１１', '1111订购'],
  'numbers 2': [
    '2',
    '２',
    '2,',
    '2。',
    '2️⃣',
    '②',
    '二',
    '第2个',
    '第二项',
    '第 2 条',
    '2号',
    '退订2',
    '2退订',
    '2 退 订',
    '取消 2',
    '取消第二个',
    '取消第2个业务',
    '请帮我退订2谢谢',
    '我要取消2',
    '我想退订第二个。',
    '帮我把2退掉',
    '把第2个取消了',
    '回复2',
    '退訂第2項',
    '序号2',
    '2吧',
    '退订2好吗？',
    'cancel 2',
    'Please CANCEL 2.',
    'unsubscribe 2 thanks',
    'stop 2',
  ],
  'numbers 2,3': [
    '2,3',
    '2,3,',
    '２，３、',
    '2 3',
    '2.3.',
    '2。3',
    '2、3',
    '2;3',
    '2/3',
    '2&3',
    '2+3',
    '2\n3',
    '2和3',
    '2跟3',
    '2 and 3',
    '2, and 3',
    '二、三',
    '二 三',
    '②③',
    '第2和第3',
    '第二个和第三个',
    '第2第3',
    '退订2和3',
    '2和3退订',
    '2和3都取消',
    '我要退二和三',
  ],
  'numbers 3,4': ['三、四', '3、4', '３４'.replace('４', ' ４')],
  'numbers 1,2,3': ['1-3', '１－３', '1~3', '1到3', '一至三', '第1到第3', '退订1—3', '1-2,3', '1,2,3,1'],
  'numbers 10': ['10', '1O', '１０', '十', '第十个'],
  'numbers 11': ['十一', '11', '第十一项'],
  'numbers 20': ['二十', '2O'],
  'numbers 21': ['二十一'],
  'marketing-off': [
    'T',
    'ｔｄ',
    'R',
    'Ｒ',
    '退订！',
    '退訂',
    '退 订',
    '回复T',
    'T退订',
    'TD退订',
    'STOP',
    'stop.',
    '我要退订',
    '退订吧',
  ],
  'cancel-all': [
    '全部退订',
    '全部退訂',
    '全 部 退 订',
    'Cancel  ALL',
    'CANCELALL',
    '退订全部',
    '我要全部退订',
    '全部退订？',
  ],
  'full-block': ['全部屏蔽。', 'block all', '屏蔽全部'],
  undo: [
    '恢复',
    '恢 復',
    '恢復',
    '恢复！',
    '撤销',
    '撤消',
    '恢复业务',
    '我要恢复',
    '帮我恢复一下吧',
    'UNDO',
    'undo please',
  ],
  'undo 12': [
    '恢复12',
    '恢复 12',
    '恢复１２',
    '恢复“12”',
    '恢复十二',
    '12恢复',
    'UNDO 12',
    '恢 复 1 2'.replace('1 2', '12'),
  ],
  'undo 10': ['恢复1O', '恢复10。'],
  more: ['更多', 'MORE', '下一页', '更 多'],
  proof: ['证据', 'PROOF', '證據'],
  refund: ['退费', '退款', '退钱', '我要退费', '我要退錢', '请给我退款', 'REFUND', '还我钱'],
  'refund 1': ['退款 1', '退费1', '退费，1', '退钱第一个', '退费第1个', '1退费', '我要退款1', 'refund 1', '退费１。'],
  'refund 1,2': ['退费 1,2', '退费1和2', '1、2退款', 'refund 1 2'],
  'refund 每日笑话': ['退费 每日笑话', '退费“每日笑话”', '我要退费 每日笑话'],
  complain: ['投诉', '我要投诉', '投訴', 'COMPLAIN', 'complaint'],
  'complain 2 乱扣费': ['投诉 2 乱扣费', '我要投诉2 乱扣费'.replace('2', ' 2')],
  'complain 为什么扣我5元': ['投诉 为什么扣我5元？'],
  status: ['查询', 'STATUS', '查询投诉', '查询123456789', 'STATUS 12345678', '查询 编号123456789'],
  reopen: ['不满意', '不滿意', 'REOPEN', '没解决'],
  solved: ['满意', '滿意', 'solved'],
  'language en': ['語言 英文', 'LANG EN', '语言英语'],
  'language zh-CN': ['LANG ZH', '语言 中文'],
  language: ['語言', 'lang'],
  lock: [
    '锁定',
    '鎖定',
    '锁 定',
    '锁定。',
    '锁',
    '上锁',
    '锁住',
    '锁定号码',
    '我要锁定',
    '请帮我锁定一下',
    '帮我锁定我的号码',
    '锁定吧',
    'LOCK',
    'lock please',
    'Lock my line',
  ],
  'lock 13800138000': ['锁定13800138000', '锁定 138 0013 8000', 'LOCK 13800138000'],
  unlock: ['解锁', '解鎖', '开锁', '解除锁定', '取消锁定', '我要解锁', 'UNLOCK', 'unlock my line', 'Lock off'],
  'unlock 13800138000': ['解锁13800138000', '解锁 138-0013-8000', '13800138000解锁', 'UNLOCK 13800138000'],
  guardian: ['监护', '監護', '监护人', '设置监护人', '我要设置监护人', 'GUARDIAN', 'set guardian'],
  'guardian 13800138000': [
    '监护 13800138000',
    '监护13800138000',
    '监护：13800138000',
    '监护人 138 0013 8000',
    '监护人是13800138000',
    '監護人１３８００１３８０００',
    '监护+138-0013-8000',
    '设置监护人13800138000',
    '请设置监护人为13800138000，谢谢',
    '13800138000监护',
    '监护138OO138OOO',
    'GUARDIAN 13800138000',
    'guardian: 138 0013 8000',
    'Set guardian to 13800138000',
  ],
  'guardian 8613800138000': ['监护 +86 13800138000', '监护8613800138000', 'GUARDIAN +86 138 0013 8000'],
  'no-guardian': [
    '取消监护',
    '取消監護',
    '解除监护',
    '取消监护人',
    '结束监护吧',
    '不再监护',
    '我要取消监护',
    'End guardian',
    'GUARDIAN OFF',
  ],
  'no-guardian 13800138000': [
    '取消监护13800138000',
    '解除监护 138 0013 8000',
    '13800138000取消监护',
    'GUARDIAN END 13800138000',
  ],
  help: ['帮助', '幫助', 'HELP'],
  yes: ['是', '是。', 'Y', 'yes!', '是的', '確認', '确认', '确认退订', '好的', '好', '好的😊', 'OK', '对', 'Y E S'],
  no: ['否', 'n', 'NO', '不要', '不用了谢谢'.replace('了', ''), '算了'],
  empty: ['', '。。。', '😀', '？'],
  /* What must do nothing: negations, questions, counts, reports of what was done, what takes back, and what is no command. */
  unknown: [
    '不锁定',
    '别锁定',
    '不要锁定',
    '锁定了',
    '锁定？',
    '锁定怎么弄',
    '怎么解锁',
    '解锁？',
    '能解锁吗',
    '不解锁',
    '不要解锁',
    '手机解锁多少钱',
    '锁屏',
    '锁定2',
    '不监护13800138000',
    '监护13800138000？',
    '监护权怎么办',
    '监护他',
    '监护 2',
    '不要取消监护',
    '别取消监护13800138000',
    'locked',
    'unlocked',
    'do not lock',
    "don't unlock",
    'guardian angel',
    '不要退订',
    '不退订',
    '不要取消2',
    '别退订2',
    '不要退2',
    '2不退',
    '2不要退订',
    '2别取消',
    '退订2不对',
    '我没有退订',
    '我没退订2',
    '没有取消',
    '勿退订',
    '不恢复',
    '恢复不了',
    '不投诉了',
    '投诉不了',
    '退费不用了',
    '退款1不要了',
    '我不要退费',
    '不屏蔽',
    '不发0000',
    '别全部退订',
    '停止取消2',
    '取消退订2',
    "don't cancel 2",
    'do not stop',
    'never mind 2',
    'not 2',
    '为什么扣费',
    '为什么退订2',
    '2是什么？',
    '2？',
    '退订？',
    '退订吗',
    '2退了吗',
    '00000？',
    '恢复？',
    '退费怎么退',
    '是？',
    'Y?',
    '是吗',
    'yes?',
    '是不是',
    '好的吗',
    '不是',
    '好的吧',
    'Y N',
    '2个',
    '取消2个',
    '退订三个',
    '已退订',
    '退订了',
    '2退了',
    '0000000',
    '000',
    '2-',
    '3-1',
    '1-999',
    '11月22日',
    '2026/11/22',
    '13800138000',
    '10086',
    'undoing',
    'history',
    '天气怎么样',
    '\ud83d2 3x',
  ],
}

describe('what people type to 10086 and to ports', () => {
  for (const [meaning, texts] of Object.entries(UNDERSTOOD))
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
      { numRuns: 2000 },
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
