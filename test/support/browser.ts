import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Why there is no browser; empty where there is one. On a developer's machine it may be missing, for CI it may not. */
export const noBrowser =
  existsSync(executablePath) || process.env.CI === 'true'
    ? ''
    : ` (skipped: there is no ${executablePath}; name another with CHROMIUM_PATH)`

/** Starts Chromium, which asks nobody anything by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
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
}
