import { type Chat, ChatError } from '@parlance/sdk'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { refusalOf } from '../lib/refusal.ts'
import { showToast } from '../ui/toast.tsx'
import { forgetOpenedLink, openedLink } from './opened-link.ts'

/** Joins the room of an invitation link that was opened, and shows it. */
export function useInvitation(chat: Chat): void {
  const [, navigate] = useLocation()
  useEffect(() => {
    const link = openedLink()
    if (link?.kind !== 'invite') return
    forgetOpenedLink()
    chat.invitations.accept({ code: link.code }).then(
      ({ room }) => navigate(`/r/${room.id}`),
      (error: unknown) => {
        if (!(error instanceof ChatError)) throw error
        showToast(refusalOf(error))
      },
    )
  }, [chat, navigate])
}
