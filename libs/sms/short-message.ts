import { type DefaultCoding, decodeText } from './coding.ts'
import { type Concatenation, isSound, readUdh } from './udh.ts'

/** The parts of a deliver_sm or submit_sm that make its text; names as in SMPP 3.4. */
export interface CodedMessage {
  readonly esm_class: number
  readonly data_coding: number
  readonly short_message: Buffer
  readonly message_payload?: Buffer | undefined
  readonly sar_msg_ref_num?: number | undefined
  readonly sar_total_segments?: number | undefined
  readonly sar_segment_seqnum?: number | undefined
}

export interface ReadMessage {
  readonly text: string
  readonly concatenation?: Concatenation
}

/** Text and concatenation of one PDU: message_payload before short_message, UDH before SAR TLVs. */
export function readShortMessage(pdu: CodedMessage, fallback: DefaultCoding = 'gsm'): ReadMessage {
  const octets = pdu.short_message.length > 0 ? pdu.short_message : (pdu.message_payload ?? pdu.short_message)
  const { body, concatenation } =
    (pdu.esm_class & 0x40) !== 0 ? readUdh(octets) : { body: octets, concatenation: undefined }
  const text = decodeText(body, pdu.data_coding, fallback)
  const found = concatenation ?? readSar(pdu)
  return found ? { text, concatenation: found } : { text }
}

function readSar(pdu: CodedMessage): Concatenation | undefined {
  const { sar_msg_ref_num, sar_total_segments, sar_segment_seqnum } = pdu
  if (sar_msg_ref_num === undefined || sar_total_segments === undefined || sar_segment_seqnum === undefined)
    return undefined
  const found = { reference: sar_msg_ref_num, total: sar_total_segments, part: sar_segment_seqnum }
  return isSound(found) ? found : undefined
}
