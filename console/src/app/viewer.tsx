import { createContext, type ReactNode, use, useMemo } from 'react'
import { useQuery } from 'urql'
import { errorCode } from '../api/error-code.ts'
import { Failed, Loading } from '../design/states.tsx'
import { ViewerDocument, type ViewerQuery } from '../generated/graphql.ts'
import { keepStoredFor } from './use-stored.ts'

type Membership = ViewerQuery['viewer']['memberships'][number]
export type Chapter = Membership['chapter']
export type ActivityType = ViewerQuery['activityTypes'][number]

/** Who is logged in, and what they can choose from. */
export interface Viewer {
  id: string
  displayName: string
  /** The chapters that they coordinate. */
  coordinated: readonly Chapter[]
  /** The chapters in which they are a peer mentor themselves. */
  mentored: readonly Chapter[]
  activityTypes: readonly ActivityType[]
}

const ViewerContext = createContext<Viewer | undefined>(undefined)

/** Asks who is logged in, and shows its content once that is known. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const [{ data, error }, ask] = useQuery({ query: ViewerDocument })
  const viewer = useMemo(() => {
    // Before anything is shown: what somebody else typed in this tab is not for this one.
    if (data) keepStoredFor(data.viewer.id)
    return data && viewerOf(data)
  }, [data])
  if (viewer) return <ViewerContext value={viewer}>{children}</ViewerContext>
  if (!error) return <Loading />
  return (
    <main className="alone">
      <Failed code={errorCode(error)} retry={() => ask({ requestPolicy: 'network-only' })} />
    </main>
  )
}

/** Who is logged in. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext)
  if (!viewer) throw new Error('useViewer needs a ViewerProvider around it.')
  return viewer
}

function viewerOf({ viewer, activityTypes }: ViewerQuery): Viewer {
  const chaptersAs = (role: Membership['role']) =>
    viewer.memberships.filter((membership) => membership.role === role).map(({ chapter }) => chapter)
  return {
    id: viewer.id,
    displayName: viewer.displayName,
    coordinated: chaptersAs('COORDINATOR'),
    mentored: chaptersAs('PEER_MENTOR'),
    activityTypes,
  }
}
