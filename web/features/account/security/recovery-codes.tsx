import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useWords } from '../../../words/words.ts'

type Props = { readonly codes: readonly string[]; readonly onClose: () => void }

/** Codes for the day on which the phone is gone. The server does not show them again. */
export function RecoveryCodes({ codes, onClose }: Props) {
  const words = useWords()
  const [isCopied, setCopied] = useState(false)
  const copy = () => navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))
  return (
    <Dialog title={words.recoveryCodes} onClose={onClose}>
      <div className="recovery-codes">
        <p>{words.recoveryHint}</p>
        <ul dir="ltr">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <Button look="primary" icon={isCopied ? 'check' : 'copy'} onClick={copy}>
          {isCopied ? words.copied : words.copy}
        </Button>
      </div>
    </Dialog>
  )
}
