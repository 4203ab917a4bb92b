import { readFileSync } from 'node:fs'
import { type GivenText, groupTexts } from '#campaigns'
import { report } from '../print.ts'

const SIGNATURE = /[【[](?<name>[^】\]]{2,20})[】\]]|[(（](?<last>[^)）]{2,20})[)）]\s*$/gu
/** What names of many have, and tells nobody from another. */
const OF_MANY = /中国|银行|信用卡|中心|公司|集团|客户|客服|服务|手机|北京|上海|官方|科技|网|购物|会员|理财|商城|生活/gu

/** Who signs a text, in brackets: every name that it has; a name in full, in short and of a branch has two letters alike. */
export const signersOf = (text: string): string[] =>
  [...text.matchAll(SIGNATURE)].flatMap(({ groups }) => {
    const name = (groups!['name'] ?? groups!['last'])!.normalize('NFKC').replace(/\s/gu, '').toLowerCase()
    const own = name.replace(OF_MANY, '')
    return own.length >= 2 ? own : name
  })
const areOne = (a: string, b: string): boolean =>
  a.includes(b) || b.includes(a) || [...a].some((_, at) => at + 2 <= a.length && b.includes(a.slice(at, at + 2)))

/**
 * Honest texts of a file, one a line and each once: how many are joined with another, and how many of them with one that
 * somebody else signs. The first counts a sender's own template as well, the second only strangers.
 */
export function honestJoined(file: string): void {
  const texts = [...new Set(readFileSync(file, 'utf8').split('\n'))].filter((text) => text !== '')
  const given = texts.map((text, index): GivenText => ({ id: String(index), text }))
  const grouped = groupTexts(given)
  const sizes = new Map<string, number>()
  for (const { campaign } of grouped) sizes.set(campaign, (sizes.get(campaign) ?? 0) + 1)
  const joined = grouped.filter(({ campaign }) => sizes.get(campaign)! > 1)
  const pairs = joined.flatMap(({ id, campaign, why }) =>
    id === campaign || why.with === undefined ? [] : [[texts[Number(id)]!, texts[Number(why.with)]!] as const],
  )
  const signers = pairs.flatMap(([a, b]) => {
    const [mine, theirs] = [signersOf(a), signersOf(b)]
    if (mine.length === 0 || theirs.length === 0) return []
    return [mine.some((each) => theirs.some((other) => areOne(each, other)))]
  })
  const strangers = signers.filter((isOne) => !isOne).length
  const share = (count: number) => ((count / texts.length) * 100).toFixed(2)
  report(`campaigns, ${texts.length} honest texts: joined with another, %`, share(joined.length), '≤ 0.1')
  report(
    'campaigns, of these: pairs / both signed / by two senders, and the last in % of all texts',
    `${pairs.length} / ${signers.length} / ${strangers}, ${share(strangers)}`,
    '≤ 0.1',
  )
}
