// Made from protocol/ by `npm run generate`: not to be changed here.

declare const brand: unique symbol
/** A word that only its own kind may stand for: a message’s id is no room’s. */
export type Branded<Kind extends string> = string & { readonly [brand]: Kind }

/** An object without fields. */
export type Nothing = { readonly [key: string]: never }

/** The app’s own id where the app issues the token, else one of ours (`guest_…`). */
export type UserId = Branded<'UserId'>

/** The app’s own JSON object, kept as sent; its keys have no order. */
export type Data = { readonly [key: string]: Json }

/** Anything that JSON can say. Numbers that 64-bit floating point does not keep exactly are to be sent as text. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** What is named is turned on or off; the rest stays, or is that of the room’s type. */
export type FeatureSwitches = {
  readonly typing?: boolean | undefined
  readonly receipts?: boolean | undefined
  readonly reactions?: boolean | undefined
  readonly threads?: boolean | undefined
  readonly presence?: boolean | undefined
}

export type RoomId = Branded<'RoomId'>

export type Role = 'owner' | 'admin' | 'moderator' | 'member'

export type MessageId = Branded<'MessageId'>

/** Who is meant, beside what the text says. */
export type Mentions = {
  readonly users?: readonly UserId[] | undefined
  /** Everybody in the room. */
  readonly room?: true | undefined
  /** Everybody in the room who is there just now. */
  readonly online?: true | undefined
  readonly roles?: readonly Role[] | undefined
}

export type NotifyLevel = 'all' | 'mentions' | 'none'

export type InvitationId = Branded<'InvitationId'>

/** `info`: the claims of the app's token that Parlance itself does not use. A deleted user has neither name nor info left. */
export type User = {
  readonly id: UserId
  readonly name: string
  readonly kind: UserKind
  readonly info?: Data | undefined
  readonly createdAt: string
  readonly deletedAt?: string | undefined
}

export type UserKind = 'person' | 'guest' | 'bot'

/** Which room the lobby is. */
export type Lobby = {
  readonly room: RoomId
}

/** `seq` is the room’s last. A dm has no name of its own: clients show the other’s. `history`: how far back a new member sees. `features` as they are set: typing, receipts and presence are silent while a room has more than 200 members. */
export type Room = {
  readonly id: RoomId
  readonly type: RoomType
  readonly name?: string | undefined
  readonly topic?: string | undefined
  readonly data?: Data | undefined
  readonly readOnly: boolean
  readonly history: 'all' | 'joined'
  readonly features: Features
  readonly memberCount: number
  readonly seq: number
  readonly createdAt: string
  readonly archivedAt?: string | undefined
}

export type RoomType = 'dm' | 'group' | 'public' | 'announcement'

/** What a room has beside its messages. */
export type Features = {
  readonly typing: boolean
  readonly receipts: boolean
  readonly reactions: boolean
  readonly threads: boolean
  readonly presence: boolean
}

/** A room as one of its members sees it: my role, how far I read, and what that leaves unread. */
export type MyRoom = {
  readonly id: RoomId
  readonly type: RoomType
  readonly name?: string | undefined
  readonly topic?: string | undefined
  readonly data?: Data | undefined
  readonly readOnly: boolean
  readonly history: 'all' | 'joined'
  readonly features: Features
  readonly memberCount: number
  readonly seq: number
  readonly createdAt: string
  readonly archivedAt?: string | undefined
  readonly role: Role
  /** That of my joining: what was said before is history, and not unread, however far I read. */
  readonly joinedSeq: number
  readonly readSeq: number
  /** I want to see it as unread from here on, however far I have read. */
  readonly unreadFrom?: number | undefined
  /** At most 1000: that many stands for that many or more. */
  readonly unread: number
  /** How many of the unread name me. */
  readonly mentions: number
  readonly preferences: Preferences
  readonly lastMessage?: Message | undefined
}

/** One's own way with a room. `position` orders one's own list; `receipts`: whether others see how far one has read. */
export type Preferences = {
  readonly notify: NotifyLevel
  readonly mutedUntil?: string | undefined
  readonly favourite: boolean
  readonly position?: number | undefined
  readonly receipts: 'public' | 'private'
}

/** `seq` is that of the event that created it. A deleted message keeps its place and no text. `version` rises with every edit, and with a deletion that is taken back. */
export type Message = {
  readonly id: MessageId
  readonly room: RoomId
  readonly seq: number
  readonly version: number
  readonly sender: Sender
  readonly text: string
  readonly data?: Data | undefined
  /** Not somebody's words: it says what happened. */
  readonly system?: true | undefined
  /** Nobody's unread, and no reason to call anybody. */
  readonly silent?: true | undefined
  readonly replyTo?: MessageId | undefined
  readonly quote?: Quote | undefined
  /** The message below which it was said; it is in the room's own history only where `inRoom`. */
  readonly thread?: MessageId | undefined
  readonly inRoom?: true | undefined
  readonly replies?: Replies | undefined
  readonly mentions?: Mentions | undefined
  readonly reactions?: readonly ReactionSummary[] | undefined
  readonly pinnedAt?: string | undefined
  readonly clientId?: string | undefined
  readonly createdAt: string
  readonly editedAt?: string | undefined
  readonly deletedAt?: string | undefined
  /** In the answer to whoever sent or edited it, and nowhere else: what was left out. */
  readonly ignored?: Ignored | undefined
}

/** Who somebody is, where more is not needed. */
export type Sender = {
  readonly id: UserId
  readonly name: string
}

/** What a reply answers, as it is now: without its text where that was deleted, or is before one's time. */
export type Quote = {
  readonly id: MessageId
  readonly seq: number
  readonly sender: Sender
  readonly text?: string | undefined
  readonly deletedAt?: string | undefined
}

/** What was said below a message. */
export type Replies = {
  readonly count: number
  readonly lastSeq: number
  readonly lastAt: string
}

/** An emoji and how many used it, in the order of first use. */
export type ReactionSummary = {
  /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
  readonly emoji: string
  readonly count: number
}

/** What of a command was left out: mentions of who has left. */
export type Ignored = {
  readonly mentions: readonly UserId[]
}

/** The opaque word that says how far a client has received. */
export type Cursor = Branded<'Cursor'>

/** `readSeq` and `deliveredSeq`: how far the member has read and received, as far as others may know. */
export type Member = {
  readonly user: {
    readonly id: UserId
    readonly name: string
    readonly kind: UserKind
  }
  readonly role: Role
  readonly readSeq: number
  readonly deliveredSeq: number
  readonly joinedAt: string
}

/** How a message once was. */
export type Version = {
  readonly version: number
  readonly text: string
  readonly data?: Data | undefined
  readonly at: string
}

/** A message that was searched for. */
export type SearchHit = {
  readonly message: Message
  readonly fragments: readonly Fragment[]
}

/** Where what was searched for stands in a text: pieces of it, the found ones marked. */
export type Fragment = {
  readonly text: string
  readonly found: boolean
}

/** Somebody read as far as a message, and when first. */
export type ReadReceipt = {
  readonly user: Sender
  readonly at: string
}

/** A thread as one sees it: how far one has read below its root, and what that leaves unread. */
export type Thread = {
  readonly root: Message
  readonly following: boolean
  readonly readSeq: number
  readonly unread: number
}

/** Somebody used an emoji on a message. */
export type Reaction = {
  readonly user: Sender
  /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
  readonly emoji: string
  readonly at: string
}

/** A message that names me. */
export type Mention = {
  readonly room: RoomId
  readonly message: Message
}

/** A way into a room: for one person, or for whoever has the code. */
export type Invitation = {
  readonly id: InvitationId
  readonly room: RoomId
  readonly roomName?: string | undefined
  readonly by: Sender
  readonly user?: UserId | undefined
  readonly uses: number
  readonly maxUses?: number | undefined
  readonly expiresAt?: string | undefined
  readonly createdAt: string
}

/** How somebody is there, or since when not. */
export type Presence = {
  readonly user: Sender
  readonly state: PresenceState
  readonly status?: string | undefined
  readonly lastSeenAt?: string | undefined
}

export type PresenceState = 'online' | 'away' | 'offline'

export type UserUpdated = {
  readonly type: 'user.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: User
}

/** A room’s id, or `user:` and the user’s id for the user’s own affairs. */
export type Log = RoomId | `user:${UserId}`

/** The last entry of its log: the user’s connections end with it. */
export type UserDeleted = {
  readonly type: 'user.deleted'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: User
}

export type RoomCreated = {
  readonly type: 'room.created'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: Room
  readonly by: Sender
}

export type RoomUpdated = {
  readonly type: 'room.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: Room
  readonly by: Sender
}

/** The last entry of its log. */
export type RoomDeleted = {
  readonly type: 'room.deleted'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly by: Sender
}

/** `room` is there for the one who joined and does not know it yet. */
export type MemberJoined = {
  readonly type: 'member.joined'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly member: Member
  readonly room: Room
  readonly by: Sender
}

/** Another role, name or `info`. `user`: who they are now, with their `info`. */
export type MemberUpdated = {
  readonly type: 'member.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly member: Member
  readonly user: User
  readonly by: Sender
}

/** The last thing that this user hears of the room. `by` somebody else: removed. */
export type MemberLeft = {
  readonly type: 'member.left'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: Sender
  readonly by: Sender
  readonly memberCount: number
}

/** `root`: that of the thread in which it was said. */
export type MessageCreated = {
  readonly type: 'message.created'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: Message
  readonly root?: ThreadRoot | undefined
}

/** The root of a thread, and what is below it now. */
export type ThreadRoot = {
  readonly id: MessageId
  readonly seq: number
  readonly replies: Replies
}

/** Edited, or back after it was deleted. */
export type MessageUpdated = {
  readonly type: 'message.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: Message
  readonly root?: ThreadRoot | undefined
}

export type MessageDeleted = {
  readonly type: 'message.deleted'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: Message
  readonly by: Sender
  readonly root?: ThreadRoot | undefined
}

export type ReceiptRead = {
  readonly type: 'receipt.read'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly user: Sender
  readonly readSeq: number
}

export type ReceiptDelivered = {
  readonly type: 'receipt.delivered'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly user: Sender
  readonly deliveredSeq: number
}

export type ThreadUpdated = {
  readonly type: 'thread.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly thread: MessageId
  readonly following: boolean
  readonly readSeq: number
}

export type ReactionAdded = {
  readonly type: 'reaction.added'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
  readonly emoji: string
  readonly user: Sender
  /** All there are on the message now. */
  readonly reactions: readonly ReactionSummary[]
}

/** Where a message stands. */
export type MessageRef = {
  readonly id: MessageId
  readonly seq: number
}

export type ReactionRemoved = {
  readonly type: 'reaction.removed'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
  readonly emoji: string
  readonly user: Sender
  /** All there are on the message now. */
  readonly reactions: readonly ReactionSummary[]
}

export type MentionCreated = {
  readonly type: 'mention.created'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly message: MessageRef
  readonly by: Sender
}

export type MessagePinned = {
  readonly type: 'message.pinned'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  readonly by: Sender
}

export type MessageUnpinned = {
  readonly type: 'message.unpinned'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  readonly by: Sender
}

/** My own way with a room has changed, or from where on I want to see it as unread. */
export type PreferencesUpdated = {
  readonly type: 'preferences.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly preferences: Preferences
  readonly unreadFrom?: number | undefined
}

export type InvitationCreated = {
  readonly type: 'invitation.created'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly invitation: Invitation
}

export type InvitationUpdated = {
  readonly type: 'invitation.updated'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly invitation: Invitation
}

export type InvitationDeleted = {
  readonly type: 'invitation.deleted'
  /** Whose log this is an entry of. */
  readonly log: Log
  readonly seq: number
  /** Everything up to here, over all logs: give it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly invitation: InvitationId
}

/** It ends at `until`, unless it is said again. */
export type TypingStarted = {
  readonly type: 'typing.started'
  readonly log: RoomId
  readonly user: Sender
  readonly at: string
  readonly thread?: MessageId | undefined
  readonly until: string
}

export type TypingStopped = {
  readonly type: 'typing.stopped'
  readonly log: RoomId
  readonly user: Sender
  readonly at: string
  readonly thread?: MessageId | undefined
}

export type PresenceChanged = {
  readonly type: 'presence.changed'
  readonly log: RoomId
  readonly user: Sender
  readonly at: string
  readonly state: PresenceState
  readonly status?: string | undefined
  readonly lastSeenAt?: string | undefined
}

/** Everything durable that can be received. */
export type Event =
  | UserUpdated
  | UserDeleted
  | RoomCreated
  | RoomUpdated
  | RoomDeleted
  | MemberJoined
  | MemberUpdated
  | MemberLeft
  | MessageCreated
  | MessageUpdated
  | MessageDeleted
  | ReceiptRead
  | ReceiptDelivered
  | ThreadUpdated
  | ReactionAdded
  | ReactionRemoved
  | MentionCreated
  | MessagePinned
  | MessageUnpinned
  | PreferencesUpdated
  | InvitationCreated
  | InvitationUpdated
  | InvitationDeleted

/** What passes: in no log, without a seq, never replayed. */
export type EphemeralEvent = TypingStarted | TypingStopped | PresenceChanged

export type EventType = Event['type']
export type EphemeralEventType = EphemeralEvent['type']
export type ReceivedEvent = Event | EphemeralEvent
export type EventOf<T extends ReceivedEvent['type']> = Extract<ReceivedEvent, { readonly type: T }>

/** Why something is refused. */
export type RefusalCode =
  /** This is not valid JSON: send one JSON value in UTF-8. */
  | 'invalid_json'
  /** This is not a frame of this socket: send a hello or a command. */
  | 'invalid_frame'
  /** The input does not fit the command: correct the fields that are named. */
  | 'invalid_input'
  /** This cursor is not from this server: read the state again, and use the cursor of that. */
  | 'invalid_cursor'
  /** The Host header is malformed or names another server: use an address of this server. */
  | 'invalid_host'
  /** This GraphQL operation does not fit the schema: see /schema.graphql. */
  | 'invalid_operation'
  /** This server runs only registered GraphQL operations: ask its operator to add this one. */
  | 'unknown_operation'
  /** This GraphQL operation is over the limits: ask for less at once. */
  | 'too_complex'
  /** There is no command with this name: the API documents list all names. */
  | 'unknown_command'
  /** This needs a token: sign in, and send it. */
  | 'unauthenticated'
  /** This token is not valid: get a new one. */
  | 'invalid_token'
  /** This API key is not valid: use the operator’s key, or one that was not deleted. */
  | 'invalid_key'
  /** This token has expired: get a new one. */
  | 'token_expired'
  /** The first frame must be hello: connect again, and send it first. */
  | 'hello_missing'
  /** No hello came within 10 seconds: connect again, and send it first. */
  | 'hello_late'
  /** You do not have the right to do this: ask the staff of the room, or the operator. */
  | 'forbidden'
  /** This user was deleted for good: use another user. */
  | 'user_deleted'
  /** Pages of this origin may not call this server: its operator can add it to PARLANCE_ORIGINS. */
  | 'origin_refused'
  /** There is no such thing, or you cannot see it: check the id, and whether you are a member. */
  | 'not_found'
  /** This address does not support this method: the Allow header lists those that it does. */
  | 'method_not_allowed'
  /** A room keeps an owner: make another member owner first. */
  | 'last_owner'
  /** A user can be in 1000 rooms at most: leave another room first. */
  | 'too_many_rooms'
  /** The other person of this dm was deleted, and it takes nothing more: leave it. */
  | 'dm_over'
  /** The room is archived, and nothing in it changes: an owner or admin can bring it back. */
  | 'archived'
  /** This room has that feature turned off: an owner or admin can turn it on. */
  | 'feature_off'
  /** The message was edited meanwhile: read it again, and edit its latest version. */
  | 'edit_conflict'
  /** This message was deleted: its author can restore it for a short time. */
  | 'deleted'
  /** A message can be restored for 60 seconds after its deletion. */
  | 'too_late'
  /** The limit is reached: remove another one first. */
  | 'too_many'
  /** This invitation is used up, taken back, expired, or never was: ask for a new one. */
  | 'invitation_over'
  /** You have read further already: send the seq that you read up to last. */
  | 'read_behind'
  /** The room has no event with this seq yet: send at most the seq of the room. */
  | 'read_ahead'
  /** This body has a Content-Encoding: send it without. */
  | 'unsupported_encoding'
  /** This is too large: send less at once. */
  | 'too_large'
  /** Too many requests: wait, and try again. */
  | 'rate_limited'
  /** Too many connections are open: close one, or try again when one has ended. */
  | 'too_many_connections'
  /** The body ended before it was complete: send it again. */
  | 'body_incomplete'
  /** Internal error: tell the operator of this server its id, which stands in the log. */
  | 'internal'
  /** The server cannot do this at the moment: try again in a few seconds. */
  | 'unavailable'

/** `signal`: what is no longer wanted is not sent, and not waited for. */
export type CallOptions = { readonly signal?: AbortSignal | undefined }

/** What each command takes and answers. */
export type Commands = {
  /** Come in with a name alone, where the operator allows it */
  'guests.create': {
    readonly input: {
      readonly name: string
    }
    readonly output: {
      readonly token: string
      readonly user: User
    }
  }
  /** Which room the lobby is: a public room that is there from the first start on */
  'lobby.get': { readonly input: Nothing; readonly output: Lobby }
  /** Who I am */
  'me.get': { readonly input: Nothing; readonly output: User }
  /** Change my name (a guest’s; an app’s user is named by the app) */
  'me.update': {
    readonly input: {
      readonly name: string
    }
    readonly output: User
  }
  /** Of these users those who are in a room with me, and myself */
  'users.list': {
    readonly input: {
      readonly id: readonly UserId[]
    }
    readonly output: {
      readonly users: readonly User[]
    }
  }
  /** A word to open one event stream or socket with: one use, 30 seconds */
  'tickets.create': {
    readonly input: Nothing
    readonly output: {
      readonly ticket: string
      readonly expiresAt: string
    }
  }
  /** Make a room; a dm of the same two people is always the same room */
  'rooms.create': {
    readonly input:
      | {
          readonly type: 'group' | 'public' | 'announcement'
          readonly name: string
          readonly topic?: string | undefined
          readonly data?: Data | undefined
          readonly readOnly?: boolean | undefined
          readonly history?: 'all' | 'joined' | undefined
          readonly features?: FeatureSwitches | undefined
          readonly members?: readonly UserId[] | undefined
        }
      | {
          readonly type: 'dm'
          readonly members: readonly UserId[]
          readonly data?: Data | undefined
        }
    readonly output: Room
  }
  /** My rooms, the latest active first; with `id`, those of these; with `type`, those that anyone may join */
  'rooms.list': {
    readonly input: {
      readonly type?: 'public' | 'announcement' | undefined
      /** Neither with `type` nor with `after`. */
      readonly id?: readonly RoomId[] | undefined
      /** The `next` of the page before this one. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly rooms: readonly (MyRoom | Room)[]
      readonly cursor: Cursor
      readonly next?: string | undefined
    }
  }
  /** A room that I am in, or may join */
  'rooms.get': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Room
  }
  /** Change a room: only what is named changes; an empty topic is none */
  'rooms.update': {
    readonly input: {
      readonly room: RoomId
      readonly name?: string | undefined
      readonly archived?: boolean | undefined
      readonly topic?: string | undefined
      readonly data?: Data | undefined
      readonly readOnly?: boolean | undefined
      readonly history?: 'all' | 'joined' | undefined
      readonly features?: FeatureSwitches | undefined
    }
    readonly output: Room
  }
  /** Delete a room and everything said in it */
  'rooms.delete': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Nothing
  }
  /** Who is in the room, by id; the next page is `after` the last id */
  'members.list': {
    readonly input: {
      readonly room: RoomId
      readonly after?: UserId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly members: readonly Member[]
    }
  }
  /** Join a public or announcement room */
  'members.join': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Member
  }
  /** Leave a room */
  'members.leave': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Nothing
  }
  /** Add somebody to a room */
  'members.add': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
    }
    readonly output: Member
  }
  /** Give a member another role */
  'members.update': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
      readonly role: Role
    }
    readonly output: Member
  }
  /** Remove somebody from a room */
  'members.remove': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** Say something; the same clientId again gives the same message back */
  'messages.send': {
    readonly input: {
      readonly room: RoomId
      readonly text: string
      readonly clientId?: string | undefined
      readonly data?: Data | undefined
      readonly replyTo?: MessageId | undefined
      readonly thread?: MessageId | undefined
      readonly inRoom?: true | undefined
      readonly mentions?: Mentions | undefined
      readonly silent?: true | undefined
      readonly system?: true | undefined
    }
    readonly output: Message
  }
  /** One message */
  'messages.get': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** One message of whichever room of mine, by its id alone */
  'messages.find': {
    readonly input: {
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Edit what I said; with `version`, only if that is what it still is */
  'messages.update': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly text?: string | undefined
      readonly data?: Data | undefined
      readonly mentions?: Mentions | undefined
      readonly version?: number | undefined
    }
    readonly output: Message
  }
  /** Delete a message: its place stays, its text goes */
  'messages.delete': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** Take back that I deleted what I said, within a minute */
  'messages.restore': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** How a message was before it was edited, oldest first; the next page is `after` a version */
  'messages.listVersions': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly after?: number | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly versions: readonly Version[]
    }
  }
  /** A page of history, oldest first: the latest, or before, after or around a seq */
  'messages.list': {
    readonly input: {
      readonly room: RoomId
      /** Of `before`, `after` and `around` at most one. */
      readonly before?: number | undefined
      /** Of `before`, `after` and `around` at most one. */
      readonly after?: number | undefined
      /** Of `before`, `after` and `around` at most one. */
      readonly around?: number | undefined
      readonly thread?: MessageId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly messages: readonly Message[]
      readonly seq: number
      readonly cursor: Cursor
    }
  }
  /** What counts as unread in a room, oldest first; the next page is `after` the last seq */
  'messages.listUnread': {
    readonly input: {
      readonly room: RoomId
      readonly after?: number | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly messages: readonly Message[]
      readonly seq: number
      readonly cursor: Cursor
    }
  }
  /** Messages that I may see, by words, "phrases", from:, in:, before:, after: */
  'messages.search': {
    readonly input: {
      readonly q: string
      readonly order?: 'date' | 'rank' | undefined
      /** The `next` of the page before this one. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly found: readonly SearchHit[]
      readonly next?: string | undefined
    }
  }
  /** I have read up to this seq */
  'receipts.markRead': {
    readonly input: {
      readonly room: RoomId
      readonly seq: number
    }
    readonly output: {
      readonly readSeq: number
      readonly unread: number
    }
  }
  /** I have read everything, in all my rooms; says in how many there was something */
  'receipts.markAllRead': {
    readonly input: Nothing
    readonly output: {
      readonly rooms: number
    }
  }
  /** I want to see the room as unread from this seq on, until I read it */
  'receipts.markUnread': {
    readonly input: {
      readonly room: RoomId
      readonly seq: number
    }
    readonly output: {
      readonly unreadFrom: number
      readonly unread: number
    }
  }
  /** I have received everything up to this seq */
  'receipts.markDelivered': {
    readonly input: {
      readonly room: RoomId
      readonly seq: number
    }
    readonly output: {
      readonly deliveredSeq: number
    }
  }
  /** Who has seen a message, and when */
  'receipts.list': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly after?: UserId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly seen: readonly ReadReceipt[]
    }
  }
  /** I have read this thread up to this seq */
  'receipts.markThreadRead': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly seq: number
    }
    readonly output: {
      readonly readSeq: number
      readonly unread: number
    }
  }
  /** Threads that I follow, the latest active first */
  'threads.list': {
    readonly input: {
      /** The `next` of the page before this one. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly threads: readonly Thread[]
      readonly next?: string | undefined
    }
  }
  /** A thread as I see it, by its root */
  'threads.get': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Thread
  }
  /** Follow a thread */
  'threads.follow': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Thread
  }
  /** Follow a thread no longer */
  'threads.unfollow': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** React to a message; the same again changes nothing */
  'reactions.add': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
      readonly emoji: string
    }
    readonly output: Message
  }
  /** Take a reaction back */
  'reactions.remove': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
      readonly emoji: string
    }
    readonly output: Nothing
  }
  /** Who reacted, by emoji and user; the next page is `after` its `next` */
  'reactions.list': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      /** One emoji (RGI, of Unicode), or a `:name:` of the app’s own. */
      readonly emoji?: string | undefined
      /** The `next` of the page before this one. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly reactions: readonly Reaction[]
      readonly next?: string | undefined
    }
  }
  /** Messages that name me, the latest first */
  'mentions.list': {
    readonly input: {
      /** The `next` of the page before this one. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly mentions: readonly Mention[]
      readonly next?: string | undefined
    }
  }
  /** What is pinned in a room, the latest pinned first */
  'pins.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly messages: readonly Message[]
    }
  }
  /** Pin a message */
  'pins.add': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Unpin a message */
  'pins.remove': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** My own way with a room: only what is named changes, null takes it away */
  'preferences.update': {
    readonly input: {
      readonly room: RoomId
      readonly notify?: NotifyLevel | undefined
      readonly mutedUntil?: string | null | undefined
      readonly favourite?: boolean | undefined
      readonly position?: number | null | undefined
      readonly receipts?: 'public' | 'private' | undefined
    }
    readonly output: Preferences
  }
  /** A way into a room: for one person, or a code for whoever has it. The code is said once */
  'invitations.create': {
    readonly input: {
      readonly room: RoomId
      readonly user?: UserId | undefined
      readonly maxUses?: number | undefined
      readonly seconds?: number | undefined
    }
    readonly output: {
      readonly id: InvitationId
      readonly room: RoomId
      readonly roomName?: string | undefined
      readonly by: Sender
      readonly user?: UserId | undefined
      readonly uses: number
      readonly maxUses?: number | undefined
      readonly expiresAt?: string | undefined
      readonly createdAt: string
      readonly code?: string | undefined
    }
  }
  /** The ways into a room that there are */
  'invitations.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly invitations: readonly Invitation[]
    }
  }
  /** Rooms that I am invited to */
  'invitations.listMine': {
    readonly input: Nothing
    readonly output: {
      readonly invitations: readonly Invitation[]
    }
  }
  /** An invitation of mine, or into a room whose staff I am */
  'invitations.get': {
    readonly input: {
      readonly invitation: InvitationId
    }
    readonly output: Invitation
  }
  /** Join by a code, or by an invitation of my own; again, it changes nothing */
  'invitations.accept': {
    readonly input: {
      readonly code?: string | undefined
      readonly invitation?: InvitationId | undefined
    }
    readonly output: {
      readonly room: Room
      readonly member: Member
    }
  }
  /** Take an invitation back, or decline one’s own */
  'invitations.delete': {
    readonly input: {
      readonly invitation: InvitationId
    }
    readonly output: Nothing
  }
  /** I am typing: say it again every few seconds while that is so */
  'typing.start': {
    readonly input: {
      readonly room: RoomId
      readonly thread?: MessageId | undefined
    }
    readonly output: Nothing
  }
  /** I am no longer typing, in the room or below its messages */
  'typing.stop': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Nothing
  }
  /** How I want to be seen while I am here, and a line about myself; what is left out stays */
  'presence.update': {
    readonly input: {
      readonly state?: 'online' | 'away' | 'invisible' | undefined
      readonly status?: string | undefined
    }
    readonly output: {
      readonly state: 'online' | 'away' | 'invisible'
      readonly status?: string | undefined
    }
  }
  /** Who of the room is there, and when the others last were */
  'presence.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly presence: readonly Presence[]
    }
  }
}
export type CommandName = keyof Commands
export type Input<N extends CommandName> = Commands[N]['input']
export type Output<N extends CommandName> = Commands[N]['output']

/** The commands as calls: `chat.rooms.list()`. */
export interface Calls {
  readonly guests: {
    /** Come in with a name alone, where the operator allows it */
    create(input: Input<'guests.create'>, options?: CallOptions): Promise<Output<'guests.create'>>
  }
  readonly lobby: {
    /** Which room the lobby is: a public room that is there from the first start on */
    get(input?: Input<'lobby.get'>, options?: CallOptions): Promise<Output<'lobby.get'>>
  }
  readonly me: {
    /** Who I am */
    get(input?: Input<'me.get'>, options?: CallOptions): Promise<Output<'me.get'>>
    /** Change my name (a guest’s; an app’s user is named by the app) */
    update(input: Input<'me.update'>, options?: CallOptions): Promise<Output<'me.update'>>
  }
  readonly users: {
    /** Of these users those who are in a room with me, and myself */
    list(input: Input<'users.list'>, options?: CallOptions): Promise<Output<'users.list'>>
  }
  readonly tickets: {
    /** A word to open one event stream or socket with: one use, 30 seconds */
    create(
      input?: Input<'tickets.create'>,
      options?: CallOptions,
    ): Promise<Output<'tickets.create'>>
  }
  readonly rooms: {
    /** Make a room; a dm of the same two people is always the same room */
    create(input: Input<'rooms.create'>, options?: CallOptions): Promise<Output<'rooms.create'>>
    /** My rooms, the latest active first; with `id`, those of these; with `type`, those that anyone may join */
    list(input?: Input<'rooms.list'>, options?: CallOptions): Promise<Output<'rooms.list'>>
    /** A room that I am in, or may join */
    get(input: Input<'rooms.get'>, options?: CallOptions): Promise<Output<'rooms.get'>>
    /** Change a room: only what is named changes; an empty topic is none */
    update(input: Input<'rooms.update'>, options?: CallOptions): Promise<Output<'rooms.update'>>
    /** Delete a room and everything said in it */
    delete(input: Input<'rooms.delete'>, options?: CallOptions): Promise<Output<'rooms.delete'>>
  }
  readonly members: {
    /** Who is in the room, by id; the next page is `after` the last id */
    list(input: Input<'members.list'>, options?: CallOptions): Promise<Output<'members.list'>>
    /** Join a public or announcement room */
    join(input: Input<'members.join'>, options?: CallOptions): Promise<Output<'members.join'>>
    /** Leave a room */
    leave(input: Input<'members.leave'>, options?: CallOptions): Promise<Output<'members.leave'>>
    /** Add somebody to a room */
    add(input: Input<'members.add'>, options?: CallOptions): Promise<Output<'members.add'>>
    /** Give a member another role */
    update(input: Input<'members.update'>, options?: CallOptions): Promise<Output<'members.update'>>
    /** Remove somebody from a room */
    remove(input: Input<'members.remove'>, options?: CallOptions): Promise<Output<'members.remove'>>
  }
  readonly messages: {
    /** Say something; the same clientId again gives the same message back */
    send(input: Input<'messages.send'>, options?: CallOptions): Promise<Output<'messages.send'>>
    /** One message */
    get(input: Input<'messages.get'>, options?: CallOptions): Promise<Output<'messages.get'>>
    /** One message of whichever room of mine, by its id alone */
    find(input: Input<'messages.find'>, options?: CallOptions): Promise<Output<'messages.find'>>
    /** Edit what I said; with `version`, only if that is what it still is */
    update(
      input: Input<'messages.update'>,
      options?: CallOptions,
    ): Promise<Output<'messages.update'>>
    /** Delete a message: its place stays, its text goes */
    delete(
      input: Input<'messages.delete'>,
      options?: CallOptions,
    ): Promise<Output<'messages.delete'>>
    /** Take back that I deleted what I said, within a minute */
    restore(
      input: Input<'messages.restore'>,
      options?: CallOptions,
    ): Promise<Output<'messages.restore'>>
    /** How a message was before it was edited, oldest first; the next page is `after` a version */
    listVersions(
      input: Input<'messages.listVersions'>,
      options?: CallOptions,
    ): Promise<Output<'messages.listVersions'>>
    /** A page of history, oldest first: the latest, or before, after or around a seq */
    list(input: Input<'messages.list'>, options?: CallOptions): Promise<Output<'messages.list'>>
    /** What counts as unread in a room, oldest first; the next page is `after` the last seq */
    listUnread(
      input: Input<'messages.listUnread'>,
      options?: CallOptions,
    ): Promise<Output<'messages.listUnread'>>
    /** Messages that I may see, by words, "phrases", from:, in:, before:, after: */
    search(
      input: Input<'messages.search'>,
      options?: CallOptions,
    ): Promise<Output<'messages.search'>>
  }
  readonly receipts: {
    /** I have read up to this seq */
    markRead(
      input: Input<'receipts.markRead'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markRead'>>
    /** I have read everything, in all my rooms; says in how many there was something */
    markAllRead(
      input?: Input<'receipts.markAllRead'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markAllRead'>>
    /** I want to see the room as unread from this seq on, until I read it */
    markUnread(
      input: Input<'receipts.markUnread'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markUnread'>>
    /** I have received everything up to this seq */
    markDelivered(
      input: Input<'receipts.markDelivered'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markDelivered'>>
    /** Who has seen a message, and when */
    list(input: Input<'receipts.list'>, options?: CallOptions): Promise<Output<'receipts.list'>>
    /** I have read this thread up to this seq */
    markThreadRead(
      input: Input<'receipts.markThreadRead'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markThreadRead'>>
  }
  readonly threads: {
    /** Threads that I follow, the latest active first */
    list(input?: Input<'threads.list'>, options?: CallOptions): Promise<Output<'threads.list'>>
    /** A thread as I see it, by its root */
    get(input: Input<'threads.get'>, options?: CallOptions): Promise<Output<'threads.get'>>
    /** Follow a thread */
    follow(input: Input<'threads.follow'>, options?: CallOptions): Promise<Output<'threads.follow'>>
    /** Follow a thread no longer */
    unfollow(
      input: Input<'threads.unfollow'>,
      options?: CallOptions,
    ): Promise<Output<'threads.unfollow'>>
  }
  readonly reactions: {
    /** React to a message; the same again changes nothing */
    add(input: Input<'reactions.add'>, options?: CallOptions): Promise<Output<'reactions.add'>>
    /** Take a reaction back */
    remove(
      input: Input<'reactions.remove'>,
      options?: CallOptions,
    ): Promise<Output<'reactions.remove'>>
    /** Who reacted, by emoji and user; the next page is `after` its `next` */
    list(input: Input<'reactions.list'>, options?: CallOptions): Promise<Output<'reactions.list'>>
  }
  readonly mentions: {
    /** Messages that name me, the latest first */
    list(input?: Input<'mentions.list'>, options?: CallOptions): Promise<Output<'mentions.list'>>
  }
  readonly pins: {
    /** What is pinned in a room, the latest pinned first */
    list(input: Input<'pins.list'>, options?: CallOptions): Promise<Output<'pins.list'>>
    /** Pin a message */
    add(input: Input<'pins.add'>, options?: CallOptions): Promise<Output<'pins.add'>>
    /** Unpin a message */
    remove(input: Input<'pins.remove'>, options?: CallOptions): Promise<Output<'pins.remove'>>
  }
  readonly preferences: {
    /** My own way with a room: only what is named changes, null takes it away */
    update(
      input: Input<'preferences.update'>,
      options?: CallOptions,
    ): Promise<Output<'preferences.update'>>
  }
  readonly invitations: {
    /** A way into a room: for one person, or a code for whoever has it. The code is said once */
    create(
      input: Input<'invitations.create'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.create'>>
    /** The ways into a room that there are */
    list(
      input: Input<'invitations.list'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.list'>>
    /** Rooms that I am invited to */
    listMine(
      input?: Input<'invitations.listMine'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.listMine'>>
    /** An invitation of mine, or into a room whose staff I am */
    get(input: Input<'invitations.get'>, options?: CallOptions): Promise<Output<'invitations.get'>>
    /** Join by a code, or by an invitation of my own; again, it changes nothing */
    accept(
      input?: Input<'invitations.accept'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.accept'>>
    /** Take an invitation back, or decline one’s own */
    delete(
      input: Input<'invitations.delete'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.delete'>>
  }
  readonly typing: {
    /** I am typing: say it again every few seconds while that is so */
    start(input: Input<'typing.start'>, options?: CallOptions): Promise<Output<'typing.start'>>
    /** I am no longer typing, in the room or below its messages */
    stop(input: Input<'typing.stop'>, options?: CallOptions): Promise<Output<'typing.stop'>>
  }
  readonly presence: {
    /** How I want to be seen while I am here, and a line about myself; what is left out stays */
    update(
      input?: Input<'presence.update'>,
      options?: CallOptions,
    ): Promise<Output<'presence.update'>>
    /** Who of the room is there, and when the others last were */
    list(input: Input<'presence.list'>, options?: CallOptions): Promise<Output<'presence.list'>>
  }
}
