import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/*
 * What documents and sources point at is there: a link's file and its heading, and the section of a document that a comment
 * names (`docs/rules.md, "Charges"`). A paragraph that begins with its name in bold counts as a section.
 */
const LINK = /\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]+))?\)/g
const CITED = /(docs\/[\w-]+\.md), [“"]([^”"]+)[”"]/g
const CODE = /```.*?```/gs

const headingsOf = (text: string): string[] => [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
const namesOf = (text: string): string[] =>
  [...text.matchAll(/^(?:- )?\*\*([^*]+?)[.:,]?\*\*/gm)].map(([, name = '']) => name)
/** As GitHub makes anchors of headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, '')
    .replaceAll(' ', '-')

/** What is wrong with what a document or a source points at. */
export function brokenLinks(path: string): string[] {
  const text = readFileSync(path, 'utf8')
  const flaws: string[] = []
  if (path.endsWith('.md'))
    for (const [, file = '', anchor] of text.replace(CODE, '').matchAll(LINK)) {
      const target = file === '' ? path : posix.join(posix.dirname(path), file)
      if (!existsSync(target)) flaws.push(`${path} links to ${file}, which is not there`)
      else if (anchor && !headingsOf(readFileSync(target, 'utf8')).some((each) => anchorOf(each) === anchor))
        flaws.push(`${path} links to ${target}#${anchor}, which has no such heading`)
    }
  for (const [, document = '', section = ''] of text.replace(/\n *\* /g, ' ').matchAll(CITED)) {
    const cited = existsSync(document) ? readFileSync(document, 'utf8') : ''
    if (![...headingsOf(cited), ...namesOf(cited)].includes(section))
      flaws.push(`${path} names ${document}, “${section}”, which is not there`)
  }
  return flaws
}
