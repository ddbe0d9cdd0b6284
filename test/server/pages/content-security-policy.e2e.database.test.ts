import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, noBrowser } from '../../support/browser.ts'
import { sharedApp } from '../../support/shared-app.ts'

describe.skipIf(noBrowser !== '')(`GraphiQL under its policy${noBrowser}`, () => {
  let url: string
  let browser: Browser
  let page: Page
  const complaints: string[] = []
  beforeAll(async () => {
    ;({ url } = await sharedApp())
    browser = await launchBrowser()
    page = await browser.newPage()
    page.setDefaultTimeout(90_000) // no test is about how fast the machine is
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.addInitScript(() => {
      const violations: string[] = []
      Object.assign(window, { violations })
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(`${event.effectiveDirective} ${event.blockedURI}`)
      })
    })
    await page.goto(`${url}/graphql`)
  })
  afterAll(() => browser?.close())
  const violations = () => page.evaluate(() => (window as unknown as { violations: string[] }).violations)

  it('runs the first example, its editor with all of its workers', async () => {
    await page.getByRole('button', { name: /^Execute query/ }).click()
    await page.locator('.result-window').getByText('"Coordinator Oslo"').waitFor()
    await expect.poll(() => page.workers().length).toBeGreaterThanOrEqual(1)
    expect({ violations: await violations(), complaints }).toEqual({ violations: [], complaints: [] })
  })

  it('runs no script that somebody slips in, and asks nobody else', async () => {
    const outcome = await page.evaluate(async (): Promise<unknown> => {
      const script = document.createElement('script')
      script.textContent = 'window.slippedIn = true'
      document.body.append(script)
      const link = document.createElement('img')
      link.setAttribute('onerror', 'window.slippedIn = true')
      link.src = 'data:image/png;base64,'
      document.body.append(link)
      const asked = await fetch('https://evil.example/').then(
        () => 'asked',
        () => 'refused',
      )
      return { asked, slippedIn: 'slippedIn' in window }
    })
    expect(outcome).toEqual({ asked: 'refused', slippedIn: false })
    await expect
      .poll(violations)
      .toEqual(
        expect.arrayContaining([
          'script-src-elem inline',
          'script-src-attr inline',
          'connect-src https://evil.example/',
        ]),
      )
  })

  it('can’t be framed by another page', async () => {
    const other = await browser.newPage()
    await other.setContent(`<iframe src="${url}/graphql"></iframe>`)
    const frame = await (await other.locator('iframe').elementHandle())?.contentFrame()
    await expect.poll(() => frame?.url()).toMatch(/^chrome-error:/)
  })
})
