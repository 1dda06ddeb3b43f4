import type { SearchHit } from '@parlance/sdk'
import { createElement, Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import { piecesOf } from '../../lib/markdown/plain-text.tsx'
import { placeOf } from '../../lib/paths.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** A message that was found, with its matches marked. It leads to the message in its room. */
export function Hit({ hit, roomName }: { readonly hit: SearchHit; readonly roomName: string }) {
  const { lobby } = useSignedIn()
  const { message, fragments } = hit
  const { sender, createdAt } = message
  return (
    <li>
      <Link className="message-link" href={placeOf(message, lobby)}>
        <Avatar id={sender.id} name={sender.name} />
        <span>
          <span className="message-link-head">
            <PersonName name={sender.name} />
            <bdi className="name">{roomName}</bdi>
            <RelativeTime at={createdAt} />
          </span>
          <span className="message-link-text" dir="auto">
            {createElement(Fragment, null, ...marked(fragments))}
          </span>
        </span>
      </Link>
    </li>
  )
}

/** Around what was found, while the text is read as Markdown: no text has these characters. */
const [BEGIN, END] = ['\uFDD0', '\uFDD1']
const SIGNS = /[\uFDD0\uFDD1]/g

/** The words of the message without their marks, as in `PlainText`, and what was found in them. */
function marked(fragments: SearchHit['fragments']): readonly ReactNode[] {
  const text = fragments
    .map(({ text, found }) => [text.replaceAll(SIGNS, ''), found] as const)
    .map(([text, found]) => (found ? BEGIN + text + END : text))
    .join('')
  let isFound = false
  return piecesOf(text).flatMap(({ kind, text }) =>
    text.split(/(?=[\uFDD0\uFDD1])/).map((part) => {
      if (part.search(SIGNS) === 0) isFound = part.startsWith(BEGIN)
      const words = part.replace(SIGNS, '')
      const shown = kind === 'code' ? createElement('code', null, words) : words
      return isFound ? createElement('mark', null, shown) : shown
    }),
  )
}
