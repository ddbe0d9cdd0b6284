import { useViewer } from '../app/viewer.tsx'
import { useWords } from '../language/language.tsx'
import { historyWords } from './history-words.ts'

interface ActingCoordinatorProps {
  /** Missing where the person has been forgotten. */
  id: string | null | undefined
  /** Missing where the viewer may not see it, as of somebody who has left the chapter. */
  name: string | null | undefined
}

/** Who did something. */
export function ActingCoordinator({ id, name }: ActingCoordinatorProps) {
  const words = useWords(historyWords)
  const viewer = useViewer()
  if (!id) return words.somebody
  return id === viewer.id ? words.me : (name ?? words.colleague)
}
