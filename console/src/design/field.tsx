import { type ReactNode, useId } from 'react'

/** What a form control gets from the field around it. */
export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

interface FieldProps {
  label: string
  hint?: ReactNode
  /** What is wrong with the value, and what would be right. */
  error?: string | undefined
  children: (control: ControlProps) => ReactNode
}

/** A form control with its label, and with its hint or error tied to it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': Boolean(error) })}
      {note && (
        <p id={`${id}-note`} className={error ? 'error' : 'hint'}>
          {note}
        </p>
      )}
    </div>
  )
}
