/**
 * What clients did and heard, as they saw it, on one clock (milliseconds of the recording process).
 * Texts and names hold nonces, so that an answer to another's question is seen.
 */
export type History = {
  readonly rooms: readonly { readonly id: string; readonly name: string }[]
  /** A listener is a chain of connections, each of which resumes where the one before it ended. */
  readonly listeners: readonly Listener[]
  readonly calls: readonly Call[]
  readonly heard: readonly Heard[]
  /** What was read whole in the end, when all was healed and quiet. */
  readonly finals: readonly Final[]
}

export type Door = 'rest' | 'socket' | 'stream'

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
  /** Each emoji with its count, in the order of first use. */
  readonly reactions: readonly (readonly [string, number])[]
}

/**
 * One event of a room's log. `subject` is whose membership, reading or reaction it is about, `about` the
 * seq of the message that somebody reacted to.
 */
export type Entry = {
  readonly seq: number
  readonly type: string
  readonly subject?: string | undefined
  readonly message?: Said | undefined
  readonly about?: number | undefined
  readonly emoji?: string | undefined
}

export type Ask =
  | {
      readonly type: 'send'
      readonly room: string
      readonly clientId: string
      readonly text: string
    }
  | {
      readonly type: 'history'
      readonly room: string
      readonly after: number
      readonly limit: number
    }
  | {
      readonly type: 'edit'
      readonly room: string
      readonly message: string
      readonly text: string
    }
  | { readonly type: 'delete'; readonly room: string; readonly message: string }
  | {
      readonly type: 'react'
      readonly room: string
      readonly message: string
      readonly emoji: string
      readonly adds: boolean
    }
  | { readonly type: 'rooms' }
  | { readonly type: 'read'; readonly room: string; readonly seq: number }
  | { readonly type: 'member'; readonly verb: Verb; readonly room: string; readonly user: string }
export type Verb = 'join' | 'leave' | 'add' | 'remove'

export type Answer =
  | { readonly type: 'send' | 'edit'; readonly message: Said }
  | { readonly type: 'delete' | 'react' }
  | { readonly type: 'history'; readonly seq: number; readonly messages: readonly Said[] }
  | { readonly type: 'rooms'; readonly rooms: readonly RoomSeen[] }
  | { readonly type: 'read'; readonly readSeq: number; readonly unread: number }
  | { readonly type: 'member' }
export type RoomSeen = {
  readonly id: string
  readonly name: string
  readonly seq: number
  readonly readSeq: number
  readonly unread: number
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
  readonly begun: number
  ended: number
  outcome: 'ok' | 'fail' | 'info'
  answer?: Answer
}

export type Listener = { readonly id: string; readonly user: string }

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

export type Violation = { readonly rule: string; readonly says: string }
