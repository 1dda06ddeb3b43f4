import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'

export function PasteNotice({
  onPaste,
  onDiscard,
}: {
  readonly onPaste: () => void
  readonly onDiscard: () => void
}) {
  const { composer } = useWords()
  return (
    <div className="target-bar" role="alert">
      <p>
        <strong>{composer.pasteTooLong}</strong>
      </p>
      <Button onClick={onPaste}>{composer.pasteBeginning}</Button>
      <Button look="quiet" onClick={onDiscard}>
        {composer.noPaste}
      </Button>
    </div>
  )
}
