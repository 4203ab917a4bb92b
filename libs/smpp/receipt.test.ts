import { expect, it } from 'vitest'
import type { Pdu } from './pdu.ts'
import { readReceipt } from './receipt.ts'

const deliver = (text: string, tlvs: Pdu['tlvs'] = {}): Pdu => ({
  command: 'deliver_sm',
  command_status: 0,
  sequence_number: 1,
  fields: { short_message: Buffer.from(text) },
  tlvs,
})

it('reads the text of appendix B', () => {
  const text =
    'id:0a1b-22 sub:001 dlvrd:001 submit date:2611221830 done date:2611221831 stat:DELIVRD err:000 text:hello'
  expect(readReceipt(deliver(text))).toEqual({ messageId: '0a1b-22', state: 'delivered', error: '000' })
})

it('prefers the TLVs where the SMSC sends them', () => {
  expect(
    readReceipt(deliver('id:wrong stat:DELIVRD', { receipted_message_id: 'right', message_state: 5 })),
  ).toMatchObject({ messageId: 'right', state: 'undeliverable' })
})

it('does not take an ordinary text for a receipt', () => {
  expect(readReceipt(deliver('0000'))).toBeUndefined()
})
