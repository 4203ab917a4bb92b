import { narrow } from '#campaigns'
import type { Catalogue, Partner } from '#reference'

/** What says that it is a company, and not which. */
const FORM =
  /(?:有限责任公司|股份有限公司|有限公司|公司|集团|科技|信息技术|网络)|\b(?:co|ltd|limited|inc|corp|corporation|company|group|llc|tech|technology|technologies)\b/gu
/** A name of fewer letters is a part of many. */
const LEAST = { han: 3, latin: 6 }
/** A brand of so many Han letters is told where another name begins or ends with it: 乐动 of 乐动互娱 and of 北京乐动. */
const BRAND = 2

/** A company’s name as it is told from others: whatever script, width or capitals it is written in, without its legal form. */
export function coreOf(name: string): string {
  const plain = narrow(name).text
  const core = plain.replace(FORM, '').replace(/[^\p{L}\p{N}]+/gu, '')
  return core || plain.replace(/[^\p{L}\p{N}]+/gu, '')
}

type Named = Pick<Partner, 'nameZh' | 'nameEn'>
const known = new WeakMap<Named, readonly string[]>()
/** Worked out once of a record: each row of a file is compared with all that are out. */
function coresOf(record: Named): readonly string[] {
  const cores = known.get(record) ?? [record.nameZh, record.nameEn].map(coreOf).filter((each) => each !== '')
  known.set(record, cores)
  return cores
}

const isPart = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const isHan = /\p{Script=Han}/u.test(short)
  if (isHan && short.length === BRAND) return long.startsWith(short) || long.endsWith(short)
  return short.length >= (isHan ? LEAST.han : LEAST.latin) && long.includes(short)
}

interface Like {
  readonly partnerId: string
  readonly isSame: boolean
  readonly nameZh: string
  readonly nameEn: string
}

/**
 * Partners that are out by a verdict and were ever called like somebody: the legal person is told by its code, and who names
 * none, or another, is not told by that (docs/rules.md, "Partners").
 * @returns what finds them, for as many names as there are to be looked at
 */
export function bannedAt(
  catalogue: Pick<Catalogue, 'ended' | 'history'>,
  at: number,
): (partnerId: string, name: Named) => Like[] {
  const out = catalogue.ended(at).map((partnerId) => ({
    partnerId,
    records: catalogue.history('partners', partnerId).map((record) => ({ record, cores: coresOf(record) })),
  }))
  return (partnerId, name) => {
    const own = coresOf(name)
    return out.flatMap(({ partnerId: id, records }) => {
      if (id === partnerId) return []
      const like = (fits: (a: string, b: string) => boolean) =>
        records.findLast(({ cores }) => cores.some((a) => own.some((b) => fits(a, b))))?.record
      const same = like((a, b) => a === b)
      const found = same ?? like(isPart)
      return found ? [{ partnerId: id, isSame: same !== undefined, nameZh: found.nameZh, nameEn: found.nameEn }] : []
    })
  }
}

/** What whoever approves a partner is shown of who is out. */
export interface Outs {
  /** Its legal person was put out by a verdict. */
  readonly puts_out?: true
  /** Partners that are out and are, or were, called alike. */
  readonly like_out?: { readonly partner: string; readonly name_zh: string; readonly name_en: string }[]
}

type Applied = Named & Pick<Partner, 'partnerId' | 'legalId'>

/** Of partners that are applied for, who is out, or may be. */
export function outsAt(
  catalogue: Pick<Catalogue, 'ended' | 'history' | 'isBanned'>,
  at: number,
): (applied: Applied) => Outs {
  const likeBanned = bannedAt(catalogue, at)
  return (applied) => {
    const like = likeBanned(applied.partnerId, applied)
    return {
      ...(applied.legalId !== undefined && catalogue.isBanned(applied.legalId, at) ? { puts_out: true } : {}),
      ...(like.length > 0
        ? { like_out: like.map((each) => ({ partner: each.partnerId, name_zh: each.nameZh, name_en: each.nameEn })) }
        : {}),
    }
  }
}
