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

/**
 * A text in narrow shape, so that what is written to be missed is seen: NFKC (full-width, encircled), nothing invisible,
 * look-alike letters beside Latin ones as Latin. Case, words and white space stay.
 */
export function plainly(text: string): string {
  const narrow = text
    .slice(0, 5000)
    .toWellFormed()
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}ɡɑı]/u.test(narrow)) return narrow
  return narrow.replace(MIXED, (run) =>
    /[a-z0-9]/i.test(run)
      ? [...run].map((each) => (FOREIGN.test(each) ? (ALIKE[each] as string) : each)).join('')
      : run,
  )
}
