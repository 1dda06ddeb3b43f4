import type { MessageId, MyRoom, Room, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { type FormEvent, type KeyboardEvent, useId, useRef } from 'react'
import { hasCommandKey, isComposing, isKey } from '../../lib/keys.ts'
import { Icon } from '../../ui/icons.tsx'
import { useWords } from '../../words/words.ts'
import { CompletionList, optionId } from './completion/completion-list.tsx'
import { emojiOf } from './completion/emoji-names.ts'
import { type People, usePeople } from './completion/people.ts'
import { useCompletion } from './completion/use-completion.ts'
import { useEmojiButton } from './emoji-button.tsx'
import { LengthLine, OfflineLine, SlowLine, StorageLine } from './hints/status-line.tsx'
import { useSlowMode } from './hints/use-slow-mode.ts'
import { insertText, toggleMarks } from './insert.ts'
import { PasteNotice } from './paste-notice.tsx'
import { ReplyBar } from './reply-bar.tsx'
import { leftOf } from './text-length.ts'
import { usePaste } from './use-paste.ts'
import { useText } from './use-text.ts'

export type WritingProps = {
  readonly room: RoomId
  /** The root of a thread: the messages are replies in it. */
  readonly thread?: MessageId
  /** As the list of rooms has it. */
  readonly details: Room | MyRoom | undefined
  /** The users that can be mentioned. */
  readonly members: People
  /** Changes the last message of the user. Returns whether there is one. */
  readonly onEditLast?: () => boolean
  /** What had the focus when the place of the box was shown. */
  readonly opener: Element | null
}

/** `Ctrl` or `⌘` with a letter puts these marks around the selection; `x` with Shift. */
const MARKS: Readonly<Record<string, string>> = { b: '**', i: '*', e: '`', x: '~~' }

export function WritingBox(props: WritingProps) {
  const { room, thread, details, members, onEditLast, opener } = props
  const chat = useChat()
  const words = useWords()
  const list = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const people = usePeople(members, chat.user?.id)
  const writing = useText({ box, room, thread, people, opener })
  const { text, replyTo } = writing
  const completion = useCompletion({
    ...{ box, people: people.all, arePeopleRead: people.isRead, onChoose: writing.choose },
  })
  const paste = usePaste(box)
  const emoji = useEmojiButton(box)
  const slow = useSlowMode(details, writing.window, chat.user)
  const left = leftOf(text)
  const isTooLong = left !== undefined && left < 0
  const mustWait = slow > 0
  const isBlank = text.trim() === ''
  const { offer } = completion

  function submit(event: FormEvent): void {
    event.preventDefault()
    box.current?.focus()
    if (!isTooLong && !mustWait) writing.submit()
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const { nativeEvent: key, currentTarget } = event
    if (isComposing(key) || completion.takeKey(event)) return
    if (key.key === 'Enter' && !key.shiftKey && !key.altKey) submit(event)
    else if (key.key === 'ArrowUp' && currentTarget.value === '' && !hasModifier(key)) {
      if (onEditLast?.()) event.preventDefault()
    } else if (key.key === 'Escape' && replyTo) {
      event.preventDefault()
      writing.endReply()
    } else if (hasCommandKey(key)) {
      const mark = Object.keys(MARKS).find((letter) => isKey(key, letter))
      if (mark === undefined || key.shiftKey !== (mark === 'x')) return
      event.preventDefault()
      toggleMarks(currentTarget, MARKS[mark] ?? '')
    }
  }
  function onChange(): void {
    if (!box.current) return
    const { value, selectionStart } = box.current
    writing.change(value, selectionStart)
    completion.follow()
    const [whole, name = ''] = SHORT_NAME.exec(value.slice(0, selectionStart)) ?? []
    const emoji = emojiOf(name)
    // Later, because the change that is being handled is not shown yet.
    if (whole !== undefined && emoji !== undefined)
      queueMicrotask(
        () =>
          box.current?.value === value &&
          insertText(box.current, emoji, selectionStart - whole.length, selectionStart),
      )
  }

  return (
    <>
      <form className="composer" onSubmit={submit} data-slow={mustWait}>
        {offer && (
          <CompletionList
            {...{ id: list, ...offer, at: completion.at }}
            onTake={(candidate) => completion.take(candidate, offer)}
          />
        )}
        <OfflineLine />
        <StorageLine />
        {mustWait && <SlowLine seconds={slow} />}
        {left !== undefined && <LengthLine left={left} />}
        <div className="composer-box">
          {paste.isRefused && (
            <PasteNotice onPaste={paste.pasteBeginning} onDiscard={paste.discard} />
          )}
          {replyTo && (
            <ReplyBar {...{ room, message: replyTo, writing }} onCancel={writing.endReply} />
          )}
          <textarea
            ref={box}
            value={text}
            onChange={onChange}
            onSelect={() => {
              completion.follow()
              writing.moveCaret()
            }}
            onKeyDown={onKeyDown}
            onPaste={paste.onPaste}
            onBlur={completion.close}
            rows={1}
            dir={text === '' ? undefined : 'auto'}
            enterKeyHint="send"
            placeholder={words.write}
            aria-label={words.write}
            aria-autocomplete="list"
            aria-controls={offer && list}
            aria-activedescendant={offer && optionId(list, completion.at)}
            aria-invalid={isTooLong || undefined}
          />
          {emoji.button}
          <button
            type="submit"
            className="button"
            data-look="primary"
            disabled={isBlank || isTooLong || mustWait}
            title={words.send}
          >
            <Icon name="send" />
            <span className="visually-hidden">{words.send}</span>
          </button>
        </div>
      </form>
      {emoji.picker}
    </>
  )
}

const SHORT_NAME = /(?<![\p{L}\p{N}_:]):([a-z0-9_+-]{2,40}):$/iu
const hasModifier = (key: globalThis.KeyboardEvent): boolean =>
  key.shiftKey || key.ctrlKey || key.altKey || key.metaKey
