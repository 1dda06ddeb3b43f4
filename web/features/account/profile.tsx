import type { User } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { PersonName } from '../../ui/names.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'
import { handleOf, zoneOf } from './handle-of.ts'
import { ProofField, proofOf } from './proof-field.tsx'
import { StatusForm } from './status-form.tsx'
import type { AccountState } from './use-account.ts'

/** The protocol's limits (LIMITS.nameLength, handleLength). */
const MAX_NAME = 80
const MAX_HANDLE = 32

type Props = { readonly user: User; readonly account: AccountState }

/** The name and the handle of the user, and the status that others see beside them. */
export function Profile({ user, account }: Props) {
  const chat = useChat()
  const words = useWords()
  const [shown, setShown] = useState(user)
  const [name, setName] = useState(user.name)
  const [handle, setHandle] = useState<string>(user.handle ?? '')
  const [proof, setProof] = useState('')
  const { run, refusal, isBusy } = useCommand()
  // The app sets the names of its users.
  const isOwn = account.state === 'there' || user.kind === 'guest'

  const isHandleNew = handle.trim() !== (shown.handle ?? '')

  async function save(): Promise<void> {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
    let saved = await chat.me.update({ name: name.trim(), ...zoneOf(timeZone) })
    if (account.state === 'there' && isHandleNew) {
      const input = { handle: handleOf(handle), ...proofOf(account.account, proof) }
      const changed = await chat.accounts.update(input)
      account.change(changed)
      saved = changed.user
      setProof('')
    }
    setShown(saved)
    showToast(words.saved)
  }
  return (
    <section>
      <p className="account-user">
        <Avatar id={shown.id} name={shown.name} />
        <PersonName name={shown.name} />
        {shown.handle && <small dir="ltr">@{shown.handle}</small>}
      </p>
      {isOwn && (
        <form onSubmit={(event) => run(save, event)}>
          <Field
            label={words.displayName}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            maxLength={MAX_NAME}
            autoComplete="nickname"
            refusal={refusal}
          />
          {account.state === 'there' && (
            <Field
              label={words.handle}
              value={handle}
              onChange={(event) => setHandle(event.target.value)}
              required
              dir="ltr"
              minLength={2}
              maxLength={MAX_HANDLE}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              hint={words.handleHint}
            />
          )}
          {account.state === 'there' && isHandleNew && (
            <ProofField account={account.account} value={proof} onChange={setProof} />
          )}
          <Button type="submit" look="primary" disabled={isBusy}>
            {words.save}
          </Button>
        </form>
      )}
      <StatusForm />
    </section>
  )
}
