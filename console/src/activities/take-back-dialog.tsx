import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { errorCode } from '../api/error-code.ts'
import { Dialog } from '../design/dialog.tsx'
import { Field } from '../design/field.tsx'
import { Failed } from '../design/states.tsx'
import { TakeBackDocument, type VoidActivitiesInput } from '../generated/graphql.ts'
import { useWords } from '../language/language.tsx'
import { activitiesWords } from './activities-words.ts'

interface TakeBackDialogProps {
  title: string
  /** What is taken back. */
  target: Omit<VoidActivitiesInput, 'reason'>
  onClose: () => void
  /** Told how many were taken back. */
  onDone: (count: number) => void
}

/** Asks for the reason, and takes activities back: they stay on record and count no more. */
export function TakeBackDialog({ title, target, onClose, onDone }: TakeBackDialogProps) {
  const words = useWords(activitiesWords)
  const [reason, setReason] = useState('')
  const [code, setCode] = useState<string>()
  const [{ fetching }, takeBack] = useMutation(TakeBackDocument)

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (fetching) return
    if (reason.trim() === '') return setCode('REQUIRED')
    const { data, error } = await takeBack({ input: { ...target, reason: reason.trim() } })
    if (!data) return setCode(error ? errorCode(error) : 'NETWORK')
    const { result } = data
    if (result.__typename === 'VoidActivitiesSuccess') return onDone(result.voided)
    // Of one activity, what is wrong with it says more than that it was rejected.
    setCode(
      result.__typename === 'ActivitiesRejectedError' ? (result.issues[0]?.code ?? result.code) : result.code,
    )
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <p>{words.takeBackMeaning}</p>
      <form className="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
        <Field
          label={words.reason}
          hint={words.reasonHint}
          error={code === 'REQUIRED' ? words.reasonMissing : undefined}
        >
          {(control) => (
            <textarea
              {...control}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {code && code !== 'REQUIRED' && <Failed code={code} />}
        <div className="row">
          <button type="submit" className="danger" aria-disabled={fetching}>
            {fetching ? words.takingBack : words.takeBack}
          </button>
          <button type="button" onClick={onClose}>
            {words.keep}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
