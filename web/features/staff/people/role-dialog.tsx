import type { ServerRole, User } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'

const ROLES: readonly ServerRole[] = ['user', 'moderator', 'administrator']

type Props = {
  readonly user: User
  readonly onClose: () => void
  readonly onChanged: () => Promise<void>
}

/** For administrators: the role of a person on the whole server. */
export function RoleDialog({ user, onClose, onChanged }: Props) {
  const chat = useChat()
  const words = useModerationWords()
  const [role, setRole] = useState<ServerRole>(user.role ?? 'user')
  const { run, refusal, isBusy } = useCommand()

  async function save(): Promise<void> {
    await chat.users.updateRole({ user: user.id, role })
    await onChanged()
    onClose()
  }
  return (
    <Dialog title={fill(words.roleOf, { name: user.name })} onClose={onClose}>
      <form onSubmit={(event) => run(save, event)}>
        <Choice
          label={words.serverRole}
          value={role}
          options={ROLES.map((one) => [one, words.serverRoles[one]] as const)}
          onChange={setRole}
        />
        {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
        <Button type="submit" look="primary" disabled={isBusy}>
          {words.save}
        </Button>
      </form>
    </Dialog>
  )
}
