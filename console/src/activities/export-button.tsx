import { useState } from 'react'
import { NETWORK } from '../api/error-code.ts'
import { fetchWithToken } from '../api/fetch-with-token.ts'
import { useLogin } from '../app/login-context.ts'
import { saveFile } from '../csv/save-file.ts'
import { SEPARATORS } from '../csv/write-csv.ts'
import { Failed } from '../design/states.tsx'
import type { ActivityRecordFilter } from '../generated/graphql.ts'
import { useLanguage, useWords } from '../language/language.tsx'
import { activitiesWords } from './activities-words.ts'

/** Saves all activities of a filter as the server exports them. */
export function ExportButton({ filter }: { filter: ActivityRecordFilter }) {
  const words = useWords(activitiesWords)
  const { language } = useLanguage()
  const login = useLogin()
  const [saving, setSaving] = useState(false)
  const [code, setCode] = useState<string>()
  const save = async () => {
    if (saving) return
    setSaving(true)
    const params = new URLSearchParams({ separator: SEPARATORS[language] === ';' ? 'semicolon' : 'comma' })
    for (const [name, value] of Object.entries(filter)) params.set(name, String(value))
    try {
      const response = await fetchWithToken(login)(`/export/activity-records.csv?${params}`)
      if (response.ok) saveFile('rollcall-activities.csv', await response.blob())
      setCode(response.ok ? undefined : (STATUSES[response.status] ?? 'INTERNAL_SERVER_ERROR'))
    } catch {
      setCode(NETWORK)
    }
    setSaving(false)
  }
  return (
    <>
      <button type="button" className="no-print" aria-disabled={saving} onClick={() => void save()}>
        {saving ? words.savingCsv : words.csv}
      </button>
      {code && <Failed code={code} />}
    </>
  )
}

const STATUSES: Record<number, string> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  429: 'RATE_LIMITED',
  503: 'SERVICE_UNAVAILABLE',
}
