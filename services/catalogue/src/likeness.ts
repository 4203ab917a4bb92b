import { narrow } from '#campaigns'
import type { Catalogue, Partner } from '#reference'

/** What says that it is a company, and not which. */
const FORM =
  /(?:有限责任公司|股份有限公司|有限公司|公司|集团|科技|信息技术|网络)|\b(?:co|ltd|limited|inc|corp|corporation|company|group|llc|tech|technology|technologies)\b/gu
/** A name of fewer letters is a part of many. */
const LEAST = { han: 3, latin: 6 }

/** A company’s name as it is told from others: whatever script, width or capitals it is written in, without its legal form. */
export function coreOf(name: string): string {
  const plain = narrow(name).text
  const core = plain.replace(FORM, '').replace(/[^\p{L}\p{N}]+/gu, '')
  return core || plain.replace(/[^\p{L}\p{N}]+/gu, '')
}

type Named = Pick<Partner, 'nameZh' | 'nameEn'>
const coresOf = ({ nameZh, nameEn }: Named): string[] => [nameZh, nameEn].map(coreOf).filter((each) => each !== '')

const isPart = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return short.length >= (/\p{Script=Han}/u.test(short) ? LEAST.han : LEAST.latin) && long.includes(short)
}

/**
 * Partners that are out by a verdict and were ever called like this: the legal person is told by its code, and who names none,
 * or another, is not told by that (docs/rules.md, "Partners").
 */
export function likeBanned(
  catalogue: Pick<Catalogue, 'ended' | 'history'>,
  partnerId: string,
  name: Named,
  at: number,
): { readonly partnerId: string; readonly isSame: boolean; readonly nameZh: string; readonly nameEn: string }[] {
  const own = coresOf(name)
  return catalogue.ended(at).flatMap((id) => {
    if (id === partnerId) return []
    const records = catalogue.history('partners', id)
    const like = (fits: (a: string, b: string) => boolean) =>
      records.findLast((each) => coresOf(each).some((a) => own.some((b) => fits(a, b))))
    const same = like((a, b) => a === b)
    const found = same ?? like(isPart)
    return found ? [{ partnerId: id, isSame: same !== undefined, nameZh: found.nameZh, nameEn: found.nameEn }] : []
  })
}
