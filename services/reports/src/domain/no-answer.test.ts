import { describe, expect, it } from 'vitest'
import { Desk, SPAM } from './report-fixtures.ts'

describe('a message is no answer of ours, whatever it sounds like', () => {
  it.each([
    '不好意思，钱发错了，请退给我',
    '你好，我发错了，交个朋友吧',
    '短信发错了，加我微信',
    '您的贷款审核出结果了',
    'We made a mistake, you won',
  ])('what a number sent is reported, and takes nothing back: %s', (text) => {
    const desk = new Desk()
    desk.texts('13912345678')
    desk.texts(text)
    expect(desk.sorted).toMatchObject([{ sender: { address: '8613912345678' }, text }])
  })

  it.each(['找不到工作？月入过万快来', '你不知道的秘密，点开看', '照片删掉了？专业恢复'])(
    'the next message does not say that nobody knows who sent the first: %s',
    (text) => {
      const desk = new Desk()
      desk.texts(SPAM)
      desk.texts(text)
      expect([desk.sorted, desk.play.state?.pending?.text]).toEqual([[], SPAM])
    },
  )

  it.each(['最后三天！全场五折，速来', 'Last chance! You have won, call now'])(
    'the next message chooses none of two senders: %s',
    (text) => {
      const desk = new Desk()
      desk.texts(`10661234 10665678 ${SPAM}`)
      desk.texts(text)
      expect(desk.sorted.filter(({ sender }) => sender.address === '10665678')).toEqual([])
    },
  )

  it.each(['我的电话是13900139000', '请发短信给13800138001'])('names no sender: %s', (text) => {
    const desk = new Desk()
    desk.texts(SPAM)
    desk.texts(text)
    expect(desk.sorted.filter(({ sender }) => sender.kind !== 'unknown')).toEqual([])
  })

  it.each(['您收到13812345678发来的彩信，点击 hxs8.top 查看', '您有一个13800138001发来的祝福，请点开'])(
    'a number that the message itself names is asked about: %s',
    (text) => {
      const desk = new Desk()
      desk.texts(text)
      expect([desk.sorted, desk.play.state?.pending?.text]).toEqual([[], text])
    },
  )

  it.each(['不是我弄错了', '不是我搞错的。'])('a negation takes nothing back: %s', (text) => {
    const desk = new Desk()
    desk.texts(`10661234*${SPAM}`)
    expect(desk.texts(text)).not.toContain('已撤回')
    expect(desk.last?.closed).toBeUndefined()
  })

  it('恢复 with a code belongs to 10086', () => {
    expect(new Desk().texts('恢复 12')).toContain('10086')
  })
})
