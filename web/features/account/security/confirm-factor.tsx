import type { NewSecondFactor } from '@parlance/sdk'
import { lazy, Suspense, useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyField } from '../../../ui/copy-field.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { useWords } from '../../../words/words.ts'

const QrCode = lazy(() => import('./qr-code.tsx').then((m) => ({ default: m.QrCode })))

type Props = {
  readonly begun: NewSecondFactor
  /** Rejects with a ChatError, whose text then stands at the field. */
  readonly onConfirm: (code: string) => Promise<void>
  readonly onClose: () => void
}

/** The secret for the authenticator app, and the code that shows that the app has it. */
export function ConfirmFactor({ begun: { uri, secret }, onConfirm, onClose }: Props) {
  const words = useWords()
  const [code, setCode] = useState('')
  const { run, refusal, isBusy } = useCommand()
  return (
    <Dialog title={words.beginFactor} onClose={onClose}>
      <form onSubmit={(event) => run(() => onConfirm(code.trim()), event)}>
        <p>{words.scan}</p>
        <Suspense>
          <QrCode text={uri} label={words.qrCode} />
        </Suspense>
        <CopyField label={words.factorSecret} value={secret} />
        <Field
          label={words.code}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          required
          inputMode="numeric"
          dir="ltr"
          autoComplete="one-time-code"
          hint={words.confirmHint}
          refusal={refusal}
        />
        <Button type="submit" look="primary" disabled={isBusy}>
          {words.turnOn}
        </Button>
      </form>
    </Dialog>
  )
}
