import { describe, expect, it } from 'vitest'
import { campaignsOf, loan } from './fixtures.ts'
import { isDisguised, read } from './index.ts'

const notice = '【工商银行】您尾号8812的账户3月2日14:20支出9800.00元，余额12.00元，如有疑问请致电95588'
const chat = 'Sorry I was late last night, I had to walk home because the bus never came'

describe('pains taken that no machine reads it', () => {
  it.each([
    ['what cannot be seen', [...notice].join('\u200b')],
    ['emoji', [...notice].join('🎁')],
    ['symbols', [...notice].join('^')],
    ['spaces', [...notice].join(' ')],
    ['lines through it', [...chat].join('\u0336')],
    ['two scripts in a word', chat.replaceAll('a', 'а').replaceAll('o', 'о')],
    ['mathematicians’ letters', chat.replace('night', '𝐧𝐢𝐠𝐡𝐭')],
    ['letters apart', chat.replace('late', 'l.a.t.e').replace('walk', 'w a l k')],
    ['digits drawn like letters', 'S0rry I w4s l4te l4st n1ght, I h4d to w4lk h0me bec4use the bus n3ver c4me'],
    ['digits in circles', '加我微信①③⑧⓪①③⑧⓪⓪'],
    ['keycaps', '加我微信1️⃣3️⃣8️⃣0️⃣0️⃣'],
    ['characters that nobody types', notice.replace('尾号', '浘呺').replace('支出', '伎欪').replace('余额', '悇頟')],
  ])('%s', (_what, text) => {
    expect(isDisguised(text)).toBe(true)
    expect(read(text)).toMatchObject({ personal: false })
    expect(read(text).honest).toBeUndefined()
  })

  it.each([
    notice,
    chat,
    loan,
    '吃饭了吗😀我到了🎉你在哪里❤️快点来呀👍等你',
    '您預訂的航班CA1523將於12月3日08:30起飛，請提前60分鐘到機場辦理登機手續',
    '5月11日，星期日，最低气温20℃，最高气温23℃，中雨，东南风 3-4级',
    '一、查话费；二、查流量；三、查套餐；四、退订业务，请回复序号',
    'Gr8! C u 2nite at 8, b4 the match. I’ll txt when I’m there, ok?',
    'Ça va très bien, l’été est déjà là, à bientôt chez toi',
    'Flight BA2490 lands 10:05am, seat 14C, bag H3K9P2, gate B31',
    '👨‍👩‍👧 家人都好，勿念',
    '【教育局】明天考试，请①带准考证②带身份证③提前30分钟到考场④勿带手机',
    '【顺丰】您的快件已到站，请1️⃣出示取件码2️⃣核对姓名3️⃣签收',
    '【顺丰】您的快件已到站 sf-express.com/t?utm_source=sms&utm_medium=n&utm_campaign=a',
    '你嘅包裹已经喺驿站，我哋会派送，仲未取件嘅请尽快',
  ])('but not what people write, and notices: %s', (text) => {
    expect(isDisguised(text)).toBe(false)
  })

  it('what looks like a chat is found by those of its variants that hide', () => {
    const variants = [chat, [...chat].join('\u200b'), chat.replaceAll('a', 'а').replaceAll('o', 'о')]
    expect(campaignsOf([variants[1]!, variants[0]!, variants[2]!])).toEqual([0, 0, 0])
  })
})
