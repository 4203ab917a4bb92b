import { type CommandName, commandIds, commandNames, status, tlvNames, tlvs } from './constants.ts'

export interface Bind {
  readonly system_id: string
  readonly password: string
  readonly system_type: string
  readonly interface_version: number
  readonly addr_ton: number
  readonly addr_npi: number
  readonly address_range: string
}

/** Mandatory fields of submit_sm and deliver_sm (sections 4.4.1 and 4.6.1), in the specification's names. */
export interface ShortMessage {
  readonly service_type: string
  readonly source_addr_ton: number
  readonly source_addr_npi: number
  readonly source_addr: string
  readonly dest_addr_ton: number
  readonly dest_addr_npi: number
  readonly destination_addr: string
  readonly esm_class: number
  readonly protocol_id: number
  readonly priority_flag: number
  readonly schedule_delivery_time: string
  readonly validity_period: string
  readonly registered_delivery: number
  readonly replace_if_present_flag: number
  readonly data_coding: number
  readonly sm_default_msg_id: number
  readonly short_message: Buffer
}

type FieldKind = 'int1' | 'octets1' | { readonly cstring: number }
type FieldValue = string | number | Buffer
interface Field {
  readonly name: string
  readonly kind: FieldKind
}
export type Fields = Readonly<Record<string, FieldValue>>
export type Tlvs = Readonly<Record<string, FieldValue>>

/** One protocol data unit. `fields` hold the mandatory parameters of `command`, `tlvs` the optional ones. */
export interface Pdu {
  readonly command: CommandName
  readonly command_status: number
  readonly sequence_number: number
  readonly fields: Fields
  readonly tlvs: Tlvs
}

const NOTHING: Fields = Object.freeze({})

const c = (cstring: number): FieldKind => ({ cstring })
const bind: readonly Field[] = [
  { name: 'system_id', kind: c(16) },
  { name: 'password', kind: c(9) },
  { name: 'system_type', kind: c(13) },
  { name: 'interface_version', kind: 'int1' },
  { name: 'addr_ton', kind: 'int1' },
  { name: 'addr_npi', kind: 'int1' },
  { name: 'address_range', kind: c(41) },
]
const message: readonly Field[] = [
  { name: 'service_type', kind: c(6) },
  { name: 'source_addr_ton', kind: 'int1' },
  { name: 'source_addr_npi', kind: 'int1' },
  { name: 'source_addr', kind: c(21) },
  { name: 'dest_addr_ton', kind: 'int1' },
  { name: 'dest_addr_npi', kind: 'int1' },
  { name: 'destination_addr', kind: c(21) },
  { name: 'esm_class', kind: 'int1' },
  { name: 'protocol_id', kind: 'int1' },
  { name: 'priority_flag', kind: 'int1' },
  { name: 'schedule_delivery_time', kind: c(17) },
  { name: 'validity_period', kind: c(17) },
  { name: 'registered_delivery', kind: 'int1' },
  { name: 'replace_if_present_flag', kind: 'int1' },
  { name: 'data_coding', kind: 'int1' },
  { name: 'sm_default_msg_id', kind: 'int1' },
  { name: 'short_message', kind: 'octets1' },
]
const messageId: readonly Field[] = [{ name: 'message_id', kind: c(65) }]
const systemId: readonly Field[] = [{ name: 'system_id', kind: c(16) }]

const layouts: Record<CommandName, readonly Field[]> = {
  generic_nack: [],
  bind_receiver: bind,
  bind_transmitter: bind,
  bind_transceiver: bind,
  bind_receiver_resp: systemId,
  bind_transmitter_resp: systemId,
  bind_transceiver_resp: systemId,
  outbind: [
    { name: 'system_id', kind: c(16) },
    { name: 'password', kind: c(9) },
  ],
  query_sm: [
    { name: 'message_id', kind: c(65) },
    { name: 'source_addr_ton', kind: 'int1' },
    { name: 'source_addr_npi', kind: 'int1' },
    { name: 'source_addr', kind: c(21) },
  ],
  query_sm_resp: [
    { name: 'message_id', kind: c(65) },
    { name: 'final_date', kind: c(17) },
    { name: 'message_state', kind: 'int1' },
    { name: 'error_code', kind: 'int1' },
  ],
  submit_sm: message,
  submit_sm_resp: messageId,
  deliver_sm: message,
  deliver_sm_resp: messageId,
  unbind: [],
  unbind_resp: [],
  enquire_link: [],
  enquire_link_resp: [],
  alert_notification: [
    { name: 'source_addr_ton', kind: 'int1' },
    { name: 'source_addr_npi', kind: 'int1' },
    { name: 'source_addr', kind: c(65) },
    { name: 'esme_addr_ton', kind: 'int1' },
    { name: 'esme_addr_npi', kind: 'int1' },
    { name: 'esme_addr', kind: c(65) },
  ],
  data_sm: [
    { name: 'service_type', kind: c(6) },
    { name: 'source_addr_ton', kind: 'int1' },
    { name: 'source_addr_npi', kind: 'int1' },
    { name: 'source_addr', kind: c(65) },
    { name: 'dest_addr_ton', kind: 'int1' },
    { name: 'dest_addr_npi', kind: 'int1' },
    { name: 'destination_addr', kind: c(65) },
    { name: 'esm_class', kind: 'int1' },
    { name: 'registered_delivery', kind: 'int1' },
    { name: 'data_coding', kind: 'int1' },
  ],
  data_sm_resp: messageId,
}

/** The fields of each command, empty: a copy of it is an object that has room for all of them from the beginning. */
const empty = Object.fromEntries(
  Object.entries(layouts).map(([command, layout]) => [
    command,
    Object.fromEntries(layout.map(({ name, kind }) => [name, kind === 'int1' ? 0 : ''])),
  ]),
) as Record<CommandName, Fields>

/** A PDU that breaks the specification. Its message never holds content of the PDU. */
export class PduError extends Error {
  readonly command_status: number
  readonly sequence_number: number
  constructor(message: string, command_status: number, sequence_number = 0) {
    super(message)
    this.command_status = command_status
    this.sequence_number = sequence_number
  }
}

export const HEADER = 16
/** No PDU of ours is longer: a message_payload of 64 KiB and the rest. A longer command_length is a broken stream. */
export const MAX_PDU = 70_000

/**
 * Decodes one whole PDU (section 3.2). @throws PduError with the command_status to answer by generic_nack.
 */
export function decodePdu(bytes: Buffer): Pdu {
  const id = bytes.readUInt32BE(4)
  const command_status = bytes.readUInt32BE(8)
  const sequence_number = bytes.readUInt32BE(12)
  const command = commandNames.get(id)
  if (command === undefined) throw new PduError('unknown command_id', status.ESME_RINVCMDID, sequence_number)
  const layout = layouts[command]
  const { length } = bytes
  let at = HEADER
  // A response with an error may come without its body (section 4.1.2 and others).
  if (at === length && (id & 0x80000000) !== 0)
    return { command, command_status, sequence_number, fields: NOTHING, tlvs: NOTHING }
  const fields: Record<string, FieldValue> = { ...empty[command] }
  let tlv: Record<string, FieldValue> | undefined
  for (let i = 0; i < layout.length; i++) {
    const { name, kind } = layout[i] as Field
    if (at >= length) throw new PduError(`${command} ends before ${name}`, status.ESME_RINVCMDLEN, sequence_number)
    if (kind === 'int1') {
      fields[name] = bytes[at++] as number
    } else if (kind === 'octets1') {
      const size = bytes[at++] as number
      if (at + size > length)
        throw new PduError(`${name} is longer than the PDU`, status.ESME_RINVMSGLEN, sequence_number)
      fields[name] = bytes.subarray(at, at + size)
      at += size
    } else {
      const end = bytes.indexOf(0, at)
      if (end === -1) throw new PduError(`${name} has no end`, status.ESME_RINVCMDLEN, sequence_number)
      if (end - at >= kind.cstring + 1)
        throw new PduError(`${name} is too long`, status.ESME_RINVCMDLEN, sequence_number)
      fields[name] = end === at ? '' : bytes.toString('latin1', at, end)
      at = end + 1
    }
  }
  while (at < length) {
    if (at + 4 > length) throw new PduError('an optional parameter is cut', status.ESME_RINVCMDLEN, sequence_number)
    const tag = bytes.readUInt16BE(at)
    const size = bytes.readUInt16BE(at + 2)
    at += 4
    if (at + size > length)
      throw new PduError('an optional parameter is longer than the PDU', status.ESME_RINVCMDLEN, sequence_number)
    const name = tlvNames.get(tag) ?? `0x${tag.toString(16).padStart(4, '0')}`
    tlv ??= {}
    tlv[name] = decodeTlv(name, bytes.subarray(at, at + size), sequence_number)
    at += size
  }
  return { command, command_status, sequence_number, fields, tlvs: tlv ?? NOTHING }
}

function decodeTlv(name: string, value: Buffer, sequence_number: number): FieldValue {
  const kind = tlvs[name]?.kind
  const wrong = () => new PduError(`${name} has a wrong length`, status.ESME_RINVCMDLEN, sequence_number)
  switch (kind) {
    case 'int1':
      if (value.length !== 1) throw wrong()
      return value[0] as number
    case 'int2':
      if (value.length !== 2) throw wrong()
      return value.readUInt16BE(0)
    case 'int4':
      if (value.length !== 4) throw wrong()
      return value.readUInt32BE(0)
    case 'cstring': {
      const end = value.indexOf(0)
      return value.toString('latin1', 0, end === -1 ? value.length : end)
    }
    default:
      return value
  }
}

export interface PduInput {
  readonly command: CommandName
  readonly command_status?: number
  readonly sequence_number: number
  readonly fields?: Fields | Partial<ShortMessage> | Partial<Bind>
  readonly tlvs?: Tlvs
}

/**
 * Encodes a PDU; fields that are not given are empty or 0. @throws RangeError when a value does not fit its field.
 */
export function encodePdu(pdu: PduInput): Buffer {
  const layout = layouts[pdu.command]
  const fields = (pdu.fields ?? NOTHING) as Fields
  const failed = (pdu.command_status ?? 0) !== 0 && pdu.command.endsWith('_resp')
  let length = HEADER
  if (!failed) {
    for (let i = 0; i < layout.length; i++) {
      const { name, kind } = layout[i] as Field
      const value = fields[name]
      if (kind === 'int1') length += 1
      else if (kind === 'octets1') {
        const size = (value as Buffer | undefined)?.length ?? 0
        if (size > 254) throw new RangeError(`${name} holds at most 254 octets; use message_payload`)
        length += 1 + size
      } else {
        const size = (value as string | undefined)?.length ?? 0
        if (size > kind.cstring) throw new RangeError(`${name} holds at most ${kind.cstring} characters`)
        length += 1 + size
      }
    }
  }
  const optional: Buffer[] = []
  for (const name in pdu.tlvs) optional.push(encodeTlv(name, pdu.tlvs[name] as FieldValue))
  for (const each of optional) length += each.length
  const bytes = Buffer.allocUnsafe(length)
  bytes.writeUInt32BE(length, 0)
  bytes.writeUInt32BE(commandIds[pdu.command], 4)
  bytes.writeUInt32BE(pdu.command_status ?? 0, 8)
  bytes.writeUInt32BE(pdu.sequence_number, 12)
  let at = HEADER
  if (!failed) {
    for (let i = 0; i < layout.length; i++) {
      const { name, kind } = layout[i] as Field
      const value = fields[name]
      if (kind === 'int1') bytes[at++] = (value as number | undefined) ?? 0
      else if (kind === 'octets1') {
        const octets = value as Buffer | undefined
        bytes[at++] = octets?.length ?? 0
        if (octets) at += octets.copy(bytes, at)
      } else {
        const text = value as string | undefined
        if (text) at += bytes.write(text, at, 'latin1')
        bytes[at++] = 0
      }
    }
  }
  for (const each of optional) at += each.copy(bytes, at)
  return bytes
}

function encodeTlv(name: string, value: FieldValue): Buffer {
  const known = tlvs[name]
  const tag = known?.tag ?? Number(name)
  if (!Number.isInteger(tag)) throw new RangeError(`unknown optional parameter ${name}`)
  let body: Buffer
  if (Buffer.isBuffer(value)) body = value
  else if (typeof value === 'string') body = Buffer.from(`${value}\0`, 'latin1')
  else {
    const size = known?.kind === 'int1' ? 1 : known?.kind === 'int2' ? 2 : 4
    body = Buffer.alloc(size)
    body.writeUIntBE(value, 0, size)
  }
  const head = Buffer.allocUnsafe(4)
  head.writeUInt16BE(tag, 0)
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}
