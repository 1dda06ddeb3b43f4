import type { MessageId, RoomId } from './protocol.ts'
import {
  type KeyedStorage,
  keeping,
  keyedStorage,
  type StorageState,
  tabsOf,
} from './window/kept.ts'
import { type Observable, observable } from './window/observable.ts'

export { forgetKept, type KeyedStorage, type StorageState } from './window/kept.ts'

/** What a user has written and not sent. `caret`: the position of the text cursor. */
export type Draft = {
  readonly text: string
  readonly caret: number
  readonly replyTo?: MessageId | undefined
}
/** A room, or a thread of it. */
export type DraftPlace = { readonly room: RoomId; readonly thread?: MessageId | undefined }

export type Drafts = Observable<{
  /** The draft of each place that has one. */
  readonly drafts: readonly (DraftPlace & Draft)[]
  readonly storage: StorageState
}> & {
  /** The draft of a place; an empty one if it has none. */
  readonly of: (place: DraftPlace) => Draft
  /** Keeps a draft, in all tabs. Without a text and a reply target it removes the draft. */
  readonly write: (place: DraftPlace, draft: Draft) => void
  readonly remove: (place: DraftPlace) => void
  readonly close: () => void
}

/** `at`: the time of the change; the latest change of a place holds in every tab. */
type Kept = DraftPlace & Draft & { readonly at: number }

const EMPTY: Draft = { text: '', caret: 0 }

/**
 * The drafts of a user in this browser. `name`: another one for each user. The drafts are kept in IndexedDB, or in the
 * given storage, and follow in the user's other tabs. Where storage is forbidden or full they are kept in memory, and
 * `storage` says so.
 */
export function openDrafts({
  name,
  storage = keyedStorage(name, 'drafts'),
}: {
  readonly name: string
  readonly storage?: KeyedStorage
}): Drafts {
  const all = new Map<string, Kept>()
  const state = observable(current('loading'))
  const kept = keeping(storage, (storageState) => {
    if (state.read().storage !== storageState) state.set(current(storageState))
  })
  const tabs = tabsOf<Kept>(`drafts ${name}`, merge)

  void kept.all().then((values) => {
    for (const value of values) if (isKept(value)) merge(value)
  })

  function current(storage: StorageState) {
    return { drafts: [...all.values()].filter((one) => !isEmpty(one)), storage }
  }

  /** Returns whether the change is later than the known one. */
  function merge(one: Kept): boolean {
    const known = all.get(keyOf(one))
    if (known && known.at >= one.at) return false
    all.set(keyOf(one), one)
    state.set(current(state.read().storage))
    return true
  }

  function write({ room, thread }: DraftPlace, { text, caret, replyTo }: Draft): void {
    const known = all.get(keyOf({ room, thread }))
    // Later than the known change, also if the clock was set back.
    const at = Math.max(Date.now(), (known?.at ?? 0) + 1)
    const one = { room, thread, text, caret, replyTo, at }
    if (isEmpty(one) && (!known || isEmpty(known))) return
    merge(one)
    kept.write(keyOf(one), isEmpty(one) ? undefined : one)
    tabs.send(one)
  }

  return {
    read: state.read,
    subscribe: state.subscribe,
    of: (place) => all.get(keyOf(place)) ?? EMPTY,
    write,
    remove: (place) => write(place, EMPTY),
    close: tabs.close,
  }
}

const keyOf = ({ room, thread }: DraftPlace) => (thread ? `${room} ${thread}` : room)
const isEmpty = ({ text, replyTo }: Draft) => text === '' && replyTo === undefined

/** Another version of the app, or the user, can have written the storage. */
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'room' in value &&
  typeof value.room === 'string' &&
  'text' in value &&
  typeof value.text === 'string' &&
  'at' in value &&
  typeof value.at === 'number'
