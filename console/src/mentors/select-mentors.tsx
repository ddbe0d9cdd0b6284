import { useDeferredValue, useId, useMemo, useState } from 'react'
import { Field } from '../design/field.tsx'
import { Empty, Failed, Loading } from '../design/states.tsx'
import { useFormat, useWords } from '../language/language.tsx'
import { MentorList } from './mentor-list.tsx'
import { mentorsWords } from './mentors-words.ts'
import { searchMentors } from './search.ts'
import { type Mentor, useChapterMentors } from './use-chapter-mentors.ts'

interface SelectMentorsProps {
  chapterId: string
  selected: ReadonlySet<string>
  onChange: (selected: ReadonlySet<string>) => void
}

/** The chapter's mentors, to search among and to select from. */
export function SelectMentors({ chapterId, selected, onChange }: SelectMentorsProps) {
  const words = useWords(mentorsWords)
  const format = useFormat()
  const keysId = useId()
  const mentors = useChapterMentors(chapterId)
  const [search, setSearch] = useState('')
  const [onlySelected, setOnlySelected] = useState(false)
  const sought = useDeferredValue(search)
  const found = useMemo(() => searchMentors(mentors.nodes, sought), [mentors.nodes, sought])
  const shown = useMemo(
    () => (onlySelected ? found.filter(({ id }) => selected.has(id)) : found),
    [found, onlySelected, selected],
  )

  const select = (some: readonly Mentor[], wanted: boolean) => {
    const next = new Set(selected)
    for (const { id } of some) {
      if (wanted) next.add(id)
      else next.delete(id)
    }
    onChange(next)
  }

  const count = (value: number) => format.number(value)
  const searching = sought.trim() !== ''
  const complete = mentors.status === 'there' && !mentors.hasMore
  if (mentors.status === 'loading') return <Loading />
  if (complete && mentors.nodes.length === 0) return <Empty>{words.none}</Empty>
  return (
    <>
      <Field label={words.search} hint={words.searchHint}>
        {(control) => (
          <input
            {...control}
            type="search"
            autoComplete="off"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
      </Field>
      <div className="row spread">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out in a row everywhere */}
        <div className="segments" role="group" aria-label={words.shown}>
          <button type="button" aria-pressed={!onlySelected} onClick={() => setOnlySelected(false)}>
            {words.all(count(mentors.total ?? mentors.nodes.length))}
          </button>
          <button type="button" aria-pressed={onlySelected} onClick={() => setOnlySelected(true)}>
            {words.selected(count(selected.size))}
          </button>
        </div>
        <div className="row">
          <button
            type="button"
            className="small"
            disabled={!complete || found.length === 0}
            onClick={() => select(found, true)}
          >
            {searching ? words.selectFound(count(found.length)) : words.selectAll(count(found.length))}
          </button>
          {searching && (
            <button type="button" className="small" onClick={() => select(found, false)}>
              {words.unselectFound(count(found.length))}
            </button>
          )}
          <button
            type="button"
            className="small"
            disabled={selected.size === 0}
            onClick={() => onChange(new Set())}
          >
            {words.clear}
          </button>
        </div>
      </div>
      {mentors.status === 'failed' && <Failed code={mentors.code ?? ''} retry={mentors.more} />}
      {shown.length > 0 ? (
        <MentorList
          label={words.list}
          describedBy={keysId}
          mentors={shown}
          selected={selected}
          onSelect={select}
        />
      ) : (
        <Empty>{onlySelected && !searching ? words.noneSelected : words.noneFound}</Empty>
      )}
      <p id={keysId} className="hint">
        {mentors.status === 'there' && mentors.hasMore
          ? words.loaded(count(mentors.nodes.length), count(mentors.total ?? mentors.nodes.length))
          : words.keys}
      </p>
    </>
  )
}
