import { type ReactNode, useEffect, useRef } from 'react'
import { useConfig } from '../login/config-context.ts'

let firstScreen = true

/** One screen: its heading names it, for the window too, and has the focus once the screen is gone to. */
export function Screen({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) {
  const { name } = useConfig()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${name}`
  }, [title, name])
  useEffect(() => {
    if (!firstScreen) heading.current?.focus()
    firstScreen = false
  }, [])
  return (
    <main className="screen">
      <div className="row spread">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {children}
    </main>
  )
}
