import { useState } from 'react'
import { useClient } from 'urql'
import { useErrorSentence } from '../api/use-error-sentence.ts'
import { saveFile } from '../csv/save-file.ts'
import { SEPARATORS, writeCsv } from '../csv/write-csv.ts'
import { Failed } from '../design/states.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { readOutcomes } from './outcomes.ts'
import { resultWords } from './result-words.ts'

/** Saves how it went for each mentor. */
export function OutcomesCsvButton({ submissionId }: { submissionId: string }) {
  const words = useWords(resultWords)
  const { language } = useLanguage()
  const sentence = useErrorSentence()
  const client = useClient()
  const [saving, setSaving] = useState(false)
  const [code, setCode] = useState<string>()
  const save = async () => {
    if (saving) return
    setSaving(true)
    const read = await readOutcomes(client, submissionId)
    setSaving(false)
    setCode('code' in read ? read.code : undefined)
    if ('code' in read) return
    const rows = read.outcomes.map(({ sequence, mentor, mentorId, status, error, activityId, settledAt }) => [
      sequence,
      mentor?.displayName ?? mentorId,
      status === 'SUCCESS' ? words.registered : words.notRegistered,
      error && sentence(error.code),
      activityId,
      settledAt,
    ])
    saveFile(`rollcall-${submissionId}.csv`, writeCsv([words.columns, ...rows], SEPARATORS[language]))
  }
  return (
    <>
      <button type="button" aria-disabled={saving} onClick={() => void save()}>
        {saving ? words.savingCsv : words.csv}
      </button>
      {code && <Failed code={code} />}
    </>
  )
}
