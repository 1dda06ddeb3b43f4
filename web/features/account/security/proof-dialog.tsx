import type { Account } from '@parlance/sdk'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ProofField, proofOf } from '../proof-field.tsx'

type Props = {
  readonly title: string
  readonly action: string
  readonly isDanger?: boolean
  readonly account: Account
  /** Rejects with a ChatError, whose text then stands in the dialog. */
  readonly onProve: (proof: { readonly currentPassword?: string }) => Promise<void>
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** Asks for the password before a change of the ways to sign in. */
export function ProofDialog({
  title,
  action,
  isDanger,
  account,
  onProve,
  onClose,
  children,
}: Props) {
  const [password, setPassword] = useState('')
  const { run, refusal, isBusy } = useCommand()
  async function prove(): Promise<void> {
    await onProve(proofOf(account, password))
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => run(prove, event)}>
        {children}
        <ProofField account={account} value={password} onChange={setPassword} refusal={refusal} />
        <Button type="submit" look={isDanger ? 'danger' : 'primary'} disabled={isBusy}>
          {action}
        </Button>
      </form>
    </Dialog>
  )
}
