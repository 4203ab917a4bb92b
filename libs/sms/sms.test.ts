import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import {
  commandParser,
  decodeGsm,
  decodeText,
  encodeGsm,
  encodeText,
  languageOf,
  maskNumber,
  maskNumbers,
  measure,
  numberKeys,
  parseAddress,
  parseMsisdn,
  readShortMessage,
  readUdh,
  withoutNumber,
} from './index.ts'

describe('what people really type', () => {
  const parse = commandParser(defaultPolicy.words)
  it.each([
    ['0000', { kind: 'list' }],
    ['００００', { kind: 'list' }],
    ['OOOO', { kind: 'list' }],
    ['oO0o.', { kind: 'list' }],
    ['0 0 0 0', { kind: 'list' }],
    ['请问0000，谢谢！', { kind: 'list' }],
    ['00000', { kind: 'block' }],
    ['\n11111 ', { kind: 'unblock' }],
    ['2,3', { kind: 'numbers', numbers: [2, 3] }],
    ['２，３、５', { kind: 'numbers', numbers: [2, 3, 5] }],
    ['2 3\n5', { kind: 'numbers', numbers: [2, 3, 5] }],
    ['退订2和3', { kind: 'numbers', numbers: [2, 3] }],
    ['退訂第2項', { kind: 'numbers', numbers: [2] }],
    ['cancel 2 & 4 please', { kind: 'numbers', numbers: [2, 4] }],
    ['2,2,2', { kind: 'numbers', numbers: [2] }],
    ['全部退訂', { kind: 'cancel-all' }],
    ['Cancel  ALL', { kind: 'cancel-all' }],
    ['全部屏蔽。', { kind: 'full-block' }],
    ['block all', { kind: 'full-block' }],
    ['T', { kind: 'marketing-off' }],
    ['ｔｄ', { kind: 'marketing-off' }],
    ['退订！', { kind: 'marketing-off' }],
    ['STOP', { kind: 'marketing-off' }],
    ['n', { kind: 'no', word: 'n' }],
    ['是', { kind: 'yes', word: '是' }],
    ['Yes.', { kind: 'yes', word: 'yes' }],
    ['恢復', { kind: 'undo' }],
    ['恢复 12', { kind: 'undo', code: '12' }],
    ['UNDO A7', { kind: 'undo', code: 'a7' }],
    ['更多', { kind: 'more' }],
    ['語言 英文', { kind: 'language', to: 'en' }],
    ['LANG ZH', { kind: 'language', to: 'zh-CN' }],
    ['語言', { kind: 'language' }],
    ['投诉 2 乱扣费', { kind: 'complain', rest: '2 乱扣费' }],
    ['', { kind: 'empty' }],
    ['。。。', { kind: 'empty' }],
  ])('%j is understood', (text, command) => {
    expect(parse(text)).toEqual(command)
  })

  it.each(['不是', '好的吧', 'Y N', '000', '000000', '😀', 'undoing', '退订吗什么', '2-', '\ud83d'])(
    '%j is not taken for a command',
    (text) => {
      expect(['unknown', 'empty']).toContain(parse(text).kind)
    },
  )

  it('never throws and never gives a long shape, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const command = parse(text)
        if (command.kind === 'unknown') expect(command.shape.length).toBeLessThanOrEqual(200)
      }),
    )
  })

  it('hears the language of words, not of digits', () => {
    expect([languageOf('退订2'), languageOf('cancel 2'), languageOf('0000'), languageOf('OOOO')]).toEqual([
      'zh-CN',
      'en',
      undefined,
      undefined,
    ])
  })
})

describe('numbers in any spelling', () => {
  it.each([
    ['+86 138-0013-8000', '8613800138000'],
    ['0086 13800138000', '8613800138000'],
    ['138-0013-8000', '8613800138000'],
    ['１３８００１３８０００', '8613800138000'],
    ['8613800138000', '8613800138000'],
    ['+852 6123 4567', '85261234567'],
    ['+1 (415) 555-2671', '14155552671'],
  ])('%s', (spelling, number) => {
    expect(parseMsisdn(spelling)).toBe(number)
  })

  it.each(['', 'abc', '12345', '10086', '1380013800013800138000', '138 0013 800x', '+49 1512 3456789 0123'])(
    '%j is none',
    (text) => {
      expect(parseMsisdn(text)).toBeUndefined()
    },
  )

  it('are shown masked and keyed by a secret', () => {
    expect(maskNumber('8613800138000')).toBe('•••••••••8000')
    const [one, other] = [numberKeys('a secret'), numberKeys('another')]
    expect(one('8613800138000')).toBe(one('8613800138000'))
    expect(one('8613800138000')).not.toBe(other('8613800138000'))
    expect(one('8613800138000')).not.toContain('138')
  })

  it.each([
    ['客户13800138000来电', '客户•••••••8000来电'],
    ['用户-138-0013-8000，已核实', '用户-•••••••8000，已核实'],
    ['（＋８６ 139 1234 5678）', '（•••••••••5678）'],
    ['回电 010-82345678 或 07552345678', '回电 •••••••5678 或 •••••••5678'],
    ['a call from +44 7911 123456', 'a call from ••••••••3456'],
    ['身份证 110101199003078888 卡 6222021234567890123', '身份证 ••••••••••••••8888 卡 •••••••••••••••0123'],
    ['漫游 1259313800138000，1252013800138000', '漫游 ••••••••••••8000，••••••••••••8000'],
    ['身份证11010119900307888X核实', '身份证••••••••••••••888X核实'],
    ['天津 120101199003078888、120101 19900307 888x', '天津 ••••••••••••••8888、••••••••••••••888x'],
    ['ID110101199003078888, card_6222021234567890123.', 'ID••••••••••••••8888, card_•••••••••••••••0123.'],
    ['工行卡 9558801234567890123', '工行卡 •••••••••••••••0123'],
  ])('of a person are masked wherever people write them: %s', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked)
  })

  it.each([
    '端口 10661234 违规，同 106575020190',
    '举报 826493608，投诉 61234567，案 2026-0113',
    '95588 与 12321 转来，125201234567 与 955881234567 也是',
    '端口 10657502019012345678',
    'campaign c0k3x9fq1zt7aa, subscriber Xh1380_kQ9zzzzz.1',
    '2026-11-26 09:30 至 2026-11-27',
  ])('what is nobody’s stays: %s', (text) => {
    expect(maskNumbers(text)).toBe(text)
  })

  it('tells ports from what is none', () => {
    expect([
      parseAddress('1066 1234'),
      parseAddress('１００８６'),
      parseAddress('+10086'),
      parseAddress('端口'),
      parseAddress(''),
    ]).toEqual(['10661234', '10086', '10086', undefined, undefined])
  })
})

describe('GSM 03.38', () => {
  it('knows the extension table and shows an unknown extension as its base', () => {
    expect(encodeGsm('€{x}').toString('hex')).toBe('1b651b28781b29')
    expect(decodeGsm(Buffer.from('1b651b281b41', 'hex'))).toBe('€{A')
    expect(decodeGsm(Buffer.from([0x80]))).toBe('\ufffd')
    expect(() => encodeGsm('您')).toThrow(RangeError)
  })

  it('brings back every text of its alphabet', () => {
    const alphabet = [...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà^{}\\[~]|€\f']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet)), (chars) => {
        expect(decodeGsm(encodeGsm(chars.join('')))).toBe(chars.join(''))
      }),
    )
  })
})

describe('codings that an SMSC may say', () => {
  it.each([
    ['GSM', Buffer.from([0x00, 0x30]), 0, '@0'],
    ['Latin-1', Buffer.from([0xe9]), 3, 'é'],
    ['UCS-2', Buffer.from('60a8', 'hex'), 8, '您'],
    ['GBK', Buffer.from('cdcbb6a9', 'hex'), 15, '退订'],
    ['UCS-2 in the general group', Buffer.from('60a8', 'hex'), 0x08, '您'],
    ['flash, default alphabet', Buffer.from('hi'), 0xf0, 'hi'],
    ['a lone surrogate', Buffer.from('d83d', 'hex'), 8, '\ufffd'],
    ['an odd octet', Buffer.from('60a860', 'hex'), 8, '您\ufffd'],
  ])('%s', (_name, octets, dataCoding, text) => {
    expect(decodeText(octets, dataCoding)).toBe(text)
  })

  it('takes data_coding 0 for what the link says', () => {
    expect(decodeText(Buffer.from('cdcbb6a9', 'hex'), 0, 'gbk')).toBe('退订')
  })
})

describe('segments', () => {
  it.each([
    ['160 septets', 'a'.repeat(160), 1, 'gsm'],
    ['161 septets', 'a'.repeat(161), 2, 'gsm'],
    ['an extension counts twice', '€'.repeat(81), 2, 'gsm'],
    ['70 characters', '您'.repeat(70), 1, 'ucs2'],
    ['71 characters', '您'.repeat(71), 2, 'ucs2'],
    ['nothing', '', 1, 'gsm'],
  ])('%s', (_name, text, segments, coding) => {
    expect(measure(text)).toEqual({ segments, coding })
  })

  it('come back whole, never cut inside a pair, within the limit of an SMS', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.integer({ min: 0, max: 255 }),
        (text, reference) => {
          const { dataCoding, segments } = encodeText(text, reference)
          const read = segments.map((short_message) =>
            readShortMessage({ esm_class: segments.length > 1 ? 0x40 : 0, data_coding: dataCoding, short_message }),
          )
          expect(read.map((each) => each.text).join('')).toBe(text.toWellFormed())
          for (const segment of segments) expect(segment.length).toBeLessThanOrEqual(dataCoding === 8 ? 140 : 160)
          if (segments.length > 1)
            expect(read.map((each) => each.concatenation)).toEqual(
              segments.map((_, part) => ({ reference, total: segments.length, part: part + 1 })),
            )
        },
      ),
    )
  })

  it('are told by 8-bit and 16-bit references and by SAR, and not by a header that lies', () => {
    expect(readUdh(Buffer.from('060804123402 01 41'.replace(/ /g, ''), 'hex'))).toEqual({
      body: Buffer.from('A'),
      concatenation: { reference: 0x1234, total: 2, part: 1 },
    })
    expect(readUdh(Buffer.from('05000309030441', 'hex')).concatenation).toBeUndefined()
    expect(readUdh(Buffer.from('ff0041', 'hex'))).toEqual({ body: Buffer.from('ff0041', 'hex') })
    const sar = {
      esm_class: 0,
      data_coding: 0,
      short_message: Buffer.from('A'),
      sar_msg_ref_num: 9,
      sar_total_segments: 2,
      sar_segment_seqnum: 2,
    }
    expect(readShortMessage(sar)).toEqual({ text: 'A', concatenation: { reference: 9, total: 2, part: 2 } })
  })

  it('take message_payload where there is no short_message', () => {
    expect(
      readShortMessage({
        esm_class: 0,
        data_coding: 0,
        short_message: Buffer.alloc(0),
        message_payload: Buffer.from('long'),
      }).text,
    ).toBe('long')
  })
})

describe('a text in which one number is masked', () => {
  const spelt = fc
    .tuple(
      fc.constantFrom('', '+86', '＋86 ', '0086-', '86', '８６', '0', '12593', '+86 (0)'),
      fc.array(fc.constantFrom('', '', ' ', '-', '·', ' -', '(', '—', '，', '/', '_', '\u200d'), {
        minLength: 10,
        maxLength: 10,
      }),
      fc.constantFrom('13800138000', '１３８００１３８０００', '一三八零零一三八零零零', 'l38OOl38OOO', '①③⑧⓪⓪①③⑧⓪⓪⓪'),
    )
    .map(([country, between, number]) => {
      const digits = [...number]
      return country + digits.map((each, n) => each + (between[n] ?? '')).join('')
    })
  const around = fc.constantFrom('', '尊敬的', '您的验证码是38000，', 'dear ', '中奖，请加13912345678', '。8000元')

  it('has it nowhere, however it was written, and is the same but for it', () => {
    fc.assert(
      fc.property(around, spelt, around, (before, number, after) => {
        fc.pre(!/[\d０-９]$/u.test(before) && !/^[\d０-９]/u.test(after))
        expect(withoutNumber(before + number + after, '8613800138000')).toBe(`${before}•••••••••••${after}`)
        expect(withoutNumber(before + number + after, '8613900138000')).toBe(before + number + after)
      }),
      { examples: [['尊敬的', 'l38OOl38OOO', '']] },
    )
  })

  it('is taken for no number that goes on, or is another’s', () => {
    for (const text of ['138001380001', '913800138000', '1380013800', '138 0013 80001'])
      expect(withoutNumber(text, '8613800138000')).toBe(text)
    expect(withoutNumber('call +44 7911 123456 now', '447911123456')).toBe('call •••••••••• now')
    expect(withoutNumber('call 07911 123456 now', '447911123456')).toBe('call •••••••••• now')
    expect(withoutNumber('回电0755-22345678或２２３４５６７８', '8675522345678')).toBe(
      '回电•••••••••••或２２３４５６７８',
    )
    expect(withoutNumber('hello13800138000', '8613800138000')).toBe('hello•••••••••••')
  })
})
