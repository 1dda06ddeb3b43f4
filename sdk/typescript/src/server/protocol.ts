// Made from protocol/ by `npm run generate`: not to be changed here.
import type {
  Branded,
  CallOptions,
  Data,
  FeatureSwitches,
  Member,
  Mentions,
  Message,
  MessageId,
  MyRoom,
  Nothing,
  Role,
  Room,
  RoomId,
  User,
  UserId,
} from '../protocol.ts'

export type Scope =
  | 'users:read'
  | 'users:write'
  | 'rooms:read'
  | 'rooms:write'
  | 'messages:read'
  | 'messages:write'
  | 'tokens'
  | 'keys'
  | 'statistics'

export type KeyId = Branded<'KeyId'>

/** A key of the management port, less the key itself. `prefix`: how it begins, to tell it by. */
export type Key = {
  readonly id: KeyId
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt?: string | undefined
}

/** What each command takes and answers. */
export type BackendCommands = {
  /** Make a user, before their first token; one that is there is given back as it is */
  'users.create': {
    readonly input: {
      readonly id: UserId
      readonly name: string
      readonly kind?: 'person' | 'bot' | undefined
      readonly info?: Data | undefined
    }
    readonly output: User
  }
  /** Users by id, without those that were deleted */
  'users.list': {
    readonly input: {
      readonly after?: UserId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly users: readonly User[]
      readonly next?: UserId | undefined
    }
  }
  /** A user; of one that was deleted, that it was */
  'users.get': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: User
  }
  /** Change a name or info; tokens that were issued before do not change them back */
  'users.update': {
    readonly input: {
      readonly user: UserId
      readonly name?: string | undefined
      readonly info?: Data | null | undefined
    }
    readonly output: User
  }
  /** Delete a user for good; with `messages` everything that they said, too */
  'users.delete': {
    readonly input: {
      readonly user: UserId
      readonly messages?: boolean | undefined
    }
    readonly output: Nothing
  }
  /** Make a room; the same `key`, or the same two people of a dm, give the same room back */
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
          readonly key?: string | undefined
          readonly members?:
            | readonly {
                readonly user: UserId
                readonly role?: Role | undefined
              }[]
            | undefined
        }
      | {
          readonly type: 'dm'
          readonly members: readonly {
            readonly user: UserId
          }[]
          readonly data?: Data | undefined
        }
    readonly output: Room
  }
  /** Rooms, the newest first; with `user` theirs as they see them, the latest active first */
  'rooms.list': {
    readonly input: {
      readonly user?: UserId | undefined
      /** The `next` of the page before this one. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly rooms: readonly (MyRoom | Room)[]
      readonly next?: string | undefined
    }
  }
  /** A room */
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
  /** Who is in a room, by id; the next page is `after` the last id */
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
  /** Add somebody to a room; who is there already gets the role, if one is named */
  'members.add': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
      readonly role?: Role | undefined
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
  /** A page of history, oldest first: the latest, or before or after a seq */
  'messages.list': {
    readonly input: {
      readonly room: RoomId
      /** Not with `after`. */
      readonly before?: number | undefined
      /** Not with `before`. */
      readonly after?: number | undefined
      readonly thread?: MessageId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly messages: readonly Message[]
      readonly seq: number
    }
  }
  /** One message */
  'messages.get': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Say what happened, as the system; or, with `sender`, something as a bot of the room */
  'messages.send': {
    readonly input: {
      readonly room: RoomId
      readonly text: string
      readonly sender?: UserId | undefined
      readonly clientId?: string | undefined
      readonly data?: Data | undefined
      readonly replyTo?: MessageId | undefined
      readonly thread?: MessageId | undefined
      readonly inRoom?: true | undefined
      readonly mentions?: Mentions | undefined
      readonly silent?: true | undefined
    }
    readonly output: Message
  }
  /** Edit what the system or a bot said; with `version`, only if that is what it still is */
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
  /** Delete a message, whoever said it: its place stays, its text goes */
  'messages.delete': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** A member has read up to this seq, or all there is */
  'receipts.markRead': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
      readonly seq?: number | undefined
    }
    readonly output: {
      readonly readSeq: number
      readonly unread: number
    }
  }
  /** A user has read everything, in every room; answers in how many something was unread */
  'receipts.markAllRead': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: {
      readonly rooms: number
    }
  }
  /** A token for a user who is there, to hand to their client */
  'tokens.create': {
    readonly input: {
      readonly user: UserId
      readonly seconds?: number | undefined
    }
    readonly output: {
      readonly token: string
      readonly user: User
      readonly expiresAt: string
    }
  }
  /** Another key, for no more than this one is for. It is said once */
  'keys.create': {
    readonly input: {
      readonly name: string
      readonly scopes: readonly Scope[]
    }
    readonly output: {
      readonly id: KeyId
      readonly name: string
      readonly prefix: string
      readonly scopes: readonly Scope[]
      readonly createdAt: string
      readonly lastUsedAt?: string | undefined
      readonly key: string
    }
  }
  /** The keys that there are, but for the operator’s own */
  'keys.list': {
    readonly input: Nothing
    readonly output: {
      readonly keys: readonly Key[]
    }
  }
  /** End a key, at once */
  'keys.delete': {
    readonly input: {
      readonly key: KeyId
    }
    readonly output: Nothing
  }
  /** How many there are of what */
  'statistics.get': {
    readonly input: Nothing
    readonly output: {
      readonly users: {
        readonly person: number
        readonly guest: number
        readonly bot: number
      }
      readonly rooms: {
        readonly dm: number
        readonly group: number
        readonly public: number
        readonly announcement: number
      }
      readonly memberships: number
      readonly events: number
      readonly messagesOfDay: number
    }
  }
  /** Many commands at once: `all` in their order, together or not at all; `each` for itself, in no order that is promised */
  batch: {
    readonly input: {
      readonly mode: 'all' | 'each'
      readonly commands: readonly {
        readonly name: string
        readonly input?: { readonly [key: string]: unknown } | undefined
      }[]
    }
    readonly output: {
      readonly results: readonly (
        | {
            readonly status: number
            readonly result: unknown
          }
        | {
            readonly status: number
            readonly error: {
              readonly code: string
              readonly message: string
              /** What does not fit, by field. */
              readonly fields?: { readonly [key: string]: string } | undefined
              /** Seconds after which the same may be tried again. */
              readonly retryAfter?: number | undefined
              /** Of an internal error: its line in the log has the same id. */
              readonly id?: string | undefined
            }
          }
      )[]
    }
  }
}
export type BackendCommandName = keyof BackendCommands
export type BackendInput<N extends BackendCommandName> = BackendCommands[N]['input']
export type BackendOutput<N extends BackendCommandName> = BackendCommands[N]['output']

/** The commands as calls: `backend.rooms.list()`. */
export interface BackendCalls {
  readonly users: {
    /** Make a user, before their first token; one that is there is given back as it is */
    create(
      input: BackendInput<'users.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.create'>>
    /** Users by id, without those that were deleted */
    list(
      input?: BackendInput<'users.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.list'>>
    /** A user; of one that was deleted, that it was */
    get(
      input: BackendInput<'users.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.get'>>
    /** Change a name or info; tokens that were issued before do not change them back */
    update(
      input: BackendInput<'users.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.update'>>
    /** Delete a user for good; with `messages` everything that they said, too */
    delete(
      input: BackendInput<'users.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.delete'>>
  }
  readonly rooms: {
    /** Make a room; the same `key`, or the same two people of a dm, give the same room back */
    create(
      input: BackendInput<'rooms.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.create'>>
    /** Rooms, the newest first; with `user` theirs as they see them, the latest active first */
    list(
      input?: BackendInput<'rooms.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.list'>>
    /** A room */
    get(
      input: BackendInput<'rooms.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.get'>>
    /** Change a room: only what is named changes; an empty topic is none */
    update(
      input: BackendInput<'rooms.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.update'>>
    /** Delete a room and everything said in it */
    delete(
      input: BackendInput<'rooms.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.delete'>>
  }
  readonly members: {
    /** Who is in a room, by id; the next page is `after` the last id */
    list(
      input: BackendInput<'members.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.list'>>
    /** Add somebody to a room; who is there already gets the role, if one is named */
    add(
      input: BackendInput<'members.add'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.add'>>
    /** Give a member another role */
    update(
      input: BackendInput<'members.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.update'>>
    /** Remove somebody from a room */
    remove(
      input: BackendInput<'members.remove'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.remove'>>
  }
  readonly messages: {
    /** A page of history, oldest first: the latest, or before or after a seq */
    list(
      input: BackendInput<'messages.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.list'>>
    /** One message */
    get(
      input: BackendInput<'messages.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.get'>>
    /** Say what happened, as the system; or, with `sender`, something as a bot of the room */
    send(
      input: BackendInput<'messages.send'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.send'>>
    /** Edit what the system or a bot said; with `version`, only if that is what it still is */
    update(
      input: BackendInput<'messages.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.update'>>
    /** Delete a message, whoever said it: its place stays, its text goes */
    delete(
      input: BackendInput<'messages.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.delete'>>
  }
  readonly receipts: {
    /** A member has read up to this seq, or all there is */
    markRead(
      input: BackendInput<'receipts.markRead'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'receipts.markRead'>>
    /** A user has read everything, in every room; answers in how many something was unread */
    markAllRead(
      input: BackendInput<'receipts.markAllRead'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'receipts.markAllRead'>>
  }
  readonly tokens: {
    /** A token for a user who is there, to hand to their client */
    create(
      input: BackendInput<'tokens.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'tokens.create'>>
  }
  readonly keys: {
    /** Another key, for no more than this one is for. It is said once */
    create(
      input: BackendInput<'keys.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'keys.create'>>
    /** The keys that there are, but for the operator’s own */
    list(
      input?: BackendInput<'keys.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'keys.list'>>
    /** End a key, at once */
    delete(
      input: BackendInput<'keys.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'keys.delete'>>
  }
  readonly statistics: {
    /** How many there are of what */
    get(
      input?: BackendInput<'statistics.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'statistics.get'>>
  }
  /** Many commands at once: `all` in their order, together or not at all; `each` for itself, in no order that is promised */
  batch(input: BackendInput<'batch'>, options?: CallOptions): Promise<BackendOutput<'batch'>>
}
