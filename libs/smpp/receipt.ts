import { messageStates } from './constants.ts'
import type { Pdu } from './pdu.ts'

export type ReceiptState =
  | 'delivered'
  | 'expired'
  | 'deleted'
  | 'undeliverable'
  | 'accepted'
  | 'unknown'
  | 'rejected'
  | 'enroute'

export interface Receipt {
  readonly messageId: string
  readonly state: ReceiptState
  readonly error?: string
}

const words: Record<string, ReceiptState> = {
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'deleted',
  UNDELIV: 'undeliverable',
  ACCEPTD: 'accepted',
  UNKNOWN: 'unknown',
  REJECTD: 'rejected',
  ENROUTE: 'enroute',
}

/**
 * Reads a delivery receipt: the TLVs receipted_message_id and message_state where they are, else the text of appendix B
 * (`id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`). Undefined when it is neither.
 */
export function readReceipt(pdu: Pdu): Receipt | undefined {
  const text = (pdu.fields['short_message'] as Buffer | undefined)?.toString('latin1') ?? ''
  const messageId = (pdu.tlvs['receipted_message_id'] as string | undefined) ?? /\bid:\s*([^\s]+)/i.exec(text)?.[1]
  const byNumber = messageStates[(pdu.tlvs['message_state'] as number | undefined) ?? -1]
  const byWord = words[/\bstat:\s*([A-Z]{7})/i.exec(text)?.[1]?.toUpperCase() ?? '']
  const state = byNumber === 'scheduled' ? 'enroute' : (byNumber ?? byWord)
  if (!messageId || !state) return undefined
  const error = /\berr:\s*([0-9A-Za-z]{1,10})/i.exec(text)?.[1]
  return error ? { messageId, state, error } : { messageId, state }
}
