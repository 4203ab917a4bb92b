import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'

/** The system's Chromium, where there is one; tests of pages are left out without it. */
export const chromiumPath = process.env['CHROMIUM']

/** A busy machine is not a failure: as long as all other conditions may take. */
const WAIT_MS = 60_000

/** A Chromium without a screen that calls nobody by itself. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    timeout: WAIT_MS,
  })
  browser.on('context', (context) => context.setDefaultTimeout(WAIT_MS))
  return browser
}

/** What axe finds that keeps somebody from using the page, or the part of it at a selector: rule and element. */
export async function faults(page: Page, part?: string): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async (part) => {
    // A colour on its way to another is neither: what ends by itself is brought to its end.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    for (const each of document.getAnimations())
      if (each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) each.finish()
    const { axe } = window as unknown as {
      axe: { run(context?: string | Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run(part ?? document)).violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`)
  }, part)
}
