import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useEntryWords } from '../words/words.ts'
import { Icon } from './icons.tsx'

/** The head of a side panel, with the way out of it. */
export function PanelHead({
  title,
  closePath,
  children,
}: {
  readonly title: string
  readonly closePath: string
  readonly children?: ReactNode
}) {
  const { close } = useEntryWords()
  return (
    <header>
      <h2 id="panel-title">{title}</h2>
      {children}
      <Link href={closePath} className="icon-button panel-close" title={close}>
        <Icon name="close" />
        <span className="visually-hidden">{close}</span>
      </Link>
    </header>
  )
}
