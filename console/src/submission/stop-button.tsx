import { useState } from 'react'
import { useMutation } from 'urql'
import { errorCode } from '../api/error-code.ts'
import { Dialog } from '../design/dialog.tsx'
import { Failed } from '../design/states.tsx'
import { CancelDocument } from '../generated/graphql.ts'
import { useWords } from '../language/language.tsx'
import { submissionWords } from './submission-words.ts'

/** Stops a submission, once the user has said that they mean it. */
export function StopButton({ submissionId, onStopped }: { submissionId: string; onStopped: () => void }) {
  const words = useWords(submissionWords)
  const [asking, setAsking] = useState(false)
  const [{ fetching, error }, cancel] = useMutation(CancelDocument)
  const stop = async () => {
    if (fetching) return
    const { data } = await cancel({ submissionId })
    if (!data) return
    setAsking(false)
    onStopped()
  }
  return (
    <>
      <button type="button" className="danger" onClick={() => setAsking(true)}>
        {words.stop}
      </button>
      {asking && (
        <Dialog title={words.stopQuestion} onClose={() => setAsking(false)}>
          <p>{words.stopMeaning}</p>
          {error && <Failed code={errorCode(error)} />}
          <div className="row">
            <button type="button" className="danger" onClick={() => void stop()}>
              {words.stop}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {words.goOn}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
