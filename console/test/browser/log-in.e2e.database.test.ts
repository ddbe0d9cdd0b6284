import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../demo/data.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { type RunningApp, startApp } from '../../../test/support/running-app.ts'
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
import { launchBrowser, noBrowser, openConsole } from './open-console.ts'

// Short enough to expire while the test looks on.
const TOKEN_SECONDS = 8

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
    await page.getByRole('button', { name: 'Log in with your organisation’s account' }).click()
    await page.locator('[name=login]').fill(demoId('coordinator@oslo.example'))
    await page.locator('[name=password]').fill('anything')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
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

  it('keeps nothing of the login beyond the tab', async () => {
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['rollcall.language'])
    const other = await page.context().newPage()
    await other.goto(home)
    await other.getByRole('heading', { name: 'Log in' }).waitFor()
    await other.close()
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
    await page.getByText('You are logged out').waitFor()
  })
})
