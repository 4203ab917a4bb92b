import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '#policy'
import { outOfCategory } from './category.ts'

const rules = defaultPolicy.enforcement

describe('what a port of a category may not send', () => {
  it.each([
    ['entertainment', '急用钱？信用贷款当天放款，回T退订', 'loans'],
    ['commerce', '信 用 贷-款，當天放款', 'loans'],
    ['information', 'Bad credit? PAYDAY LOAN today', 'loans'],
    ['finance', '澳门真人荷官，百家乐送彩金', 'gambling'],
    ['finance', '代 开 发 票，点数优惠', 'papers'],
    ['commerce', '秒.下。款，额度高', 'loans'],
    ['commerce', '同城约炮', 'obscene'],
  ])('%s: %s', (category, text, name) => {
    expect(outOfCategory(text, category, rules)).toBe(name)
  })

  it.each([
    ['finance', '信用贷款利率优惠，详询网点，回T退订'],
    ['Finance', '消费贷款利率优惠'],
    ['银行', '贷款利率优惠'],
    ['commerce', '全场五折，可开发票，未成年人请勿购买酒类'],
    ['entertainment', '新用户注册送30天会员，回T退订'],
    ['commerce', '冬季新款羽绒外套现价199元，回T退订'],
    ['commerce', '三室两厅一套现房，首付20万可公积金贷款'],
    ['commerce', '全新开放款式任选'],
    ['commerce', '情人节特色情侣套餐99元'],
    ['commerce', '关注微博彩蛋等你拿'],
    ['commerce', '反诈提醒：谨防网贷诈骗'],
    ['commerce', '本店同城约，炮仗八折'],
    ['commerce', 'Sale: casinoroyal.example is no word of letters alone'],
  ])('%s may send %s', (category, text) => {
    expect(outOfCategory(text, category, rules)).toBeUndefined()
  })

  const two = { categories: [{ name: 'loans', words: ['贷款'], only: ['finance'] }, ...rules.categories] }
  it.each([
    ['急用钱？贷。款找我，当天到账', 'loans'],
    ['可办理贷，款！加微信', 'loans'],
    ['贷。款', 'loans'],
    ['贷 。 款', 'loans'],
    ['同城约。炮，加我', 'obscene'],
    ['裸…聊加我', 'obscene'],
    ['出售枪、支，货到付款', 'papers'],
    ['房贷，款到贷。款找我', 'loans'],
    ['公积金贷，款式贷。款', 'loans'],
  ])('a word of two characters is found over the end of a clause: %s', (text, name) => {
    expect(outOfCategory(text, 'commerce', two)).toBe(name)
  })

  it.each([
    '本店不放贷。款项当天到账',
    '买房可用公积金贷，款式户型任选',
    '本店同城约，炮仗八折',
    '新到玩具水枪，支持退换',
    '儿童水枪、支付宝付款立减',
    '泳池不得赤裸。聊天请到大堂',
    '粉丝着迷，药妆八折',
  ])('what two clauses begin and end with is no word: %s', (text) => {
    expect(outOfCategory(text, 'commerce', two)).toBeUndefined()
  })

  it('is nothing where policy has no such rule', () => {
    expect(outOfCategory('百家乐', 'commerce', { categories: [] })).toBeUndefined()
  })
})
