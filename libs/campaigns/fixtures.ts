import { Campaigns, type Placed, read } from './index.ts'

/** Texts as they are sent, made up for these tests; numbers and links are nobody's. */
export const loan =
  '【鑫贷通】急用钱不求人！凭身份证即可办理，额度最高20万，当天放款到账，无需抵押手续简单，详询13800138000张经理'
export const invoice = '本公司长期代开各行业正规发票，点数优惠，可先验票后付款，保真可查，需要请联系陈小姐QQ66828692'
export const casino =
  '新用户注册即送彩金88元，真人视讯百家乐电子竞技应有尽有，提款秒到，点击 vip668.top/a1 马上开户体验'
export const estate = '湖畔名邸三期盛大开盘，九十至一百四十平米精装洋房，地铁口学区旁，首付八万起，热线02588886666'
export const prize =
  'Congratulations! Your mobile number has been drawn for a guaranteed cash award of 900 pounds. To claim call 09061701234 before Friday'

/** Places texts one after another. */
export function placed(texts: readonly string[], campaigns = new Campaigns()): Placed[] {
  return texts.map((text) => campaigns.place(read(text)))
}

/** The campaigns of texts; of one that is joined with nothing, its kind. */
export const campaignsOf = (texts: readonly string[]): (number | string)[] =>
  placed(texts).map((each) => (each.kind === 'apart' ? each.reason : each.campaign))
