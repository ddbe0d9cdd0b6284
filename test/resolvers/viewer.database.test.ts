import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { addPeople } from '../support/added-people.ts'
import { ActivityTypes, ViewerAccount } from '../support/operations/reads.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({}, (database) =>
    addPeople(database, [
      {
        id: demoId('both@oslo.example'),
        displayName: 'Both',
        memberships: { Oslo: ['peer_mentor', 'coordinator'], Bergen: ['peer_mentor'] },
      },
    ]),
  )
})
afterAll(() => app.stop())

const viewer = async (email: string) => (await (await app.client(email)).request(ViewerAccount)).viewer
const oslo = { id: demoId('Oslo'), name: 'Oslo' }
const bergen = { id: demoId('Bergen'), name: 'Bergen' }

describe('viewer', () => {
  it('is the coordinator whose token it is', async () => {
    expect(await viewer('coordinator@oslo.example')).toEqual({
      id: demoId('coordinator@oslo.example'),
      displayName: 'Coordinator Oslo',
      memberships: [{ role: 'COORDINATOR', chapter: oslo }],
    })
  })

  it('is the mentor whose token it is', async () => {
    expect(await viewer('mentor1@bergen.example')).toMatchObject({
      id: demoId('mentor1@bergen.example'),
      memberships: [{ role: 'PEER_MENTOR', chapter: bergen }],
    })
  })

  it('may be both in one chapter, and in several: by the chapter’s name', async () => {
    expect((await viewer('both@oslo.example')).memberships).toEqual([
      { role: 'PEER_MENTOR', chapter: bergen },
      { role: 'COORDINATOR', chapter: oslo },
      { role: 'PEER_MENTOR', chapter: oslo },
    ])
  })

  it('is nobody in particular yet where a user has no profile', async () => {
    expect(await viewer('stranger@nowhere.example')).toEqual({
      id: demoId('stranger@nowhere.example'),
      displayName: '',
      memberships: [],
    })
  })
})

describe('activityTypes', () => {
  it.each(['coordinator@oslo.example', 'mentor1@tromso.example', 'stranger@nowhere.example'])(
    'are the same for %s: all, by name',
    async (email) => {
      const names = [
        'Group meeting',
        'Home visit',
        'Hospital visit',
        'Phone call',
        'Video call',
        'Walk and talk',
      ]
      expect((await (await app.client(email)).request(ActivityTypes)).activityTypes).toEqual(
        names.map((name) => ({ id: demoId(name), name })),
      )
    },
  )
})
