import type { Member, MyRoom, Role } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { ROLES, rightsOf } from '../rights/index.ts'

type Props = {
  readonly room: MyRoom
  readonly member: Member
  readonly onChange: (member: Member) => void
  readonly onRemove: () => void
}

/** The role of a member, and the way to remove them, for those who may. */
export function MemberActions({ room, member, onChange, onRemove }: Props) {
  const chat = useChat()
  const words = useWords()
  const { run, refusal, isBusy } = useCommand()
  const { canManage, isStaff, canActOn, role } = rightsOf(room, chat.user)
  if (!isStaff || !canActOn(member.role)) return null
  const { id: user, name } = member.user
  const roles = ROLES.filter((one) => role === 'owner' || ROLES.indexOf(one) < ROLES.indexOf(role))

  async function change(role: Role): Promise<void> {
    onChange({ ...member, role })
    const isDone = await run(() => chat.members.update({ room: room.id, user, role }))
    if (!isDone) onChange(member)
  }
  async function remove(): Promise<void> {
    await chat.members.remove({ room: room.id, user })
    onRemove()
    showToast(fill(words.memberRemoved, { name }))
  }
  return (
    <div className="profile-member">
      {canManage && (
        <Choice
          label={words.role}
          value={member.role}
          options={roles.map((role) => [role, words.roles[role]] as const)}
          onChange={change}
        />
      )}
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      <Button look="danger" disabled={isBusy} onClick={() => run(remove)}>
        {words.removeMember}
      </Button>
    </div>
  )
}
