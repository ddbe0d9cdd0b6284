import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { launchBrowser, noBrowser } from '../../support/browser.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'

let browser: Browser
beforeAll(async () => {
  if (!noBrowser) browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
})

describe.skipIf(noBrowser !== '')(`GraphiQL in Chromium${noBrowser}`, () => {
  let app: RunningApp
  let url: string
  let page: Page
  /** Addresses that the page asked for anything, and what it complained about. */
  const asked: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    app = await startApp()
    url = app.url
    page = await browser.newPage()
    page.setDefaultTimeout(90_000) // no test is about how fast the machine is
    page.context().on('request', (request) => asked.push(request.url()))
    page.on('websocket', (socket) => asked.push(socket.url()))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`${url}/graphql`)
  })
  afterAll(() => app.stop())

  const run = () => page.getByRole('button', { name: /^Execute query/ }).click()

  it('runs the first example as the demo’s coordinator', async () => {
    await run()
    await page.locator('.result-window').getByText('"Coordinator Oslo"').waitFor()
  })

  it('opens the next tab by the first click on it, without having been reloaded', async () => {
    await page.getByRole('button', { name: 'RegisterTwo' }).click()
    await page.locator('.graphiql-tab-active').getByText('RegisterTwo').waitFor({ timeout: 5_000 })
    await page.getByRole('button', { name: 'WhoAmI' }).click()
    await page.locator('.graphiql-tab-active').getByText('WhoAmI').waitFor({ timeout: 5_000 })
    await page.waitForURL(/WhoAmI/) // when GraphiQL has noticed the other query, a moment later
  })

  it('opens the same tab again when it is reloaded, still logged in', async () => {
    await page.reload()
    await run()
    await page.locator('.result-window').getByText('"Coordinator Oslo"').waitFor()
    const tabs = await page.locator('.graphiql-tab-button').allTextContents()
    expect(tabs).toEqual(['WhoAmI', 'RegisterTwo', 'Submit'])
  })

  it('runs the second example: it registers two activities, and then says that they exist', async () => {
    await page.getByRole('button', { name: 'RegisterTwo' }).click()
    await page.waitForURL(/RegisterTwo/) // when GraphiQL has noticed the other query, a moment later
    await run()
    await page.locator('.result-window').getByText('"BulkRegisterActivitiesSuccess"').waitFor()
    await run()
    await page.locator('.result-window').getByText('"DUPLICATE_ACTIVITY"').first().waitFor()
  })

  it('runs the third example: it submits, and follows by the id of the answer', async () => {
    await page.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.waitForURL(/Follow/)
    await run()
    await page.getByRole('menuitem', { name: 'Submit' }).click()
    const answer = page.locator('.result-window')
    await answer.getByText('"BulkSubmission"').waitFor()
    const [id = 'no id'] =
      /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec((await answer.textContent()) ?? '') ?? []

    const editor = page.locator('.graphiql-query-editor')
    await editor.click()
    await page.keyboard.press('Control+End') // the editor holds only the lines that it shows
    await editor.getByText('ID_FROM_SUBMIT').dblclick()
    await page.keyboard.insertText(id)
    await page.waitForURL(new RegExp(id)) // when GraphiQL has noticed the change, a moment later
    await run()
    await page.getByRole('menuitem', { name: 'Follow' }).click()
    await answer.getByText('"PARTIAL_SUCCESS"').waitFor()
  })

  it('registers for a whole chapter by one button, and lists the updates in order as they arrive', async () => {
    const live = page.locator('#live-progress')
    await live.getByRole('button', { name: /watch it live/ }).click()
    await live.getByRole('status').getByText('24 of 24: SUCCESS').waitFor()
    const lines = await live.getByRole('listitem').allTextContents()
    const numbers = await live
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => Number(item.getAttribute('value'))))
    expect(numbers).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
    expect(lines).toHaveLength(24)
    expect(new Set(lines).size).toBe(24)
    for (const line of lines) expect(line).toMatch(/^.+: SUCCESS$/)
  })

  it('asked nobody but the server, and complained about nothing', () => {
    const places = new Set(asked.map((address) => new URL(address.replace(/^blob:/, '')).host))
    expect([...places]).toEqual([new URL(url).host])
    expect(complaints).toEqual([])
  })
})

it('is not there in production', async () => {
  const { app, stop } = await startApp({
    NODE_ENV: 'production',
    DEMO: 'false',
    JWT_SECRET: 'a secret of at least 32 characters',
  })
  onTestFinished(stop)
  const response = await app.fetch(
    new Request('http://127.0.0.1/graphql', { headers: { accept: 'text/html' } }),
  )
  expect(response.ok).toBe(false)
  expect(await response.text()).not.toMatch(/<html|graphiql/i)
})
