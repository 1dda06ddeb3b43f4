import type { ReactNode } from 'react'

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,:;!?'(){}[\]]/g

/** A text with its links. */
export function MessageText({ text, end }: { readonly text: string; readonly end?: ReactNode }) {
  const parts: ReactNode[] = []
  let from = 0
  for (const { 0: link, index } of text.matchAll(LINK)) {
    parts.push(
      text.slice(from, index),
      <a key={index} href={link} target="_blank" rel="noreferrer">
        {link}
      </a>,
    )
    from = index + link.length
  }
  return (
    <p className="text" dir="auto">
      {parts}
      {text.slice(from)}
      {end}
    </p>
  )
}
