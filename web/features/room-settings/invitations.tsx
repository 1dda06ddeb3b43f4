import type { InvitationId, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback, useState } from 'react'
import { BASE } from '../../lib/paths.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useList } from '../../lib/use-list.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Notice } from '../../ui/states.tsx'
import { count, fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

/** A link that is made here can be used for a week. */
const WEEK_S = 7 * 24 * 3600

/** The invitations to a room. The code of a link is shown once, when it is made: the server keeps its hash. */
export function Invitations({ room }: { readonly room: RoomId }) {
  const chat = useChat()
  const words = useWords()
  const read = useCallback(
    async () => (await chat.invitations.list({ room })).invitations,
    [chat, room],
  )
  const { items, refusal, reload } = useList(read)
  const [link, setLink] = useState<string>()
  const command = useCommand()

  async function create(): Promise<void> {
    const { code } = await chat.invitations.create({ room, seconds: WEEK_S })
    setLink(`${location.origin}${BASE}/#invite=${code}`)
    await reload()
  }
  async function remove(invitation: InvitationId): Promise<void> {
    await chat.invitations.delete({ invitation })
    await reload()
  }
  const problem = command.refusal ?? refusal
  return (
    <section>
      <h3>{words.invitations}</h3>
      {problem !== undefined && <Notice look="danger">{problem}</Notice>}
      {link !== undefined && (
        <CopyField label={words.inviteLink} value={link} hint={words.roomInviteHint} />
      )}
      <Button icon="plus" disabled={command.isBusy} onClick={() => command.run(create)}>
        {words.newInvitation}
      </Button>
      <ul className="setting-list">
        {items?.map(({ id, by, uses, user, createdAt }) => (
          <li key={id}>
            <div>
              <p>{user === undefined ? count(words.locale, words.uses, uses) : words.forOne}</p>
              <small>
                <PersonName name={by.name} /> · <RelativeTime at={createdAt} />
              </small>
            </div>
            <IconButton
              icon="close"
              label={fill(words.endInvitation, { name: by.name })}
              onClick={() => command.run(() => remove(id))}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
