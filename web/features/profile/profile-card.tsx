import { ChatError, type User } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useCommand } from '../../lib/use-command.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Notice } from '../../ui/states.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { useActs } from '../acts/index.ts'
import { ContactRequestForm } from './contact-request-form.tsx'
import { MemberActions } from './member-actions.tsx'
import { ProfileFacts } from './profile-facts.tsx'
import { hideProfile, type ShownProfile } from './shown-profile.ts'
import { useBlock } from './use-block.ts'

/** A person: who they are, and what the user can do with them. */
export function ProfileCard({
  user: { id, name },
  room,
  member: shown,
  isAsking = false,
}: ShownProfile) {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const mine = useRooms().rooms.find((one) => one.id === room)
  const [user, setUser] = useState<User>()
  const [member, setMember] = useState(shown)
  const [needsRequest, setNeedsRequest] = useState(isAsking)
  const { isBlocked, block } = useBlock(id)
  const { ofCard } = useActs(mine)
  const { run, refusal, isBusy } = useCommand()
  const isMe = chat.user?.id === id

  useEffect(() => {
    // Without these facts the card shows the name alone.
    chat.users.list({ id: [id] }).then(
      ({ users }) => setUser(users[0]),
      () => undefined,
    )
  }, [chat, id])

  async function write(): Promise<void> {
    try {
      const { id: dm } = await chat.rooms.create({ type: 'dm', members: [id] })
      hideProfile()
      navigate(`/r/${dm}`)
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'consent_required') throw error
      setNeedsRequest(true)
    }
  }
  return (
    <Dialog title={name} onClose={hideProfile}>
      <div className="profile">
        <div className="profile-head">
          <Avatar id={id} name={name} />
          <ProfileFacts user={user} member={member} room={mine?.id} />
        </div>
        {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
        {isBlocked && <Notice>{words.blockedHint}</Notice>}
        {needsRequest ? (
          <ContactRequestForm user={id} name={name} />
        ) : (
          !isMe && (
            <div className="profile-actions">
              <Button
                look="primary"
                disabled={isBusy || user?.deletedAt !== undefined}
                onClick={() => run(write)}
              >
                {words.sendMessage}
              </Button>
              {isBlocked !== undefined && (
                <Button disabled={isBusy} onClick={() => run(() => block(!isBlocked))}>
                  {isBlocked ? words.unblock : words.block}
                </Button>
              )}
              <Menu
                label={fill(words.acts.ofPerson, { name })}
                items={ofCard({ id, name }).map((item) => ({
                  ...item,
                  onSelect() {
                    hideProfile()
                    item.onSelect()
                  },
                }))}
              />
            </div>
          )
        )}
        {mine && member && !isMe && (
          <MemberActions room={mine} member={member} onChange={setMember} onRemove={hideProfile} />
        )}
      </div>
    </Dialog>
  )
}
