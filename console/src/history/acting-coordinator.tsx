import { useViewer } from '../app/viewer.tsx'
import { useWords } from '../language/language.tsx'
import { historyWords } from './history-words.ts'

/** Who did something, as far as the viewer needs to know. */
export function ActingCoordinator({ id }: { id: string | null | undefined }) {
  const words = useWords(historyWords)
  const viewer = useViewer()
  if (!id) return words.somebody
  return id === viewer.id ? words.me : words.colleague
}
