import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { launchBrowser, noBrowser } from '../../../test/support/browser.ts'
import { type RunningApp, startApp } from '../../../test/support/running-app.ts'
import { type ConsolePage, expectAccessible, expectContrast, logInAs, openConsole } from './open-console.ts'

const SHEET = [
  'Navn\tAktivitet\tDato\tKl\tMinutter',
  'Bjørn Andersen\tPhone call\t1.3.2026\t14.30\t45',
  'Andersen, Camilla\tVideo call\t01.03.26\t1430\t30 min',
  'Nobody Here\tPhone call\t1.3.2026\t12:00\t45',
  'Dag Andersen\tDancing\t31.2.2026\t25:00\tmany',
  'Eva Andersen\tPhone call\t28.3.2027\t02:30\t45',
  'Finn Andersen\tPhone call\t1.3.2026\t14.30\t2000',
  'Bjørn Andersen\tPhone call\t1.3.2026\t14.30\t45',
].join('\n')

describe.skipIf(noBrowser)(`The other screens${noBrowser}`, () => {
  let app: RunningApp
  let browser: Browser
  let opened: ConsolePage
  let page: Page
  beforeAll(async () => {
    app = await startApp()
    browser = await launchBrowser()
    opened = await openConsole(browser, app.url, { permissions: ['clipboard-read', 'clipboard-write'] })
    page = opened.page
    await logInAs(page, 'Coordinator Oslo')
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })
  const goTo = (name: string) => page.getByRole('link', { name, exact: true }).click()
  const colourOf = (selector: string, property: string) =>
    page
      .locator(selector)
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  const cell = (column: string, row: number) => page.getByLabel(`${column}, row ${row}`)

  describe('Register a sheet', () => {
    it('takes a table that is pasted, and marks every bad cell with its reason', async () => {
      await goTo('Register a sheet')
      await page.evaluate((text) => navigator.clipboard.writeText(text), SHEET)
      await cell('Peer mentor', 1).click()
      await page.keyboard.press('Control+v')
      await page.getByRole('button', { name: 'Check' }).click()
      await page.getByText('Nothing is registered: 5 rows need corrections').waitFor()
      const marked = await page
        .locator('[aria-invalid="true"]')
        .evaluateAll((cells) =>
          cells.map((input) => [
            input.getAttribute('aria-label'),
            document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent,
          ]),
        )
      expect(marked).toEqual([
        ['Peer mentor, row 3', expect.stringContaining('Nobody in this chapter')],
        ['Type, row 4', expect.stringContaining('no such type')],
        ['Day, row 4', expect.stringContaining('Write a day')],
        ['Time, row 4', expect.stringContaining('Write a time')],
        ['Minutes, row 4', expect.stringContaining('Write whole minutes')],
        ['Time, row 5', expect.stringContaining('This time does not exist')],
        ['Minutes, row 6', expect.stringContaining('from 1 to 1440')],
      ])
      await page.getByText('The same activity stands in the sheet twice').waitFor()
      await expectAccessible(page)
    })

    it('loses nothing of it in a reload', async () => {
      await page.reload()
      await cell('Minutes', 4).waitFor()
      expect(await cell('Minutes', 4).inputValue()).toBe('many')
    })

    it('registers all rows once all are in order', async () => {
      for (const row of [7, 6, 5, 4, 3]) await page.getByRole('button', { name: `Remove row ${row}` }).click()
      await page.getByRole('button', { name: 'Check' }).click()
      await page.getByText('All 2 rows are in order').waitFor()
      await page.getByRole('button', { name: 'Register 2 activities' }).click()
      await page.getByText('2 activities are registered').waitFor()
      expect(await cell('Peer mentor', 1).inputValue()).toBe('')
    })

    it('reads a file of a Norwegian spreadsheet', async () => {
      const content =
        'Likeperson;Type;Dato;Klokkeslett;Varighet\r\nBjørn Andersen;Home visit;2.3.2026;10.00;60\r\n'
      await page.locator('input[type=file]').setInputFiles({
        name: 'ark.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(content, 'latin1'),
      })
      await expect.poll(() => cell('Peer mentor', 1).inputValue()).toBe('Bjørn Andersen')
      await page.getByRole('button', { name: 'Check' }).click()
      await page.getByRole('button', { name: 'Register 1 activity' }).click()
      await page.getByText('1 activity is registered').waitFor()
    })
  })

  describe('Activities', () => {
    it('shows what was registered, and narrows it down', async () => {
      await goTo('Activities')
      await page.getByText('3 activities').waitFor()
      await expectAccessible(page)
      await page.getByLabel('Type').selectOption({ label: 'Home visit' })
      await page.getByText('1 activity', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Clear the filter' }).click()
      await page.getByLabel('Person').fill('cam')
      await page.locator('datalist option').first().waitFor({ state: 'attached' })
      await page.getByLabel('Person').fill('Camilla Andersen')
      await page.getByText('1 activity', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Clear the filter' }).click()
    })

    it('takes one back with a reason, and shows it when asked', async () => {
      await page.getByRole('button', { name: /^Take back: Bjørn Andersen, 2 Mar/ }).click()
      await page.getByLabel('Reason').fill('It was somebody else')
      await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
      await page.getByText('1 activity is taken back').waitFor()
      await page.getByText('2 activities').waitFor()
      await page.getByLabel('Show those taken back').check()
      await page.getByText('It was somebody else').waitFor()
      await expectAccessible(page)
    })

    it('saves them as CSV', async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as CSV' }).click(),
      ])
      const text = await readFile(await download.path(), 'utf8')
      expect(text.split('\r\n')[0]).toContain('id,recordedAt,durationMinutes,activityType,peerMentor,chapter')
      expect(text).toContain('It was somebody else')
    })
  })

  describe('Statistics', () => {
    it('counts what counts, as a chart and as tables', async () => {
      await goTo('Statistics')
      await page.getByRole('button', { name: '2026', exact: true }).click()
      await page.getByRole('img', { name: /Highest: March 2026 with 2/ }).waitFor()
      await page.getByRole('row', { name: 'Phone call 1 0.8 1' }).waitFor()
      await page.getByRole('row', { name: 'Oslo 2 1.3 2' }).waitFor()
      await expectAccessible(page)
    })

    it('prints the chart and the tables on white, also where it is dark, without what is for the screen', async () => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      onTestFinished(() => page.emulateMedia({ media: 'screen', colorScheme: 'light' }))
      await page.getByRole('img', { name: /Highest/ }).waitFor()
      await page.getByRole('row', { name: 'Oslo 2 1.3 2' }).waitFor()
      expect(await page.getByRole('navigation').count()).toBe(0)
      expect(await page.getByRole('button').count()).toBe(0)
      expect(await colourOf('html', 'background-color')).toBe('rgb(255, 255, 255)')
      await expectContrast(page)
    })

    it('copies the figures for a report', async () => {
      await page.getByRole('button', { name: 'Copy for the report' }).click()
      await page.getByText('The figures are copied').waitFor()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('March 2026\t2\t1.3\t2')
    })

    it('says what to do where there is nothing', async () => {
      await page.getByRole('button', { name: '2024', exact: true }).click()
      await page.getByText('Choose a longer one').waitFor()
    })
  })

  describe('History', () => {
    it('says that there are no submissions yet, and lists what was done', async () => {
      await goTo('History')
      await page.getByText('Begin at “Register for many”').waitFor()
      await page.getByRole('button', { name: 'Audit log' }).click()
      await page.getByRole('row', { name: /Took back/ }).waitFor()
      await page.getByRole('row', { name: /Exported/ }).waitFor()
      await expectAccessible(page)
    })
  })

  it('a mentor registers their own, and sees nobody else', async () => {
    await page.getByRole('button', { name: 'Log out' }).click()
    await logInAs(page, 'Anne Andersen')
    await expectAccessible(page)
    await page.getByLabel('Type of activity').selectOption({ label: 'Walk and talk' })
    await page.getByLabel('Minutes').fill('60')
    await page.getByRole('spinbutton', { name: /^day/ }).first().click()
    await page.keyboard.type('030320261000')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByText('It is registered').waitFor()
    await goTo('Activities')
    await page.getByText('1 activity', { exact: true }).waitFor()
    expect(await page.getByRole('link').allTextContents()).toEqual([
      'Register my own',
      'Activities',
      'Statistics',
    ])
  })

  it('fits a narrow window', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const screen of ['Register my own', 'Activities', 'Statistics']) {
      await goTo(screen)
      await page.getByRole('heading', { level: 1, name: screen }).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    }
  })

  it('nothing was done that the policy forbids, and nobody else was asked', () => {
    expect(opened.complaints).toEqual([])
  })
})
