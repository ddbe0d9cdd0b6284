import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { typeDayAndTime } from './open-console.ts'

/**
 * Registers a phone call for the whole chapter of whoever is logged in, by the form. Its progress is then on the page.
 *
 * @param wouldSucceed how many of them can be registered
 */
export async function submitForChapter(
  page: Page,
  mentors: number,
  dayAndTime = '01032026 1430',
  wouldSucceed = mentors,
): Promise<void> {
  const write = (count: number) => count.toLocaleString('en-GB')
  await page.getByRole('link', { name: 'Register for many' }).click()
  await page.getByRole('button', { name: `Select all ${write(mentors)}` }).click()
  await page.getByLabel('Type of activity').selectOption({ label: 'Phone call' })
  await page.getByLabel('Minutes').fill('45')
  await typeDayAndTime(page, dayAndTime)
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('button', { name: `Register ${write(wouldSucceed)} activities` }).click()
  await page.getByRole('region', { name: 'Progress' }).waitFor()
}

/** How many mentors the page shows as settled. */
export function settled(page: Page): Promise<number> {
  return page
    .getByRole('progressbar', { name: 'Progress' })
    .evaluate((bar) => (bar as HTMLProgressElement).value)
}

/** The sequences of the updates that a page gets from now on, in their order, over however many connections. */
export function sequencesHeard(page: Page): number[] {
  const sequences: number[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const sequence = JSON.parse(String(payload)).payload?.data?.bulkProgress?.sequence
      if (sequence !== undefined) sequences.push(sequence)
    })
  })
  return sequences
}

/** Expects that a page heard of every mentor once, in order, from where it began to the end. */
export function expectHeardToTheEnd(heard: readonly number[], mentors: number): void {
  const first = heard[0] ?? 0
  const each = Array.from({ length: mentors - first + 1 }, (_, index) => first + index)
  // The last update says again with the same sequence that it has finished.
  expect(heard).toEqual([...each, mentors])
}

/** Remembers from now on the notices that a page shows, however briefly; the answer reads them. */
export async function noticesSeen(page: Page): Promise<() => Promise<string[]>> {
  const seen = await page.evaluateHandle(() => {
    const texts = new Set<string>()
    const look = () => {
      for (const { textContent } of document.querySelectorAll('.notice')) texts.add(textContent)
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
    return texts
  })
  return () => seen.evaluate((texts) => [...texts])
}
