import { ChatError } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useRef, useState } from 'react'
import { BASE } from '../../lib/paths.ts'
import { refusalOf } from '../../lib/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useWords } from '../../words/words.ts'

/** A one-time link with which a colleague signs up. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat()
  const words = useWords()
  const [link, setLink] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const [isCopied, setCopied] = useState(false)
  const isCreated = useRef(false)

  async function create(): Promise<void> {
    setCopied(false)
    try {
      const { code } = await chat.links.create({ purpose: 'sign_up' })
      setLink(`${location.origin}${BASE}/#link=${code}`)
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(refusalOf(error))
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: one link when the dialog opens
  useEffect(() => {
    // In StrictMode an effect runs twice.
    if (!isCreated.current) void create()
    isCreated.current = true
  }, [])

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(link)
    setCopied(true)
  }
  return (
    <Dialog title={words.invitePeople} onClose={onClose}>
      <div className="invite">
        <Field
          label={words.inviteLink}
          value={link}
          readOnly
          dir="ltr"
          onFocus={(event) => event.target.select()}
          hint={words.inviteHint}
          refusal={refusal}
        />
        <Button look="primary" icon={isCopied ? 'check' : 'copy'} disabled={!link} onClick={copy}>
          {isCopied ? words.copied : words.copy}
        </Button>
        <Button look="quiet" onClick={create}>
          {words.createLink}
        </Button>
      </div>
    </Dialog>
  )
}
