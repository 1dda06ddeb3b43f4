import { type KeyboardEvent, type RefObject, useState, useSyncExternalStore } from 'react'
import type { Words } from '../../../words/en.ts'
import { useWords } from '../../../words/words.ts'
import { insertText } from '../insert.ts'
import { loadEmojiNames, readEmojiNames, watchEmojiNames } from './emoji-names.ts'
import { EVERYONE, ONLINE, type Person } from './mentions.ts'
import { bestOf, type Wanted, wantedAt } from './wanted.ts'

export type Candidate = {
  readonly key: string
  readonly name: string
  /** Replaces what the user has typed. */
  readonly text: string
  readonly person?: Person
  readonly emoji?: string
  readonly hint?: string
}
/** `isLoading`: the candidates are not known yet. */
type Offer = Wanted & { readonly candidates: readonly Candidate[]; readonly isLoading: boolean }

/** So few that the list needs no scrolling, also above the keyboard of a phone. */
const MOST = 6

type Options = {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly people: readonly Person[]
  readonly arePeopleRead: boolean
  readonly onChoose: (person: Person) => void
}

/**
 * Completes names and emojis. The candidates are always those for the text that is in the box now; Enter takes the one that
 * is highlighted. While they are loading Enter does nothing.
 */
export function useCompletion({ box, people, arePeopleRead, onChoose }: Options) {
  const words = useWords()
  const names = useSyncExternalStore(watchEmojiNames, readEmojiNames)
  /** The text and the caret that are shown; the keys read the box itself. */
  const [shown, setShown] = useState({ text: '', caret: 0 })
  const [highlight, setHighlight] = useState({ of: '', at: 0 })
  /** The `@` or `:` whose list the user has closed. */
  const [closedAt, setClosedAt] = useState<number>()

  function offerFor(text: string, caret: number): Offer | undefined {
    const wanted = wantedAt(text, caret)
    if (wanted === undefined || wanted.from === closedAt) return undefined
    const isLoading = wanted.kind === 'emoji' ? names === undefined : !arePeopleRead
    const candidates =
      wanted.kind === 'emoji'
        ? bestOf(names ?? [], ({ name }) => name, wanted.query, MOST).map(emojiCandidate)
        : peopleFor(wanted.query)
    if (candidates.length === 0 && !isLoading) return undefined
    return { ...wanted, candidates, isLoading }
  }
  function peopleFor(query: string): readonly Candidate[] {
    const all = [...people.map(personCandidate), ...groupCandidates(words)]
    return bestOf(all, ({ name }) => name, query, MOST)
  }
  const offer = offerFor(shown.text, shown.caret)
  const at = highlight.of === keyOf(offer) ? highlight.at : 0

  /** After every change of the text, and every move of the caret. */
  function follow(): void {
    const { value = '', selectionStart = 0, selectionEnd } = box.current ?? {}
    const caret = selectionStart === selectionEnd ? selectionStart : 0
    if (value === shown.text && caret === shown.caret) return
    const wanted = wantedAt(value, caret)
    if (wanted?.kind === 'emoji') loadEmojiNames()
    if (wanted?.from !== closedAt) setClosedAt(undefined)
    setShown({ text: value, caret })
  }

  function take(candidate: Candidate, { from }: Wanted): void {
    if (!box.current) return
    if (candidate.person) onChoose(candidate.person)
    insertText(box.current, candidate.text, from, box.current.selectionStart)
    follow()
  }

  /** Returns whether the key was for the list. */
  function takeKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const now = selectionStart === selectionEnd ? offerFor(value, selectionStart) : undefined
    if (now === undefined || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
      return false
    const count = now.candidates.length
    const at = highlight.of === keyOf(now) ? highlight.at : 0
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (count === 0) return false
      const step = event.key === 'ArrowDown' ? 1 : -1
      setHighlight({ of: keyOf(now), at: (at + step + count) % count })
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const candidate = now.candidates[at]
      if (candidate) take(candidate, now)
      else if (event.key === 'Tab') return false
    } else if (event.key === 'Escape') setClosedAt(now.from)
    else return false
    event.preventDefault()
    return true
  }

  return { offer, at, follow, take, takeKey, close: () => setClosedAt(offer?.from) }
}

const keyOf = (offer: Offer | undefined) =>
  offer ? `${offer.kind} ${offer.from} ${offer.query}` : ''

const personCandidate = (person: Person): Candidate => ({
  key: person.id,
  name: person.name,
  text: `@${person.name} `,
  person,
})
const groupCandidates = ({ composer }: Words): readonly Candidate[] => [
  { key: EVERYONE, name: EVERYONE, text: `@${EVERYONE} `, hint: composer.everyone },
  { key: ONLINE, name: ONLINE, text: `@${ONLINE} `, hint: composer.online },
]
const emojiCandidate = ({ name, emoji }: { name: string; emoji: string }): Candidate => ({
  key: name,
  name,
  text: `${emoji} `,
  emoji,
})
