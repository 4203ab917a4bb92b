import { describe, expect, it } from 'vitest'
import type { Restraint } from '#contracts'
import { Catalogue, type Partner, type Service } from './catalogue.ts'
import { exampleCatalogue } from './example.ts'

const MAY = Date.parse('2026-05-01T00:00:00+08:00')
const YEAR = 365 * 86_400_000
const message = (type: string, data: object, at: number) =>
  ({ id: 'm', type, v: 1, at, corr: 'c', data }) as unknown as Parameters<Catalogue['apply']>[0]
const partner = (partnerId: string, version: number, legalId?: string) =>
  message(
    'partner.set',
    { partnerId, nameZh: '乐动', nameEn: 'Ledong', kind: 'sp', version, ...(legalId ? { legalId } : {}) },
    MAY,
  )
const kept = (partnerId: string, version: number, restraints: { what: Restraint; app?: string }[], at = MAY) =>
  message(
    'partner.restrained',
    { partnerId, version, restraints: restraints.map((each) => ({ ...each, case: '10002000' })) },
    at,
  )
const LEDONG = '91310000MA1FL00001'

describe('a ban holds for the legal person (docs/rules.md, "Partners")', () => {
  const ended = () => {
    const catalogue = new Catalogue()
    for (const each of [partner('ledong', 1, LEDONG), partner('xinle', 1, LEDONG), partner('other', 1, 'OTHER1')])
      catalogue.apply(each)
    catalogue.apply(kept('ledong', 1, [{ what: 'ended' }, { what: 'orders' }]))
    return catalogue
  }

  it('under every name: the other partners that it has are out as well, and it is admitted to nothing new', () => {
    const catalogue = ended()
    for (const what of ['orders', 'charges', 'settlement', 'ended'] as const)
      expect([catalogue.isRestrained(what, { partnerId: 'xinle' }, MAY), what]).toEqual([true, what])
    expect(catalogue.isRestrained('orders', { partnerId: 'other' }, MAY)).toBe(false)
    expect([catalogue.isBanned(LEDONG, MAY), catalogue.isBanned('OTHER1', MAY)]).toEqual([true, false])
  })

  it('though it writes letters that no such code has for the digits they look like', () => {
    const catalogue = ended()
    expect(['9131OOOOMA1FLOOOO1', '9I3I0000MAIFL0000I'].map((each) => catalogue.isBanned(each, MAY))).toEqual([
      true,
      true,
    ])
    catalogue.apply(partner('again', 1, '9131OOOOMA1FLOOOO1'))
    expect(catalogue.isRestrained('orders', { partnerId: 'again' }, MAY)).toBe(true)
  })

  it('though its record is changed afterwards', () => {
    const catalogue = ended()
    catalogue.apply(partner('ledong', 2, 'NEWNAME1'))
    catalogue.apply(partner('xinle', 2, 'NEWNAME2'))
    expect(catalogue.isBanned(LEDONG, MAY)).toBe(true)
    expect(catalogue.isRestrained('orders', { partnerId: 'xinle' }, MAY)).toBe(true)
  })

  it('though a partner in between was renamed before: who has its new name is the same person', () => {
    const catalogue = new Catalogue()
    for (const each of [partner('ledong', 1, LEDONG), partner('xinle', 1, LEDONG), partner('xinle', 2, 'NEWNAME2')])
      catalogue.apply(each)
    catalogue.apply(partner('third', 1, 'NEWNAME2'))
    catalogue.apply(kept('ledong', 1, [{ what: 'ended' }]))
    expect(catalogue.isBanned('NEWNAME2', MAY)).toBe(true)
    expect(catalogue.isRestrained('charges', { partnerId: 'third' }, MAY)).toBe(true)
  })

  it('until it is over; and of a sanction that is less than the end, the others hear nothing', () => {
    const catalogue = ended()
    catalogue.apply(kept('ledong', 2, [{ what: 'orders' }], MAY + 2 * YEAR))
    const after = MAY + 2 * YEAR
    expect(catalogue.isBanned(LEDONG, after)).toBe(false)
    expect(catalogue.isRestrained('orders', { partnerId: 'xinle' }, after)).toBe(false)
    expect(catalogue.isRestrained('orders', { partnerId: 'ledong' }, after)).toBe(true)
  })
})

describe('what a case keeps a service from stays with it, whoever has it by then', () => {
  const DAY = 86_400_000
  const given = (kind: 'service' | 'port', partnerId: string, version: number, from: number) => {
    const named = { nameZh: '漫画', nameEn: 'Comics', tariffFen: 800, period: 'month', window: '24h', code: 'A' }
    const of = kind === 'service' ? { serviceId: 'comics', port: '10661', ...named } : { port: '10661', classes: [] }
    return message(`${kind}.set`, { ...of, partnerId, version, from }, MAY)
  }
  const restrained = (restraints: { what: Restraint; serviceId?: string }[], began: number, moved: number) => {
    const catalogue = new Catalogue()
    for (const each of [partner('ledong', 1), partner('fresh', 1)]) catalogue.apply(each)
    for (const kind of ['service', 'port'] as const)
      for (const each of [given(kind, 'ledong', 1, MAY), given(kind, 'fresh', 2, moved)]) catalogue.apply(each)
    catalogue.apply(kept('ledong', 1, restraints, began))
    return catalogue
  }
  const comics = { partnerId: 'fresh', serviceId: 'comics' }
  const later = MAY + 9 * DAY

  it.each([
    ['its partner was kept from it when it moved', [{ what: 'charges' as const }], 1, 2, true],
    ['it moved before, and no case names it', [{ what: 'charges' as const }], 2, 1, false],
    ['it moved before, and the case names it', [{ what: 'charges' as const, serviceId: 'comics' }], 2, 1, true],
    ['the case names another', [{ what: 'charges' as const, serviceId: 'other' }], 1, 2, false],
  ])('%s', (_when, restraints, began, moved, is) => {
    const catalogue = restrained(restraints, MAY + began * DAY, MAY + moved * DAY)
    expect(catalogue.isRestrained('charges', comics, later)).toBe(is)
    expect(catalogue.isRestrained('orders', comics, later)).toBe(false)
    expect(catalogue.isRestrained('charges', { partnerId: 'fresh' }, later)).toBe(false)
  })

  it('whoever handed it on answers for nobody after it', () => {
    const catalogue = restrained([], MAY, MAY + DAY)
    catalogue.apply(kept('fresh', 1, [{ what: 'settlement' }, { what: 'ended' }], MAY + 2 * DAY))
    for (const what of ['settlement', 'charges'] as const)
      expect(catalogue.isRestrained(what, { partnerId: 'ledong', serviceId: 'comics' }, later)).toBe(false)
    expect(catalogue.isRestrained('settlement', comics, later)).toBe(true)
  })

  it('a port of who is out sends for nobody, though it was given away from a later day on; one that was given before does', () => {
    const port = { partnerId: 'fresh', port: '10661' }
    const out = [{ what: 'ended' as const }, { what: 'charges' as const }]
    expect(restrained(out, MAY + DAY, MAY + 2 * DAY).isRestrained('ended', port, later)).toBe(true)
    expect(restrained(out, MAY + 2 * DAY, MAY + DAY).isRestrained('ended', port, later)).toBe(false)
    const catalogue = restrained(out, MAY + DAY, MAY + 2 * DAY)
    expect(['ended', 'charges'].map((what) => catalogue.isRestrained(what as 'ended', comics, later))).toEqual([
      true,
      true,
    ])
    // Another case goes on where the first ends.
    const goesOn = message(
      'partner.restrained',
      { partnerId: 'ledong', version: 2, restraints: [{ what: 'ended', case: '10003000' }] },
      MAY + 3 * DAY,
    )
    catalogue.apply(goesOn)
    expect(catalogue.isRestrained('ended', port, later)).toBe(true)
    catalogue.apply(kept('ledong', 3, [], MAY + 4 * DAY))
    expect(catalogue.isRestrained('ended', port, later)).toBe(false)
  })
})

describe('handset software that is barred', () => {
  const torch = { package: 'cn.example.torch' }
  const barred = (app: string) => {
    const catalogue = new Catalogue()
    catalogue.apply(kept('ledong', 1, [{ what: 'app', app }]))
    return catalogue
  }

  it('may ask for nothing, for whomever, until that is lifted', () => {
    const catalogue = barred('cn.example.torch')
    expect(catalogue.isBarred(torch, MAY)).toBe(true)
    expect(catalogue.isBarred({ ...torch, signature: 'ab12' }, MAY)).toBe(true)
    expect(catalogue.isBarred({ package: 'cn.example.torch.pro' }, MAY)).toBe(false)
    catalogue.apply(kept('ledong', 2, [], MAY + YEAR))
    expect([catalogue.isBarred(torch, MAY), catalogue.isBarred(torch, MAY + YEAR)]).toEqual([true, false])
  })

  it('by its signer is that signer’s alone; who does not say who signed it is taken for it', () => {
    const catalogue = barred('cn.example.torch#ab12')
    const by = (signature?: string) => catalogue.isBarred({ ...torch, ...(signature ? { signature } : {}) }, MAY)
    expect([by('ab12'), by('cd34'), by()]).toEqual([true, false, true])
  })

  it('however its name and its signer are written', () => {
    const catalogue = barred('cn.example.torch#AB:12')
    const is = (name: string, signature?: string) => catalogue.isBarred({ package: name, signature }, MAY)
    expect([is('cn.example.torch', 'ab12'), is('CN.Example.Torch ', 'Ab 12'), is('cn.example.torch', '')]).toEqual([
      true,
      true,
      true,
    ])
    expect(is('cn.example.torch', 'cd34')).toBe(false)
  })
})

describe('the port of an address (docs/rules.md, "Short codes and words")', () => {
  const port = (number: string, partnerId: string, version = 1, more: object = {}) =>
    message('port.set', { port: number, partnerId, classes: ['service'], version, ...more }, MAY)
  const catalogue = new Catalogue()
  for (const each of [
    port('10661234', 'ledong'),
    port('106612349', 'other'),
    port('1066777701', 'ledong'),
    port('1066777701', 'ledong', 2, { retired: true }),
    port('10667777', 'other'),
    port('95588', 'bank'),
    port('9558', 'nobody'),
    port('13800', 'other'),
    port('10669999', 'late', 1, { from: MAY + YEAR }),
  ])
    catalogue.apply(each)

  it.each([
    ['10661234', '10661234', 'itself'],
    ['1066123401', '10661234', 'with an extension'],
    ['10661234012345678901', '10661234', 'with one of twelve digits: twenty in all'],
    ['106612340123456789012', '106612340123456789012', 'more than an address holds'],
    ['1066123490', '106612349', 'the longest beginning that is somebody’s'],
    ['1066777701', '1066777701', 'with a record of its own, though that is over'],
    ['1066777702', '10667777', 'beside one that has its own'],
    ['9558801', '95588', 'of five digits'],
    ['95581', '95581', 'of fewer than five: no port has extensions'],
    ['13800138000', '13800138000', 'a person’s number'],
    ['8610661234', '8610661234', 'with a country'],
    ['1066999901', '1066999901', 'of a port that is nobody’s yet'],
    ['1066', '1066', 'a beginning alone'],
    ['ICBC', 'ICBC', 'a name'],
  ])('%s is of %s: %s', (address, of) => {
    expect(catalogue.portOf(address, MAY)).toBe(of)
  })

  it('is never somebody’s where it is the operator’s own number, unless it has a record of its own', () => {
    const withOwn = new Catalogue(['10086', '10086901', '10086999'])
    withOwn.apply(port('10086', 'operator'))
    const portsOf = () => ['10086901', '10086999', '1008612'].map((each) => withOwn.portOf(each, MAY))
    expect(portsOf()).toEqual(['10086901', '10086999', '10086'])
    expect(withOwn.approval(withOwn.portOf('10086901', MAY), MAY)).toBeUndefined()
  })

  it('from the day that it is somebody’s', () => {
    expect(catalogue.portOf('1066999901', MAY + YEAR)).toBe('10669999')
  })
})

describe('what somebody calls a service or a partner', () => {
  const catalogue = exampleCatalogue()
  const known = catalogue.services(MAY).find(({ nameZh }) => nameZh === '每日笑话') as Service
  const firms = (name: string, at: number) => catalogue.partnersNamed(name, at).map(({ partnerId }) => partnerId)

  it('finds it by id, code and both names, however they are typed, and by no part of one', () => {
    const { serviceId, code, nameZh, nameEn } = known
    for (const name of [serviceId.toUpperCase(), code.toLowerCase(), ` ${nameZh} `, nameEn.toUpperCase()])
      expect(catalogue.servicesNamed(name, MAY), name).toContain(known)
    expect(catalogue.servicesNamed(nameZh.slice(0, -1), MAY)).toEqual([])
    expect(firms('nobody', MAY)).toEqual([])
  })

  it('is its name of that time: a former one finds nobody any more, and a coming one not yet', () => {
    const owner = catalogue.partner(known.partnerId, MAY) as Partner
    const [before, after] = [owner.nameZh, '新名']
    catalogue.apply(message('partner.set', { ...owner, nameZh: after, from: MAY + YEAR, version: 99 }, MAY))
    expect([firms(before, MAY), firms(after, MAY)]).toEqual([[known.partnerId], []])
    expect([firms(before, MAY + YEAR), firms(after, MAY + YEAR)]).toEqual([[], [known.partnerId]])
  })
})
