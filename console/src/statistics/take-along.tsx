import { useState } from 'react'
import { saveFile } from '../csv/save-file.ts'
import { SEPARATORS, writeCsv } from '../csv/write-csv.ts'
import { Notice } from '../design/states.tsx'
import { useLanguage, useWords } from '../language/language.tsx'
import { statisticsWords } from './statistics-words.ts'

/** The figures for elsewhere: copied as a table, or saved as a file. */
export function TakeAlong({ rows, name }: { rows: readonly (readonly string[])[]; name: string }) {
  const words = useWords(statisticsWords)
  const { language } = useLanguage()
  const [copied, setCopied] = useState<boolean>()
  const copy = () =>
    navigator.clipboard.writeText(rows.map((row) => row.join('\t')).join('\n')).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <div className="row no-print">
      <button type="button" className="primary" onClick={() => void copy()}>
        {words.copy}
      </button>
      <button type="button" onClick={() => saveFile(`${name}.csv`, writeCsv(rows, SEPARATORS[language]))}>
        {words.csv}
      </button>
      {copied !== undefined && (
        <Notice kind={copied ? 'good' : 'bad'}>{copied ? words.copied : words.notCopied}</Notice>
      )}
    </div>
  )
}
