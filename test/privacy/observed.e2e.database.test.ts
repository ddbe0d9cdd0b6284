import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { postGraphql } from '../support/post-graphql.ts'
import { openLoggedIn, operate } from '../support/protocol-socket.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { isSecret, takeLeaks } from './produced.ts'

// That nothing passes by the search. Harmless words stand for a secret here, and Rollcall tells them as it tells others.

let app: RunningApp
let token: string
beforeAll(async () => {
  app = await startApp()
  token = await app.token('coordinator@oslo.example')
})
afterAll(() => app.stop())

/** A word that is a secret from now on. */
function secretWord(): string {
  const word = `word_${crypto.randomUUID().replaceAll('-', '')}`
  isSecret(word)
  return word
}

/** Where a word was found since the last time. */
async function placesOf(word: string, options?: { growing: boolean }): Promise<Set<string | undefined>> {
  const leaks = await takeLeaks(options)
  return new Set(leaks.filter((leak) => leak.includes(word)).map((leak) => leak.split(' holds ')[0]))
}

describe('what is searched holds', () => {
  it('the log of a server in this process', async () => {
    const word = secretWord()
    await postGraphql(app.url, { query: '{ __typename }' }, { 'x-request-id': word })
    expect(await placesOf(word)).toContain('the log')
  })

  it.each(['application/json', 'text/event-stream'])('an answer as %s, and its head', async (accept) => {
    const word = secretWord()
    const headers = { 'content-type': 'application/json', 'x-request-id': word, accept }
    const body = JSON.stringify({ query: `{ ${word} }` })
    const response = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body })
    expect(await response.text()).toContain(word)
    const answer = `the answer ${response.status} to POST ${app.url}/graphql`
    expect(await placesOf(word)).toEqual(new Set(['the log', `the head of ${answer}`, answer]))
  })

  it('an answer that never ends, and one that was cut off', async () => {
    const word = secretWord()
    const endless = createServer((_, response) => response.write(word)).listen(0, '127.0.0.1')
    onTestFinished(() => void endless.close())
    await once(endless, 'listening')
    const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`
    const hangUp = new AbortController()
    const { body } = await fetch(url, { signal: hangUp.signal })
    await body?.getReader().read()
    expect(await placesOf(word)).toEqual(new Set())
    expect(await placesOf(word, { growing: true })).toEqual(new Set([`the answer 200 to GET ${url}`]))
    hangUp.abort()
    await vi.waitFor(async () =>
      expect(await placesOf(word)).toEqual(new Set([`the answer 200 to GET ${url}`])),
    )
  })

  it('what comes over a socket of the package ws', async () => {
    const word = secretWord()
    await using opened = await openLoggedIn(app.url, token)
    expect(await operate(opened, { query: `{ ${word} }` })).toMatchObject([{ type: 'error' }])
    expect(await placesOf(word)).toEqual(new Set([`a message on a socket to ${opened.socket.url}`]))
  })

  it('what comes over a socket of Node', async () => {
    const word = secretWord()
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }))
    await once(socket, 'message')
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: `{ ${word} }` } }))
    await once(socket, 'message')
    expect(await placesOf(word)).toEqual(new Set([`a message on a socket to ${socket.url}`]))
    socket.close()
    await once(socket, 'close')
  })

  it('the log of a server in a process of its own, while it runs and once it has ended', async () => {
    const word = secretWord()
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    const server = await startServer(database.variables)
    await using _ = server
    await postGraphql(server.url, { query: '{ __typename }' }, { 'x-request-id': word })
    await server.printed(new RegExp(word))
    expect(await placesOf(word, { growing: true })).toContain('stdout of src/main.ts')
    expect(await placesOf(word)).not.toContain('stdout of src/main.ts')
    server.kill('SIGTERM')
    await server.exited
    expect(await placesOf(word)).toEqual(new Set(['stdout of src/main.ts']))
  })
})
