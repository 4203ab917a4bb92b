import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import type { TextClues } from '#contracts'

type Link = TextClues['links'][number]

/** Countries that are words as well: of a link only with a scheme, a path or Han beside it. */
const WORDS = new Set(
  'me us so is it in to do am no be my at as by he we or la de id nu ms st pm gs tc vc ps ph sc sh tm rs md'.split(' '),
)
const LETTER = 'a-z0-9'
const LABEL = `[${LETTER}](?:[${LETTER}-]{0,61}[${LETTER}])?`
const NATIVE = '中国|中國|公司|网络|網絡|网址|集团|在线|商城|网店|手机|信息|我爱你|商标|中文网'
const SCHEME = '(?<scheme>[a-z][a-z0-9+-]{1,20}://|www\\.)'
const TAIL = `(?::\\d{2,5})?(?:[/?#][\\w\\-./?%&=#~+@:!$,;*]*)?`
/** What has to be there at all, looked for first, and what is taken. A name of other letters needs a scheme before it or a last label that is one everywhere. */
const CANDIDATES: readonly (readonly [needs: RegExp, candidate: RegExp])[] = [
  [
    /:\/\/|www\./iu,
    new RegExp(
      `${SCHEME}(?<host>(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}(?:[${LETTER}-]{1,62}[${LETTER}]|${NATIVE}))(?<tail>${TAIL})`,
      'giu',
    ),
  ],
  [
    /[a-z0-9]\.[a-z]/iu,
    new RegExp(`(?<![@.${LETTER}-])(?<host>(?:${LABEL}\\.){1,8}[a-z][a-z0-9-]{1,62})(?<tail>${TAIL})`, 'giu'),
  ],
  [
    new RegExp(`\\.(?:${NATIVE})`, 'u'),
    new RegExp(`(?<host>[\\p{L}\\p{N}-]{1,30}\\.(?:${NATIVE}))(?![\\p{L}\\p{N}])(?<tail>${TAIL})`, 'giu'),
  ],
  [
    /\d\.\d{1,3}[:/]/u,
    /(?<![\d.])(?<host>(?:\d{1,3}\.){3}\d{1,3})(?<tail>(?::\d{2,5}(?:\/[\w\-./?%&=#~+]*)?|\/[\w\-./?%&=#~+]*))/gu,
  ],
]
/** Last labels that no sentence goes on with. */
const SURE = 'com|cn|net|org|cc|vip|xyz|top|info|shop|club|site|link|io|app|im|ink|hk|tw|tv|icu|online|store|biz'

/** Dots that are not, schemes that are torn apart: `dwz。cn`, `dwz 点 cn`, `h t t p : / /`, `hxxp`, `a[.]com`. */
function undisguised(shape: string): string {
  return shape
    .replace(/(?<![a-z])h\s*[tx]\s*[tx]\s*p\s*(s?)\s*:\s*[/\\]\s*[/\\]\s*/giu, 'http$1://')
    .replace(/(?<![a-z])w\s?w\s?w\s*[.。]\s*/giu, 'www.')
    .replace(
      new RegExp(
        `(?<=[a-z0-9])\\s*(?:[。｡·•‧∙]|点|點|\\sdot\\s)\\s*(?=(?:[a-z0-9-]{1,63}\\.)?(?:${SURE})(?![a-z0-9-]))`,
        'giu',
      ),
      '.',
    )
    .replace(/(?<=[a-z0-9])\s*[[(【{]\s*(?:\.|dot|点|點)\s*[\])】}]\s*(?=[a-z0-9])/giu, '.')
    .replace(new RegExp(`(?<=[a-z0-9])\\s+\\.\\s*(?=(?:${SURE})(?![a-z0-9-]))`, 'giu'), '.')
    .replace(/(?<=\.[a-z]{2,10})\s+\/\s*(?=[a-z0-9])/giu, '/')
}

/**
 * Links of a text in narrow shape, also those that are disguised, or glued to other words; and the text without them. A name
 * counts where the public list of suffixes knows its last label; an address of digits with a port or a path.
 */
export function linksIn(shape: string): { links: Link[]; rest: string } {
  const links = new Map<string, Link>()
  let rest = undisguised(shape)
  for (const [needs, candidate] of CANDIDATES) {
    if (!needs.test(rest)) continue
    rest = rest.replace(candidate, (whole: string, ...found: unknown[]) => {
      const { scheme, host, tail } = found.at(-1) as { scheme?: string; host: string; tail: string }
      const at = found.at(-3) as number
      const around = `${rest[at - 1] ?? ''}${rest[at + whole.length] ?? ''}`
      const link = linkOf(host, tail, scheme !== undefined, /\p{Script=Han}/u.test(around))
      if (!link) return whole
      links.set(link.url, link)
      return ' '
    })
  }
  return { links: [...links.values()], rest }
}

function linkOf(written: string, tail: string, hasScheme: boolean, besideHan: boolean): Link | undefined {
  const host = domainToASCII(written.toLowerCase())
  const known = host === '' ? undefined : parse(host, { allowPrivateDomains: false, detectIp: true })
  if (!known) return undefined
  const path = tail.replace(/[.,;:!?$*)]+$/u, '')
  const url = `${host.replace(/^www\./, '')}${path}`.slice(0, 500)
  if (known.isIp) return { url, domain: host }
  if (!known.domain || !known.isIcann) return undefined
  const last = host.slice(host.lastIndexOf('.') + 1)
  const hasPath = /^(?::\d+)?[/?#][\w+@]/u.test(path)
  if (!hasScheme && !hasPath && !besideHan && !isBareName(host, last, written)) return undefined
  return { url, domain: known.domain }
}

/** Of a name that stands alone among other words: `phb1.com`, `getzed.co.uk`, `apple-id.ren`; not `later.Is`, `life.you`, `check-in.Today`. */
const isBareName = (host: string, last: string, written: string): boolean =>
  sure.has(last) ||
  (last.length === 2 && !WORDS.has(last) && host.length > 5) ||
  (last.length > 2 && /[a-z0-9]-[a-z0-9-]*\.[a-z]+$/.test(written))
const sure = new Set(SURE.split('|'))
