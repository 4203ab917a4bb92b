import { type Browser, chromium } from 'playwright-core'

/** The system's Chromium, where there is one; tests of pages are left out without it. */
export const chromiumPath = process.env['CHROMIUM']

/** A Chromium without a screen that calls nobody by itself. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
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
  })
