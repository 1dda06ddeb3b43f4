import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'

const FILTERS = ['from', 'in', 'after', 'before'] as const

type Props = {
  readonly suggested: readonly { readonly name: string; readonly query: string }[]
  readonly onFilter: (filter: string) => void
  readonly onSuggestion: (query: string) => void
}

/** The filters of a search; while the name of one is typed, the names that begin so. */
export function SearchHelp({ suggested, onFilter, onSuggestion }: Props) {
  const words = useWords()
  return (
    <fieldset className="search-help" aria-label={words.filters}>
      {suggested.length > 0
        ? suggested.map(({ name, query }) => (
            <Button key={name} onClick={() => onSuggestion(query)}>
              <bdi>{name === 'me' ? words.fromMe : name}</bdi>
            </Button>
          ))
        : FILTERS.map((filter) => (
            <Button
              key={filter}
              look="quiet"
              title={words.filterHints[filter]}
              onClick={() => onFilter(filter)}
            >
              <bdi dir="ltr">{filter}:</bdi>
              <small>{words.filterHints[filter]}</small>
            </Button>
          ))}
    </fieldset>
  )
}
