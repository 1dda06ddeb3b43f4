import type { MyRoom, Sanction } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useSanctions } from '@parlance/sdk/react/moderation'
import { fullTime } from '../../../lib/times.ts'
import { useMe } from '../../../session/use-me.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/labels.tsx'
import { PersonName } from '../../../ui/names.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import { tryCommand } from '../../acts/index.ts'
import { List } from '../list.tsx'
import { AnswerAppeal } from './answer-appeal.tsx'
import { BanNetwork } from './ban-network.tsx'

/** The bans and mutes in force. */
export function Sanctions({ room }: { readonly room: MyRoom | undefined }) {
  const me = useMe()
  const words = useModerationWords()
  const { sanctions, hasMore, loadMore, ...load } = useSanctions(room?.id)
  return (
    <>
      {room === undefined && me?.role === 'administrator' && <BanNetwork />}
      <List items={sanctions} load={load} empty={words.noSanctions} more={hasMore && loadMore}>
        {(sanction) => <SanctionCard key={sanction.id} sanction={sanction} />}
      </List>
    </>
  )
}

function SanctionCard({ sanction }: { readonly sanction: Sanction }) {
  const chat = useChat()
  const words = useModerationWords()
  const { id, kind, user, addresses = '', room, until, reason, createdAt, appeal } = sanction
  const lift = () =>
    tryCommand(() =>
      room === undefined
        ? chat.serverSanctions.delete({ sanction: id })
        : chat.sanctions.delete({ room, sanction: id }),
    )
  const since = fill(words.since, { time: fullTime(createdAt) })
  const end = until === undefined ? words.noEnd : fill(words.until, { time: fullTime(until) })
  return (
    <li className="staff-card">
      <div className="staff-card-head">
        {user && <Avatar id={user.id} name={user.name} />}
        <div>
          <p>{user ? <PersonName name={user.name} /> : fill(words.network, { addresses })}</p>
          <p className="moderation-hint">
            {since} · {end}
          </p>
        </div>
        <Chip>{words.kinds[kind]}</Chip>
      </div>
      {reason && <p dir="auto">{fill(words.becauseOf, { reason })}</p>}
      {appeal && (
        <blockquote>
          <p className="moderation-hint">{fill(words.appealOf, { name: user?.name ?? '' })}</p>
          <p dir="auto">{appeal.text}</p>
        </blockquote>
      )}
      {appeal && appeal.outcome === undefined ? (
        <AnswerAppeal sanction={sanction} />
      ) : (
        <div className="moderation-buttons">
          <Button onClick={() => void lift()}>{words.lift}</Button>
        </div>
      )}
    </li>
  )
}
