import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { graphql } from '../generated/gql.ts'
import { addPeople } from '../support/added-people.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../support/app-beside-administrator.ts'
import { submitToTheEnd } from '../support/submission.ts'

const WhoActed = graphql(`
  query WhoActed {
    bulkSubmissions(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }
    auditLog(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }
  }
`)

const LEAVING = 'leaving@oslo.example'
const NOBODY = '99999999-9999-4999-8999-999999999999'

let rollcall: AppBesideAdministrator
let leaving: GraphQLClient
let oslo: GraphQLClient
beforeAll(async () => {
  rollcall = await startAppBesideAdministrator({}, (database) =>
    addPeople(database, [
      { id: demoId(LEAVING), displayName: 'Somebody Leaving', memberships: { Oslo: ['coordinator'] } },
    ]),
  )
  leaving = await rollcall.app.client(LEAVING)
  oslo = await rollcall.app.client('coordinator@oslo.example')
  await submitToTheEnd(leaving, [NOBODY])
})
afterAll(() => rollcall.stop())

const whoActed = async (client: GraphQLClient) => {
  const { bulkSubmissions, auditLog } = await client.request(WhoActed)
  return [...bulkSubmissions.edges, ...auditLog.edges].map(({ node }) => [
    node.actingCoordinatorId,
    node.actingCoordinatorName,
  ])
}
const twice = (name: string | null) => [
  [demoId(LEAVING), name],
  [demoId(LEAVING), name],
]

it('submissions and audit entries tell the chapter’s other coordinators by name who acted', async () => {
  expect(await whoActed(oslo)).toEqual(twice('Somebody Leaving'))
  expect(await whoActed(leaving)).toEqual(twice('Somebody Leaving'))
})

it('submissions and audit entries tell other chapters nothing', async () => {
  expect(await whoActed(await rollcall.app.client('coordinator@bergen.example'))).toEqual([])
})

it('submissions and audit entries name nobody whom the viewer may see no more', async () => {
  await rollcall.administer(`DELETE FROM public.chapter_members WHERE user_id = '${demoId(LEAVING)}'`)
  expect(await whoActed(oslo)).toEqual(twice(null))
})
