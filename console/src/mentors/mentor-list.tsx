import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import type { Mentor } from './use-chapter-mentors.ts'

const ROW_HEIGHT = 40

interface MentorListProps {
  label: string
  describedBy: string
  mentors: readonly Mentor[]
  selected: ReadonlySet<string>
  /** Selects or unselects some. */
  onSelect: (mentors: readonly Mentor[], select: boolean) => void
}

/**
 * A list of any length from which several are selected, by mouse and keyboard. Only the rows in view are in the page,
 * and the active one, so that it keeps the focus.
 */
export function MentorList({ label, describedBy, mentors, selected, onSelect }: MentorListProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const anchor = useRef(0)
  const toFocus = useRef(false)
  const last = mentors.length - 1
  const present = Math.min(active, last)
  const rows = useVirtualizer({
    count: mentors.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    useFlushSync: false,
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range)
      return present < 0 || inView.includes(present) ? inView : [...inView, present].sort((a, b) => a - b)
    },
  })

  useEffect(() => {
    if (!toFocus.current) return
    toFocus.current = false
    scroll.current?.querySelector<HTMLElement>(`[data-index="${present}"]`)?.focus({ preventScroll: true })
  })

  const range = (to: number) => mentors.slice(Math.min(anchor.current, to), Math.max(anchor.current, to) + 1)
  const isSelected = (index: number) => selected.has(mentors[index]?.id ?? '')

  const move = (index: number, extend: boolean) => {
    const to = Math.max(0, Math.min(last, index))
    toFocus.current = true
    setActive(to)
    rows.scrollToIndex(to)
    if (extend) onSelect(range(to), true)
    else anchor.current = to
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 1)
    const steps: Record<string, number> = {
      ArrowDown: present + 1,
      ArrowUp: present - 1,
      PageDown: present + page,
      PageUp: present - page,
      Home: 0,
      End: last,
    }
    const to = steps[event.key]
    if (to !== undefined) move(to, event.shiftKey)
    else if (event.key === ' ') onSelect(mentors.slice(present, present + 1), !isSelected(present))
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) onSelect(mentors, true)
    else return
    event.preventDefault()
  }

  const onClick = (event: MouseEvent, index: number) => {
    if (event.shiftKey) onSelect(range(index), true)
    else {
      anchor.current = index
      onSelect(mentors.slice(index, index + 1), !isSelected(index))
    }
    toFocus.current = true
    setActive(index)
  }

  return (
    <div ref={scroll} className="mentor-list">
      <div
        role="listbox"
        aria-label={label}
        aria-describedby={describedBy}
        aria-multiselectable="true"
        tabIndex={-1}
        style={{ height: rows.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.getVirtualItems().map(({ index, start }) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it takes the keys
          <div
            key={mentors[index]?.id}
            role="option"
            data-index={index}
            aria-selected={isSelected(index)}
            aria-posinset={index + 1}
            aria-setsize={mentors.length}
            tabIndex={index === present ? 0 : -1}
            style={{ transform: `translateY(${start}px)` }}
            onClick={(event) => onClick(event, index)}
          >
            <span className="tick" aria-hidden="true" />
            {mentors[index]?.displayName}
          </div>
        ))}
      </div>
    </div>
  )
}
