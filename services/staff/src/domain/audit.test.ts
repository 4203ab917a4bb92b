import { describe, expect, it } from 'vitest'
import { saltOf, verifyChain } from '#evidence'
import { defaultPolicy as policy } from '#policy'
import { Play } from '#process/kit'
import { type AuditRecord, audit, auditRecordKeeper, noted } from './audit.ts'

const refs = { salt: (cause: string) => saltOf('secret', cause) }
const note = { actor: 'li.xue', role: 'operations', action: 'number.seen', target: 'complaint 1042', outcome: 'done' }

/** The links that some notes become. */
function chained(...notes: object[]) {
  const play = new Play(audit, { key: 'audit', refs })
  return notes.map((each) => play.say('audit.noted', { ...note, ...each })[0]?.data as AuditRecord)
}

describe('the audit', () => {
  it('chains what was noted, in its order', () => {
    const records = chained({}, { reason: '投诉人来电核对' }, { action: 'complaint.closed' })
    const links = records.map((each) => ({ ...each, id: String(each.number) }))
    expect(verifyChain(links)).toBeUndefined()
    expect(verifyChain(links.toSpliced(1, 1))).toEqual({ id: '3', flaw: 'missing' })
  })

  it('keeps no number of a person that somebody wrote into a reason', () => {
    const { data } = noted({
      ...note,
      target: 'campaign c1',
      outcome: 'done',
      reason: '机主 138 0013 8000 已核实，端口 10661234',
    })
    expect(data).toMatchObject({ reason: '机主 •••••••8000 已核实，端口 10661234' })
  })

  it('tells where it stands, to be signed', () => {
    const play = new Play(audit, { key: 'audit', refs })
    expect(play.say('audit.noted', note)[1]).toMatchObject({
      topic: 'chain.heads',
      data: { chain: 'audit', number: 1 },
    })
  })

  it('keeps no record that is not what its digest says', () => {
    const [record] = chained({})
    const keeper = new Play(auditRecordKeeper, { key: 'audit.000000000001', refs: { policy } })
    const forged = { ...record, content: { ...record?.content, actor: 'sun.wei' } }
    expect(keeper.sayBad('audit.chained', forged)).toContain('digest')
    keeper.say('audit.chained', record)
    expect(keeper.state).toEqual(record)
    expect(keeper.sayBad('audit.chained', record)).toContain('there is')
  })

  it('erases what it says when its time is over, and stays whole', () => {
    const records = chained({}, {})
    const keeper = new Play(auditRecordKeeper, { key: 'audit.000000000001', refs: { policy } })
    keeper.say('audit.chained', records[0])
    const told = keeper.wait(policy.keepDays.audit * 86_400_000)
    expect(told).toMatchObject([{ topic: 'chain.heads', data: { chain: 'audit.000000000001', number: 1 } }])
    expect(keeper.state).toHaveProperty('content')
    keeper.wait(86_400_000)
    expect(keeper.state).not.toHaveProperty('content')
    const links = [keeper.state as AuditRecord, records[1] as AuditRecord].map((each) => ({
      ...each,
      id: '',
      erased: true,
    }))
    expect(verifyChain(links)).toBeUndefined()
  })
})
