import { describe, expect, it } from 'vitest'
import { exampleCatalogue } from '#reference/example'
import { Handset, refs } from './fixtures.ts'

const lin = () => new Handset().subscribed(['joke', '2026-03-02'], ['star', '2026-06-01'], ['weather', '2026-01-09'])
const HUAYU = '10661234'

describe('0000 to a port', () => {
  it('answers, from the port itself, who owns it, what the subscriber has there and what to reply', () => {
    expect(lin().texts(HUAYU, '0000')[0]).toMatchObject({
      from: HUAYU,
      text: '端口10661234属于华娱互动。您在此订购了2项：\n1 华娱互动 每日笑话 5元/月\n2 华娱互动 明星八卦 8元/月\n3 全部退订（需再确认）\n回复序号退订；回复T拒收营销，00000退订并屏蔽，11111解除屏蔽。',
    })
  })

  it('has an item for all here, which asks a second yes', () => {
    const handset = lin()
    handset.text(HUAYU, '0000')
    expect(handset.text(HUAYU, '3')[0]).toBe(
      '您将退订端口10661234的全部2项业务（每月共13元）。确认请在10分钟内回复“是”，不回复则不变。',
    )
    handset.text(HUAYU, '是')
    expect(handset.services).toEqual(['weather'])
  })

  it('keeps its numbers apart from those of 10086', () => {
    const handset = lin()
    handset.text('10086', '0000')
    handset.text(HUAYU, '0000')
    handset.text('10086', '1')
    expect(handset.services).toEqual(['joke', 'star'])
    handset.text(HUAYU, '1')
    expect(handset.services).toEqual(['star'])
  })

  it('tells of a port that nobody registered', () => {
    expect(lin().text('10699999', '0000')[0]).toContain('未在本网登记')
  })
})

describe('a port with digits behind it', () => {
  const EXTENSION = '1066123401'

  it('is that port: 0000 to it says whose it is, and answers come from the number that was texted', () => {
    const handset = lin()
    const [list] = handset.texts(EXTENSION, '0000')
    expect(list).toMatchObject({ from: EXTENSION, text: expect.stringContaining('端口10661234属于华娱互动') })
    expect(handset.texts(EXTENSION, '1')[0]).toMatchObject({ from: EXTENSION })
    expect(handset.services).toEqual(['weather', 'star'])
    expect(handset.text('106612345678901234567', '0000')[0]).toContain('未在本网登记')
    expect(handset.text('1066999901', '0000')[0]).toContain('未在本网登记')
  })

  it('is silenced and heard again with it, from whichever of its numbers that is asked', () => {
    const handset = lin()
    expect(handset.text(EXTENSION, '00000')[0]).toContain('已屏蔽端口10661234并退订2项')
    expect(handset.play.state?.blocks).toMatchObject([{ port: HUAYU }])
    for (const from of [HUAYU, EXTENSION, '10661234999'])
      expect([from, handset.mt(from, 'marketing', '大促销！')]).toEqual([from, 'block.marketing'])
    expect(handset.mt(EXTENSION, 'otp', '验证码 482913')).toBe('allowed')
    handset.text('10661234888', '11111')
    expect(handset.mt(EXTENSION, 'marketing', '大促销！')).toBe('allowed')
  })

  it('takes the codes of its services, and what its marketing was agreed to', () => {
    const handset = new Handset()
    expect(handset.text('1066400199', 'QX')).toEqual(handset.text('10664001', 'QX'))
    handset.text('1066400199', 'TD')
    expect(handset.play.state?.blocks).toMatchObject([{ port: '10664001', scope: 'marketing' }])
  })
})

describe('a block of a number, whatever is registered of it later', () => {
  const EXTENSION = '1066123401'
  /** A handset, and how a port is registered from then on. */
  const given = () => {
    const services = exampleCatalogue()
    const registers = (port: string, partnerId: string) => {
      const data = { port, partnerId, category: 'c', classes: ['service', 'otp', 'marketing'], version: 1, from: 1 }
      services.apply({ id: 'p', type: 'port.set', v: 1, at: 1, corr: '', data } as Parameters<typeof services.apply>[0])
    }
    return { handset: new Handset(refs({}, services)), registers }
  }

  it('holds for an extension with a record of its own, where it is of the same partner', () => {
    for (const [partner, rule] of [
      ['huayu', 'block.full'],
      ['jianghang', 'allowed'],
    ] as const) {
      const { handset, registers } = given()
      handset.text(EXTENSION, '全部屏蔽')
      expect(handset.mt(EXTENSION, 'otp')).toBe('block.full')
      registers(EXTENSION, partner)
      expect([handset.mt(EXTENSION, 'otp'), handset.mt(`${EXTENSION}9`, 'otp')]).toEqual([rule, rule])
      expect(handset.mt(HUAYU, 'otp')).toBe('block.full')
    }
  })

  it('is lifted there too, and nothing that is of another partner', () => {
    for (const [partner, said, left] of [
      ['huayu', `已解除对端口${HUAYU}的屏蔽`, 0],
      ['jianghang', `没有屏蔽端口${EXTENSION}`, 1],
    ] as const) {
      const { handset, registers } = given()
      handset.text(HUAYU, '全部屏蔽')
      registers(EXTENSION, partner)
      const [answer] = handset.texts(EXTENSION, '11111')
      expect(answer?.text).toContain(said)
      expect(answer?.from).toBe(EXTENSION)
      expect(handset.play.state?.blocks).toHaveLength(left)
      if (left) continue
      handset.text(EXTENSION, '恢复')
      expect(handset.play.state?.blocks).toMatchObject([{ port: HUAYU, scope: 'full' }])
    }
  })

  it('is as strong as the stronger of the two that hold: of the number, and of its port', () => {
    const { handset, registers } = given()
    handset.text('1066999901', '全部屏蔽')
    registers('10669999', 'huayu')
    handset.text('10669999', 'T')
    expect([handset.mt('1066999901', 'otp'), handset.mt('10669999', 'otp')]).toEqual(['block.full', 'allowed'])
    expect(handset.mt('1066999902', 'marketing', '大促销！')).toBe('block.marketing')
  })
})

describe('00000 to a port', () => {
  it('cancels its services and blocks it, at once, and can be undone', () => {
    const handset = lin()
    expect(handset.text(HUAYU, '00000')[0]).toMatch(
      /^已屏蔽端口10661234并退订2项：.*验证码和服务通知仍会送达.*“恢复10”可撤销，随时回复11111解除屏蔽。$/,
    )
    expect(handset.services).toEqual(['weather'])
    expect(handset.mt(HUAYU, 'marketing', '大促销！')).toBe('block.marketing')
    expect(handset.text(HUAYU, '恢复')[0]).toContain('已恢复2项业务')
    expect(handset.services).toEqual(['weather', 'joke', 'star'])
    expect(handset.mt(HUAYU, 'marketing', '大促销！')).toBe('allowed')
  })

  it('blocks a port nobody registered just as well, and twice is once', () => {
    const handset = lin()
    expect(handset.text('10699999', '00000')[0]).toContain('已屏蔽端口10699999')
    expect(handset.text('10699999', '00000')[0]).toContain('此前已屏蔽')
    expect(handset.play.state?.blocks).toHaveLength(1)
  })

  it('is lifted by 11111, without bringing services back', () => {
    const handset = lin()
    handset.text(HUAYU, '00000')
    expect(handset.text(HUAYU, '11111')[0]).toContain('已解除')
    expect(handset.mt(HUAYU, 'marketing', '大促销！')).toBe('allowed')
    expect(handset.services).toEqual(['weather'])
    expect(handset.text(HUAYU, '11111')[0]).toContain('没有屏蔽')
  })

  it('tells others of the blocks, whole, each time they change', () => {
    const handset = lin()
    const emitted = handset.play.say('mo.received', {
      from: '8613800138000',
      to: HUAYU,
      text: '00000',
      channel: 'sms',
      via: 'a',
      fingerprint: 'x',
    })
    expect(emitted.map((each) => each.type)).toEqual([
      'port.blocked',
      'subscriptions.cancelled',
      'mt.queued',
      'blocks.set',
    ])
    expect(emitted.at(-1)?.data).toEqual({ blocks: [{ port: HUAYU, scope: 'marketing' }] })
  })
})

describe('T, TD, N, R, 退订 to a port', () => {
  it.each(['T', 'TD', 'n', 'Ｒ', '退订', 'stop'])('%s stops its marketing and leaves its services', (word) => {
    const handset = lin()
    expect(handset.text(HUAYU, word)[0]).toMatch(/已拒收|No more marketing/)
    expect(handset.services).toHaveLength(3)
    expect(handset.mt(HUAYU, 'marketing', '大促销！')).toBe('block.marketing')
  })
})

describe('what still comes from a blocked port', () => {
  const blocked = () => {
    const handset = lin()
    handset.text(HUAYU, '00000')
    return handset
  }

  it('a one-time password and a service notice pass a marketing block, not a full one', () => {
    const handset = blocked()
    expect([handset.mt(HUAYU, 'otp'), handset.mt(HUAYU, 'service', '您的账单已出。')]).toEqual(['allowed', 'allowed'])
    expect(handset.text(HUAYU, '全部屏蔽')[0]).toContain('其任何短信（含验证码）都不再送达')
    expect([handset.mt(HUAYU, 'otp'), handset.mt(HUAYU, 'service', '您的账单已出。')]).toEqual([
      'block.full',
      'block.full',
    ])
  })

  it.each([
    ['验证码 482913，点击 http://t.cn/x1 登录', 'otp.has-link'],
    ['限时优惠 shop.example.com 验证码 482913', 'otp.has-link'],
    ['亲，您的专属红包到了', 'otp.without-code'],
    ['【江海银行】验证码 A7K29Q，请勿告知他人', 'allowed'],
    ['Your code is 0042. Do not share it.', 'allowed'],
  ])('%s → %s', (text, rule) => {
    expect(blocked().mt(HUAYU, 'otp', text)).toBe(rule)
  })

  it('nothing comes from a port that nobody registered', () => {
    expect(lin().mt('10699999', 'service', '您好')).toBe('port.unknown')
  })

  it('full block stays full when 00000 follows, and undo gives the earlier block back', () => {
    const handset = blocked()
    handset.text(HUAYU, '全部屏蔽')
    handset.text(HUAYU, '00000')
    expect(handset.mt(HUAYU, 'otp')).toBe('block.full')
    handset.text(HUAYU, '恢复')
    expect(handset.mt(HUAYU, 'otp')).toBe('allowed')
    expect(handset.mt(HUAYU, 'marketing', '大促销！')).toBe('block.marketing')
  })
})
