/**
 * Letters that are drawn like Latin ones, a line each: the Latin letter, then what stands for it. Only what NFKC leaves
 * as it is; digits are never among them (what is a digit within a word is decided by its neighbours, see narrow.ts).
 */
const DRAWN_ALIKE = [
  'aаαɑᴀ∀Ꭺⱥꓮⲁɐ',
  'bвЬьβƀɓʙᏴъꓐⲃᏏ',
  'cсϲᴄϹᏟƈꮯꓚⲥɔ',
  'dԁđɗᴅᎠժꓓ',
  'eеєεɛᴇᎬ℮ҽɘэꓰⲉǝ',
  'fƒꜰꓝϝɟ',
  'gɡɢǥɠԍᏀꓖƃ',
  'hһнʜᎻħꓧⲏɥ',
  'iіιıɩɪιꓲⲓᎥᴉ',
  'jјʝᴊᎫꓙϳ',
  'kкκᴋᏦƙꓗⲕʞ',
  'lⅼʟᏞłƚӏꓡⳑ',
  'mмμᴍᎷꓟⲙɯ',
  'nпηɴռŋꓠⲛ',
  'oоοσᴏօøѳө०๐ꓳⲟᴑ',
  'pрρᴘᏢþꓑⲣ',
  'qԛɋ',
  'rгʀᎡɾꓣꮁɹ',
  'sѕꜱᏚꓢտ',
  'tтτᴛᎢŧꓔⲧʇ',
  'uυᴜսцʉꓴᑌ',
  'vνᴠѵᏙꓦʌ',
  'wωᴡшщԝᎳꓪⲱʍ',
  'xхχꓫⲭ',
  'yуγʏүұꓬⲩᎩʎ',
  'zᴢᏃƶꓜⲍ',
] as const

const NEGATIVE_CIRCLED = 0x1f150
const NEGATIVE_SQUARED = 0x1f170
const SQUARED = 0x1f130
const FLAGS = 0x1f1e6

const single = new Map<string, string>()
for (const [latin, ...drawn] of DRAWN_ALIKE.map((line) => [...line]))
  for (const each of drawn) for (const cased of [each, each.toLowerCase()]) single.set(cased, latin!)

/** The Latin letter that a letter is drawn like; itself where there is none. Asked with small letters. */
export function latinOf(letter: string): string {
  const known = single.get(letter)
  if (known !== undefined) return known
  const code = letter.codePointAt(0)!
  for (const first of [SQUARED, NEGATIVE_CIRCLED, NEGATIVE_SQUARED, FLAGS])
    if (code >= first && code < first + 26) return String.fromCharCode(97 + code - first)
  return letter
}

/** Letters that are only drawn so when a text stands on its head, and what each of a pair is taken for then. */
export const TURNED = /[ɐɔǝɟƃɥᴉʞɯɹʇʌʍʎ]/gu
const HEADS: Readonly<Record<string, string>> = { n: 'u', u: 'n', p: 'd', d: 'p', b: 'q', q: 'b' }
export const onItsHead = (letter: string): string => HEADS[letter] ?? letter
