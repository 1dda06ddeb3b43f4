/**
 * What clients did and received, as they saw it, on one clock (milliseconds of the recording process).
 * Texts and names hold nonces, so that an answer to another's question is seen.
 */
export type History = {
  /** `staff`: those who see what is hidden; nobody, if it is left out. */
  readonly rooms: readonly {
    readonly id: string
    readonly name: string
    readonly staff?: readonly string[]
  }[]
  /** A listener is a chain of connections, each of which resumes where the one before it ended. */
  readonly listeners: readonly Listener[]
  readonly connections: readonly Connection[]
  readonly calls: readonly Call[]
  readonly received: readonly Heard[]
  /** What was read whole in the end, when all was healed and quiet. */
  readonly finals: readonly Final[]
  readonly lists: readonly List[]
  /** What passes, as listeners received it. */
  readonly signals: readonly Signalled[]
  readonly quicks: readonly Quick[]
  readonly presences: readonly Presences[]
  readonly meetings: readonly Meeting[]
}

export type Door =
  | 'rest'
  | 'socket'
  | 'stream'
  | 'graphql'
  | 'graphql-socket'
  | 'graphql-stream'
  | 'quick'

/** A message, or what a message must not differ in from one telling to the next. */
export type Said = {
  readonly id: string
  readonly room: string
  readonly seq: number
  readonly sender: string
  readonly clientId: string
  /** How it was when it was told: the text of its version, or none of a deleted one. */
  readonly version: number
  readonly text: string
  readonly isDeleted: boolean
  /** The message below which it was said, or ''; then it stands in the room only where `inRoom`. */
  readonly thread: string
  readonly inRoom: boolean
  readonly silent: boolean
  /** Only its sender and the staff may receive it. The sender is not told so. */
  readonly isHidden?: true
  readonly isPinned: boolean
  /** How many were said below it. */
  readonly replies: number
  /** Each emoji with its count, in the order of first use. */
  readonly reactions: readonly (readonly [string, number])[]
}

/**
 * One event of a log: a room's, or one user's own. `subject` is whose membership, reading, reaction or
 * pin it is about, `about` the seq of the message that somebody reacted to or pinned. `detail` is what
 * else never changes in it, `thread` how somebody's thread is now.
 */
export type Entry = {
  readonly seq: number
  readonly type: string
  readonly subject?: string | undefined
  readonly message?: Said | undefined
  readonly about?: number | undefined
  readonly emoji?: string | undefined
  readonly detail?: string | undefined
  readonly thread?: { readonly id: string; readonly following: boolean; readonly readSeq: number }
}

export type Mentions = { readonly users: readonly string[] } | { readonly room: true }
type OfMessage = { readonly room: string; readonly message: string }

export type Ask =
  | {
      readonly type: 'send'
      readonly room: string
      readonly clientId: string
      readonly text: string
      readonly thread?: string
      readonly inRoom?: true
      readonly silent?: true
      readonly mentions?: Mentions
    }
  /** Plain text in a quick room: whoever says it hears it, and knows by that that it was said. */
  | { readonly type: 'line'; readonly room: string; readonly text: string }
  | {
      readonly type: 'history'
      readonly room: string
      readonly after: number
      readonly limit: number
    }
  | ({ readonly type: 'edit'; readonly text: string } & OfMessage)
  | ({ readonly type: 'delete' | 'restore' } & OfMessage)
  | ({ readonly type: 'react'; readonly emoji: string; readonly adds: boolean } & OfMessage)
  | ({ readonly type: 'pin' | 'follow'; readonly adds: boolean } & OfMessage)
  | ({ readonly type: 'markThreadRead'; readonly seq: number } & OfMessage)
  | { readonly type: 'typing'; readonly room: string; readonly adds: boolean }
  | { readonly type: 'presence'; readonly state: Shown; readonly status: string }
  | { readonly type: 'rooms' }
  | { readonly type: 'signIn'; readonly login: string; readonly password: string }
  | { readonly type: 'refresh'; readonly session: string; readonly refreshToken: string }
  | { readonly type: 'signOut'; readonly session: string }
  /** Out of all sessions, or all others than the one that asks. */
  | { readonly type: 'signOutAll'; readonly others: boolean }
  | { readonly type: 'read'; readonly room: string; readonly seq: number }
  | { readonly type: 'request' | 'dm'; readonly user: string }
  | { readonly type: 'accept'; readonly request: string }
  | { readonly type: 'block'; readonly user: string; readonly adds: boolean }
  | ({ readonly type: 'sanction'; readonly user: string } & Sanctioning)
  | ({ readonly type: 'lift'; readonly sanction: string; readonly user: string } & Sanctioning)
  /** By the app: `erased` is that it was seen to be done. */
  | { readonly type: 'erase' | 'erased'; readonly user: string }
  | { readonly type: 'member'; readonly verb: Verb; readonly room: string; readonly user: string }
/** In a room, or on the whole server by the app. */
type Sanctioning = { readonly kind: 'ban' | 'mute'; readonly room?: string }
export type Shown = 'online' | 'away' | 'invisible'
export type Verb = 'join' | 'leave' | 'add' | 'remove'

export type Answer =
  | { readonly type: 'send' | 'edit' | 'restore'; readonly message: Said }
  | {
      readonly type: Exclude<
        Ask['type'],
        | 'send'
        | 'edit'
        | 'restore'
        | 'history'
        | 'rooms'
        | 'read'
        | 'signIn'
        | 'refresh'
        | 'request'
        | 'sanction'
        | 'accept'
        | 'dm'
      >
    }
  | { readonly type: 'history'; readonly seq: number; readonly messages: readonly Said[] }
  | { readonly type: 'rooms'; readonly rooms: readonly RoomSeen[] }
  | { readonly type: 'read'; readonly readSeq: number; readonly unread: number }
  | {
      readonly type: 'signIn' | 'refresh'
      readonly session: string
      readonly accessToken: string
      readonly refreshToken: string
    }
  /** The id of what was made: a request, a sanction, or a dm. */
  | { readonly type: 'request' | 'sanction' | 'accept' | 'dm'; readonly id: string }
  /** The refresh token had been used before, so its session was ended. */
  | { readonly type: 'reuse' }
export type RoomSeen = {
  readonly id: string
  readonly name: string
  readonly seq: number
  readonly readSeq: number
  readonly unread: number
  readonly mentions: number
}

/**
 * One try. It begins before its bytes leave, and is `info` (it may have happened) until an answer
 * says that it is done (`ok`) or definitely refused (`fail`).
 */
export type Call = {
  readonly user: string
  readonly node: number
  readonly door: Door
  readonly ask: Ask
  /** By whose tokens it was asked; undefined for a token of the app. */
  readonly session?: string | undefined
  readonly begun: number
  ended: number
  outcome: 'ok' | 'fail' | 'info'
  answer?: Answer
}

export type Listener = { readonly id: string; readonly user: string }

/** One connection of a listener. `isRefused`: it was told that its session is over. */
export type Connection = {
  readonly listener: string
  readonly connection: number
  readonly session: string | undefined
  readonly begun: number
  isRefused: boolean
}

/** An entry, or the word that what was missed cannot be replayed. */
export type Heard = {
  readonly listener: string
  readonly connection: number
  readonly node: number
  readonly door: Door
  readonly at: number
  readonly log: string
  readonly entry: Entry | 'reset'
}

/** Over REST a log is read as its messages alone. */
export type Final = {
  readonly node: number
  readonly door: Door
  readonly room: string
  readonly head: number
  readonly entries: readonly Entry[]
}

/** A room's pins, or somebody's mentions, as they were listed in the end: the messages' ids. */
export type List = {
  readonly node: number
  readonly what: 'pins' | 'mentions'
  readonly log: string
  readonly messages: readonly string[]
}

export type Signalled = Omit<Heard, 'entry'> & {
  readonly type: string
  readonly user: string
  readonly thread: string
}

/** One connection to a quick room, under a name of its own. `isOpen`: still, in the end. */
export type Quick = {
  readonly name: string
  readonly room: string
  /** How many messages of before it asked for. */
  readonly history: number
  isOpen: boolean
  readonly lines: Line[]
}
export type Line = {
  readonly is: 'joined' | 'left' | 'said'
  readonly participant: string
  readonly text: string
}

/** Who of a room was there in the end, by what a node said, and who truly was. */
export type Presences = {
  readonly node: number
  readonly room: string
  readonly told: readonly string[]
  readonly there: readonly string[]
}

/**
 * Two people who share no room: one asks, and the other accepts, blocks and leaves. A host bans and mutes the one who
 * asked in a room. Another one is banned from the server by the app, and erased. Their dms are in no other check.
 */
export type Meeting = {
  readonly asker: string
  readonly asked: string
  readonly host: string
  readonly room: string
  readonly erased: string
  readonly dms: readonly string[]
  /** What the erased one received: their log can be read by nobody any more. */
  readonly receivedByErased: readonly Heard[]
}

export type Violation = { readonly rule: string; readonly says: string }
