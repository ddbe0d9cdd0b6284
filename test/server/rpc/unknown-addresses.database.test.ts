import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { countSaved, freshRow } from '../../support/bulk-registration.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'
import { RPC, rowOf, supabaseOf } from '../../support/supabase-client.ts'

let app: RunningApp
let supabase: SupabaseClient
let oslo: GraphQLClient
beforeAll(async () => {
  app = await sharedApp()
  supabase = await supabaseOf(app, 'coordinator@oslo.example')
  oslo = await app.client('coordinator@oslo.example')
})

describe('a Supabase client that asks for what is not here', () => {
  it.each(['nope', 'insert_bulk_activity', 'insert_bulk_activities/more'])(
    'is told so of a function: %s',
    async (name) => {
      const row = freshRow()
      const { data, error, status } = await supabase.rpc(name, { activities: [rowOf(row)] })
      expect({ data, status }).toEqual({ data: null, status: 404 })
      expect(error?.code).toBe(name.includes('/') ? 'PGRST125' : 'PGRST202')
      expect(error?.message).toMatch(/./)
      expect(await countSaved(oslo, [row])).toBe(0)
    },
  )

  it('is told which functions there are', async () => {
    const { error } = await supabase.rpc('insert_bulk_activity', { activities: [] })
    expect(error).toMatchObject({
      message: 'Could not find the function public.insert_bulk_activity in the schema cache',
      hint: expect.stringContaining('insert_bulk_activities'),
    })
  })

  const table = () => supabase.from('activity_records')
  const id = '00000000-0000-4000-8000-000000000000'
  it.each([
    ['select', () => table().select()],
    ['insert', () => table().insert({ duration_minutes: 30 })],
    ['upsert', () => table().upsert({ duration_minutes: 30 })],
    ['update', () => table().update({ duration_minutes: 30 }).eq('id', id)],
    ['delete', () => table().delete().eq('id', id)],
  ])('is told so of a table: %s', async (_, ask) => {
    const { data, error, status } = await ask()
    expect({ data, status }).toEqual({ data: null, status: 404 })
    expect(error).toMatchObject({
      code: 'PGRST205',
      message: "Could not find the table 'public.activity_records' in the schema cache",
      hint: expect.stringContaining('GraphQL'),
    })
  })

  it('is refused another schema than public, for functions and tables', async () => {
    const row = freshRow()
    const calls = [
      supabase.schema('private').rpc('insert_bulk_activities', { activities: [rowOf(row)] }),
      supabase.schema('private').from('activity_records').select(),
      supabase.schema('private').from('activity_records').insert({}),
    ]
    for (const { data, error, status } of await Promise.all(calls)) {
      expect({ data, status }).toEqual({ data: null, status: 406 })
      expect(error).toMatchObject({
        code: 'PGRST106',
        message: 'Invalid schema: private',
        hint: 'Only the following schemas are exposed: public',
      })
    }
    expect(await countSaved(oslo, [row])).toBe(0)
  })

  it('may name the schema public', async () => {
    const { status } = await supabase
      .schema('public')
      .rpc('insert_bulk_activities', { activities: [rowOf(freshRow())] })
    expect(status).toBe(200)
  })

  it('is told that nobody logs in here', async () => {
    const { auth } = createClient(app.url, 'key')
    const { error } = await auth.signInWithPassword({ email: 'kari@example.org', password: 'secret' })
    expect(error).toMatchObject({ status: 404, message: expect.stringContaining('identity provider') })
  })
})

describe('PostgREST’s methods without a body', () => {
  const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(app.url + path, { method, headers })
    return {
      status: response.status,
      allow: response.headers.get('allow'),
      proxyStatus: response.headers.get('proxy-status'),
      body: await response.text(),
    }
  }

  it('tell of a function by OPTIONS how it may be called', async () => {
    expect(await ask('OPTIONS', RPC)).toMatchObject({ status: 200, allow: 'OPTIONS,POST', body: '' })
  })

  it.each([
    ['/rest/v1/rpc/nope', 'PGRST202'],
    ['/rest/v1/activity_records', 'PGRST205'],
    ['/rest/v1/', 'PGRST126'],
    ['/rest/v1/a/b', 'PGRST125'],
  ])('tell by OPTIONS and HEAD what is not there: %s', async (path, code) => {
    const proxyStatus = `PostgREST; error=${code}`
    const options = await ask('OPTIONS', path)
    expect(options).toMatchObject({ status: 404, proxyStatus })
    expect(JSON.parse(options.body)).toMatchObject({ code })
    expect(await ask('HEAD', path)).toMatchObject({ status: 404, proxyStatus, body: '' })
  })

  it('refuse another schema by HEAD', async () => {
    expect(await ask('HEAD', RPC, { 'accept-profile': 'private' })).toMatchObject({
      status: 406,
      proxyStatus: 'PostgREST; error=PGRST106',
    })
  })
})

describe('what is said of an address', () => {
  it('repeats no more of it than a name may hold', async () => {
    const odd = ['kari@example.org', 'x'.repeat(64), 'a%0Ab', '%00', '%E0%A4%A']
    for (const path of odd.flatMap((name) => [`/rest/v1/${name}`, `/rest/v1/rpc/${name}`])) {
      const response = await fetch(app.url + path)
      expect({ path, status: response.status }).toEqual({ path, status: 404 })
      const body = await response.text()
      expect(JSON.parse(body)).toMatchObject({ code: expect.stringMatching(/^PGRST20[25]$/) })
      for (const name of odd) expect(body).not.toContain(name)
    }
  })
})
