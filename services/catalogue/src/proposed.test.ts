import { expect, it } from 'vitest'
import { Catalogue } from '#reference'
import type { Deps } from '#service'
import { previewImports } from './proposed.ts'

it('who approves a file of partners is shown each that is out or called like one that is, wherever it stands in the file', async () => {
  const catalogue = new Catalogue()
  const message = { v: 1 as const, at: 1, corr: '' }
  const legalId = '91310000MA1FL0000N'
  const row = (partnerId: string, nameZh: string, more: object = {}) => ({
    ...{ partnerId, nameZh, nameEn: partnerId, kind: 'music', version: 1, from: 1 },
    ...more,
  })
  catalogue.apply({ ...message, id: 'p', type: 'partner.set', data: row('sp-out', '乐动', { legalId }) })
  const out = { partnerId: 'sp-out', version: 1, restraints: [{ what: 'ended' as const, case: '10000001' }] }
  catalogue.apply({ ...message, id: 'r', type: 'partner.restrained', data: { ...out, from: 3 } })
  const previews: Deps['previews'] = new Map()
  previewImports({ previews, catalogue, clock: { now: () => 9 } } as unknown as Deps)
  const honest = Array.from({ length: 40 }, (_, n) => row(`sp-${n}`, `好雨${n}号`))
  const like = row('sp-like', '乐动互娱')
  const same = row('sp-same', '别名', { legalId })
  const shown = async (kind: string) =>
    previews.get(kind)?.({ records: [...honest, like, same].map((data) => ({ key: data.partnerId, data })) } as never)
  expect(await shown('import.partners')).toMatchObject({
    rows: 42,
    outs: [
      { partnerId: 'sp-like', nameZh: '乐动互娱', like_out: [{ partner: 'sp-out' }] },
      { partnerId: 'sp-same', puts_out: true },
    ],
  })
  expect(await shown('import.services')).not.toHaveProperty('outs')
})

it('a file that moves a service is another one once a case keeps its partner from something', async () => {
  const [catalogue, previews]: [Catalogue, Deps['previews']] = [new Catalogue(), new Map()]
  const message = { v: 1 as const, at: 1, corr: '' }
  const named = { serviceId: 'comics', port: '10661', nameZh: '漫画', nameEn: 'Comics', code: 'A', from: 1 }
  const terms = { ...named, tariffFen: 800, period: 'month' as const, window: '24h' as const }
  catalogue.apply({ ...message, id: 's', type: 'service.set', data: { ...terms, partnerId: 'huayu', version: 1 } })
  previewImports({ previews, catalogue, clock: { now: () => 9 } } as unknown as Deps)
  const records = [{ key: 'comics', data: { ...terms, partnerId: 'fresh', version: 2 } }]
  const shown = async () => previews.get('import.services')?.({ records } as never)
  expect(await shown()).not.toHaveProperty('kept')
  const restraints = [{ what: 'charges' as const, case: '10000001' }]
  const data = { partnerId: 'huayu', version: 1, restraints, from: 3 }
  catalogue.apply({ ...message, id: 'r', type: 'partner.restrained', data })
  expect(await shown()).toMatchObject({ kept: 1 })
})
