import type { MessageId, RoomId, UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useDraft } from '@parlance/sdk/react/window'
import { roomWindow } from '@parlance/sdk/window'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { unsentOf } from '../../session/unsent.ts'
import { mentionsOf, type Person } from './completion/mentions.ts'
import { writingOf } from './writing.ts'

type Options = {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly room: RoomId
  readonly thread: MessageId | undefined
  readonly people: { readonly all: readonly Person[] }
  readonly opener: Element | null
}

/** The text in the box: the draft of the place. */
export function useText({ box, room, thread, people, opener }: Options) {
  const chat = useChat()
  const { outbox, drafts } = unsentOf(chat)
  const window = roomWindow(chat, { room, thread, outbox })
  const writing = writingOf(chat, { room, thread })
  const [draft] = useDraft(room, thread)
  /** As it is kept: what is shown can be older. */
  const now = () => drafts.of({ room, thread })
  /** Whom the user has chosen from the list, by name. */
  const chosen = useRef(new Map<string, UserId>())

  useEffect(() => {
    writing.attach(box.current)
    // The box can be loaded late: it does not take the focus from where the user has put it meanwhile.
    const { activeElement } = document
    if (activeElement === opener || activeElement?.contains(box.current)) writing.focus()
    return () => writing.attach(null)
  }, [box, writing, opener])
  // Kept drafts can be read after the box is shown. Later the caret is where the user or another tab has put it.
  const isEmpty = draft.text === ''
  useLayoutEffect(() => {
    const { caret } = drafts.of({ room, thread })
    if (!isEmpty) box.current?.setSelectionRange(caret, caret)
  }, [box, drafts, room, thread, isEmpty])

  const typing = chat.room(room).typing
  function showTyping(isTyping: boolean): void {
    // Others may see it or not: a refusal changes nothing for the user.
    if (thread === undefined) void typing(isTyping).catch(() => undefined)
  }

  return {
    window,
    repliedTo: writing.repliedTo,
    text: draft.text,
    replyTo: draft.replyTo,
    change(text: string, caret: number): void {
      drafts.write({ room, thread }, { ...now(), text, caret })
      showTyping(text.trim() !== '')
    },
    submit(): void {
      // Read anew, so that two presses at once send one message.
      const { text, replyTo } = now()
      if (text.trim() === '') return
      const mentions = mentionsOf(text, people.all, chosen.current)
      window.send(text, { ...(replyTo && { replyTo }), ...(mentions && { mentions }) })
      drafts.remove({ room, thread })
      chosen.current.clear()
      showTyping(false)
    },
    endReply(): void {
      drafts.write({ room, thread }, { ...now(), replyTo: undefined })
      writing.focus()
    },
    choose: useCallback(({ name, id }: Person) => void chosen.current.set(name, id), []),
    /** Not of a text that was sent a moment ago, or that another tab has changed. */
    moveCaret(): void {
      const { value, selectionStart: caret } = box.current ?? {}
      const known = now()
      if (caret === undefined || known.text === '' || known.text !== value) return
      if (caret !== known.caret) drafts.write({ room, thread }, { ...known, caret })
    },
  }
}
