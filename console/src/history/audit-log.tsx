import { usePages } from '../api/use-pages.ts'
import { routeTo } from '../app/router.ts'
import { ListStates } from '../design/list-states.tsx'
import { AuditLogDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { ActingCoordinator } from './acting-coordinator.tsx'
import { historyWords } from './history-words.ts'

/** Who did what on behalf of others, the latest first. */
export function AuditLog() {
  const words = useWords(historyWords)
  const format = useFormat()
  const pages = usePages({
    document: AuditLogDocument,
    variables: {},
    connectionOf: ({ connection }) => connection,
  })
  return (
    <div className="panel">
      {pages.nodes.length > 0 && (
        <table className="cards">
          <thead>
            <tr>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.by}</th>
              <th scope="col" className="figure">
                {words.total}
              </th>
              <th scope="col" className="figure">
                {words.succeeded}
              </th>
              <th scope="col" className="figure">
                {words.failed}
              </th>
            </tr>
          </thead>
          <tbody>
            {pages.nodes.map((entry) => (
              <tr key={entry.id}>
                <th scope="row">
                  {entry.submissionId ? (
                    <a href={routeTo(`/submissions/${entry.submissionId}`)}>{words.kinds[entry.kind]}</a>
                  ) : (
                    words.kinds[entry.kind]
                  )}
                </th>
                <td>{format.localDateTime(entry.createdAt)}</td>
                <td>
                  <ActingCoordinator id={entry.actingCoordinatorId} name={entry.actingCoordinatorName} />
                </td>
                <td className="figure" data-label={words.total}>
                  {format.number(entry.total)}
                </td>
                <td className="figure" data-label={words.succeeded}>
                  {format.number(entry.succeeded)}
                </td>
                <td className="figure" data-label={words.failed}>
                  {format.number(entry.failed)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ListStates pages={pages} none={words.noAudit} />
    </div>
  )
}
