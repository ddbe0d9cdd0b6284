import { useState } from 'react'
import { useClient } from 'urql'
import { go, routeTo } from '../app/router.ts'
import { Failed } from '../design/states.tsx'
import { useWords } from '../language/language.tsx'
import { draftOf, storeDraft } from '../register/draft.ts'
import { readOutcomes } from './outcomes.ts'
import { resultWords } from './result-words.ts'
import type { SubmissionDetails } from './submission-details.ts'

/** Goes to the form with the mentors and the details of a submission filled in, to be corrected and sent anew. */
export function AgainButton({ submission }: { submission: SubmissionDetails }) {
  const words = useWords(resultWords)
  const client = useClient()
  const [code, setCode] = useState<string>()
  const fillIn = async () => {
    const read = await readOutcomes(client, submission.id)
    if ('code' in read) return setCode(read.code)
    storeDraft(
      draftOf(
        submission,
        read.outcomes.flatMap(({ mentorId }) => mentorId ?? []),
      ),
    )
    go(routeTo('/'))
  }
  return (
    <>
      <button type="button" onClick={() => void fillIn()}>
        {words.again}
      </button>
      {code && <Failed code={code} />}
    </>
  )
}
