import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { bulkRegister, freshRow, freshRows, success } from '../../support/bulk-registration.ts'
import { AuditEntries, VoidActivities } from '../../support/operations/voiding.ts'

const COORDINATOR = 'coordinator@oslo.example'
const HEADER =
  'id,recordedAt,durationMinutes,activityType,peerMentor,chapter,recordedBy,bulkSubmissionId,voidedAt,voidReason'
const BOM = '\uFEFF'

let beside: AppBesideAdministrator
let oslo: GraphQLClient
let token: string
beforeAll(async () => {
  beside = await startAppBesideAdministrator()
  oslo = await beside.app.client(COORDINATOR)
  token = await beside.app.token(COORDINATOR)
})
afterAll(() => beside.stop())

async function get(query: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const response = await fetch(`${beside.app.url}/export/activity-records.csv?${query}`, { headers })
  return {
    status: response.status,
    headers: response.headers,
    text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer()),
  }
}
const linesOf = async (query: string) => {
  const { text } = await get(query)
  const lines = text.split('\r\n')
  expect(lines[0]).toBe(BOM + HEADER)
  expect(lines.at(-1)).toBe('')
  return lines.slice(1, -1)
}
const exportEntries = async () =>
  (await oslo.request(AuditEntries)).auditLog.edges
    .map(({ node }) => node)
    .filter(({ kind }) => kind === 'EXPORT')

describe('the export of activity records', () => {
  it('is CSV of RFC 4180 with a byte order mark, the latest first, times by the chapter’s clocks', async () => {
    const [early = '', late = ''] = success(
      await bulkRegister(oslo, [
        freshRow({ recordedAt: '2026-01-15T12:00:00Z', durationMinutes: 45 }),
        freshRow({ recordedAt: '2026-07-15T12:00:00.250Z' }),
      ]),
    ).activityIds
    const { status, headers, text } = await get(`ids=${early}&ids=${late}`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toBe('attachment; filename="activity-records.csv"')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).toBe(
      `${BOM}${HEADER}\r\n` +
        `${late},2026-07-15T14:00:00.250+02:00,30,Phone call,Anne Andersen,Oslo,Coordinator Oslo,,,\r\n` +
        `${early},2026-01-15T13:00:00+01:00,45,Phone call,Anne Andersen,Oslo,Coordinator Oslo,,,\r\n`,
    )
  })

  it('separates by semicolons where it is asked to', async () => {
    const [id = ''] = success(await bulkRegister(oslo, freshRows(1))).activityIds
    const { text } = await get(`ids=${id}&separator=semicolon`)
    expect(text.split('\r\n')[0]).toBe(BOM + HEADER.replaceAll(',', ';'))
    expect(text.split('\r\n')[1]).toMatch(new RegExp(`^${id};`))
  })

  it('quotes what would break a line, and defuses what a spreadsheet would run', async () => {
    const reasons = ['=HYPERLINK("http://evil.example")', '+1', '-1', '@x', 'a "b", c\nd', 'plain']
    const ids = success(await bulkRegister(oslo, freshRows(reasons.length))).activityIds
    for (const [index, id] of ids.entries())
      await oslo.request(VoidActivities, { input: { activityIds: [id], reason: reasons[index] ?? '' } })
    const { text } = await get(`${ids.map((id) => `ids=${id}`).join('&')}&includeVoided=true`)
    for (const cell of [
      `"'=HYPERLINK(""http://evil.example"")"`,
      `,'+1\r\n`,
      `,'-1\r\n`,
      `,'@x\r\n`,
      `"a ""b"", c\nd"`,
      ',plain\r\n',
    ])
      expect(text).toContain(cell)
    expect(text).toMatch(/,\d{4}-\d\d-\d\dT[\d:.]+\+0[12]:00,plain\r\n/)
  })

  it('has each record once, however many pages it takes', async () => {
    await beside.administer(`
      INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id)
      SELECT '${demoId('mentor7@oslo.example')}', '${demoId('Video call')}', '2020-01-01'::timestamptz + (n / 2) * interval '1 minute' + (n % 2) * interval '1 year', 5,
        '${demoId(COORDINATOR)}', '${demoId('Oslo')}'
      FROM generate_series(1, 2345) AS n`)
    const lines = await linesOf(`activityTypeId=${demoId('Video call')}`)
    expect(new Set(lines.map((line) => line.slice(0, 36))).size).toBe(2345)
    expect(lines).toHaveLength(2345)
    const times = lines.map((line) => Date.parse(line.split(',')[1] ?? ''))
    expect(times).toEqual(times.toSorted((one, other) => other - one))
  })

  it('keeps to what the caller may see', async () => {
    const bergen = { authorization: `Bearer ${await beside.app.token('coordinator@bergen.example')}` }
    expect((await get('', bergen)).text).toBe(`${BOM}${HEADER}\r\n`)
    const mentor = { authorization: `Bearer ${await beside.app.token('mentor2@oslo.example')}` }
    const ids = success(
      await bulkRegister(oslo, [freshRow({ peerMentorUserId: demoId('mentor2@oslo.example') }), freshRow()]),
    ).activityIds
    const { text } = await get(ids.map((id) => `ids=${id}`).join('&'), mentor)
    expect(
      text
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.slice(0, 36)),
    ).toEqual([ids[0]])
  })

  it('takes the filter of lists of records', async () => {
    const peerMentorUserId = demoId('mentor9@oslo.example')
    const times = ['2019-01-01T00:00:00Z', '2019-02-01T00:00:00Z', '2019-03-01T00:00:00Z']
    const ids = success(
      await bulkRegister(
        oslo,
        times.map((recordedAt) => freshRow({ peerMentorUserId, recordedAt })),
      ),
    ).activityIds
    const found = async (query: string) => (await linesOf(query)).map((line) => line.slice(0, 36))
    expect(await found(`peerMentorUserId=${peerMentorUserId.toUpperCase()}`)).toEqual(ids.toReversed())
    expect(
      await found(
        `peerMentorUserId=${peerMentorUserId}&recordedFrom=2019-02-01T01:00:00%2B01:00&recordedTo=2019-03-01T00:00:00Z`,
      ),
    ).toEqual([ids[1]])
    expect(
      await found(
        `chapterId=${demoId('Oslo')}&recordedTo=2019-01-15T00:00:00Z&recordedFrom=2018-12-31T00:00:00Z`,
      ),
    ).toEqual([ids[0]])
    expect(await found(`chapterId=${demoId('Bergen')}`)).toEqual([])
    expect(await found(`bulkSubmissionId=${demoId('none')}`)).toEqual([])
  })

  it('leaves an entry in the audit log, with the number of records of others', async () => {
    const before = await exportEntries()
    const ids = success(await bulkRegister(oslo, freshRows(3))).activityIds
    await get(ids.map((id) => `ids=${id}`).join('&'))
    const [latest, ...others] = await exportEntries()
    expect(others).toEqual(before)
    expect(latest).toEqual({
      kind: 'EXPORT',
      actingCoordinatorId: demoId(COORDINATOR),
      submissionId: null,
      chapter: { name: 'Oslo' },
      total: 3,
      succeeded: 3,
      failed: 0,
    })
  })

  it.each([
    ['ids=x&ids=y', 'ids.0: must be a UUID; ids.1: must be a UUID'],
    ['peerMentorUserId=', 'peerMentorUserId: must be a UUID'],
    [
      'recordedFrom=2026-01-01',
      'recordedFrom: must be a moment with an offset, such as 2026-03-01T09:30:00Z',
    ],
    ['includeVoided=yes', 'includeVoided: must be true or false'],
    ['separator=tab', 'separator: must be comma or semicolon'],
    ['chapterID=1', 'There is no parameter chapterID'],
    [`chapterId=${demoId('Oslo')}&chapterId=${demoId('Bergen')}`, 'chapterId: must be given once'],
  ])('is refused, and not begun, with %s', async (query, message) => {
    const { status, text } = await get(query)
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
  })

  it('breaks the connection where it fails on the way, rather than ending the file', async () => {
    const insertInto = (chapter: string, mentor: string, count: number, from: string) => `
      INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id)
      SELECT '${demoId(mentor)}', '${demoId('Walk and talk')}', '${from}'::timestamptz + n * interval '1 minute', 5,
        '${demoId('coordinator@bergen.example')}', '${demoId(chapter)}'
      FROM generate_series(1, ${count}) AS n;`
    // A time zone that PostgreSQL does not know is what fails, on the second page.
    await beside.administer(`
      SET LOCAL session_replication_role = replica;
      INSERT INTO public.chapter_members (user_id, chapter_id, role)
      VALUES ('${demoId(COORDINATOR)}', '${demoId('Bergen')}', 'coordinator');
      ${insertInto('Oslo', 'mentor1@oslo.example', 600, '2021-01-01')}
      ${insertInto('Bergen', 'mentor1@bergen.example', 1, '2001-01-01')}
      UPDATE public.chapters SET time_zone = 'Nowhere' WHERE name = 'Bergen'`)
    try {
      const response = await fetch(
        `${beside.app.url}/export/activity-records.csv?activityTypeId=${demoId('Walk and talk')}`,
        { headers: { authorization: `Bearer ${token}` } },
      )
      expect(response.status).toBe(200)
      await expect(response.text()).rejects.toThrow('terminated')
      expect(beside.app.logLines.some((line) => line.includes('an operation failed'))).toBe(true)
    } finally {
      await beside.administer(`
        SET LOCAL session_replication_role = replica;
        DELETE FROM public.chapter_members
        WHERE user_id = '${demoId(COORDINATOR)}' AND chapter_id = '${demoId('Bergen')}';
        UPDATE public.chapters SET time_zone = 'Europe/Oslo' WHERE name = 'Bergen'`)
    }
  })

  it('is refused without a login and by another method', async () => {
    const anonymous = await get('', {})
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer')
    expect(JSON.parse(anonymous.text).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect((await get('', { authorization: 'Bearer x' })).status).toBe(401)
    const posted = await fetch(`${beside.app.url}/export/activity-records.csv`, { method: 'POST' })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET'])
  })
})
