import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { usePages } from '../api/use-pages.ts'
import { useViewer } from '../app/viewer.tsx'
import { Screen } from '../design/screen.tsx'
import { Empty, Failed, Loading, Notice } from '../design/states.tsx'
import { ActivitiesDocument, ActivityCountDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { ActivitiesFilterFields } from './activities-filter.tsx'
import { ActivitiesTable, type Activity } from './activities-table.tsx'
import { activitiesWords } from './activities-words.ts'
import { ExportButton } from './export-button.tsx'
import { apiFilter, filterOf, timeZoneOf } from './filter.ts'
import { TakeBackDialog } from './take-back-dialog.tsx'

/** What has been registered, the latest first. */
export function Activities({ params }: { params: URLSearchParams }) {
  const words = useWords(activitiesWords)
  const format = useFormat()
  const { coordinated, mentored } = useViewer()
  const address = params.toString()
  const { filter, given } = useMemo(() => {
    const filter = filterOf(new URLSearchParams(address))
    return { filter, given: apiFilter(filter, timeZoneOf([...coordinated, ...mentored], filter.chapter)) }
  }, [address, coordinated, mentored])
  const [taking, setTaking] = useState<Activity>()
  const [takenBack, setTakenBack] = useState<number>()
  const [{ data }, countAgain] = useQuery({
    query: ActivityCountDocument,
    variables: { filter: given },
    requestPolicy: 'cache-and-network',
  })
  const pages = usePages({
    document: ActivitiesDocument,
    variables: { filter: given },
    connectionOf: ({ connection }) => connection,
  })
  const total = data?.activityRecords.totalCount

  return (
    <Screen title={words.title} actions={<ExportButton filter={given} />}>
      <ActivitiesFilterFields filter={filter} />
      {takenBack !== undefined && (
        <Notice kind="good">{words.takenBack(format.number(takenBack), takenBack)}</Notice>
      )}
      <p className="count" role="status">
        {total !== undefined && words.count(format.number(total), total)}
      </p>
      {pages.nodes.length > 0 && (
        <ActivitiesTable activities={pages.nodes} pages={pages} onTakeBack={setTaking} />
      )}
      {pages.status === 'loading' && <Loading />}
      {pages.status === 'failed' && <Failed code={pages.code ?? ''} retry={pages.more} />}
      {pages.status === 'there' && pages.nodes.length === 0 && (
        <Empty>
          <strong>{words.noneTitle}</strong>
          <p>{words.noneHint}</p>
        </Empty>
      )}
      {taking && (
        <TakeBackDialog
          title={words.takeBackOne(taking.peerMentor?.displayName ?? words.forgotten)}
          target={{ activityIds: [taking.id] }}
          onClose={() => setTaking(undefined)}
          onDone={(count) => {
            setTaking(undefined)
            setTakenBack(count)
            pages.reload()
            countAgain({ requestPolicy: 'network-only' })
          }}
        />
      )}
    </Screen>
  )
}
