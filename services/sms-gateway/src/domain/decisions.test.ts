import { expect, it } from 'vitest'
import { ownerOfDecision } from './decisions.ts'

it('a decision is of the partner whose port it is, but for what another tried to send from it', () => {
  expect(ownerOfDecision({ rule: 'allowed' }, 'sp-huayu')).toBe('sp-huayu')
  expect(ownerOfDecision({ rule: 'port.class' }, 'sp-huayu')).toBe('sp-huayu')
  expect(ownerOfDecision({ rule: 'port.unknown' }, 'sp-huayu')).toBe('')
  expect(ownerOfDecision({ rule: 'block.full' }, undefined)).toBe('')
})
