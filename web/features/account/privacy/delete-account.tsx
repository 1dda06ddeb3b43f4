import { ChatError } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { endSession } from '../../../session/session.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../words/words.ts'
import type { AccountState } from '../use-account.ts'

/** Ends everything: the user, and their messages if they want. */
export function DeleteAccount({ account }: { readonly account: AccountState }) {
  const chat = useChat()
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const [messages, setMessages] = useState<'keep' | 'delete'>('keep')
  const [password, setPassword] = useState('')
  const { run, refusal, isBusy } = useCommand()
  const needsPassword = account.state === 'there' && account.account.passwordChangedAt !== undefined

  async function erase(): Promise<void> {
    const input = { messages, ...(needsPassword && { password }) }
    await chat.erasures.create(input).catch((error: unknown) => {
      // The connection of a deleted user can end before the answer arrives.
      if (!(error instanceof ChatError) || error.code !== 'user_deleted') throw error
    })
    chat.close()
    endSession('here')
  }
  return (
    <section>
      <h2>{words.deleteAccount}</h2>
      <p className="quiet">{words.deleteAccountHint}</p>
      <Button look="danger" onClick={() => setOpen(true)}>
        {words.deleteAccount}
      </Button>
      {isOpen && (
        <Dialog title={words.deleteAccount} onClose={() => setOpen(false)}>
          <form onSubmit={(event) => run(erase, event)}>
            <Choice
              label={words.myMessages}
              value={messages}
              options={[
                ['keep', words.messagesKept],
                ['delete', words.messagesDeleted],
              ]}
              onChange={setMessages}
            />
            {needsPassword && (
              <Field
                label={words.currentPassword}
                type="password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                required
                autoComplete="current-password"
              />
            )}
            {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
            <Button type="submit" look="danger" disabled={isBusy}>
              {words.deleteForGood}
            </Button>
          </form>
        </Dialog>
      )}
    </section>
  )
}
