import { Avatar } from '../../../ui/avatar.tsx'
import { useWords } from '../../../words/words.ts'
import type { Candidate } from './use-completion.ts'

type Props = {
  readonly id: string
  readonly kind: 'mention' | 'emoji'
  readonly candidates: readonly Candidate[]
  readonly isLoading: boolean
  /** The highlighted one. */
  readonly at: number
  readonly onTake: (candidate: Candidate) => void
}

/** The list above the box. The focus stays in the box. */
export function CompletionList({ id, kind, candidates, isLoading, at, onTake }: Props) {
  const words = useWords()
  const { people, emojis } = words.composer

  if (candidates.length === 0)
    return (
      <p className="completion" data-empty>
        {isLoading && words.loading}
      </p>
    )
  return (
    <div
      id={id}
      className="completion"
      role="listbox"
      aria-label={kind === 'emoji' ? emojis : people}
    >
      {candidates.map((candidate, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box, which has the focus
        <div
          key={candidate.key}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(candidate)}
        >
          {candidate.person && <Avatar id={candidate.person.id} name={candidate.name} />}
          {candidate.emoji && <span className="completion-emoji">{candidate.emoji}</span>}
          {candidate.hint && <span className="completion-emoji">@</span>}
          <bdi>{candidate.name}</bdi>
          {candidate.hint && <small>{candidate.hint}</small>}
        </div>
      ))}
    </div>
  )
}

export const optionId = (list: string, index: number): string => `${list}-${index}`
