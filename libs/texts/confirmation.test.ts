import { expect, it } from 'vitest'
import { confirmationTextsIn } from './confirmation.ts'

it('of a partner that is kept from orders nobody is told that it did wrong: charging may be stopped before a verdict', () => {
  expect(confirmationTextsIn('zh-CN').notPrompted('partner.restrained')).not.toMatch(/违规|查实|案/)
  expect(confirmationTextsIn('en').notPrompted('partner.restrained')).not.toMatch(/breach|violat|proven|case/i)
})
