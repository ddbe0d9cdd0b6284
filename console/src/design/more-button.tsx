import { useEffect, useRef } from 'react'
import { useWords } from '../language/language.tsx'
import { designWords } from './design-words.ts'

/** The end of a list that goes on: it is read on when the button comes into view, or is pressed. */
export function MoreButton({ more, loaded }: { more: () => void; loaded: number }) {
  const words = useWords(designWords)
  const button = useRef<HTMLButtonElement>(null)
  // A new one for each page: what is in view stays in view, and an observer tells only of changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `loaded` stands for the page
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), {
      rootMargin: '600px',
    })
    if (button.current) observer.observe(button.current)
    return () => observer.disconnect()
  }, [more, loaded])
  return (
    <button ref={button} type="button" className="no-print" onClick={more}>
      {words.more}
    </button>
  )
}
