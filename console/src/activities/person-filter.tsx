import { useDeferredValue, useId, useState } from 'react'
import { useQuery } from 'urql'
import { Field } from '../design/field.tsx'
import { FindMentorsDocument, MentorNameDocument } from '../generated/graphql.ts'
import { useWords } from '../language/language.tsx'
import { activitiesWords } from './activities-words.ts'

/** The choice of one person, found by parts of their name. */
export function PersonFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const words = useWords(activitiesWords)
  const listId = useId()
  const [typed, setTyped] = useState<string>()
  const search = useDeferredValue(typed ?? '').trim()
  const [{ data: chosen }] = useQuery({
    query: MentorNameDocument,
    variables: { id: value },
    pause: value === '',
  })
  const [{ data: found }] = useQuery({
    query: FindMentorsDocument,
    variables: { search },
    pause: search.length < 2,
  })
  const people = (found?.peerMentors.edges ?? []).map(({ node }) => node)
  const names = people.map(({ displayName }) => displayName)
  // Several people may have one name: then the chapter, or else the end of the id, tells them apart.
  const choices = people.map(({ id, displayName, chapters }) => {
    const alike = names.filter((name) => name === displayName).length > 1
    return { id, text: alike ? `${displayName} · ${chapters[0]?.name ?? ''} ${id.slice(-4)}` : displayName }
  })
  const name = value === '' ? '' : (chosen?.peerMentor?.displayName ?? '')
  return (
    <Field label={words.person}>
      {(control) => (
        <>
          <input
            {...control}
            list={listId}
            autoComplete="off"
            placeholder={words.anybody}
            value={typed ?? name}
            onChange={({ target }) => {
              const choice = choices.find(({ text }) => text === target.value)
              setTyped(choice ? undefined : target.value)
              if (choice) onChange(choice.id)
              else if (target.value === '') onChange('')
            }}
            onBlur={() => setTyped(undefined)}
          />
          <datalist id={listId}>
            {choices.map(({ id, text }) => (
              <option key={id} value={text} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}
