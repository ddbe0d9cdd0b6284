import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { launchBrowser, noBrowser } from '../../../test/support/browser.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { type HeldWrites, holdWrites } from '../../../test/support/held-writes.ts'
import { type RunningApp, startApp } from '../../../test/support/running-app.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
import { expectAccessible, openConsole } from './open-console.ts'
import { noticesSeen, settled, submitForChapter } from './watched-submission.ts'

// Short enough to expire while the test looks on.
const TOKEN_SECONDS = 5

describe.skipIf(noBrowser)(`Logging in with OpenID Connect${noBrowser}`, () => {
  let app: RunningApp
  let provider: IdentityProvider
  let browser: Browser
  let page: Page
  let home: string
  beforeAll(async () => {
    const port = await freePort()
    home = `http://127.0.0.1:${port}/`
    provider = await startIdentityProvider(home, TOKEN_SECONDS)
    app = await startApp({
      PORT: String(port),
      DEMO: 'false',
      JWT_SECRET: '',
      JWT_JWKS_URL: `${provider.issuer}/jwks`,
      JWT_ISSUER: provider.issuer,
      CONSOLE_NAME: 'Likepersonforbundet',
      CONSOLE_COLOUR: '#7a2f5d',
      CONSOLE_OIDC_ISSUER: provider.issuer,
      CONSOLE_OIDC_CLIENT_ID: 'console',
    })
    browser = await launchBrowser()
    page = (await openConsole(browser, `${home}#/activities`)).page
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await provider?.stop()
  })

  const logIn = async () => {
    await page.getByRole('button', { name: 'Log in with your organisation’s account' }).click()
    await page.locator('[name=login]').fill(demoId('coordinator@oslo.example'))
    await page.locator('[name=password]').fill('anything')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
  }

  it('offers no demo users, and allows the page to ask the provider and nobody else', async () => {
    await page.getByText('Likepersonforbundet').waitFor()
    expect((await fetch(`${home}console/demo-users.json`)).status).toBe(404)
    const policy = (await fetch(home, { headers: { 'accept-encoding': 'identity' } })).headers.get(
      'content-security-policy',
    )
    expect(policy).toContain(`connect-src 'self' ${provider.issuer};`)
    expect(policy).not.toContain('unsafe')
  })

  it('comes back from the provider to the screen where it was asked', async () => {
    await logIn()
    await page.getByRole('heading', { level: 1, name: 'Activities' }).waitFor()
    await page.getByText('Coordinator Oslo').waitFor()
    expect(page.url()).toBe(`${home}#/activities`)
  })

  it('renews the token silently before it expires', async () => {
    await expect
      .poll(() => provider.grants.slice(0, 2), { timeout: 20_000 })
      .toEqual(['authorization_code', 'refresh_token'])
  })

  it('stays logged in when the page is reloaded', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Activities' }).waitFor()
  })

  describe('in the middle of a submission', () => {
    let writes: HeldWrites | undefined
    afterAll(() => {
      writes?.release()
      vi.restoreAllMocks()
    })
    let submission: string

    it('goes on with the progress when the token expires and is renewed', async () => {
      writes = holdWrites()
      writes.holdAfter(5)
      let connections = 0
      page.on('websocket', () => connections++)
      await submitForChapter(page, 24)
      const notices = await noticesSeen(page)
      submission = page.url()
      await expect.poll(() => connections, { timeout: 30_000 }).toBe(2)
      writes.holdAfter(5)
      await expect.poll(() => settled(page), { timeout: 30_000 }).toBe(10)
      expect(await notices()).toEqual([])
    })

    it('says so where the login has ended, and goes on after another one', async () => {
      await provider.revoke()
      await page.getByText('Your login has ended').waitFor()
      await expectAccessible(page)
      writes?.holdAfter(5)
      await page.getByRole('button', { name: 'Log in with your organisation’s account' }).click()
      await expect.poll(() => settled(page), { timeout: 30_000 }).toBe(15)
      expect(page.url()).toBe(submission)
      writes?.release()
      await page.getByText('All 24 activities are registered').waitFor()
    })
  })

  it('keeps nothing of the login beyond the tab', async () => {
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['rollcall.language'])
    const other = await page.context().newPage()
    await other.goto(home)
    await other.getByRole('heading', { name: 'Log in' }).waitFor()
    await other.close()
  })

  it('is logged out with another tab, says so, and has what was typed after another login', async () => {
    await page.getByRole('link', { name: 'Register for many' }).click()
    await page.getByLabel('Minutes').fill('77')
    const other = await page.context().newPage()
    await other.goto(`${home}#/statistics`)
    await other.getByRole('button', { name: 'Log in with your organisation’s account' }).click()
    await other.getByRole('heading', { level: 1, name: 'Statistics' }).waitFor()
    await other.getByRole('button', { name: 'Log out' }).click()
    await other.getByRole('button', { name: 'Yes, sign me out' }).click()
    await other.getByRole('heading', { name: 'Log in' }).waitFor()
    await other.close()
    await page.getByText('Your login has ended').waitFor()
    await logIn()
    await page.getByRole('heading', { level: 1, name: 'Register for many' }).waitFor()
    expect(await page.getByLabel('Minutes').inputValue()).toBe('77')
  })

  it('asks to log in again once the provider renews nothing any more', async () => {
    await provider.stop()
    await page.evaluate(() => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:')) ?? ''
      sessionStorage.setItem(
        key,
        JSON.stringify({
          ...JSON.parse(sessionStorage.getItem(key) ?? '{}'),
          refresh_token: undefined,
          access_token: 'no token',
        }),
      )
    })
    await page.getByRole('link', { name: 'Statistics' }).click()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    await page.getByText('Your login has ended').waitFor()
  })
})
