import { useState } from 'react'
import { useMutation } from 'urql'
import { errorCode, NETWORK } from '../api/error-code.ts'
import { forgetIdempotencyKey, idempotencyKey } from '../api/idempotency-key.ts'
import { go, routeTo } from '../app/router.ts'
import { Notice } from '../design/states.tsx'
import { type BulkSubmissionInput, SubmitDocument } from '../generated/graphql.ts'
import { useFormat, useWords } from '../language/language.tsx'
import { type Refusal, refusalOf } from './refusal.ts'
import { registerWords } from './register-words.ts'

const PURPOSE = 'submit'

interface SubmitButtonProps {
  input: BulkSubmissionInput
  /** How many of them can be registered, as far as the preview knows. */
  wouldSucceed: number
  onRefusal: (refusal: Refusal) => void
  onDone: () => void
}

/** Submits what was checked, once however often it is pressed, and goes to the submission. */
export function SubmitButton({ input, wouldSucceed, onRefusal, onDone }: SubmitButtonProps) {
  const words = useWords(registerWords)
  const format = useFormat()
  const [{ fetching }, submit] = useMutation(SubmitDocument)
  const [unsure, setUnsure] = useState(false)

  const send = async () => {
    if (fetching) return
    const { data, error } = await submit({
      input: { ...input, idempotencyKey: idempotencyKey(PURPOSE, input) },
    })
    if (!data) {
      const code = error ? errorCode(error) : NETWORK
      // The request may have arrived, so its key stays: sent again, it is answered as the same one.
      setUnsure(code === NETWORK)
      if (code !== NETWORK) onRefusal({ code, mistakes: {} })
      return
    }
    forgetIdempotencyKey(PURPOSE)
    if (data.result.__typename !== 'BulkSubmission') return onRefusal(refusalOf(data.result))
    onDone()
    go(routeTo(`/submissions/${data.result.id}`))
  }

  return (
    <>
      {unsure && <Notice kind="bad">{words.notSure}</Notice>}
      <button
        type="button"
        className="primary"
        aria-disabled={fetching}
        disabled={wouldSucceed === 0}
        onClick={() => void send()}
      >
        {fetching ? words.registering : words.register(format.number(wouldSucceed), wouldSucceed)}
      </button>
    </>
  )
}
