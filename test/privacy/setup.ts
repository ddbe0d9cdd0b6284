import { afterAll, afterEach } from 'vitest'
import { observeAnswers } from './answers.ts'
import { takeLeaks } from './produced.ts'
import { observeSockets } from './sockets.ts'

// For every test file: whatever Rollcall logs, prints and answers in it is looked through for what it must never tell.
// Servers hand in their logs where tests start them. No test needs to know of it.

observeAnswers()
observeSockets()

const leaks: string[] = []

afterEach(async () => {
  const found = await takeLeaks()
  leaks.push(...found)
  refuse(found)
})

// What comes with the stopping of servers, and once more what a second try of a test would have hidden.
afterAll(async () => {
  leaks.push(...(await takeLeaks({ growing: true })))
  refuse(leaks)
})

function refuse(found: string[]): void {
  if (found.length > 0) throw new Error(`Rollcall told what it must not tell:\n\n${found.join('\n\n')}`)
}
