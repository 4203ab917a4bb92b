import { describe, expect, it } from 'vitest'
import { OpaqueIds } from '#evidence'
import type { Caller } from '#http'
import { defaultPolicy } from '#policy'
import type { Deps } from './service.ts'
import { actedFor, lookedUpRef, masked, sightReason, subjectOf, subjectRef, unmasked } from './subject.ts'

const MINUTE = 60_000
const LIN = { key: 'key-of-lin', tenure: 2, msisdn: '8613800138000' }
const wang = { keyId: 'wang', personId: 'wang' } as Caller
const li = { keyId: 'li', personId: 'li' } as Caller

function desk() {
  let now = Date.parse('2026-11-26T02:00:00Z')
  const deps = {
    ids: new OpaqueIds(['a secret of this test']),
    clock: { now: () => now },
    policy: { policy: defaultPolicy },
  } as unknown as Deps
  const request = (ref: string, caller = wang) =>
    ({ params: { ref }, caller }) as unknown as Parameters<typeof actedFor>[1]
  const wait = (ms: number) => {
    now += ms
  }
  return { deps, request, wait }
}

describe('a masked number', () => {
  it('shows its last four digits, and is opened by whom it was shown to alone', () => {
    const { deps } = desk()
    const shown = masked(deps, wang, LIN.msisdn)
    expect(shown.masked).toBe('•••••••••8000')
    expect(unmasked(deps, wang, shown.ref)).toBe(LIN.msisdn)
    expect(unmasked(deps, li, shown.ref)).toBeUndefined()
    expect(unmasked(deps, wang, 'made-up')).toBeUndefined()
  })

  it('is not written into the reason why it was opened: a complaint’s number may be', () => {
    expect(sightReason.parse('客户 138 0013 8000 来电，投诉 61234567')).toBe('客户 •••••••8000 来电，投诉 61234567')
    expect(sightReason.safeParse('  ok ').success).toBe(false)
  })
})

describe('a number that was looked up', () => {
  it('can be acted for by whoever looked it up, for half an hour, and the audit is told', () => {
    const { deps, request, wait } = desk()
    const { ref } = lookedUpRef(deps, wang, LIN)
    const call = request(ref)
    expect(actedFor(deps, call, 'cancel joke-daily')).toMatchObject(LIN)
    expect(call.noted).toEqual({ target: 'subscriber key-of-lin.2', reason: 'cancel joke-daily' })
    expect(() => actedFor(deps, request(ref, li), 'cancel')).toThrow('does not hold')
    wait(31 * MINUTE)
    expect(() => actedFor(deps, request(ref), 'cancel')).toThrow('does not hold')
    expect(() => subjectOf(deps, request(ref))).toThrow('does not hold')
  })

  it('is more than one who is looked at because of a complaint: they are not acted for', () => {
    const { deps, request } = desk()
    const ref = subjectRef(deps, wang, LIN)
    expect(subjectOf(deps, request(ref))).toEqual({ key: 'key-of-lin', tenure: 2 })
    expect(() => actedFor(deps, request(ref), 'cancel')).toThrow('does not hold')
  })
})
