import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page with the console, and what must not happen on it. */
export interface ConsolePage {
  page: Page
  /** What the page broke its policy by, wrote to its console as an error, or asked of other servers. */
  complaints: string[]
}

/** Opens the console in a browser profile of its own. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== new URL(url).origin && protocol !== 'blob:') complaints.push(`asked ${request.url()}`)
  })
  page.setDefaultTimeout(90_000)
  await page.goto(url)
  return { page, complaints }
}

/** Logs in as one of the demo users. */
export async function logInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page.getByRole('heading', { level: 1, name: /Register|Registrer/ }).waitFor()
}

/** Types a day and a time into the field of the form, as the British write it: 01032026 1430. */
export async function typeDayAndTime(page: Page, digits: string): Promise<void> {
  await page.getByRole('spinbutton', { name: /^day/ }).first().click()
  await page.keyboard.type(digits.replace(' ', ''))
}

/** Fails where a screen reader, the keyboard or weak eyes would meet an obstacle, in light or in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoObstacles(new AxeBuilder({ page }))
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectContrast(page)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Fails where a text is hard to tell from what is behind it. */
export function expectContrast(page: Page): Promise<void> {
  return expectNoObstacles(new AxeBuilder({ page }).withRules('color-contrast'))
}

async function expectNoObstacles(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze()
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target)}`)).toEqual([])
}
