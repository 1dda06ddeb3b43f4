import { type ReactNode, useState } from 'react'
import { useEntryWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

type Props = { readonly label: string; readonly value: string; readonly hint?: ReactNode }

/** A text to pass on, such as a link. */
export function CopyField({ label, value, hint }: Props) {
  const { copy, copied } = useEntryWords()
  const [copiedValue, setCopiedValue] = useState<string>()
  const isCopied = copiedValue === value
  const write = () => navigator.clipboard.writeText(value).then(() => setCopiedValue(value))
  return (
    <div className="copy-field">
      <Field
        label={label}
        value={value}
        readOnly
        dir="ltr"
        onFocus={(event) => event.target.select()}
        hint={hint}
      />
      <Button icon={isCopied ? 'check' : 'copy'} onClick={write}>
        {isCopied ? copied : copy}
      </Button>
    </div>
  )
}
