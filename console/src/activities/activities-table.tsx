import type { Pages } from '../api/use-pages.ts'
import { useViewer } from '../app/viewer.tsx'
import { MoreButton } from '../design/more-button.tsx'
import type { ActivitiesQuery } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { activitiesWords } from './activities-words.ts'

export type Activity = ActivitiesQuery['connection']['edges'][number]['node']

interface ActivitiesTableProps {
  activities: readonly Activity[]
  pages: Pages<Activity>
  onTakeBack: (activity: Activity) => void
}

/** Activities one below the other; more of them come when the end comes into view. */
export function ActivitiesTable({ activities, pages, onTakeBack }: ActivitiesTableProps) {
  const words = useWords(activitiesWords)
  return (
    <div className="panel">
      <table className="cards">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.person}</th>
            <th scope="col">{words.type}</th>
            <th scope="col" className="figure">
              {words.minutes}
            </th>
            <th scope="col">{words.chapter}</th>
            <th scope="col">{words.recordedBy}</th>
            <th scope="col">
              <span className="visually-hidden">{words.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {activities.map((activity) => (
            <Row key={activity.id} activity={activity} onTakeBack={onTakeBack} />
          ))}
        </tbody>
      </table>
      {pages.hasMore && <MoreButton more={pages.more} loaded={activities.length} />}
    </div>
  )
}

function Row({ activity, onTakeBack }: { activity: Activity; onTakeBack: (activity: Activity) => void }) {
  const words = useWords(activitiesWords)
  const format = useFormat()
  const viewer = useViewer()
  const { chapter, peerMentor, voidedAt } = activity
  const mayTakeBack =
    !voidedAt &&
    (viewer.coordinated.some(({ id }) => id === chapter.id) || activity.recordedByUserId === viewer.id)
  const name = peerMentor?.displayName ?? words.forgotten
  return (
    <tr className={voidedAt ? 'voided' : undefined}>
      <td className="number">{format.dateTime(activity.recordedAt, chapter.timeZone)}</td>
      <th scope="row">{name}</th>
      <td>{activity.activityType.name}</td>
      <td className="figure" data-label={words.minutes}>
        {format.number(activity.durationMinutes)}
      </td>
      <td>{chapter.name}</td>
      <td>{activity.recordedByName}</td>
      <td>
        {voidedAt && (
          <>
            <span className="tag bad">{words.voided}</span>{' '}
            <span className="hint">{activity.voidReason}</span>
          </>
        )}
        {mayTakeBack && (
          <button
            type="button"
            className="small danger no-print"
            aria-label={`${words.takeBack}: ${name}, ${format.dateTime(activity.recordedAt, chapter.timeZone)}`}
            onClick={() => onTakeBack(activity)}
          >
            {words.takeBack}
          </button>
        )}
      </td>
    </tr>
  )
}
