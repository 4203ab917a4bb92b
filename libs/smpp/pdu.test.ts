import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CommandName, commandIds } from './constants.ts'
import { decodePdu, encodePdu, PduError } from './pdu.ts'

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex')

/** Golden PDUs: the first is the example of SMPP 3.4, section 3.2.3; the others are laid out octet by octet from section 4. */
const golden = {
  bind_transmitter: {
    bytes: hex(
      '0000002F 00000002 00000000 00000001 534D5050335445535400 7365637265743038 00 5355424D495431 00 00 01 01 00',
    ),
    pdu: {
      command: 'bind_transmitter',
      command_status: 0,
      sequence_number: 1,
      tlvs: {},
      fields: {
        system_id: 'SMPP3TEST',
        password: 'secret08',
        system_type: 'SUBMIT1',
        interface_version: 0,
        addr_ton: 1,
        addr_npi: 1,
        address_range: '',
      },
    },
  },
  bind_transceiver_resp: {
    bytes: hex('0000001A 80000009 00000000 00000007 534D534300 0210 0001 34'),
    pdu: {
      command: 'bind_transceiver_resp',
      command_status: 0,
      sequence_number: 7,
      fields: { system_id: 'SMSC' },
      tlvs: { sc_interface_version: 0x34 },
    },
  },
  enquire_link: {
    bytes: hex('00000010 00000015 00000000 000000FF'),
    pdu: { command: 'enquire_link', command_status: 0, sequence_number: 255, fields: {}, tlvs: {} },
  },
  submit_sm_resp_with_error: {
    bytes: hex('00000010 80000004 00000058 00000009'),
    pdu: { command: 'submit_sm_resp', command_status: 0x58, sequence_number: 9, fields: {}, tlvs: {} },
  },
  deliver_sm: {
    bytes: hex(
      '0000003D 00000005 00000000 00000003 00 01 01 3836313338303031333830303000 00 00 313030383600 00 00 00 00 00 00 00 00 00 04 30303030 020C 0002 1234',
    ),
    pdu: {
      command: 'deliver_sm',
      command_status: 0,
      sequence_number: 3,
      tlvs: { sar_msg_ref_num: 0x1234 },
      fields: {
        service_type: '',
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: '8613800138000',
        dest_addr_ton: 0,
        dest_addr_npi: 0,
        destination_addr: '10086',
        esm_class: 0,
        protocol_id: 0,
        priority_flag: 0,
        schedule_delivery_time: '',
        validity_period: '',
        registered_delivery: 0,
        replace_if_present_flag: 0,
        data_coding: 0,
        sm_default_msg_id: 0,
        short_message: Buffer.from('0000'),
      },
    },
  },
} as const

describe('golden PDUs', () => {
  it.each(Object.entries(golden))('%s is read and written octet for octet', (_name, { bytes, pdu }) => {
    expect(bytes.readUInt32BE(0)).toBe(bytes.length)
    expect(decodePdu(bytes)).toEqual(pdu)
    expect(encodePdu(pdu).toString('hex')).toBe(bytes.toString('hex'))
  })
})

describe('what a peer must not send', () => {
  const head = (length: number, command: number) => {
    const bytes = Buffer.alloc(length)
    bytes.writeUInt32BE(length, 0)
    bytes.writeUInt32BE(command, 4)
    bytes.writeUInt32BE(42, 12)
    return bytes
  }
  it.each([
    ['an unknown command_id', head(16, 0x77), 0x03],
    ['a deliver_sm that ends after its header', head(16, commandIds.deliver_sm), 0x02],
    [
      'a bind without the end of its system_id',
      Buffer.concat([head(20, commandIds.bind_receiver).subarray(0, 16), Buffer.from('abcd')]),
      0x02,
    ],
    ['a TLV longer than the PDU', Buffer.concat([golden.enquire_link.bytes, hex('0424 FFFF 00')]), 0x02],
    ['half a TLV', Buffer.concat([golden.enquire_link.bytes, hex('0424')]), 0x02],
  ])('%s is answered with its command_status', (_name, bytes, command_status) => {
    expect(() => decodePdu(bytes)).toThrow(expect.objectContaining({ command_status }))
  })
})

describe('any PDU', () => {
  const text = (max: number) =>
    fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: max })
  const octet = fc.integer({ min: 0, max: 255 })
  const shortMessage = fc.record({
    service_type: text(5),
    source_addr_ton: octet,
    source_addr: text(20),
    destination_addr: text(20),
    esm_class: octet,
    data_coding: octet,
    short_message: fc.uint8Array({ maxLength: 254 }).map((bytes) => Buffer.from(bytes)),
  })

  it('comes back as it went', () => {
    fc.assert(
      fc.property(shortMessage, fc.integer({ min: 1, max: 0x7fffffff }), (fields, sequence_number) => {
        const pdu = decodePdu(
          encodePdu({
            command: 'submit_sm',
            sequence_number,
            fields,
            tlvs: { message_payload: Buffer.from([1, 2]), user_message_reference: 7 },
          }),
        )
        expect(pdu.fields).toMatchObject(fields)
        expect(pdu.tlvs).toEqual({ message_payload: Buffer.from([1, 2]), user_message_reference: 7 })
      }),
    )
  })

  it('random and mutated, a million of them: either read or refused with PduError, nothing else', () => {
    let seed = 20260101
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return seed
    }
    const samples = Object.values(golden).map(({ bytes }) => bytes)
    const commands = Object.values(commandIds) as number[]
    for (let i = 0; i < 1_000_000; i++) {
      const bytes = Buffer.from(samples[random() % samples.length] as Buffer)
      if (i % 3 === 0) bytes.writeUInt32BE(commands[random() % commands.length] as number, 4)
      for (let mutations = random() % 8; mutations >= 0; mutations--)
        bytes[4 + (random() % (bytes.length - 4))] = random() >>> 24
      try {
        decodePdu(i % 5 === 0 ? bytes.subarray(0, 16 + (random() % (bytes.length - 15))) : bytes)
      } catch (error) {
        if (!(error instanceof PduError)) throw error
      }
    }
  })

  it('refuses to write what does not fit, instead of cutting it', () => {
    const write = (fields: object) => () =>
      encodePdu({ command: 'submit_sm' satisfies CommandName, sequence_number: 1, fields })
    expect(write({ source_addr: '1'.repeat(22) })).toThrow(RangeError)
    expect(write({ short_message: Buffer.alloc(255) })).toThrow('message_payload')
  })
})
