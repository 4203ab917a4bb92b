/** SMPP 3.4, section 5.1.2.1: command_id. A response has the high bit set. */
export const commandIds = {
  generic_nack: 0x80000000,
  bind_receiver: 0x00000001,
  bind_receiver_resp: 0x80000001,
  bind_transmitter: 0x00000002,
  bind_transmitter_resp: 0x80000002,
  query_sm: 0x00000003,
  query_sm_resp: 0x80000003,
  submit_sm: 0x00000004,
  submit_sm_resp: 0x80000004,
  deliver_sm: 0x00000005,
  deliver_sm_resp: 0x80000005,
  unbind: 0x00000006,
  unbind_resp: 0x80000006,
  bind_transceiver: 0x00000009,
  bind_transceiver_resp: 0x80000009,
  outbind: 0x0000000b,
  enquire_link: 0x00000015,
  enquire_link_resp: 0x80000015,
  alert_notification: 0x00000102,
  data_sm: 0x00000103,
  data_sm_resp: 0x80000103,
} as const
export type CommandName = keyof typeof commandIds
export const commandNames: ReadonlyMap<number, CommandName> = new Map(
  Object.entries(commandIds).map(([name, id]) => [id, name as CommandName]),
)

/** Section 5.1.3: command_status, those that this gateway gives or acts on. */
export const status = {
  ESME_ROK: 0x00,
  ESME_RINVMSGLEN: 0x01,
  ESME_RINVCMDLEN: 0x02,
  ESME_RINVCMDID: 0x03,
  ESME_RINVBNDSTS: 0x04,
  ESME_RALYBND: 0x05,
  ESME_RSYSERR: 0x08,
  ESME_RINVSRCADR: 0x0a,
  ESME_RINVDSTADR: 0x0b,
  ESME_RBINDFAIL: 0x0d,
  ESME_RINVPASWD: 0x0e,
  ESME_RINVSYSID: 0x0f,
  ESME_RMSGQFUL: 0x14,
  ESME_RSUBMITFAIL: 0x45,
  ESME_RTHROTTLED: 0x58,
  ESME_RX_T_APPN: 0x64,
  ESME_RX_P_APPN: 0x65,
  ESME_RX_R_APPN: 0x66,
  ESME_RDELIVERYFAILURE: 0xfe,
  ESME_RUNKNOWNERR: 0xff,
} as const

/** Section 5.2.12: esm_class bits. */
export const esmClass = { udhi: 0x40, deliveryReceipt: 0x04, typeMask: 0x3c } as const

type TlvKind = 'int1' | 'int2' | 'int4' | 'cstring' | 'octets'

/** Section 5.3.2: optional parameters that are read by name; any other is kept by its tag. */
export const tlvs: Readonly<Record<string, { tag: number; kind: TlvKind }>> = {
  user_message_reference: { tag: 0x0204, kind: 'int2' },
  sar_msg_ref_num: { tag: 0x020c, kind: 'int2' },
  sar_total_segments: { tag: 0x020e, kind: 'int1' },
  sar_segment_seqnum: { tag: 0x020f, kind: 'int1' },
  sc_interface_version: { tag: 0x0210, kind: 'int1' },
  receipted_message_id: { tag: 0x001e, kind: 'cstring' },
  additional_status_info_text: { tag: 0x001d, kind: 'cstring' },
  message_payload: { tag: 0x0424, kind: 'octets' },
  message_state: { tag: 0x0427, kind: 'int1' },
  network_error_code: { tag: 0x0423, kind: 'octets' },
  more_messages_to_send: { tag: 0x0426, kind: 'int1' },
  source_port: { tag: 0x020a, kind: 'int2' },
  destination_port: { tag: 0x020b, kind: 'int2' },
  language_indicator: { tag: 0x020d, kind: 'int1' },
}
export const tlvNames: ReadonlyMap<number, string> = new Map(Object.entries(tlvs).map(([name, { tag }]) => [tag, name]))

/** Section 5.2.28: message_state. */
export const messageStates = [
  'scheduled',
  'enroute',
  'delivered',
  'expired',
  'deleted',
  'undeliverable',
  'accepted',
  'unknown',
  'rejected',
] as const
