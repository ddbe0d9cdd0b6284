import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, noBrowser } from '../../../test/support/browser.ts'
import { type RunningApp, startApp } from '../../../test/support/running-app.ts'
import { type ConsolePage, expectAccessible, logInAs, openConsole, typeDayAndTime } from './open-console.ts'

describe.skipIf(noBrowser)(`Register for many${noBrowser}`, () => {
  let app: RunningApp
  let browser: Browser
  let opened: ConsolePage
  let page: Page
  beforeAll(async () => {
    app = await startApp()
    browser = await launchBrowser()
    opened = await openConsole(browser, app.url)
    page = opened.page
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  const options = () => page.getByRole('listbox', { name: 'Peer mentors' }).getByRole('option')
  const check = () => page.getByRole('button', { name: 'Check' }).click()
  const registered = async () => {
    const { activityRecords } = await (await app.client('coordinator@oslo.example')).request<{
      activityRecords: { totalCount: number }
    }>('{ activityRecords(first: 1) { totalCount } }')
    return activityRecords.totalCount
  }

  it('offers the demo users, and logs in as one of them', async () => {
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    await expectAccessible(page)
    await logInAs(page, 'Coordinator Oslo')
    await options().first().waitFor()
    await expectAccessible(page)
  })

  it('finds mentors by parts of their names, without accents, and selects those found', async () => {
    await page.getByRole('searchbox').fill('andersen bj')
    await expect.poll(() => options().allTextContents()).toEqual(['Bjørn Andersen'])
    await page.getByRole('button', { name: 'Select the 1 found', exact: true }).click()
    await page.getByText('1 mentor selected').waitFor()
    await page.getByRole('searchbox').fill('')
  })

  it('selects by keyboard alone', async () => {
    await page.getByRole('button', { name: 'Select nobody' }).click()
    await options().first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByText('3 mentors selected').waitFor()
    await page.keyboard.press('Control+a')
    await page.getByText('24 mentors selected').waitFor()
    await page.keyboard.press('End')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'))).toBe('24')
  })

  it('says what is missing before anything is asked', async () => {
    await check()
    await page.getByRole('alert').getByText('Correct the marked fields').waitFor()
    expect(await page.getByLabel('Type of activity').getAttribute('aria-invalid')).toBe('true')
    await expectAccessible(page)
  })

  it('refuses the hour that daylight saving skips, with words', async () => {
    await page.getByLabel('Type of activity').selectOption({ label: 'Phone call' })
    await page.getByLabel('Minutes').fill('45')
    await typeDayAndTime(page, '28032027 0230')
    await page.getByText('This time does not exist').waitFor()
    await check()
    expect(await page.getByRole('button', { name: /^Register/ }).count()).toBe(0)
    await expectAccessible(page)
  })

  it('keeps what was chosen and typed when the page is reloaded', async () => {
    await typeDayAndTime(page, '01032026 1430')
    await page.reload()
    await page.getByText('24 mentors selected').waitFor()
    expect(await page.getByLabel('Minutes').inputValue()).toBe('45')
  })

  it('checks, and registers once however often the button is pressed', async () => {
    await check()
    await page.getByText('All 24 can be registered').waitFor()
    await page.getByRole('button', { name: 'Register 24 activities' }).dblclick()
    await page.getByText('All 24 activities are registered').waitFor()
    await expectAccessible(page)
    expect(await registered()).toBe(24)
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  })

  it('names those who have it already, and those with another on that day, and leaves them out', async () => {
    await page.getByRole('link', { name: 'Register for many' }).click()
    await page.getByRole('button', { name: 'Select all 24' }).click()
    await page.getByLabel('Type of activity').selectOption({ label: 'Phone call' })
    await page.getByLabel('Minutes').fill('45')
    await typeDayAndTime(page, '01032026 1530')
    await check()
    await page
      .getByRole('heading', { name: '24 mentors have an activity of this type on that day' })
      .waitFor()
    await typeDayAndTime(page, '01032026 1430')
    await check()
    await page.getByRole('heading', { name: '24 mentors: Has this activity at this time already.' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Leave these 24 out' }).click()
    await page.getByText('0 mentors selected').waitFor()
  })

  it('takes the whole submission back with a reason, and then registers the same anew', async () => {
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('link', { name: /^Phone call/ }).click()
    await page.getByRole('button', { name: 'Take all of it back' }).click()
    const dialog = page.getByRole('dialog', { name: 'Take back 24 activities?' })
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await dialog.getByText('Say why').waitFor()
    await expectAccessible(page)
    await dialog.getByLabel('Reason').fill('Wrong day')
    await dialog.getByRole('button', { name: 'Take back' }).click()
    await page.getByText('24 activities were registered, and taken back').waitFor()
    expect(await registered()).toBe(0)

    await page.getByRole('button', { name: 'Fill in the form again' }).click()
    await page.getByText('24 mentors selected').waitFor()
    await check()
    await page.getByRole('button', { name: 'Register 24 activities' }).click()
    await page.getByText('All 24 activities are registered').waitFor()
    expect(await registered()).toBe(24)
  })

  it('goes back and forward, and speaks Norwegian', async () => {
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Register for many' }).waitFor()
    await page.goForward()
    await page.getByText('All 24 activities are registered').waitFor()
    await page.getByRole('button', { name: 'Norsk' }).click()
    await page.getByText('Alle 24 aktivitetene er registrert').waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('nb')
  })

  it('did nothing that its policy forbids, complained about nothing, and asked nobody else', () => {
    expect(opened.complaints).toEqual([])
  })

  it('leaves no login behind in the browser', async () => {
    const kept = await page.evaluate(() => Object.keys(localStorage))
    expect(kept).toEqual(['rollcall.language'])
  })
})
