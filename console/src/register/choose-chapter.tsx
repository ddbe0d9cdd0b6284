import type { Chapter } from '../app/viewer.tsx'
import { Field } from '../design/field.tsx'
import { useWords } from '../language/language.tsx'
import { registerWords } from './register-words.ts'

/** The choice of a chapter; nothing where there is only one. */
export function ChooseChapter({
  chapters,
  value,
  onChange,
}: {
  chapters: readonly Chapter[]
  value: string
  onChange: (chapterId: string) => void
}) {
  const words = useWords(registerWords)
  if (chapters.length < 2) return null
  return (
    <Field label={words.chapter}>
      {(control) => (
        <select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {chapters.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
