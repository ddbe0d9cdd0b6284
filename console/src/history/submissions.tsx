import { usePages } from '../api/use-pages.ts'
import { routeTo } from '../app/router.ts'
import { ListStates } from '../design/list-states.tsx'
import { SubmissionsDocument, type SubmissionsQuery } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { ActingCoordinator } from './acting-coordinator.tsx'
import { historyWords } from './history-words.ts'

type Submission = SubmissionsQuery['connection']['edges'][number]['node']

/** The submissions that the viewer may see, the latest first. */
export function Submissions() {
  const words = useWords(historyWords)
  const pages = usePages({
    document: SubmissionsDocument,
    variables: {},
    connectionOf: ({ connection }) => connection,
  })
  return (
    <div className="panel">
      {pages.nodes.length > 0 && (
        <table className="cards">
          <thead>
            <tr>
              <th scope="col">{words.activity}</th>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.chapter}</th>
              <th scope="col">{words.by}</th>
              <th scope="col">{words.result}</th>
            </tr>
          </thead>
          <tbody>
            {pages.nodes.map((submission) => (
              <Row key={submission.id} submission={submission} />
            ))}
          </tbody>
        </table>
      )}
      <ListStates pages={pages} none={words.noSubmissions} />
    </div>
  )
}

function Row({ submission }: { submission: Submission }) {
  const words = useWords(historyWords)
  const format = useFormat()
  const { template, chapter, total, completed, succeeded, overallStatus } = submission
  return (
    <tr>
      <th scope="row">
        <a href={routeTo(`/submissions/${submission.id}`)}>
          {template.activityType.name}, {format.dateTime(template.recordedAt, chapter?.timeZone ?? 'UTC')}
        </a>
      </th>
      <td>{format.localDateTime(submission.createdAt)}</td>
      <td>{chapter?.name}</td>
      <td>
        <ActingCoordinator id={submission.actingCoordinatorId} name={submission.actingCoordinatorName} />
      </td>
      <td>
        {overallStatus ? (
          <span className={`tag ${TONES[overallStatus]}`}>{words.statuses[overallStatus]}</span>
        ) : (
          <span className="tag">{words.running(format.percent(completed / total))}</span>
        )}{' '}
        <span className="number muted">{words.figures(format.number(succeeded), format.number(total))}</span>
      </td>
    </tr>
  )
}

const TONES = { SUCCESS: 'good', PARTIAL_SUCCESS: 'warn', TOTAL_FAILURE: 'bad' } as const
