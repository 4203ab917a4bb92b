/** Letters of other scripts that look like Latin ones. Read so beside Latin letters and digits only. */
const ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...[
      'аa',
      'вb',
      'сc',
      'ԁd',
      'еe',
      'һh',
      'іi',
      'јj',
      'кk',
      'ӏl',
      'мm',
      'оo',
      'рp',
      'ԛq',
      'ѕs',
      'тt',
      'ѵv',
      'ԝw',
      'хx',
      'уy',
    ],
    ...['αa', 'οo', 'ρp', 'νv', 'τt', 'ιi', 'κk', 'υu', 'χx', 'ⅼl', 'ɡg', 'ɑa', 'ı' + 'i'],
  ].map((pair) => [...pair] as [string, string]),
)
const FOREIGN = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'u')
const MIXED = /[a-z0-9.\p{Script=Cyrillic}\p{Script=Greek}ɡɑıⅼ]{2,}/giu

/** Where rows of 1 to 9 begin that are encircled, bracketed or dotted: NFKC leaves them, or puts a bracket or dot beside each. */
const ROWS = [0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a]
const DRAWN_DIGITS = /[\u2474-\u247c\u2488-\u2490\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792]/gu
const digitOf = (code: number): string =>
  code === 0x24ff ? '0' : String(code - ROWS.findLast((first) => code >= first)! + 1)

/** As much as is looked at, also of what one character stands for twenty of. */
const LONGEST = 5000

/**
 * A text in narrow shape, so that what is written to be missed is seen: NFKC (full-width, encircled), nothing invisible or heaped on,
 * look-alike letters beside Latin ones as Latin. Case, words and white space stay.
 */
export function plainly(text: string): string {
  const narrow = text
    .slice(0, LONGEST)
    .toWellFormed()
    .replace(DRAWN_DIGITS, (each) => digitOf(each.codePointAt(0)!))
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|[\u0300-\u036f]|[\u0483-\u0489]|[\u20d0-\u20ff]/gu, '')
    .replace(/(?<=\d)[\p{Extended_Pictographic}^_`|~]+(?=\d)/gu, '')
    .slice(0, LONGEST)
    .toWellFormed()
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}ɡɑı]/u.test(narrow)) return narrow
  return narrow.replace(MIXED, (run) =>
    /[a-z0-9]/i.test(run)
      ? [...run].map((each) => (FOREIGN.test(each) ? (ALIKE[each] as string) : each)).join('')
      : run,
  )
}
