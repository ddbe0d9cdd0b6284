import type { ReactNode } from 'react'
import { useErrorSentence } from '../api/use-error-sentence.ts'
import { useWords } from '../language/language.tsx'
import { designWords } from './design-words.ts'

/** Something is on its way. */
export function Loading() {
  const { loading } = useWords(designWords)
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {loading}
    </p>
  )
}

/** Something could not be had: why, and the way to try again where there is one. */
export function Failed({ code, retry }: { code: string; retry?: (() => void) | undefined }) {
  const sentence = useErrorSentence()
  const words = useWords(designWords)
  return (
    <div className="notice bad" role="alert">
      <p>{sentence(code)}</p>
      {retry && (
        <button type="button" onClick={retry}>
          {words.tryAgain}
        </button>
      )}
    </div>
  )
}

/** There is nothing, and what to do about it. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>
}

/** A message beside what it is about. Bad news is read aloud at once, other news when there is time. */
export function Notice({ kind, children }: { kind: 'info' | 'good' | 'warn' | 'bad'; children: ReactNode }) {
  return (
    <div className={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
