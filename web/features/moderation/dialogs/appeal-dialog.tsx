import type { Sanction } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { Dialog } from '../../../ui/dialog.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { AppealForm } from '../../sanctions/index.ts'

type Props = { readonly sanction: Sanction; readonly onClose: () => void }

export function AppealDialog({ sanction: { id }, onClose }: Props) {
  const chat = useChat()
  const { appealTitle } = useModerationWords()
  return (
    <Dialog title={appealTitle} onClose={onClose}>
      <AppealForm
        onSend={(text) => chat.sanctions.appeal({ sanction: id, text })}
        onSent={onClose}
      />
    </Dialog>
  )
}
