import { useCallback } from 'react'
import { useWords } from '../language/language.tsx'
import { errorSentences, fieldSentences } from './errors.ts'

/** Puts a code of the API, on a field where it names one, into a sentence. */
export function useErrorSentence(): (code: string, field?: string | null) => string {
  const sentences: Record<string, string> = useWords(errorSentences)
  const fields = useWords(fieldSentences)
  return useCallback(
    (code, field) =>
      (code === 'INVALID_VALUE' && field ? fields[field] : undefined) ??
      sentences[code] ??
      `${sentences.INTERNAL_SERVER_ERROR} (${code})`,
    [sentences, fields],
  )
}
