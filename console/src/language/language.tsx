import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { createFormat, type Format } from './format.ts'
import type { Language, Translated } from './translated.ts'

interface LanguageChoice {
  language: Language
  setLanguage: (language: Language) => void
  format: Format
}

const LanguageContext = createContext<LanguageChoice | undefined>(undefined)
const LOCALES = { nb: 'nb-NO', en: 'en-GB' } satisfies Record<Language, string>
const STORAGE_KEY = 'rollcall.language'

/** Gives everything inside it the language that the user chose, or that the browser prefers. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(STORAGE_KEY, language)
  }, [language])
  const choice = useMemo(
    () => ({ language, setLanguage, format: createFormat(LOCALES[language]) }),
    [language],
  )
  return (
    <LanguageContext value={choice}>
      <I18nProvider locale={LOCALES[language]}>{children}</I18nProvider>
    </LanguageContext>
  )
}

/** The chosen language, how to change it, and how numbers and times are written in it. */
export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext)
  if (!choice) throw new Error('useLanguage needs a LanguageProvider around it.')
  return choice
}

/** A room's words in the chosen language. */
export function useWords<T>(words: Translated<T>): T {
  return words[useLanguage().language]
}

/** How numbers and times are written in the chosen language. */
export function useFormat(): Format {
  return useLanguage().format
}

function initialLanguage(): Language {
  const chosen = localStorage.getItem(STORAGE_KEY)
  if (chosen === 'nb' || chosen === 'en') return chosen
  const preferred = navigator.languages.find((tag) => /^(nb|nn|no|da|sv|en)\b/i.test(tag)) ?? 'en'
  return /^en\b/i.test(preferred) ? 'en' : 'nb'
}
