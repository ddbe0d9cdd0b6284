import { useLanguage } from './language.tsx'
import type { Language } from './translated.ts'

const NAMES: Record<Language, string> = { nb: 'Norsk', en: 'English' }

/** Changes to the other language; named in that one. */
export function LanguageSwitch() {
  const { language, setLanguage } = useLanguage()
  const other = language === 'nb' ? 'en' : 'nb'
  return (
    <button type="button" className="quiet" lang={other} onClick={() => setLanguage(other)}>
      {NAMES[other]}
    </button>
  )
}
