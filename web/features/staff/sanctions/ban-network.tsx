import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { type Length, LengthChoice, untilOf } from '../../sanctions/index.ts'

/** The protocol's limit (LIMITS.reasonLength). */
const MAX_REASON = 500

/** For administrators: bans all addresses of a network from the server. */
export function BanNetwork() {
  const words = useModerationWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="moderation-buttons">
      <Button icon="shield" onClick={() => setOpen(true)}>
        {words.banNetwork}
      </Button>
      {isOpen && <NetworkDialog onClose={() => setOpen(false)} />}
    </div>
  )
}

function NetworkDialog({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat()
  const words = useModerationWords()
  const [addresses, setAddresses] = useState('')
  const [length, setLength] = useState<Length>('day')
  const [reason, setReason] = useState('')
  const { run, refusal, isBusy } = useCommand()

  async function ban(): Promise<void> {
    const until = untilOf(length)
    const why = { ...(until && { until }), ...(reason.trim() && { reason: reason.trim() }) }
    await chat.serverSanctions.create({ kind: 'ban', addresses: addresses.trim(), ...why })
    onClose()
  }
  return (
    <Dialog title={words.banNetwork} onClose={onClose}>
      <form onSubmit={(event) => run(ban, event)}>
        <Field
          label={words.addresses}
          dir="ltr"
          required
          autoFocus
          value={addresses}
          onChange={(event) => setAddresses(event.target.value)}
          hint={words.addressesHint}
          refusal={refusal}
        />
        <LengthChoice value={length} onChange={setLength} />
        <Field
          label={words.reason}
          value={reason}
          maxLength={MAX_REASON}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button type="submit" look="danger" disabled={isBusy}>
          {words.kinds.ban}
        </Button>
      </form>
    </Dialog>
  )
}
