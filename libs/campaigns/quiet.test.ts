import { describe, expect, it } from 'vitest'
import { campaignsOf, placed } from './fixtures.ts'
import { Campaigns, groupTexts, read } from './index.ts'

const wordings = [
  ['【', '】您的体检结果已出，请本人凭有效证件到前台领取纸质报告。'],
  ['【', '】家长您好，春季班开始报名，老学员可优先选班，请到前台登记。'],
  ['【', '】周年店庆，全场商品八折起，数量有限，售完即止，欢迎新老顾客光临。'],
  ['【', '】您的快件因地址不详暂存网点，请携带身份证件前往领取。'],
  ['', ': Your prescription is ready for collection. Please bring ID when you come to the counter.'],
] as [string, string][]
const senders = ['Well', 'Day Lewis', 'North Side']
const said = ([before, behind]: readonly [string, string]) =>
  senders.map((sender, at) => `${before}${before ? ['瑞慈', '新苗', '百联'][at] : sender}${behind}`)
const copied = (text: string) =>
  ['，在线查看 https://4fc0d7e.cc/95', '，详情点击 qx7ab2.top/31', '，请加微信vb7w8gzx办理'].map(
    (added) => text.replace(/[。.]$/, '') + added,
  )

describe('what leads nowhere', () => {
  it.each(wordings)(
    'is no campaign with another sender’s, nor with the phishing that copies it: %s…%s',
    (...wording) => {
      const honest = said(wording)
      const phishing = copied(honest[0]!)
      expect(campaignsOf([...honest, ...phishing])).toEqual([0, 1, 2, 3, 3, 3])
      expect(campaignsOf([...phishing, ...honest])).toEqual([0, 0, 0, 1, 2, 3])
      const grouped = groupTexts([...honest, ...phishing].map((text, id) => ({ id: `${id}`, text })))
      expect(new Set(grouped.map(({ campaign }) => campaign)).size).toBe(4)
    },
  )

  it('is one with the same words, whatever its day is, also when it was learnt', () => {
    const [one, other] = ['3月2日', '2026-03-17'].map((day) => `【瑞慈】您的体检报告已于${day}完成，请到前台领取。`)
    const campaigns = new Campaigns()
    campaigns.learn(read('【瑞慈】您的体检报告已完成，请到前台领取。'))
    expect(placed(['【瑞慈】您的体检报告已完成，请到前台领取。'], campaigns)).toMatchObject([{ campaign: 0 }])
    expect(campaignsOf([one!, one!.replace('3月2日', '4月19日')])).toEqual([0, 0])
    expect(read(other!).quiet).toBeDefined()
    expect(campaignsOf([one!.replace('瑞慈', '101院'), one!.replace('瑞慈', '102院')])).toEqual([0, 1])
  })

  it('however many senders say it, its copies find each other', () => {
    const names =
      '安北昌长成城春大东丰福高光广贵海汉杭合河湖华惠江金京九开兰乐辽林龙洛梅南宁平青泉荣山上神石苏泰天通文武西仙新阳宜永云'
    const many = [...names].map((name) => `【${name}${name}院${wordings[0]![1]}`)
    const found = campaignsOf([...many, ...copied(many[0]!)])
    expect(new Set(found.slice(0, -3)).size).toBe(many.length)
    expect(new Set(found.slice(-3))).toEqual(new Set([many.length]))
  })
})

it.each([
  ['is hidden', '【市一院】您/的/检/查/报/告/已/完/成，请/携/带/就/诊/卡/到/一/楼/打/印'],
  ['is cut off', '【海豚游泳健身】金秋感恩，恒温泳池、动感单车、瑜伽团课不限次，地址：滨江道体育'],
  ['frightens', '【社保局】您的电子社保卡将于今日停用，须在24小时内完成年审。'],
  ['lends', '【顺达小贷】生意周转缺钱？上班打卡满半年就能批，三万到三十万随借随还。'],
  ['is answered', 'Get rid of your card debt with a new law, answer OK and a specialist rings you back.'],
  ['holds a parcel', 'PostNord: your shipment is stopped at the terminal because the house number is missing.'],
  ['asks for keys', '【市公安局】您名下的案件今晚必须配合民警处理，请把身份证和银行卡密码发过来，不要告诉家人'],
  ['asks for a code', '【菜鸟】您的快递无法签收，请把收到的验证码发给派件的人，今晚前有效'],
])('what %s is not quiet', (_what, text) => {
  expect(read(text).quiet).toBeUndefined()
})

it('nor is what came from somebody’s number, whatever it says', () => {
  const text = '【瑞慈】您的体检报告已完成，请到前台领取。'
  expect([read(text).quiet, read(text, { fromPerson: true }).quiet]).toEqual([expect.any(String), undefined])
})
